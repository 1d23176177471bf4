"""Subgraphs: the part of a graph around a query's rows, an entity or a district."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.kinds import DISTRICT, REGION, REPORTED, SECTOR
from kg.model import Edge, Graph

# The relations that make one sector a part of another.
PARTS = frozenset({"PART_OF", "SUBSECTOR_OF"})


@dataclass(frozen=True, slots=True)
class Part:
    """What an export is about.

    `ids` are its nodes, each with its steps from the subject where there is one; `keep` are those that no limit may
    drop; `title` is in Chinese and English; `cypher` gives the same picture in Neo4j; `subject` is the node in the
    middle of the picture, empty without one.
    """

    ids: Mapping[str, int]
    keep: frozenset[str]
    title: Mapping[str, str]
    cypher: str
    subject: str = ""


def ids_in(rows: list[dict[str, Any]], params: dict[str, Any]) -> set[str]:
    """Return the node ids that rows and parameters name: what stands in columns `id` and `…_id`, and in parameters."""
    found = {str(v) for row in rows for k, v in row.items() if v and (k == "id" or k.endswith("_id"))}
    for value in params.values():
        found.update(value if isinstance(value, list) else [str(value)])
    return found


def induced(graph: Graph, ids: set[str]) -> Graph:
    """Return the nodes with these ids, as far as the graph has them, and every edge between two of them."""
    part = Graph({key: graph.nodes[key] for key in sorted(ids) if key in graph.nodes})
    for key, edge in graph.edges.items():
        if edge.head in part.nodes and edge.tail in part.nodes:
            part.edges[key] = edge
    return part


def owner_edges(graph: Graph) -> dict[str, Edge]:
    """Return for each figure the edge that says whose it is: HAS_TARGET where a sentence gives it a subject, else REPORTED_BY."""
    edges = graph.edges.values()
    found = {e.head: e for e in edges if e.type == REPORTED and graph.nodes[e.head].type == "Target"}
    return found | {e.tail: e for e in edges if e.type == "HAS_TARGET"}


def owner_of(edge: Edge) -> str:
    """Return the id of the owner that an edge of `owner_edges` names."""
    return edge.tail if edge.type == REPORTED else edge.head


def reported(edge: Edge) -> bool:
    """Whether an edge says only whose report names something, not what a sentence states."""
    return edge.type == REPORTED


def hubs(graph: Graph) -> frozenset[str]:
    """Return the ids of nodes that nearly everything touches: districts, regions, and sectors that are part of no other."""
    lower = {edge.head for edge in graph.edges.values() if edge.type in PARTS and edge.head.startswith(f"{SECTOR}:")}
    return frozenset(
        node.id
        for node in graph.nodes.values()
        if node.type in (DISTRICT, REGION) or (node.type == SECTOR and node.id not in lower)
    )


def around(
    graph: Graph,
    center: str,
    depth: int = 1,
    hidden: frozenset[str] = frozenset(),
    ends: frozenset[str] = frozenset(),
) -> dict[str, int]:
    """Return the ids within so many steps of a node, each with its steps, never through nodes of the `hidden` types.

    With `ends` the walk reaches these nodes and goes no further from them, unless one is the center; an edge that says
    only whose report something is in then leads from the center alone, and what is reached so is an end too.
    """
    near: dict[str, list[tuple[str, bool]]] = {}
    for edge in graph.edges.values():
        if not {graph.nodes[edge.head].type, graph.nodes[edge.tail].type} & hidden:
            near.setdefault(edge.head, []).append((edge.tail, reported(edge)))
            near.setdefault(edge.tail, []).append((edge.head, reported(edge)))
    steps = {center: 0}
    frontier = {center}
    for step in range(1, depth + 1):
        found = {
            other: weak
            for key in frontier
            for other, weak in sorted(near.get(key, ()), reverse=True)
            if other not in steps and not (ends and weak and step > 1)
        }
        steps.update(dict.fromkeys(found, step))
        frontier = {key for key, weak in found.items() if not (ends and weak) and key not in ends}
    return steps
