"""What a candidate is whatever the firm: its district and type, what its name says, how much of the graph speaks of it."""

import math
from typing import TYPE_CHECKING, NamedTuple

from kg.kinds import INSTITUTION, PROJECT
from kg.link.eligibility.gathering import MEASURES

if TYPE_CHECKING:
    from kg.link.context import Context

# So many unlike sectors are no breadth; sentences from this many on are as good as more.
FEW, MANY = 3, 10


class Standing(NamedTuple):
    """The parts of a score that no firm changes, and the words of the name that a firm's own words may take back.

    `whole` is the sum of the weights of `named`, the pairs of characters of the name.
    """

    offered: bool
    district: str
    kind: str
    applies: bool
    measure: bool
    technical: bool
    opening: float
    public: str
    body: str
    internal: tuple[str, ...]
    paper: float
    breadth: float
    evidence: float
    named: tuple[tuple[str, float], ...]
    whole: float


def standing(context: "Context", key: str) -> Standing:
    """Return what a candidate is, read once for each."""
    found = context.standings.get(key)
    if found is None:
        found = context.standings[key] = _standing(context, key)
    return found


def _standing(context: "Context", key: str) -> Standing:
    node, audience = context.nodes[key], context.audience
    name, kind = str(node["name"]), key.partition(":")[0]
    public, body = audience.public.search(name), audience.body.search(name) if kind == INSTITUTION else None
    return Standing(
        offered=key not in context.superseded and not audience.nothing(name, context.kind_of(key).site),
        district=node["district"] or "",
        kind=f"kind_{kind.lower()}",
        applies=kind in MEASURES,
        measure=kind in MEASURES and bool(audience.measure.search(name)),
        technical=kind in MEASURES and bool(audience.technical.search(name)),
        opening=1.0 if audience.opening.search(name) else 0.0,
        public=public[0] if public else "",
        body=body[0] if body else "",
        internal=() if kind == PROJECT else tuple(audience.within.findall(name)),
        paper=1.0 if audience.paper.search(name) else 0.0,
        breadth=max(0, context.breadth(key) - FEW) / 10,
        evidence=min(1.0, math.log(1 + len(context.said.get(key, ()))) / math.log(1 + MANY)),
        named=tuple(context.named[key].items()),
        whole=sum(context.named[key].values()),
    )
