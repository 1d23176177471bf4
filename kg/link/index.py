"""The link index: all that linking needs of a graph, computed when it is built, in one JSON file of its folder.

Linking a firm reads this file and neither the tables nor the store; a Neo4j database holds the same text.
"""

import json
from pathlib import Path

from kg.errors import GraphError
from kg.folder import LINKS, read_manifest, store_part
from kg.generations import holding
from kg.link.context import Context


def read_links(folder: Path) -> str:
    """Return the link index of a graph as JSON. Raises GraphError or StoreError where it is missing or damaged."""
    read_manifest(folder)
    with holding(folder) as home:
        path = store_part(home, LINKS)
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise GraphError(f"{folder}: its {LINKS} cannot be read; build the graph again") from None


def load_context(text: str) -> Context:
    """Return what linking needs, of a link index. Raises GraphError where the graph holds no passages."""
    try:
        context = Context(json.loads(text))
    except (ValueError, KeyError, TypeError):
        raise GraphError(f"the link index ({LINKS}) of this graph is broken; build the graph again") from None
    if not context.passages:
        raise GraphError("this graph holds no sentences to link with; build it from reports first")
    return context
