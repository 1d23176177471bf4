"""A neighbourhood as one HTML file that loads nothing from anywhere."""

import html
import re
from pathlib import Path

from pyvis.network import Network

from kg.errors import NotFoundError
from kg.model import Graph
from kg.ontology import Ontology

OUTSIDE = re.compile(r"<(?:script|link)[^>]*(?:src|href)=\"https?://[^>]*>(?:\s*</script>)?", re.IGNORECASE)
HIDDEN = frozenset({"Passage", "Section", "Document", "Indicator"})


def write_html(graph: Graph, center: str, file: Path, ontology: Ontology, limit: int = 150) -> int:
    """Write what is one step from node `center`, at most `limit` nodes; return how many nodes it shows."""
    if center not in graph.nodes:
        raise NotFoundError(f"no node {center!r} in this graph; look it up with: kg find NAME")
    edges = [e for e in graph.edges.values() if center in (e.head, e.tail)]
    near = {n for e in edges for n in (e.head, e.tail) if graph.nodes[n].type not in HIDDEN} - {center}
    shown = {center, *sorted(near, key=lambda n: (-graph.nodes[n].props.get("mentions", 0), n))[: limit - 1]}
    network = Network(height="92vh", width="100%", directed=True, cdn_resources="in_line")
    for key in sorted(shown):
        node, style = graph.nodes[key], ontology.node_types[graph.nodes[key].type]
        network.add_node(
            key, label=html.escape(node.name), color=style.color, title=html.escape(f"{style.zh}: {node.name}")
        )
    for edge in sorted(
        (e for e in graph.edges.values() if {e.head, e.tail} <= shown), key=lambda e: (e.head, e.type, e.tail)
    ):
        title = html.escape(f"{ontology.relation_types[edge.type].zh}: {edge.props.get('quote', '')}")
        network.add_edge(edge.head, edge.tail, title=title, label=ontology.relation_types[edge.type].zh)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(OUTSIDE.sub("", network.generate_html(notebook=False)), "utf-8")
    return len(shown)
