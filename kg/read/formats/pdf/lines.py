"""A PDF page to lines in reading order: columns one after the other, tables in their places."""

import itertools
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from kg.read.formats.pdf.aligned import aligned_table, aligned_tables
from kg.read.formats.pdf.page import PageShapes
from kg.read.formats.pdf.tables import PdfTable, aligned_as_table, table_mark, take_tables
from kg.read.formats.pdf.text import Row, base_of, close_grid, rows_of, text_of

# Share of the rows of a page that a gutter between columns may cross: headings and titles over both columns.
CROSSING = 0.25
# Below so many lines, those that happen to be full say little of where a column ends.
FEW_LINES = 15
SAME_MARGIN = 5.0
# Titles are set in letters larger than this many times those of the text.
LARGER = 1.2
LEADERS = frozenset("….·．⋯")


@dataclass(slots=True)
class PdfLine:
    """A line of a column, or a table: its text, its box, the number of its column among those of the page.

    `margins` are those of the column, set by `set_margins`. `edge` is the text of the whole row where that is one of the two at the top or bottom of the page.
    """

    text: str
    left: float
    right: float
    middle: float
    size: float
    column: int
    edge: str = ""
    table: PdfTable | None = None
    margins: tuple[float, float] = (0.0, 0.0)


def page_lines(shapes: PageShapes, gutters: list[float] | None = None) -> list[PdfLine]:
    """Return the lines and tables of a page, columns one after the other.

    `gutters` are those of the pages before, to which its own is added: a page of few lines is parted as they are.
    """
    tables, glyphs = take_tables(shapes)
    rows = rows_of(glyphs)
    close_grid(rows)
    edges = {base_of(row): text_of(row) for row in rows[:2] + rows[-2:] if all(g.table is None for g in row)}
    lines: list[PdfLine] = []
    gutters = gutters if gutters is not None else []
    gutter = _gutter(rows)
    if gutter is not None:
        gutters.append(gutter)
    elif gutters and _free(rows, median(gutters)):
        gutter = median(gutters)
    heads = _titles(rows) if gutter is not None else 0
    for number, column in enumerate([*([rows[:heads]] if heads else []), *_cut(rows[heads:], gutter)]):
        for row in _with_tables(column, tables):
            size = median([g.top - g.bottom for g in row])
            middle = base_of(row)
            edge = next((text for at, text in edges.items() if abs(middle - at) < size / 2), "")
            marks = [g for g in row if g.table is not None]
            words = [g for g in row if g.table is None]
            if words:
                lines.append(PdfLine(text_of(words), words[0].left, words[-1].right, middle, size, number, edge))
            for mark in marks:
                table = tables[mark.table or 0]
                lines.append(PdfLine("", mark.left, mark.right, middle, size, number, "", table))
    return lines


def set_margins(pages: list[list[PdfLine]]) -> None:
    """Set the margins of all lines: where most lines of a column begin and end, not where the widest one does.

    A column of few lines has the right margin of the long ones that begin at the same place.
    """
    columns: dict[tuple[int, int], list[PdfLine]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in page:
            if line.table is None:
                columns[number, line.column].append(line)
    found: list[tuple[list[PdfLine], float, float]] = []
    for lines in columns.values():
        lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
        found.append((lines, lefts[len(lefts) // 10], rights[len(rights) * 9 // 10]))
    long: dict[int, list[float]] = defaultdict(list)
    for lines, left, right in found:
        if len(lines) >= FEW_LINES:
            long[round(left / SAME_MARGIN)].append(right)
    for lines, left, right in found:
        place = round(left / SAME_MARGIN)
        known = [r for near in (place - 1, place, place + 1) for r in long.get(near, ())]
        margin = median(known) if known and len(lines) < FEW_LINES else right
        for line in lines:
            line.margins = (left, max(margin, right))


def _with_tables(column: list[Row], tables: list[PdfTable]) -> list[Row]:
    """Return the rows of a column, those of a table without lines as one row that stands for it."""
    result: list[Row] = []
    at = 0
    for first, end, found in aligned_tables(column):
        table = aligned_as_table(found, column[first:end])
        tables.append(table)
        result += column[at:first]
        result.append([table_mark(table, len(tables) - 1)])
        at = end
    return [*result, *column[at:]]


def _cut(rows: list[Row], gutter: float | None) -> list[list[Row]]:
    """Cut rows at a gutter; a row that crosses it ends the columns above it."""
    if gutter is None:
        return [rows] if rows else []
    result: list[list[Row]] = []
    crossing: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []

    def close() -> None:
        for part in (left, right):
            if part:
                result.extend(_cut(list(part), _gutter(part)))
                part.clear()

    for row in rows:
        if any(g.left < gutter < g.right for g in row) or _spans(row, gutter):
            close()
            crossing.append(row)
            continue
        if crossing:
            result.append(list(crossing))
            crossing.clear()
        for part, cells in (
            (left, [g for g in row if g.right <= gutter]),
            (right, [g for g in row if g.left >= gutter]),
        ):
            if cells:
                part.append(cells)
    close()
    return [*result, crossing] if crossing else result


def _titles(rows: list[Row]) -> int:
    """Return how many rows at the top are set in larger letters: a title over all columns, wherever it stands."""
    usual = median([row[0].size for row in rows])
    return next((i for i, row in enumerate(rows) if row[0].size < LARGER * usual), 0)


def _free(rows: list[Row], x: float) -> bool:
    """Say whether most rows leave x free and there is text on both sides."""
    crossing = sum(any(g.left < x < g.right for g in row) or _spans(row, x) for row in rows)
    sides = any(row[0].left > x for row in rows) or any(row[0].right < x < row[-1].left for row in rows)
    return sides and crossing <= CROSSING * len(rows)


def _spans(row: Row, x: float) -> bool:
    """True when the text of a row goes on across x without a gap that is wider than a letter."""
    return any(a.right <= x <= b.left and b.left - a.right < 0.8 * a.size for a, b in itertools.pairwise(row))


def _gutter(rows: list[Row]) -> float | None:
    """Return the x of a vertical gap that most rows leave free and that the text to its left reaches, if there is one."""
    if len(rows) < 4:
        return None
    low, high = min(r[0].left for r in rows), max(r[-1].right for r in rows)
    # How many rows begin to cover each point, less those that cease to.
    steps = [0] * (int(high - low) + 3)
    for row in rows:
        begin = end = -1
        for g in row:
            left, right = int(g.left - low), int(g.right - low) + 1
            if left > end:
                if end >= 0:
                    steps[begin] += 1
                    steps[end] -= 1
                begin = left
            end = max(end, right)
        steps[begin] += 1
        steps[min(end, len(steps) - 1)] -= 1
    covered = list(itertools.accumulate(steps))[:-1]
    fifth = len(covered) // 5
    middle = range(fifth, len(covered) - fifth)
    if not middle:
        return None
    best = min(covered[i] for i in middle)
    if best > CROSSING * len(rows):
        return None
    runs = [list(g) for free, g in itertools.groupby(middle, lambda i: covered[i] <= best + 0.02 * len(rows)) if free]
    widest = max(runs, key=len)
    x = low + (widest[0] + widest[-1] + 1) / 2
    return x if _free(rows, x) and _prose_beside(rows, x) else None


def _prose_beside(rows: list[Row], x: float) -> bool:
    """True when both sides hold lines of prose that reach their margin; the cells of a table do not."""
    for side in ([[g for g in r if g.right <= x] for r in rows], [[g for g in r if g.left >= x] for r in rows]):
        filled = [part for part in side if len(part) >= 1]
        if len(filled) < 3 or median([len(part) for part in filled]) < 8:
            return False
        if sum(g.char in LEADERS for part in filled for g in part) > 0.5 * sum(map(len, filled)):
            return False
        columns = aligned_table(filled)
        if columns and columns.whole:
            return False
        edge = sorted(part[-1].right for part in filled)[len(filled) * 9 // 10]
        full = sum(edge - part[-1].right < 2 * part[-1].size for part in filled)
        if full < 0.4 * len(filled):
            return False
    return True
