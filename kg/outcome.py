"""Outcomes of plans: planned targets linked to the figure achieved, and whether they were met or missed."""

import re
from decimal import Decimal
from typing import Any

from kg.model import Edge, Graph, Node
from kg.subgraph import owner_edges, owner_of

# Of these, less is better.
LESS = re.compile(r"失业|能耗|排放|事故|死亡|浓度|投诉|负债|赤字|用水量|违法")
NEAR = Decimal("0.05")


def follow_up(graph: Graph) -> None:
    """Add OUTCOME from a planned target to the achieved one of the same owner, measure, year, kind and unit.

    A figure without measure is compared with those of its indicator, one of several years with no plan for one.

    Only where there is one plan; of several achieved figures the first id is taken. `outcome` says met, missed or
    unknown.
    """
    owners = owner_edges(graph)
    measures = {e.head: e.tail for e in graph.edges.values() if e.type == "OF_MEASURE"}
    groups: dict[tuple[Any, ...], dict[str, list[str]]] = {}
    for node in graph.nodes.values():
        if node.type == "Target":
            p = node.props
            what = measures.get(node.id, p["indicator"])
            several = bool(p.get("from_year") and p["from_year"] < p["to_year"])
            unit = p.get("base_unit", p["unit"])
            # A figure of no district is compared within its document.
            owner = owner_of(owners[node.id]) if node.id in owners else p["document"]
            key = (owner, what, p["year"], several, p["kind"] == "change", unit)
            groups.setdefault(key, {}).setdefault(p["status"], []).append(node.id)
    for group in groups.values():
        planned, achieved = group.get("planned", []), group.get("achieved", [])
        if len(planned) == 1 and achieved:
            plan, done = graph.nodes[planned[0]], graph.nodes[min(achieved)]
            graph.add(
                Edge(plan.id, "OUTCOME", done.id, {"outcome": outcome(plan, done, _less(graph, measures.get(plan.id)))})
            )


def _less(graph: Graph, measure: str | None) -> bool:
    return measure is not None and graph.nodes[measure].props["direction"] == "down"


def outcome(plan: Node, done: Node, less: bool = False) -> str:
    """Return met, missed or unknown; `less` says that less is better.

    A plan of about N is met within five percent of it, and any plan within what it was rounded by: 13,660.8 亿元 is
    1.37 万亿元.
    """
    wanted, got = plan.props.get("amount"), done.props.get("amount")
    if wanted is None or got is None:
        return "unknown"
    low, reached = Decimal(wanted), Decimal(got) * _scale(done) / _scale(plan)
    high = Decimal(plan.props.get("amount_high") or wanted)
    slack = _rounding(plan)
    low, high = low - slack, high + slack
    if plan.props["comparator"] == "approx":
        low, high = low - abs(low) * NEAR, high + abs(high) * NEAR
    # A planned fall is a negative change: what fell further met it.
    fall = plan.props.get("kind") == "change" and high < 0
    if fall or plan.props["comparator"] == "le" or less or LESS.search(plan.props["indicator"]):
        return "met" if reached <= high else "missed"
    return "met" if reached >= low else "missed"


def _scale(figure: Node) -> Decimal:
    """Return how many base units one unit of a figure is; 1 where it stands in them."""
    amount, number = figure.props["amount"], figure.props.get("base_number")
    return Decimal(str(number)) / Decimal(amount) if number and Decimal(amount) else Decimal(1)


def _rounding(plan: Node) -> Decimal:
    """Return half a unit of the last decimal place that the plan writes; whole numbers are taken as exact."""
    written = re.search(r"\d+\.(\d+)", plan.props["value"].replace(",", ""))
    if not written or not Decimal(written[0]):
        return Decimal(0)
    scale = abs(Decimal(plan.props["amount"])) / Decimal(written[0])
    return scale / Decimal(2 * 10 ** len(written[1]))
