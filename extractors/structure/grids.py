"""Tables that stand in the text itself: Markdown pipes, box drawing, tabs."""

import re
from collections.abc import Iterator, Sequence

from extractors.annotations import Grid, GridCell, Span
from extractors.rules import load_rules
from extractors.structure.loose_grids import loose_grids, trimmed

[UNIT_LINE] = load_rules("tables", "captions")
# What parts the cells of a line, one kind a table: pipes, box drawing, tabs.
BARS = re.compile(r"[|│┃]")
TABS = re.compile(r"\t+")
RULE = re.compile(r"[\s|:+=─━┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋│┃-]+")
LINE = re.compile(r"[^\n]*")
# The line above a line: short enough for a title, and no sentence.
ABOVE = re.compile(r"([^\n]{0,59}[^\n。；;!！?？：:])\n\s*\Z")
SENTENCE_ENDS = "。；;！!？?"
# A table has two rows of two cells at least; a line between them may rule them off.
LEAST = 2


def find_grids(text: str, known: Sequence[Grid] = ()) -> tuple[Grid, ...]:
    """Return the tables of a text by start: the `known` ones, and those that its lines show elsewhere."""
    known = [_captioned(text, g) for g in known]
    taken = [(g.start, g.end) for g in known]
    found = [g for g in (*_drawn(text), *loose_grids(text)) if all(g.end <= a or b <= g.start for a, b in taken)]
    return tuple(sorted([*known, *found], key=lambda g: g.start))


def _captioned(text: str, grid: Grid) -> Grid:
    """Return a table with the whole of its caption.

    First rows of one filled cell are part of it (a title, `单位:亿元`), and so is the title above a line of nothing but a unit.
    """
    rows, caption = grid.rows, grid.caption
    while len(rows) > LEAST and (title := _alone(rows[0])) and len(rows[1]) >= len(rows[0]) and _words_in(rows):
        apart = caption is None or text[caption[1] : title.start].strip() or text[caption[1] - 1] in SENTENCE_ENDS
        caption = (title.start if apart or caption is None else caption[0], title.end)
        rows = rows[1:]
    if caption and UNIT_LINE.regex.fullmatch(text[slice(*caption)].strip()):
        above = ABOVE.search(text, 0, caption[0])
        caption = (above.start(1), caption[1]) if above else caption
    return Grid(rows[0][0].start if rows is not grid.rows else grid.start, grid.end, caption, rows)


def _alone(row: Sequence[GridCell]) -> GridCell | None:
    """Return the first cell of a row where it alone holds text."""
    filled = [cell for cell in row if cell.start < cell.end]
    return row[0] if filled and filled == [row[0]] and row[0].row_span == 1 else None


def _words_in(rows: Sequence[Sequence[GridCell]]) -> bool:
    """Say whether two cells at least of some later row hold text: a head is still to come."""
    return any(sum(cell.start < cell.end for cell in row) >= LEAST for row in rows[1:])


def _drawn(text: str) -> Iterator[Grid]:
    """Yield the tables that lines with bars or tabs make."""
    rows: list[tuple[GridCell, ...]] = []
    caption: Span | None = None
    last: Span | None = None
    for match in LINE.finditer(text):
        start, end = match.span()
        line = match.group()
        if rows and line.strip() and RULE.fullmatch(line):
            continue
        cells = _cells(text, start, end)
        if len(cells) >= LEAST:
            caption = caption if rows else last
            rows.append(cells)
            continue
        if end > start or not rows:
            yield from _made(rows, caption)
            rows = []
        last = (start, end) if line.strip() else last
    yield from _made(rows, caption)


def _made(rows: Sequence[tuple[GridCell, ...]], caption: Span | None) -> Iterator[Grid]:
    if len(rows) >= LEAST:
        yield Grid(rows[0][0].start, rows[-1][-1].end, caption, tuple(rows))


def _cells(text: str, start: int, end: int) -> tuple[GridCell, ...]:
    """Return the cells of a line, white space trimmed; none where nothing parts them."""
    line = text[start:end]
    parts = BARS if BARS.search(line) else TABS if "\t" in line.strip() else None
    if parts is None:
        return ()
    edges = [start, *(start + at for m in parts.finditer(line) for at in m.span()), end]
    cells = [trimmed(text, left, right) for left, right in zip(edges[::2], edges[1::2], strict=True)]
    if parts is BARS:
        # A bar at either end parts nothing.
        cells = cells[cells[0].start == cells[0].end :]
        cells = cells[: -1 if cells and cells[-1].start == cells[-1].end else None]
    return tuple(cells)
