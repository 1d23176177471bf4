"""Tables whose marks are lost: one cell a line, or a row a line with nothing but blanks between the cells."""

import re
from collections.abc import Iterator, Sequence

from extractors.annotations import Grid, GridCell, Span
from extractors.rules import load_rules

FIRST, OTHER, FIGURE = load_rules("tables", "loose")
LINE = re.compile(r"[^\n]*[^\s][^\n]*")
CELL = re.compile(r"\S+")
# Blanks before figures are gone from a normalised text, so that a year begins a cell of a header.
HEAD_CELL = re.compile(r"\S+?(?=20\d\d年|\s|$)", re.MULTILINE)
# A name, a unit and a value: with fewer columns lines of prose would do.
COLUMNS = (3, 9)
# The longest cell of a table of indicators; a longer line is prose.
LONGEST = 30

Row = tuple[GridCell, ...]


def loose_grids(text: str) -> Iterator[Grid]:
    """Yield the tables by start. Each begins with a header: a word for the names, then years, units, kinds of value."""
    lines = [trimmed(text, m.start(), m.end()) for m in LINE.finditer(text)]
    at = 0
    while at < len(lines):
        if not FIRST.regex.match(text, lines[at].start):
            at += 1
            continue
        rows, used = _spaced(text, lines[at:]) or _stacked(text, lines[at:])
        if len(rows) > 1:
            caption: Span | None = (lines[at - 1].start, lines[at - 1].end) if at else None
            yield Grid(rows[0][0].start, rows[-1][-1].end, caption, tuple(rows))
        at += max(1, used)


def trimmed(text: str, start: int, end: int) -> GridCell:
    """Return [start, end) without the blanks at both ends; of nothing but blanks, their end."""
    words = text[start:end]
    first = end - len(words.lstrip())
    return GridCell(first, max(first, start + len(words.rstrip())))


def _spaced(text: str, lines: Sequence[GridCell]) -> tuple[list[Row], int] | None:
    """Return the rows of a table whose cells are parted by blanks, and how many lines they take."""
    header = _words(text, lines[0], HEAD_CELL)
    if not _is_header(text, header):
        return None
    rows = [header]
    for line in lines[1:]:
        row = _words(text, line)
        if len(row) != len(header) or not _fits(text, header, row):
            break
        rows.append(row)
    return (rows, len(rows)) if len(rows) > 1 else None


def _stacked(text: str, lines: Sequence[GridCell]) -> tuple[list[Row], int]:
    """Return the rows of a table with one cell a line, and how many lines they take."""
    size = 1
    while size < min(len(lines), COLUMNS[1]) and OTHER.regex.fullmatch(text, lines[size].start, lines[size].end):
        size += 1
    header = tuple(lines[:size])
    if not _is_header(text, header):
        return [], 0
    rows = [header]
    for first in range(size, len(lines) - size + 1, size):
        row = tuple(lines[first : first + size])
        if not _fits(text, header, row):
            break
        rows.append(row)
    return rows, len(rows) * size


def _words(text: str, line: GridCell, cell: re.Pattern[str] = CELL) -> Row:
    return tuple(GridCell(m.start(), m.end()) for m in cell.finditer(text, line.start, line.end))


def _is_header(text: str, cells: Row) -> bool:
    least, most = COLUMNS
    first, *others = cells
    return (
        least <= len(cells) <= most
        and bool(FIRST.regex.fullmatch(text, first.start, first.end))
        and all(OTHER.regex.fullmatch(text, cell.start, cell.end) for cell in others)
    )


def _fits(text: str, header: Row, row: Row) -> bool:
    """Say whether cells are a row: a figure under each year or kind of value, none under what takes no figures."""
    if any(cell.end - cell.start > LONGEST for cell in row):
        return False
    figures = 0
    for head, cell in zip(header[1:], row[1:], strict=True):
        valued = OTHER.regex.fullmatch(text, head.start, head.end)
        wanted = bool(valued and valued["value"])
        if wanted != bool(FIGURE.regex.fullmatch(text, cell.start, cell.end)):
            return False
        figures += wanted
    return figures > 0
