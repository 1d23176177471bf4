"""The same picture by pyvis alone: its own page and physics, for who knows it; the page of `kg.export.page` reads better."""

import html
import re
from pathlib import Path

from pyvis.network import Network

from kg.export.page.choose import Chosen
from kg.outfile import output_file
from kg.schema import Schema

OUTSIDE = re.compile(
    r"<(?:script|link)\b(?=[^<>]*+>)[^<>]*?(?:src|href)=\"https?://[^<>]*+>(?:\s{0,99}</script>)?", re.IGNORECASE
)


def write_pyvis(chosen: Chosen, file: Path, known: Schema) -> int:
    """Write the page with nothing loaded from outside; return how many nodes it shows."""
    network = Network(height="92vh", width="100%", directed=True, cdn_resources="in_line")
    for key, node in sorted(chosen.graph.nodes.items()):
        style = known.node_types[node.type]
        network.add_node(
            key, label=html.escape(node.name), color=style.color, title=html.escape(f"{style.zh}: {node.name}")
        )
    for _, edge in sorted(chosen.graph.edges.items()):
        name = known.relation_types[edge.type].zh
        network.add_edge(edge.head, edge.tail, title=html.escape(f"{name}: {edge.props.get('quote', '')}"), label=name)
    with output_file(file) as work:
        work.write_text(OUTSIDE.sub("", network.generate_html(notebook=False)), "utf-8")
    return len(chosen.graph.nodes)
