"""A graph, or the neighbourhood of one of its nodes, as a networkx graph."""

import networkx as nx

from kg.errors import NotFoundError
from kg.model import Graph


def to_networkx(graph: Graph, around: str | None = None, depth: int = 1) -> "nx.MultiDiGraph[str]":
    """Return a MultiDiGraph with `type`, `name`, `aliases` and properties on nodes, the type as edge key.

    With `around`, only what is within `depth` steps of that node id. Raises NotFoundError for an unknown id.
    """
    if around is not None and around not in graph.nodes:
        raise NotFoundError(f"no node {around!r} in this graph; look it up with: kg find NAME")
    result: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in graph.nodes.values():
        result.add_node(node.id, type=node.type, name=node.name, aliases=node.aliases, **node.props)
    for edge in graph.edges.values():
        result.add_edge(edge.head, edge.tail, key=edge.type, **edge.props)
    if around is None:
        return result
    near = nx.single_source_shortest_path_length(result.to_undirected(as_view=True), around, cutoff=depth)
    return nx.MultiDiGraph(result.subgraph(near))
