"""Targets to nodes: the figure, its indicator, whose report holds it, and the statement that somebody has it."""

from collections.abc import Iterator, Sequence

from extractors.annotations import Target
from kg.graph.entities import Entities
from kg.graph.facts import reported
from kg.graph.measures import Measuring
from kg.graph.text import Passages
from kg.kinds import INDICATOR
from kg.model import Edge, Graph, Node
from kg.ontology import IndicatorEntry
from kg.statements import Statement

Indicators = dict[str, IndicatorEntry]


def targets(
    passages: Passages, ids: Sequence[str], entities: Entities, indicators: Indicators, measuring: Measuring
) -> Iterator[Statement]:
    """Add the targets of a document; yield what is said of each. `ids` are the nodes of its mentions.

    A target without a subject of its own, or with one that has no node, is only reported by the document's district;
    where the document has none, it is found by its indicator, its measure and its document alone.
    """
    doc = passages.doc
    for target in doc.found.targets:
        subject = "" if target.subject is None else ids[target.subject]
        node = _add(entities.graph, passages, target, indicators)
        measuring.add(node, target, passages)
        key = node.id
        quantity = target.quantity
        yield from reported(key, quantity.start, quantity.end, passages, entities, target.score)
        if target.subject is not None and subject:
            evidence = passages.evidence(*doc.evidence_of(target))
            apart = not passages.together(doc.found.mentions[target.subject].start, quantity.start)
            yield Statement(subject, "HAS_TARGET", key, evidence, target.score, target.trail, apart)


def _add(graph: Graph, passages: Passages, target: Target, indicators: Indicators) -> Node:
    doc, quantity = passages.doc, target.quantity
    start, end = doc.span(quantity.start, quantity.end)
    key, value = f"Target:{doc.digest}:{start}", doc.text(quantity.start, quantity.end)
    measured = _indicator(graph, doc.text(*target.indicator), indicators)
    props = {
        "caption": caption(measured.name, value, target.year),
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
    node = graph.nodes[key] = Node(key, "Target", f"{measured.name} {value}", [], props)
    graph.add(Edge(key, "MEASURES", measured.id))
    if at := passages.at(quantity.start):
        graph.add(Edge(key, "MENTIONED_IN", at[2], {"start": start, "end": end}))
    return node


def caption(indicator: str, value: str, year: int | None) -> str:
    """Return what a figure is called in a picture: `地区生产总值 7%左右 (2024)`."""
    return f"{indicator} {value} ({year})" if year else f"{indicator} {value}"


def _indicator(graph: Graph, written: str, indicators: Indicators) -> Node:
    """Return the node of an indicator, under its canonical name where the ontology knows it."""
    known = indicators.get(written)
    name = known.name if known else written
    aliases, family = (sorted(known.aliases), known.family) if known else ([], "other")
    node = Node(f"{INDICATOR}:{name}", INDICATOR, name, aliases, {"unit_family": family})
    return graph.nodes.setdefault(node.id, node)
