"""What a figure measures: the canonical measure, the number in the unit that it is compared in, the years it is of."""

from extractors.annotations import Target
from extractors.structure.frame import TERM
from kg.graph.text import Passages
from kg.kinds import INDICATOR, MEASURE
from kg.measures import Join, Joiner, Measure, base, looks_back, says_nothing, years_of
from kg.model import Edge, Graph, Node, Props

OF = "OF_MEASURE"


class Measuring:
    """Adds measures to the figures of a graph."""

    def __init__(self, graph: Graph, joiner: Joiner) -> None:
        self.graph, self.joiner = graph, joiner

    def add(self, node: Node, target: Target, passages: Passages) -> None:
        """Add to a figure its measure, if one is sure, its number in base units and its years."""
        quantity = target.quantity
        sentence, start = _sentence(passages, quantity.start)
        join = self.joiner.measure_of(node.props["indicator"], quantity.unit, target.kind, sentence[:start])
        number, unit = base(quantity.amount, quantity.unit, join.measure if join else None)
        years = years_of(sentence, start, target.year)
        if target.year and target.status == "achieved" and target.kind != "level" and says_nothing(sentence, start):
            # A yearly average is of several years; reports give that of the term of a plan where they do not say which.
            term = TERM if years.average else looks_back(_review(passages, quantity.start))
            years = years._replace(from_year=target.year + 1 - term)
        if years.from_year == years.to_year and (first := _planned_from(passages, target, years.average)):
            years = years._replace(from_year=first)
        node.props.update(base_number=number, base_unit=unit, from_year=years.from_year, to_year=years.to_year)
        if join:
            self._join(node, join)

    def _join(self, node: Node, join: Join) -> None:
        measure = join.measure
        key = f"{MEASURE}:{measure.name}"
        self.graph.nodes.setdefault(key, Node(key, MEASURE, measure.name, sorted(measure.aliases), _props(measure)))
        # An indicator may be of two measures, as a sum and its growth: the figure says which one it is.
        for head in (node.id, f"{INDICATOR}:{node.props['indicator']}"):
            self.graph.add(Edge(head, OF, key, {"confidence": join.confidence}))


def _sentence(passages: Passages, start: int) -> tuple[str, int]:
    """Return the passage that holds an offset of the view, and the offset in it; without one an empty sentence."""
    at = passages.at(start)
    return (passages.doc.text(at[0], at[1]), start - at[0]) if at else ("", 0)


def _planned_from(passages: Passages, target: Target, average: bool) -> int | None:
    """Return the year of the report for the yearly average of a later plan: it is of the years from that one on."""
    year = passages.doc.document.year
    return year if average and year and target.year and target.year > year else None


def _review(passages: Passages, start: int) -> str:
    """Return the text before an offset of the view, from where the chapter around it begins."""
    chapters = [s.start for s in passages.doc.found.sections if s.start <= start and s.level <= 1]
    return passages.doc.text(chapters[-1] if chapters else 0, start)


def _props(measure: Measure) -> Props:
    return {
        "unit": measure.unit,
        "unit_family": measure.unit_family,
        "direction": measure.direction,
        "of": measure.of,
        "within": measure.within,
    }
