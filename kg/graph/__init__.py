"""From resolved documents to the graph: text nodes, entities, statements, targets, edges; see `assemble`."""

from kg.graph.assemble import assemble

__all__ = ["assemble"]
