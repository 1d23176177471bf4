"""The taxonomy of sectors as edges."""

from kg.kinds import SECTOR
from kg.model import Edge, Graph, Node
from kg.ontology import Ontology

BELOW = "SUBSECTOR_OF"


def add_taxonomy(graph: Graph, ontology: Ontology) -> None:
    """Add codes and SUBSECTOR_OF to the sectors of a graph, and what they are below where no text names it."""
    known = {sector.name: (sector, parent) for sector, parent in ontology.sectors()}
    waiting = [node.name for node in graph.nodes.values() if node.type == SECTOR]
    while waiting:
        name = waiting.pop()
        if name not in known:
            continue
        sector, parent = known[name]
        if sector.code:
            graph.nodes[f"{SECTOR}:{name}"].props["code"] = sector.code
        if parent:
            above = f"{SECTOR}:{parent}"
            if above not in graph.nodes:
                graph.nodes[above] = Node(
                    above, SECTOR, parent, list(known[parent][0].aliases) if parent in known else [], {"mentions": 0}
                )
                waiting.append(parent)
            graph.add(Edge(f"{SECTOR}:{name}", BELOW, above))
