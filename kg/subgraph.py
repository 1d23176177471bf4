"""The part of a graph that a question, an entity or a district is about."""

from typing import Any

from kg.model import Graph


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


def around(graph: Graph, center: str, depth: int = 1, hidden: frozenset[str] = frozenset()) -> set[str]:
    """Return the ids within so many steps of a node, never through nodes of the `hidden` types."""
    near: dict[str, list[str]] = {}
    for edge in graph.edges.values():
        if not {graph.nodes[edge.head].type, graph.nodes[edge.tail].type} & hidden:
            near.setdefault(edge.head, []).append(edge.tail)
            near.setdefault(edge.tail, []).append(edge.head)
    reached = frontier = {center}
    for _ in range(depth):
        frontier = {other for key in frontier for other in near.get(key, ())} - reached
        reached = reached | frontier
    return reached
