"""Figures by measure: which measure a figure is of, its number in the unit of that, and series over the years."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.measures import base, measure_of
from kg.measures.table import GROWTH
from kg.model import Graph, Node

PLANNED, ACHIEVED = "planned", "achieved"
# The measures that come first, in their order; a growth rate follows its level.
KEY = (
    "地区生产总值",
    "一般公共预算收入",
    "固定资产投资",
    "规模以上工业总产值",
    "社会消费品零售总额",
    "外贸进出口总额",
    "实到外资",
    "居民人均可支配收入",
    "新增就业岗位",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its sentence.

    `measure` is the canonical measure, or the indicator as it is written where none is known (`known` is False);
    `number` is in `unit`, in which figures of one measure compare; `result` is the id of the achieved figure of a plan.
    """

    id: str
    owner: str
    measure: str
    known: bool
    indicator: str
    value: str
    number: float
    unit: str
    year: int | None
    status: str
    kind: str
    quote: str
    document: str
    doubtful: bool
    outcome: str = ""
    result: str = ""

    @property
    def group(self) -> tuple[str, str, bool]:
        """What figures share that compare: measure, unit, and whether they are changes."""
        return self.measure, self.unit, self.kind == "change"


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one owner that compare, by year, plans before what was achieved."""

    owner: str
    measure: str
    known: bool
    unit: str
    change: bool
    figures: tuple[Figure, ...]

    @property
    def years(self) -> list[int]:
        """The years that have figures."""
        return sorted({f.year for f in self.figures if f.year})


def series(figures: Iterable[Figure]) -> list[Series]:
    """Group figures of one owner; key measures first, then known ones, those with more years, by name."""
    groups: dict[tuple[str, str, bool], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.group].append(figure)
    made = [
        Series(found[0].owner, key[0], found[0].known, key[1], key[2], tuple(sorted(found, key=_by_year)))
        for key, found in groups.items()
    ]
    return sorted(made, key=lambda s: (not s.known, rank(s), -len(s.years), s.measure, s.unit, s.change))


def rank(found: Series) -> int:
    """Return the place of a series among the key measures, their number for others."""
    level = found.measure.removesuffix(f" {GROWTH}")
    return KEY.index(level) if found.known and level in KEY else len(KEY)


def merged(figures: Iterable[Figure]) -> list[tuple[Figure, list[Figure]]]:
    """Return each figure once with all that say the same: a report often has one in its text and in a table."""
    found: dict[tuple[str, int | None, str], list[Figure]] = {}
    for figure in figures:
        found.setdefault((figure.value, figure.year, figure.status), []).append(figure)
    return [(same[0], same) for same in found.values()]


def by_time(figures: Iterable[Figure]) -> dict[tuple[int, str], Figure]:
    """Return the figure of each year and status, by year; of several the one that most sentences give."""
    found: dict[tuple[int, str], Figure] = {}
    for figure, _ in sorted(merged(f for f in figures if f.year), key=lambda said: (said[0].year or 0, -len(said[1]))):
        found.setdefault((figure.year or 0, figure.status), figure)
    return found


def newest(figures: Iterable[Figure], status: str) -> Figure | None:
    """Return the figure of a status for the newest year; of several, the one that the most sentences give."""
    said = merged(f for f in figures if f.status == status)
    return max(said, key=lambda found: (found[0].year or 0, len(found[1])), default=(None, []))[0]


def _by_year(figure: Figure) -> tuple[int, bool, str]:
    return figure.year or 0, figure.status != PLANNED, figure.id


class Figures:
    """Makes figures of the targets of a graph."""

    def __init__(self, graph: Graph) -> None:
        """Take the graph; its own OF_MEASURE edges go before what `kg.measures` says."""
        self.graph = graph
        self.measures = {e.head: e.tail for e in graph.edges.values() if e.type == "OF_MEASURE"}
        self.outcomes = {e.head: e for e in graph.edges.values() if e.type == "OUTCOME"}
        self._found: dict[tuple[str, str, str], str] = {}

    def all(self, owners: Mapping[str, tuple[str, bool]]) -> dict[str, list[Figure]]:
        """Return the figures by owner; `owners` says of each target who has it and whether that is doubtful."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for target, (owner, doubtful) in sorted(owners.items()):
            found[owner].append(self._figure(self.graph.nodes[target], owner, doubtful))
        return found

    def _figure(self, node: Node, owner: str, doubtful: bool) -> Figure:
        p = node.props
        unit, kind = p.get("unit") or "", p.get("kind") or ""
        number, common = (p["base_number"], p["base_unit"]) if "base_unit" in p else base(p["number"], unit)
        measure = self._measure(node, unit, kind)
        edge = self.outcomes.get(node.id)
        return Figure(
            id=node.id,
            owner=owner,
            measure=measure or p["indicator"],
            known=bool(measure),
            indicator=p["indicator"],
            value=p["value"],
            number=number,
            unit=common,
            year=p.get("year"),
            status=p.get("status") or "",
            kind=kind,
            quote=p.get("quote") or "",
            document=p.get("document") or "",
            doubtful=doubtful,
            outcome=edge.props.get("outcome", "") if edge else "",
            result=edge.tail if edge else "",
        )

    def _measure(self, node: Node, unit: str, kind: str) -> str:
        """Return the name of the measure of a figure, an empty text where none is known."""
        # An indicator may be of two measures, as a sum and its growth: the edge of the figure says which.
        if stated := self.measures.get(node.id):
            return self.graph.nodes[stated].name
        key = (node.props["indicator"], unit, kind)
        if key not in self._found:
            join = measure_of(*key)
            self._found[key] = join.measure.name if join else ""
        return self._found[key]
