"""Tables without ruled lines: rows whose cells are aligned below each other."""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from kg.read.formats.parsed import FIGURE, CellText
from kg.read.formats.pdf.text import Row, base_of, chunks_of, joined, text_of

# Without lines around them, three rows and columns are a table, or two columns where one holds figures.
LEAST = 3
# Rows of one table stand closer than this many letters.
ROW_GAP = 4.0
# Fewer level lines part the head of a table from its rows, not the rows.
LEAST_BANDS = 4
# A narrower column, in letters, holds names that need no second line.
LEAST_BROKEN = 8.0
# Share of the rows that must fit the columns.
FITTING = 0.7


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table found by alignment: its rows, [left, right] of its columns, and whether most rows fit its columns."""

    rows: list[list[CellText]]
    columns: tuple[tuple[float, float], ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Chunk:
    left: float
    right: float
    text: str
    glyphs: Row


_Line = tuple[float, float, list[_Chunk]]
_Columns = list[tuple[float, float]]


def aligned_table(
    rows: Sequence[Row], columns: _Columns | None = None, bands: Sequence[float] = ()
) -> AlignedTable | None:
    """Return rows that are known to be of one table as that table, or None where they do not stand in columns.

    `columns` are known edges of columns; `bands` the heights of level lines from top to bottom, which part its rows.
    """
    return _table([_line(row) for row in rows], columns, bands)


def _table(lines: Sequence[_Line], columns: _Columns | None = None, bands: Sequence[float] = ()) -> AlignedTable | None:
    lines = [(middle, size, [replace(c, text=text_of(c.glyphs)) for c in chunks]) for middle, size, chunks in lines]
    known = columns or _columns(lines)
    if len(known) < 2 or not lines:
        return None
    fits = [all(len(_over(chunk, known)) == 1 for chunk in chunks) for _, _, chunks in lines]
    head = _two_storeys(lines, known)
    groups = _banded(lines[3:] if head else lines, known, bands)
    cells = [_cells(group, known) for group in groups]
    cells = [*head, *cells] if head else _headed(cells, lines[0], known)
    many = sum(sum(bool(c.text) for c in row) > 1 for row in cells)
    whole = sum(fits) >= FITTING * len(lines) and many >= FITTING * len(cells) and many > 1
    return AlignedTable(cells, tuple(known), whole)


def aligned_tables(rows: Sequence[Row]) -> list[tuple[int, int, AlignedTable]]:
    """Return (first row, row after the last, table) for each table among the rows of a page or column."""
    lines = [_line(row) for row in rows]
    found = []
    for first, end in _runs(lines):
        table = _table(lines[first:end])
        if table and table.whole and _measures(table):
            found.append((first, end, table))
    return found


def _line(row: Row) -> _Line:
    size = median([g.top - g.bottom for g in row])
    return base_of(row), size, [_Chunk(c[0].left, c[-1].right, "", c) for c in chunks_of(row)]


def _runs(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """Return the stretches of rows that have several parts; a broken cell may stand between two of them."""
    runs: list[list[int]] = []
    for i, (middle, size, chunks) in enumerate(lines):
        if len(chunks) < 2:
            continue
        if runs:
            last = lines[runs[-1][-1]]
            between = [line for line in lines[runs[-1][-1] + 1 : i] if line[2]]
            near = last[0] - middle < ROW_GAP * size * (1 + len(between))
            inner = all(_inside(line[2][0], last[2], chunks) for line in between)
            if near and inner and len(between) <= 2:
                runs[-1].append(i)
                continue
        runs.append([i])
    return [(run[0], _end(lines, run[-1])) for run in runs if len(run) >= LEAST]


def _end(lines: Sequence[_Line], last: int) -> int:
    """Return the end of a run: behind the rest of a broken cell of its last row."""
    end = last + 1
    while end < len(lines) and len(lines[end][2]) == 1:
        middle, size, [chunk] = lines[end]
        near = lines[end - 1][0] - middle < 1.5 * size
        above = [c for c in lines[last][2] if abs(c.left - chunk.left) < 0.2 * size and chunk.right < c.right + size]
        if not near or not above:
            break
        end += 1
    return end


def _inside(chunk: _Chunk, above: Sequence[_Chunk], below: Sequence[_Chunk]) -> bool:
    """Say whether a part that stands alone in its row lies in a column of the rows around it."""
    hit = [c for c in (*above, *below) if c.left < chunk.right and chunk.left < c.right]
    width = max((c.right for c in (*above, *below)), default=0) - min((c.left for c in (*above, *below)), default=0)
    lefts = [sum(c.left < chunk.right and chunk.left < c.right for c in side) for side in (above, below)]
    return bool(hit) and max(lefts) <= 1 and chunk.right - chunk.left < 0.6 * width


def _columns(lines: Sequence[_Line]) -> _Columns:
    """Return [left, right] of each column: what the parts of the fullest rows cover together."""
    most = max((len(chunks) for _, _, chunks in lines), default=0)
    if most < 2:
        return []
    spans = sorted((c.left, c.right) for _, _, chunks in lines if len(chunks) >= FITTING * most for c in chunks)
    columns: _Columns = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _over(chunk: _Chunk, columns: _Columns) -> list[int]:
    """Return the columns that a part lies over; the nearest one where it lies over none."""
    hit = [i for i, (low, high) in enumerate(columns) if low < chunk.right and chunk.left < high]
    middle = (chunk.left + chunk.right) / 2
    return hit or [min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))]


def _grouped(lines: Sequence[_Line], columns: _Columns) -> list[list[_Line]]:
    """Return the lines of each row: one with few cells goes on with the row above, or begins the row below it."""
    gaps = [above[0] - below[0] for above, below in itertools.pairwise(lines)]
    full = [_filled(line, columns) for line in lines]
    typical = median([gap for gap, a, b in zip(gaps, full, full[1:], strict=False) if a and b] or [0.0])
    groups: list[list[_Line]] = []
    joins = False
    for i, line in enumerate(lines):
        # The first line has none above it: the next gap is the measure.
        above = gaps[i - 1] if i else gaps[1] if len(gaps) > 1 else 0.0
        below = gaps[i] if i < len(gaps) else float("inf")
        few = not full[i]
        # Rows as far apart as the lines of a broken cell: only a wide column is broken.
        narrow = 0.0 if i and above < 0.9 * typical else LEAST_BROKEN
        if joins or (groups and few and above <= 1.02 * below and _goes_on(groups[-1], line, columns, narrow)):
            groups[-1].append(line)
        else:
            groups.append([line])
        # A broken cell that is centred begins above the other cells of its row.
        joins = few and below < 0.98 * above
    return groups


def _banded(lines: Sequence[_Line], columns: _Columns, bands: Sequence[float]) -> list[list[_Line]]:
    """Return the lines of each row: those between two level lines, where not all rows stand between two of them."""
    if len(bands) < LEAST_BANDS:
        return _grouped(lines, columns)
    groups: list[list[_Line]] = []
    heights = [-y for y in bands]
    for _, found in itertools.groupby(lines, lambda line: bisect_left(heights, -line[0])):
        band = list(found)
        groups += [band] if _one_row(band, columns) else _grouped(band, columns)
    return groups


def _one_row(band: Sequence[_Line], columns: _Columns) -> bool:
    """Say whether lines are one row of broken cells: no column holds two figures, no part stands below several."""
    figures = Counter(k for _, _, chunks in band for c in chunks if FIGURE.fullmatch(c.text) for k in _over(c, columns))
    first = [{k for c in line[2] for k in _over(c, columns)} for line in band]
    spans = any(len(_over(c, columns)) > 1 for _, _, chunks in band for c in chunks)
    return (
        max(figures.values(), default=0) < 2
        and not spans
        and not (len(band) == 2 and first[1] - first[0] and not figures)
    )


def _filled(line: _Line, columns: _Columns) -> bool:
    measures = any(FIGURE.fullmatch(c.text) for c in line[2] if _over(c, columns)[0])
    return measures or 2 * len(line[2]) > len(columns)


def _goes_on(group: Sequence[_Line], line: _Line, columns: _Columns, narrow: float) -> bool:
    """Say whether each part of a line stands below one of its column that had reached the column's end.

    The columns must be wider than `narrow` letters.
    """
    ends = {column: c.right for _, _, chunks in group for c in chunks for column in _over(c, columns)}
    size = line[1]
    return all(
        column in ends
        and columns[column][1] - ends[column] < 1.5 * size
        and columns[column][1] - columns[column][0] > narrow * size
        for c in line[2]
        for column in _over(c, columns)
    )


def _cells(group: Sequence[_Line], columns: _Columns) -> list[CellText]:
    words: dict[int, list[str]] = {}
    spans: dict[int, int] = {}
    for _, _, chunks in group:
        for chunk in chunks:
            over = _over(chunk, columns)
            words.setdefault(over[0], []).append(chunk.text)
            spans[over[0]] = max(spans.get(over[0], 1), len(over))
    cells: list[CellText] = []
    column = 0
    while column < len(columns):
        span = 1
        while span < spans.get(column, 1) and column + span not in words:
            span += 1
        cells.append(CellText(joined(words.get(column, [])), 1, span))
        column += span
    return cells


def _headed(cells: list[list[CellText]], first: _Line, columns: _Columns) -> list[list[CellText]]:
    """Widen the cells of a first row over the columns that the second row parts below them."""
    head, size = first[2], first[1]
    full = len(head) >= len(columns) or any(len(row) != len(columns) for row in cells[:2])
    if len(cells) < LEAST or full or any(FIGURE.fullmatch(c.text) for row in cells[:2] for c in row):
        return cells
    centres = {_over(chunk, columns)[0]: (chunk.left + chunk.right) / 2 for chunk in head}
    made: list[CellText] = []
    for column, centre in sorted(centres.items()):
        options = [
            (abs((columns[low][0] + columns[high][1]) / 2 - centre), low, high)
            for low in range(sum(c.col_span for c in made), column + 1)
            for high in range(column, len(columns))
            if all(k == column or (cells[1][k].text and k not in centres) for k in range(low, high + 1))
        ]
        distance, low, high = min(options, default=(0.0, column, column))
        if distance > 1.5 * size:
            low = high = column
        taken = sum(c.col_span for c in made)
        made += [CellText("") for _ in range(taken, low)]
        made.append(CellText(cells[0][column].text, 1, high - low + 1))
    made += [CellText("") for _ in range(sum(c.col_span for c in made), len(columns))]
    return [made, *cells[1:]]


def _two_storeys(lines: Sequence[_Line], columns: _Columns) -> list[list[CellText]]:
    """Return the two rows of a head in which some cells stand between them, none where there is no such head."""
    if len(lines) < LEAST + 1:
        return []
    upper, between, lower = lines[:3]
    places = [{k for c in line[2] for k in _over(c, columns)} for line in (upper, between, lower)]
    close = max(upper[0] - between[0], between[0] - lower[0]) < 0.9 * between[1]
    figures = any(FIGURE.fullmatch(c.text) for line in lines[:3] for c in line[2])
    if not close or figures or places[1] & (places[0] | places[2]) or len(places[2]) <= len(upper[2]):
        return []
    below = _cells([lower], columns)
    made = _headed([_cells([upper], columns), below, []], upper, columns)[0]
    beside = _cells([between], columns)
    column = 0
    for index, cell in enumerate(made):
        if not cell.text and column in places[1]:
            made[index] = CellText(beside[column].text, 2, 1)
        column += cell.col_span
    return [made, [cell for k, cell in enumerate(below) if k not in places[1]]]


def _measures(table: AlignedTable) -> bool:
    """Say whether rows without lines around them are a table: three columns, or two and a column of figures."""
    if len(table.columns) >= LEAST:
        return sum(bool(c.text) for row in table.rows for c in row) >= 0.5 * len(table.rows) * len(table.columns)
    last = [row[-1].text for row in table.rows if len(row) == len(table.columns) and row[-1].text]
    figures = [text for text in last if FIGURE.fullmatch(text)]
    pages = [int(text) for text in figures if text.isdigit()]
    contents = len(pages) == len(figures) and pages == sorted(pages)
    return len(figures) >= FITTING * (len(table.rows) - 1) and not contents
