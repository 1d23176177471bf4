"""Statements to edges: one edge for all statements of a relation between two nodes, with the best evidence of them."""

from collections.abc import Iterable

from kg.model import Edge, Graph, Props
from kg.statements import Statement

# Below this share of true relations among held-out ones of the same score, an edge is marked doubtful (docs/quality.md).
STATED = 0.5
# No sentence holds both ends of what the pass of pairs takes from a label or the sentence before: of 13 such rows between
# 0.5 and 0.75 that were read against the text 5 were right.
INFERRED, JUDGED = 0.7, "classifier"


def add_statements(graph: Graph, statements: Iterable[Statement]) -> None:
    """Keep all statements and add their edges; what a node says of itself is left out."""
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in statements:
        if statement.head != statement.tail:
            groups.setdefault((statement.head, statement.relation, statement.tail), []).append(statement)
    for key, group in groups.items():
        graph.statements += group
        graph.add(Edge(*key, _props(group)))


def _props(group: list[Statement]) -> Props:
    """Return the properties of an edge: in one sentence before inferred, the most confident first, then by place."""
    best = min(group, key=lambda s: (s.inferred, -s.confidence, s.evidence.document, s.evidence.start))
    evidence = best.evidence
    return {
        "quote": evidence.quote,
        "document": evidence.document,
        "passage": evidence.passage,
        "start": evidence.start,
        "end": evidence.end,
        "rule": best.trail[0],
        "confidence": best.confidence,
        "inferred": best.inferred,
        "doubtful": best.confidence < (INFERRED if best.inferred and JUDGED in best.trail else STATED),
        "years": sorted({s.evidence.year for s in group if s.evidence.year}),
        "sentences": len({(s.evidence.document, s.evidence.start) for s in group}),
    }
