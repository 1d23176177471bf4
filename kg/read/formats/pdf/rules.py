"""Ruled lines of a PDF page to the cells that they enclose."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.read.formats.pdf.page import Rule

# Two strokes closer than this are one line: the border of one cell and that of the next, or the sides of a thin box.
SNAP = 2.5
# Lines that end this near to each other meet; dashes this near are one line.
REACH = 3.0
# A shorter line is part of a sign or an ornament.
SHORTEST = 8.0
# Lines that are compared pair by pair; a page with more of them holds a drawing.
MOST_PAIRS = 400_000


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell of a ruled table: its first row and column, and how many it covers."""

    row: int
    column: int
    row_span: int
    col_span: int


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A ruled table: column edges from left to right, row edges from top to bottom, and its cells in that order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[CellBox, ...]


def solid(rules: Sequence[Rule]) -> list[Rule]:
    """Return lines with their pieces put together, those too short left out, by place and start."""
    clusters: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if not clusters or rule.at - clusters[-1][0].at > SNAP:
            clusters.append([])
        clusters[-1].append(rule)
    result: list[Rule] = []
    for cluster in clusters:
        at = sum(r.at for r in cluster) / len(cluster)
        low = high = None
        for rule in sorted(cluster, key=lambda r: r.low):
            if high is None or low is None or rule.low > high + REACH:
                if high is not None and low is not None:
                    result.append(Rule(at, low, high))
                low, high = rule.low, rule.high
            else:
                high = max(high, rule.high)
        if high is not None and low is not None:
            result.append(Rule(at, low, high))
    return [r for r in result if r.high - r.low >= SHORTEST]


def ruled_grids(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[RuledGrid]:
    """Yield the grids that solid lines make; open sides count as closed."""
    if len(level) * len(upright) > MOST_PAIRS:
        return
    for levels, uprights in _joined(level, upright):
        ys = _places([r.at for r in levels] + _open_ends(uprights, levels))[::-1]
        xs = _places([r.at for r in uprights] + _open_ends(levels, uprights))
        if len(xs) > 1 and len(ys) > 1:
            yield RuledGrid(tuple(xs), tuple(ys), tuple(_cells(xs, ys, levels, uprights)))


def _open_ends(along: Sequence[Rule], across: Sequence[Rule]) -> list[float]:
    """Return where most of the lines end beyond the outermost line across them: a side that is not drawn."""
    first, last = min(r.at for r in across), max(r.at for r in across)
    lows, highs = sorted(r.low for r in along), sorted(r.high for r in along)
    low, high = lows[len(lows) // 4], highs[-1 - len(highs) // 4]
    return [end for end in (low, high) if end < first - SHORTEST or end > last + SHORTEST]


def _places(values: Sequence[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > SNAP:
            places.append(value)
    return places


def _joined(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the groups of lines that meet, each with lines of both directions."""
    meets: dict[int, list[int]] = defaultdict(list)
    for i, a in enumerate(level):
        for j, b in enumerate(upright):
            if a.low - REACH <= b.at <= a.high + REACH and b.low - REACH <= a.at <= b.high + REACH:
                meets[i].append(len(level) + j)
                meets[len(level) + j].append(i)
    seen: set[int] = set()
    for start in list(meets):
        if start in seen:
            continue
        group, queue = [], [start]
        seen.add(start)
        while queue:
            group.append(queue.pop())
            fresh = [n for n in meets[group[-1]] if n not in seen]
            seen.update(fresh)
            queue += fresh
        yield (
            [level[n] for n in group if n < len(level)],
            [upright[n - len(level)] for n in group if n >= len(level)],
        )


def _drawn(rules: Sequence[Rule], at: float, middle: float) -> bool:
    return any(abs(r.at - at) <= SNAP and r.low <= middle <= r.high for r in rules)


def _cells(
    xs: Sequence[float], ys: Sequence[float], levels: Sequence[Rule], uprights: Sequence[Rule]
) -> Iterator[CellBox]:
    """Yield the cells: fields without a line between them are one cell where they make a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    seen: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            wide = 1
            while column + wide < columns and not _drawn(uprights, xs[column + wide], (ys[row] + ys[row + 1]) / 2):
                wide += 1
            high = 1
            while row + high < rows and all(
                not _drawn(levels, ys[row + high], (xs[c] + xs[c + 1]) / 2) for c in range(column, column + wide)
            ):
                high += 1
            fields = {(row + r, column + c) for r in range(high) for c in range(wide)}
            if fields & seen:
                wide = high = 1
                fields = {(row, column)}
            seen |= fields
            yield CellBox(row, column, high, wide)
