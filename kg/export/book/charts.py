"""Coordinates of small charts, which templates draw as SVG. Lengths are pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.export.book.figures import ACHIEVED, Figure, Series, by_time

WIDTH, HEIGHT, LEFT, TOP, FOOT, ROOM, EDGE = 300, 130, 34, 22, 20, 24, 10
# Bars of a plan and its result: 100 % of the plan stands at FULL, nothing is drawn beyond MOST percent.
FULL, MOST = 100, 150


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a chart."""

    x: float
    y: float
    figure: Figure
    labelled: bool
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over the achieved figures, hollow points for plans, and (x, year) of the axis.

    Of several figures of a year and status the one that the most sentences give is drawn.
    """

    points: tuple[Point, ...]
    line: str
    years: tuple[tuple[float, int], ...]
    zero: float | None
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Frame:
    """The years and the numbers that charts side by side share, so that a height and a place mean the same in all."""

    first: int
    last: int
    low: float
    high: float


def frame(found: Sequence[Series]) -> Frame | None:
    """Return the frame of series; None where they have fewer than two years. A frame holds zero: a height is a share of another."""
    dated = [f for s in found for f in s.figures if f.year]
    years = [f.year for f in dated if f.year]
    if len(set(years)) < 2:
        return None
    numbers = [f.number for f in dated]
    return Frame(min(years), max(years), min(0.0, *numbers), max(0.0, *numbers))


def chart(found: Series, shared: Frame | None = None) -> Chart | None:
    """Return the chart of a series, in its own frame or a shared one; None where that has fewer than two years."""
    within = shared or frame([found])
    years = found.years
    if within is None or not years:
        return None
    low, high = within.low, within.high
    room = (high - low) or abs(high) or 1.0
    step = (WIDTH - 2 * LEFT) / (within.last - within.first)

    def x(year: int) -> float:
        return round(LEFT + (year - within.first) * step, 1)

    def y(number: float) -> float:
        return round(HEIGHT - FOOT - (number - low) / room * (HEIGHT - FOOT - TOP), 1)

    first = by_time(found.figures)
    said = {year: first.get((year, ACHIEVED)) or next(f for (y, _), f in first.items() if y == year) for year in years}
    places = [(x(f.year or 0), y(f.number), f) for f in first.values()]
    done = [(px, py) for px, py, f in places if f.status == ACHIEVED]
    points = tuple(
        Point(px, py, f, said[f.year or 0] is f, *_side(px, _label(px, py, places, done))) for px, py, f in places
    )
    line = " ".join(f"{px},{py}" for px, py in done)
    zero = y(0) if low < 0 else None
    marked = sorted({*years, within.first, within.last})
    return Chart(points, line, tuple((x(year), year) for year in marked), zero)


def _label(
    x: float, y: float, places: Iterable[tuple[float, float, Figure]], line: Sequence[tuple[float, float]]
) -> float:
    """Return where the text of a point stands: above it, below where another point or the line is in the way."""
    above = any(other_x == x and 0 < y - other_y < ROOM for other_x, other_y, _ in places)
    for (x1, y1), (x2, y2) in pairwise(line):
        if x1 < x < x2 and 0 < y - (y1 + (y2 - y1) * (x - x1) / (x2 - x1)) < ROOM:
            above = True
    return y + 17 if above else y - 9


def _side(x: float, y: float) -> tuple[float, float, str]:
    """Return x, y and anchor of a label, which leaves the chart on neither side."""
    if x <= LEFT:
        return EDGE, y, "start"
    return (WIDTH - EDGE, y, "end") if x >= WIDTH - LEFT else (x, y, "middle")


@dataclass(frozen=True, slots=True)
class Pair:
    """A plan with its result; `share` is the result in percent of the plan, None where that says nothing."""

    plan: Figure
    done: Figure
    share: float | None

    @property
    def length(self) -> float:
        """How long the bar of the result is, in percent of the room of a bar; the plan ends at FULL of MOST."""
        return round(min(max(self.share or 0.0, 0.0), MOST) / MOST * 100, 1)

    @property
    def points(self) -> float | None:
        """The percentage points that a result in percent is above the plan; None for other units."""
        same = self.plan.unit == self.done.unit == "%"
        return round(self.done.number - self.plan.number, 2) if same else None


def pairs(figures: Iterable[Figure], by_id: dict[str, Figure]) -> list[Pair]:
    """Return the plans among figures that have a result, the newest first."""
    found = []
    for plan in figures:
        done = by_id.get(plan.result)
        if done is not None:
            share = 100 * done.number / plan.number if plan.number > 0 and done.number >= 0 else None
            found.append(Pair(plan, done, share if plan.unit == done.unit else None))
    return sorted(found, key=lambda p: (-(p.plan.year or 0), not p.plan.known, p.plan.measure, p.plan.id))
