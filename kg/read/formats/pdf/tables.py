"""Tables of a PDF page: ruled ones by their lines, those with level lines only by lines and alignment."""

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.read.formats.parsed import FIGURE, CellText
from kg.read.formats.pdf.aligned import LEAST_BANDS, AlignedTable, aligned_table
from kg.read.formats.pdf.page import Glyph, PageShapes, Rule
from kg.read.formats.pdf.rules import REACH, CellBox, RuledGrid, ruled_grids, solid
from kg.read.formats.pdf.text import Row, chunks_of, joined, rows_of, text_of

# A grid with fewer filled cells is a form, a chart or a drawing; one with more letters a cell arranges a page.
FILLED = 0.4
LONGEST_CELL = 200
# More lines of one width above each other are lined paper.
MOST_LINES = 60
# Level lines whose ends differ by less belong to one table.
SAME_END = 6.0


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table of a page: its box, its rows, and [left, right] of its columns."""

    left: float
    right: float
    bottom: float
    top: float
    rows: list[list[CellText]]
    columns: tuple[tuple[float, float], ...]


def take_tables(shapes: PageShapes) -> tuple[list[PdfTable], list[Glyph]]:
    """Return the tables that lines show, and the glyphs outside of them with one that stands for each table."""
    level, upright = solid(shapes.level), solid(shapes.upright)
    tables: list[PdfTable] = []
    rest = shapes.glyphs
    for grid in sorted(ruled_grids(level, upright), key=_area, reverse=True):
        inside, outside = _parted(rest, grid.xs[0], grid.xs[-1], grid.ys[-1], grid.ys[0])
        if rows := _ruled_rows(grid, inside):
            tables.append(
                PdfTable(grid.xs[0], grid.xs[-1], grid.ys[-1], grid.ys[0], rows, tuple(itertools.pairwise(grid.xs)))
            )
            rest = outside
    for stack in _stacks(level, tables):
        rest = _between(stack, rest, tables)
    marks = [table_mark(table, number) for number, table in enumerate(tables)]
    return tables, [*rest, *marks]


def _between(stack: Sequence[Rule], rest: list[Glyph], tables: list[PdfTable]) -> list[Glyph]:
    """Add the tables between level lines, as large ones as there are, and return the glyphs outside of them."""
    first = 0
    while first < len(stack) - 1:
        for last in range(len(stack) - 1, first, -1):
            lines = [r.at for r in stack[first : last + 1]]
            left, right = stack[first].low, stack[first].high
            found, outside = _framed(rest, left, right, lines)
            # Where each row has a line below it, the first one has none above it.
            top = _row_above(outside, left, right, lines)
            headed, without_head = _framed(rest, left, right, [top, *lines]) if top > lines[0] else (None, outside)
            if (
                headed
                and headed.whole
                and found
                and len(headed.columns) >= len(found.columns)
                and _full(headed.rows[0])
            ):
                found, outside, lines = headed, without_head, [top, *lines]
            if found and found.whole:
                tables.append(PdfTable(left, right, lines[-1], lines[0], found.rows, found.columns))
                rest, first = outside, last
                break
        first += 1
    return rest


def _row_above(glyphs: list[Glyph], left: float, right: float, lines: Sequence[float]) -> float:
    """Return the top of the row above the first line, as high as the rows below it; the line's own height without one."""
    top = lines[0]
    height = max(a - b for a, b in itertools.pairwise(lines[: LEAST_BANDS * 2]))
    strip = _parted(glyphs, left, right, lines[0], lines[0] + 1.1 * height)[0]
    last = float("inf")
    for row in reversed(rows_of(strip)):
        size = max(g.size for g in row)
        if len(chunks_of(row)) < 2 and row[0].base - last > 0.9 * size:
            break
        if len(chunks_of(row)) > 1 or last < float("inf"):
            top, last = max(g.top for g in row), row[0].base
    return top


def _framed(
    glyphs: list[Glyph], left: float, right: float, lines: Sequence[float]
) -> tuple[AlignedTable | None, list[Glyph]]:
    inside, outside = _parted(glyphs, left, right, lines[-1], lines[0])
    return aligned_table(rows_of(inside), None, lines) if inside else None, outside


def _full(row: Sequence[CellText]) -> bool:
    return sum(bool(cell.text) for cell in row) > len(row) / 2


def aligned_as_table(found: AlignedTable, rows: Sequence[Row]) -> PdfTable:
    """Return a table that was found by alignment in `rows`."""
    glyphs = list(itertools.chain.from_iterable(rows))
    left, right = min(g.left for g in glyphs), max(g.right for g in glyphs)
    bottom, top = min(g.bottom for g in glyphs), max(g.top for g in glyphs)
    return PdfTable(left, right, bottom, top, found.rows, found.columns)


def _area(grid: RuledGrid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[0] - grid.ys[-1])


def _parted(
    glyphs: list[Glyph], left: float, right: float, bottom: float, top: float
) -> tuple[list[Glyph], list[Glyph]]:
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for g in glyphs:
        within = left <= (g.left + g.right) / 2 <= right and bottom <= (g.bottom + g.top) / 2 <= top
        (inside if within else outside).append(g)
    return inside, outside


def table_mark(table: PdfTable, number: int) -> Glyph:
    """Return the glyph that stands for a table, in the middle of its height and lower than any letter."""
    middle = (table.top + table.bottom) / 2
    return Glyph("\ufffc", table.left, table.right, middle - 0.5, middle + 0.5, middle, False, number)


def _ruled_rows(grid: RuledGrid, glyphs: list[Glyph]) -> list[list[CellText]]:
    """Return the rows of a grid, none where it is no table."""
    owner = {
        (box.row + r, box.column + c): box
        for box in grid.cells
        for r in range(box.row_span)
        for c in range(box.col_span)
    }
    heights = [-y for y in grid.ys]
    inside: dict[CellBox, list[Glyph]] = defaultdict(list)
    for g in glyphs:
        row = bisect_right(heights, -(g.bottom + g.top) / 2) - 1
        column = bisect_right(grid.xs, (g.left + g.right) / 2) - 1
        box = owner[min(max(row, 0), len(grid.ys) - 2), min(max(column, 0), len(grid.xs) - 2)]
        inside[box].append(g)
    rows_used, columns_used = {b.row for b in inside}, {b.column for b in inside}
    few = len(rows_used) < 2 or len(columns_used) < 2 or len(inside) < FILLED * len(grid.cells)
    if few or len(glyphs) > LONGEST_CELL * len(grid.cells):
        return []
    rows: list[list[CellText]] = []
    columns = list(itertools.pairwise(grid.xs))
    for number in range(len(grid.ys) - 1):
        boxes = [b for b in grid.cells if b.row == number]
        lines = {b: [(row, text_of(row)) for row in rows_of(inside[b])] for b in boxes}
        if all(b.row_span == b.col_span == 1 for b in boxes) and (parts := _unruled(list(lines.values()), columns)):
            rows += parts
        else:
            rows.append([CellText(joined([t for _, t in lines[b]]), b.row_span, b.col_span) for b in boxes])
    return rows


def _unruled(cells: list[list[tuple[Row, str]]], columns: list[tuple[float, float]]) -> list[list[CellText]]:
    """Return the rows of a band in which no lines part them: a column holds several figures, one above the other."""
    if not any(len(lines) > 1 and all(FIGURE.fullmatch(text) for _, text in lines) for lines in cells):
        return []
    glyphs = [g for lines in cells for row, _ in lines for g in row]
    found = aligned_table(rows_of(glyphs), columns)
    return found.rows if found else []


def _stacks(level: Sequence[Rule], taken: Sequence[PdfTable]) -> list[list[Rule]]:
    """Return level lines of one width that stand above each other, outside of the tables found."""
    free = [
        r
        for r in level
        if not any(t.bottom - REACH <= r.at <= t.top + REACH and t.left - REACH <= r.low <= t.right for t in taken)
    ]
    groups: list[list[Rule]] = []
    for rule in sorted(free, key=lambda r: -r.at):
        for group in groups:
            if abs(group[0].low - rule.low) < SAME_END and abs(group[0].high - rule.high) < SAME_END:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if 1 < len(group) <= MOST_LINES]
