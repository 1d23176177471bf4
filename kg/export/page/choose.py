"""Which nodes a page shows, and what was left out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from kg.errors import NotFoundError
from kg.kinds import REPORTED
from kg.model import Edge, Graph
from kg.schema import STRUCTURE
from kg.subgraph import induced

# Never drawn: a passage is evidence of an edge, a figure is a row in its owner's panel.
HIDDEN = STRUCTURE


@dataclass(slots=True)
class Chosen:
    """The nodes and edges to draw, the figures of those nodes, and in words what was left out."""

    graph: Graph
    targets: dict[str, list[str]]
    whole: Graph
    left_out: list[str] = field(default_factory=list)

    @property
    def followed(self) -> dict[str, Edge]:
        """The edge from each planned figure to what was achieved."""
        return {e.head: e for e in self.whole.edges.values() if e.type == "OUTCOME"}


def choose(
    graph: Graph,
    ids: Collection[str],
    types: Collection[str] = (),
    years: tuple[int, int] | None = None,
    limit: int = 300,
    keep: Collection[str] = (),
) -> Chosen:
    """Return what to draw of the nodes `ids`, at most `limit` of them.

    `types` leaves only nodes of these types, `years` (first, last) only edges with evidence of those years and the
    nodes they touch. The most relevant stay: those in `keep`, then by number of edges and of mentions. Raises
    NotFoundError when nothing is left.
    """
    shown = {key for key in ids if key in graph.nodes and graph.nodes[key].type not in HIDDEN}
    left_out = []
    if types:
        fitting = {key for key in shown if graph.nodes[key].type in types or key in keep}
        left_out += _told(len(shown) - len(fitting), "of other types")
        shown = fitting
    part = induced(graph, shown)
    if years:
        part.edges = {key: edge for key, edge in part.edges.items() if _within(edge, years)}
        touched = {end for edge in part.edges.values() for end in (edge.head, edge.tail)} | set(keep)
        left_out += _told(len(shown - touched), f"without a relation of {years[0]} to {years[1]}")
        part = Graph({k: n for k, n in part.nodes.items() if k in touched}, part.edges)
    if not part.nodes:
        raise NotFoundError("nothing is left to draw; choose other types, other years or a larger depth")
    count = degrees(part)
    ranked = sorted(
        part.nodes, key=lambda k: (k not in keep, -count[k], -(part.nodes[k].props.get("mentions") or 0), k)
    )
    if len(ranked) > limit:
        left_out += _told(len(ranked) - limit, "with fewer relations and mentions (--limit)")
        edges = part.edges
        part = Graph({key: part.nodes[key] for key in ranked[:limit]})
        part.edges = {k: e for k, e in edges.items() if e.head in part.nodes and e.tail in part.nodes}
    return Chosen(part, _targets(graph, part), graph, left_out)


def _told(count: int, why: str) -> list[str]:
    return [f"{count} nodes {why}"] if count else []


def _within(edge: Edge, years: tuple[int, int]) -> bool:
    return any(years[0] <= year <= years[1] for year in edge.props.get("years") or ())


def degrees(part: Graph) -> Counter[str]:
    """Return how many edges touch each node."""
    return Counter(end for edge in part.edges.values() for end in (edge.head, edge.tail))


def _targets(graph: Graph, part: Graph) -> dict[str, list[str]]:
    """Return the figures of each node; those that nothing else owns are of the district that reports them."""
    owners = {
        e.head: e.tail for e in graph.edges.values() if e.type == REPORTED and graph.nodes[e.head].type == "Target"
    }
    owners |= {e.tail: e.head for e in graph.edges.values() if e.type == "HAS_TARGET"}
    found: dict[str, list[str]] = {}
    for target, owner in owners.items():
        if owner in part.nodes:
            found.setdefault(owner, []).append(target)
    return found
