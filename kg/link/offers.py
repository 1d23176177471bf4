"""Which sectors a candidate offers, how strongly, and the sentence that says so."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.kinds import SECTOR
from kg.link.marks import CLAUSE_END

if TYPE_CHECKING:
    from kg.link.context import Context

# Sentences that speak of business, not of schools or care.
BUSINESS = re.compile("企业|产业|园区|招商|集聚|落地|创新|平台|专项|扶持|引进|生态|示范|聚焦|打造|高地|研发")
# Strength by where a sector is named: in the name, by what is known of it, by characters of the name, in the same
# clause, in the same sentence, in the next one, and under the candidate's own label or heading.
NAME, KNOWN, HINT, CLAUSE, SENTENCE, BESIDE, UNDER, HEADED = 1.0, 0.5, 0.55, 0.6, 0.4, 0.2, 0.45, 0.12
DULL = 0.6
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A sector that a candidate offers: how strongly, from where, and what says so, see `Context.cited`."""

    strength: float
    why: str
    evidence: int


def sure(edge: Row) -> float:
    """Return how much a relation counts: a doubtful one little more than a shared sentence."""
    return 0.35 + 0.3 * float(edge["confidence"]) if edge["doubtful"] else 0.5 + 0.5 * float(edge["confidence"])


def offers(context: "Context", key: str) -> dict[str, Offer]:
    """Return the offers of a candidate by sector, the strongest of each."""
    found: dict[str, Offer] = {}

    def put(sector: str, strength: float, why: str, evidence: int) -> None:
        if sector not in found or found[sector].strength < strength:
            found[sector] = Offer(strength, why, evidence)

    for tail, edge in context.near.get(key, ()):
        if edge["relation"] == "FOCUSES_ON" and edge["head"] == key:
            put(tail.partition(":")[2], sure(edge), "doubtful" if edge["doubtful"] else "stated", edge["at"])
    said = context.said.get(key, ())
    if said:
        first = said[0]
        names = context.names(key)
        for name in names:
            for sector in context.sectors.find(name):
                put(sector, NAME, "name", first)
            for sector in context.sectors.hint(name):
                put(sector, HINT, "name", first)
        for sector in context.sectors.of_known(key.partition(":")[0], names):
            put(sector, KNOWN, "known", first)
    for index in said:
        cue = 1.0 if BUSINESS.search(context.passages[index]["text"]) else DULL
        for distance, other in context.beside(index, 1):
            for sector in context.industries(other):
                near = BESIDE if distance else _within(context, key, sector, index)
                put(sector, cue * near, "beside" if distance else "sentence", index)
    for index, topic in context.under.get(key, ()):
        for sector in context.industries(index):
            put(sector, HEADED if topic.heading else UNDER, "under", index)
    return found


def _within(context: "Context", key: str, sector: str, index: int) -> float:
    """Return how near a sector is named to the candidate in one sentence: in one clause, or not."""
    spots = [start for one in (key, f"{SECTOR}:{sector}") if (start := context.place(index, one)) is not None]
    if len(spots) < 2:
        return SENTENCE
    between = context.passages[index]["text"][min(spots) : max(spots)]
    return SENTENCE if CLAUSE_END.search(between) else CLAUSE
