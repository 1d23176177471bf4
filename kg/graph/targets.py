"""Targets to nodes: the figure, its indicator, and the statement that somebody has it."""

from collections.abc import Iterator, Sequence

from extractors.annotations import Target
from kg.graph.entities import Entities
from kg.graph.text import Passages
from kg.kinds import INDICATOR
from kg.model import Edge, Graph, Node
from kg.ontology import IndicatorEntry
from kg.statements import Statement

Indicators = dict[str, IndicatorEntry]


def targets(
    graph: Graph, passages: Passages, ids: Sequence[str], entities: Entities, indicators: Indicators
) -> Iterator[Statement]:
    """Add the targets of a document that have an owner; yield the statement of each. `ids` are the nodes of its mentions.

    A target without a subject of its own, or with one that has no node, is the district's.
    """
    doc = passages.doc
    for target in doc.found.targets:
        subject = "" if target.subject is None else ids[target.subject]
        if not subject and not doc.document.district:
            continue
        owner = subject or entities.home(doc.document)
        key = _add(graph, passages, target, indicators)
        evidence = passages.evidence(*doc.evidence_of(target))
        implied = not subject
        yield Statement(owner, "HAS_TARGET", key, evidence, target.score, target.trail, implied)


def _add(graph: Graph, passages: Passages, target: Target, indicators: Indicators) -> str:
    doc, quantity = passages.doc, target.quantity
    start, end = doc.span(quantity.start, quantity.end)
    key, value = f"Target:{doc.digest}:{start}", doc.text(quantity.start, quantity.end)
    measured = _indicator(graph, doc.text(*target.indicator), indicators)
    props = {
        "indicator": measured.name,
        "value": value,
        "amount": f"{quantity.amount:f}",
        "amount_high": f"{quantity.high:f}" if quantity.high is not None else None,
        "number": float(quantity.amount),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "kind": target.kind,
        "year": target.year,
        "status": target.status,
        "goal_text": target.goal_text,
        "district": doc.document.district,
        "rule": target.trail[0],
        "confidence": target.score,
        "quote": doc.text(*doc.evidence_of(target)),
        "document": doc.document.id,
        "start": start,
        "end": end,
    }
    graph.nodes[key] = Node(key, "Target", f"{measured.name} {value}", [], props)
    graph.add(Edge(key, "MEASURES", measured.id))
    if at := passages.at(quantity.start):
        graph.add(Edge(key, "MENTIONED_IN", at[2], {"start": start, "end": end}))
    return key


def _indicator(graph: Graph, written: str, indicators: Indicators) -> Node:
    """Return the node of an indicator, under its canonical name where the ontology knows it."""
    known = indicators.get(written)
    name = known.name if known else written
    aliases, family = (sorted(known.aliases), known.family) if known else ([], "other")
    node = Node(f"{INDICATOR}:{name}", INDICATOR, name, aliases, {"unit_family": family})
    return graph.nodes.setdefault(node.id, node)
