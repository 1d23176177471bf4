"""Which fields a candidate is about, how strongly, and the sentence that says so."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.link.fields.lexicon import Fields, Found
from kg.link.marks import PART_END
from kg.link.offers import Offer

if TYPE_CHECKING:
    from kg.link.context import Context

# Strength by where a field is named: in the candidate's name, in its clause, in its sentence, under its label or heading.
NAME, CLAUSE, SENTENCE, LABEL, HEADING = 1.0, 0.5, 0.25, 0.35, 0.12
# A candidate whose name says its field is less about what its sentences name besides.
BESIDES = 0.6
# A field that is one of many in a name counts so much, one that is alone in it the whole.
ALONE = 0.55
# What a sector counts that a relation states, or that the candidate is known for.
OF_SECTOR = {"stated": 0.9, "doubtful": 0.6, "known": 1.2}
Offered = tuple[float, str, int]


def fields_offered(context: "Context", fields: Fields, key: str, sectors: Mapping[str, Offer]) -> dict[str, Offered]:
    """Return by field the strength, why (a key of the reasons' doubts) and the evidence, the strongest of each.

    `sectors` are the sectors that the candidate offers; those of a relation or of what it is known for count here too.
    """
    best: dict[str, Offered] = {}

    def put(field: str, strength: float, why: str, index: int) -> None:
        if field not in best or best[field][0] < strength:
            best[field] = (round(strength, 3), why, index)

    said = context.said.get(key, ())
    if not said:
        return best
    for name in context.names(key):
        for field, strength in _of_name(fields, name).items():
            put(field, strength, "name", said[0])
    share = BESIDES if best else 1.0
    for sector, offer in sectors.items():
        if offer.why in OF_SECTOR:
            for found in fields.of_report(sector):
                put(found.field, OF_SECTOR[offer.why] * offer.strength, offer.why, offer.evidence)
    for index in said:
        for found, near in _around(context, fields, key, index):
            put(found.field, share * near, "sentence", index)
    for index, topic in context.under.get(key, ()):
        for found in fields.of_report(context.passages[index]["text"]):
            put(found.field, share * (HEADING if topic.heading else LABEL), "under", index)
    return best


def _of_name(fields: Fields, name: str) -> dict[str, float]:
    """Return the strength of the fields that a name names: less where it names others besides."""
    found = fields.of_report(name)
    characters = {spot for one in found for spot in range(one.start, one.end)}
    shares: dict[str, int] = {}
    for one in found:
        shares[one.field] = shares.get(one.field, 0) + one.end - one.start
    return {field: NAME * (ALONE + (1 - ALONE) * min(1.0, count / len(characters))) for field, count in shares.items()}


def _around(context: "Context", fields: Fields, key: str, index: int) -> list[tuple[Found, float]]:
    """Return what a sentence names besides the candidate, each with how near it is."""
    text = context.passages[index]["text"]
    spans = [(start, end) for one, start, end in context.passages[index]["named"] if one == key]
    spot = min((start for start, _ in spans), default=0)
    stops = [0, *(m.end() for m in PART_END.finditer(text)), len(text)]
    left, right = max(s for s in stops if s <= spot), min((s for s in stops if s > spot), default=len(text))
    found = [f for f in fields.of_report(text) if not any(s <= f.start and f.end <= e for s, e in spans)]
    # What the name of another candidate says is about that one.
    named = context.passages[index]["named"]
    names = [(s, e) for one, s, e in named if one != key and context.kind_of(one).offer is not None]

    def near(one: Found) -> bool:
        return left <= one.start and one.end <= right and not any(s <= one.start and one.end <= e for s, e in names)

    return [(one, CLAUSE if near(one) else SENTENCE) for one in found]
