"""Statements as nodes: each sentence behind a fact is reached by traversal, with rule and confidence."""

from hashlib import blake2b

from kg.kinds import REPORTED
from kg.model import Edge, Graph, Node
from kg.statements import Statement

SAID = "Statement"


def add_sentences(graph: Graph) -> None:
    """Add a node for each statement of a text, with edges to both ends and to where it stands.

    Whose report names a thing has none: the passages of a thing and the document of a passage say it.
    """
    for statement in graph.statements:
        if statement.relation != REPORTED:
            _add(graph, statement)


def _add(graph: Graph, statement: Statement) -> None:
    evidence = statement.evidence
    key = f"{SAID}:{_digest(statement)}"
    props = {
        "relation": statement.relation,
        "rule": statement.trail[0],
        "confidence": statement.confidence,
        "inferred": statement.inferred,
        "year": evidence.year,
        "quote": evidence.quote,
        "document": evidence.document,
        "start": evidence.start,
        "end": evidence.end,
    }
    graph.nodes[key] = Node(key, SAID, statement.relation, [], props)
    graph.add(Edge(key, "SUBJECT", statement.head))
    graph.add(Edge(key, "OBJECT", statement.tail))
    graph.add(Edge(key, "SAID_IN", evidence.passage or evidence.document))


def _digest(statement: Statement) -> str:
    """Return what tells a statement apart: its ends, its relation and its place."""
    place = statement.evidence
    parts = (statement.head, statement.relation, statement.tail, place.document, str(place.start), str(place.end))
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
