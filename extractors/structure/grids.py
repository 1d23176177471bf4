"""Tables that stand in the text itself: Markdown pipes, box drawing, tabs."""

import re
from collections.abc import Iterator, Sequence

from extractors.annotations import Grid, GridCell, Span
from extractors.structure.loose_grids import loose_grids, trimmed

# What parts the cells of a line, one kind a table: pipes, box drawing, tabs.
BARS = re.compile(r"[|│┃]")
TABS = re.compile(r"\t+")
RULE = re.compile(r"[\s|:+=─━┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋│┃-]+")
LINE = re.compile(r"[^\n]*")
# A table has two rows of two cells at least; a line between them may rule them off.
LEAST = 2


def find_grids(text: str, known: Sequence[Grid] = ()) -> tuple[Grid, ...]:
    """Return the tables of a text by start: the `known` ones, and those that its lines show elsewhere."""
    known = [_captioned(g) for g in known]
    taken = [(g.start, g.end) for g in known]
    found = [g for g in (*_drawn(text), *loose_grids(text)) if all(g.end <= a or b <= g.start for a, b in taken)]
    return tuple(sorted([*known, *found], key=lambda g: g.start))


def _captioned(grid: Grid) -> Grid:
    """Return a table with its first row as caption where that is one cell over all columns."""
    if grid.caption or len(grid.rows) <= LEAST or len(grid.rows[0]) != 1 or len(grid.rows[1]) < LEAST:
        return grid
    [title] = grid.rows[0]
    return Grid(grid.rows[1][0].start, grid.end, (title.start, title.end), grid.rows[1:])


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
