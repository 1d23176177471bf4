"""Which fields a candidate is about, how strongly, and the sentence that says so."""

import re
from typing import TYPE_CHECKING

from kg.link.fields.lexicon import Fields, Found

if TYPE_CHECKING:
    from kg.link.context import Context

# Strength by where a field is named: in the candidate's name, in its clause, in its sentence, under its label or heading.
NAME, CLAUSE, SENTENCE, LABEL, HEADING = 1.0, 0.5, 0.25, 0.35, 0.12
# A candidate whose name says its field is less about what its sentences name besides.
BESIDES = 0.6
STOP = re.compile("[,;,;。:!?]")
Offered = tuple[float, str, int]


def fields_offered(context: "Context", fields: Fields, key: str) -> dict[str, Offered]:
    """Return by field the strength, why (a key of the reasons' doubts) and the passage, the strongest of each."""
    best: dict[str, Offered] = {}

    def put(field: str, strength: float, why: str, index: int) -> None:
        if field not in best or best[field][0] < strength:
            best[field] = (round(strength, 3), why, index)

    said = context.said.get(key, ())
    if not said:
        return best
    for name in context.names(key):
        for found in fields.of_report(name):
            put(found.field, NAME, "name", said[0])
    share = BESIDES if best else 1.0
    for index in said:
        for found, near in _around(context, fields, key, index):
            put(found.field, share * near, "sentence", index)
    for index, topic in context.under.get(key, ()):
        for found in fields.of_report(context.passages[index]["text"]):
            put(found.field, share * (HEADING if topic.heading else LABEL), "under", index)
    return best


def _around(context: "Context", fields: Fields, key: str, index: int) -> list[tuple[Found, float]]:
    """Return what a sentence names besides the candidate, each with how near it is."""
    text = context.passages[index]["text"]
    spans = [(start, end) for one, start, end in context.passages[index]["named"] if one == key]
    spot = min((start for start, _ in spans), default=0)
    stops = [0, *(m.end() for m in STOP.finditer(text)), len(text)]
    left, right = max(s for s in stops if s <= spot), min((s for s in stops if s > spot), default=len(text))
    found = [f for f in fields.of_report(text) if not any(s <= f.start and f.end <= e for s, e in spans)]
    return [(f, CLAUSE if left <= f.start and f.end <= right else SENTENCE) for f in found]
