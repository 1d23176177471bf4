"""Glyphs of a PDF page to lines in reading order. Lengths are in points, y grows upwards."""

import itertools
from dataclasses import dataclass
from statistics import median

# A gap of more than this many letters parts two cells of a row; a blank between words is at most one letter wide.
CELL_GAP = 1.6
# Share of the rows of a page that a gutter between columns may cross: headings and titles over both columns.
CROSSING = 0.25


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its box; `spaced` says that a blank stands before it."""

    char: str
    left: float
    right: float
    bottom: float
    top: float
    spaced: bool

    @property
    def size(self) -> float:
        """Height of the box, which is about the font size."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a column: its text, its box, and the margins of its column."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    margins: tuple[float, float]
    edge: bool


Row = list[Glyph]


def page_lines(glyphs: list[Glyph]) -> list[PdfLine]:
    """Return the lines of a page, columns one after the other; `edge` marks the two lines at the top and bottom."""
    rows = _rows(glyphs)
    edges = {_middle(row) for row in rows[:2] + rows[-2:]}
    lines: list[PdfLine] = []
    for column in _columns(rows):
        # The margins of a column are where most lines begin and end, not where the widest one does.
        lefts, rights = sorted(r[0].left for r in column), sorted(r[-1].right for r in column)
        margins = (lefts[len(lefts) // 10], rights[len(rights) * 9 // 10])
        for row in column:
            size = median(g.size for g in row)
            edge = any(abs(_middle(row) - e) < size / 2 for e in edges)
            lines.append(PdfLine(_text(row), row[0].left, row[-1].right, _middle(row), size, margins, edge))
    return lines


def _middle(row: Row) -> float:
    return median((g.top + g.bottom) / 2 for g in row)


def _rows(glyphs: list[Glyph]) -> list[Row]:
    rows: list[Row] = []
    at = 0.0
    for glyph in sorted(glyphs, key=lambda g: -(g.top + g.bottom)):
        middle = (glyph.top + glyph.bottom) / 2
        if not rows or at - middle > 0.4 * glyph.size:
            rows.append([])
            at = middle
        rows[-1].append(glyph)
    return [sorted(row, key=lambda g: g.left) for row in rows]


def _columns(rows: list[Row]) -> list[list[Row]]:
    """Cut rows at a gutter; a row that crosses it ends the columns above it."""
    gutter = _gutter(rows)
    if gutter is None:
        return [rows] if rows else []
    result: list[list[Row]] = []
    crossing: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []

    def close() -> None:
        for part in (left, right):
            if part:
                result.extend(_columns(list(part)) if len(part) > 3 else [list(part)])
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


def _spans(row: Row, x: float) -> bool:
    """True when the text of a row goes on across x without a gap that is wider than a letter."""
    return any(a.right <= x <= b.left and b.left - a.right < 0.8 * a.size for a, b in itertools.pairwise(row))


def _gutter(rows: list[Row]) -> float | None:
    """Return the x of a vertical gap that most rows leave free and that the text to its left reaches, if there is one."""
    if len(rows) < 4:
        return None
    low, high = min(r[0].left for r in rows), max(r[-1].right for r in rows)
    covered = [0] * (int(high - low) + 2)
    for row in rows:
        hit = {i for g in row for i in range(int(g.left - low), min(int(g.right - low) + 1, len(covered)))}
        for i in hit:
            covered[i] += 1
    third = len(covered) // 5
    middle = range(third, len(covered) - third)
    if not middle:
        return None
    best = min(covered[i] for i in middle)
    if best > CROSSING * len(rows):
        return None
    runs = [list(g) for free, g in itertools.groupby(middle, lambda i: covered[i] <= best + 0.02 * len(rows)) if free]
    widest = max(runs, key=len)
    x = low + (widest[0] + widest[-1] + 1) / 2
    return x if _prose_beside(rows, x) else None


def _prose_beside(rows: list[Row], x: float) -> bool:
    """True when both sides hold lines of prose that reach their margin; the cells of a table do not."""
    for side in ([[g for g in r if g.right <= x] for r in rows], [[g for g in r if g.left >= x] for r in rows]):
        filled = [part for part in side if len(part) >= 1]
        if len(filled) < 3 or median(len(part) for part in filled) < 8:
            return False
        edge = sorted(part[-1].right for part in filled)[len(filled) * 9 // 10]
        full = sum(edge - part[-1].right < 2 * part[-1].size for part in filled)
        if full < 0.4 * len(filled):
            return False
    return True


def _text(row: Row) -> str:
    pairs = list(itertools.pairwise(row))
    # Letter-spaced: nearly every letter has a gap before it, and the gaps are alike.
    gaps = [max(b.left - a.right, 0.0) for a, b in pairs]
    wide = [gap for gap, (a, b) in zip(gaps, pairs, strict=True) if b.spaced or gap > 0.25 * a.size]
    letters = len(pairs) >= 4 and len(wide) >= 0.8 * len(pairs) and max(wide) < 2 * median(wide) + 1
    parts = [row[0].char]
    for (a, b), gap in zip(pairs, gaps, strict=True):
        if gap > CELL_GAP * a.size and not letters:
            parts.append("  ")
        elif b.spaced and not letters:
            parts.append(" ")
        parts.append(b.char)
    return "".join(parts).strip()
