"""Chooses the nodes that a page shows, and reports what was left out."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kg.errors import NotFoundError
from kg.export.texts import say
from kg.model import Edge, Graph
from kg.schema import STRUCTURE
from kg.subgraph import induced, owner_edges, owner_of, reported

# Never drawn: a passage is evidence of an edge, a figure is a row beside its owner.
HIDDEN = STRUCTURE
# A subject with what is near it reads best below this; the whole graph opens as clusters.
NEAR, WHOLE = 300, 20_000


@dataclass(slots=True)
class Chosen:
    """The nodes and edges to draw, the figures of those nodes, and what was left out as (count, key of a text)."""

    graph: Graph
    targets: dict[str, list[str]]
    whole: Graph
    omitted: list[tuple[int, str]] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        """What was left out, in English."""
        return [f"{count} {say('page', why, 'en')}" for count, why in self.omitted]

    @property
    def followed(self) -> dict[str, Edge]:
        """The edge from each planned figure to what was achieved."""
        return {e.head: e for e in self.whole.edges.values() if e.type == "OUTCOME"}


def choose(
    graph: Graph,
    ids: Collection[str],
    types: Collection[str] = (),
    years: tuple[int, int] | None = None,
    limit: int = NEAR,
    keep: Collection[str] = (),
) -> Chosen:
    """Return what to draw of the nodes `ids`, at most `limit` of them.

    `types` leaves only nodes of these types, `years` (first, last) only edges with evidence of those years and the
    nodes they touch. What stays is first `keep`, then the nearest where `ids` maps ids to steps, then what sentences
    state surely, then what has most edges and mentions. Raises NotFoundError when nothing is left.
    """
    shown = {key for key in ids if key in graph.nodes and graph.nodes[key].type not in HIDDEN}
    omitted = []
    if types:
        fitting = {key for key in shown if graph.nodes[key].type in types or key in keep}
        omitted += _told(len(shown) - len(fitting), "left_types")
        shown = fitting
    part = induced(graph, shown)
    if years:
        part.edges = {key: edge for key, edge in part.edges.items() if _within(edge, years)}
        touched = {end for edge in part.edges.values() for end in (edge.head, edge.tail)} | set(keep)
        omitted += _told(len(shown - touched), "left_years")
        part = Graph({k: n for k, n in part.nodes.items() if k in touched}, part.edges)
    if not part.nodes:
        raise NotFoundError("nothing is left to draw; choose other types, other years or a larger depth")
    ranked = _ranked(part, ids if isinstance(ids, Mapping) else {}, keep)
    if len(ranked) > limit:
        omitted += _told(len(ranked) - limit, "left_limit")
        edges = part.edges
        part = Graph({key: part.nodes[key] for key in ranked[:limit]})
        part.edges = {k: e for k, e in edges.items() if e.head in part.nodes and e.tail in part.nodes}
    return Chosen(part, _targets(graph, part), graph, omitted)


def _ranked(part: Graph, steps: Mapping[str, int], keep: Collection[str]) -> list[str]:
    count, sure = degrees(part), Counter[str]()
    for edge in part.edges.values():
        if not reported(edge) and not edge.props.get("doubtful"):
            sure.update((edge.head, edge.tail))
    return sorted(
        part.nodes,
        key=lambda k: (k not in keep, steps.get(k, 0), not sure[k], -count[k], -(part.nodes[k].props.get("mentions") or 0), k),
    )  # fmt: skip


def _told(count: int, why: str) -> list[tuple[int, str]]:
    return [(count, why)] if count else []


def _within(edge: Edge, years: tuple[int, int]) -> bool:
    return any(years[0] <= year <= years[1] for year in edge.props.get("years") or ())


def degrees(part: Graph) -> Counter[str]:
    """Return how many edges touch each node."""
    return Counter(end for edge in part.edges.values() for end in (edge.head, edge.tail))


def _targets(graph: Graph, part: Graph) -> dict[str, list[str]]:
    """Return the figures of each node; a figure without a subject of its own is one of the district that reports it."""
    found: dict[str, list[str]] = {}
    for target, edge in owner_edges(graph).items():
        if (owner := owner_of(edge)) in part.nodes:
            found.setdefault(owner, []).append(target)
    return found
