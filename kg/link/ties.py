"""Ties between a candidate and a firm: relations, a shared sentence or label, and what the firm's place has."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.link.firm import Firm
from kg.link.marks import CLAUSE_END
from kg.link.offers import sure

if TYPE_CHECKING:
    from kg.link.context import Context

# Strength of a tie. A relation of the firm's own; two of them; a name after the firm; the label or opening sentence it
# stands under; before it in one sentence; in one list with it; sentences around; the heading above.
DIRECT, SECOND, NAMED, LABEL, SUBJECT, LISTED, HEADING = 1.2, 0.4, 1.3, 1.0, 0.8, 0.3, 0.25
BESIDE = (0.6, 0.35, 0.2, 0.1)
# The same for what stands under the label of the firm's place, with it in a sentence, or under its heading.
UNDER_PLACE, WITH_PLACE, OVER_PLACE = 0.6, 0.3, 0.25
# What a firm of the same sector has settled in, or stands under.
PEER, LEAST_KIN = 0.3, 0.5
LEAST_PLACE = 0.75
# Of what one sentence says in clauses this far apart, and of what stands there or in another sentence and has another
# field of work in its name, only a share ties.
CLAUSES, APART, OTHER_FIELD = 2, 0.5, 0.4
# A field of the firm that weighs less is one that its surroundings say.
NEAR = 0.3
SEPARATORS = re.compile(r"[、和与及“”\s]|以及|等")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tie:
    """How strongly a candidate is tied to the firm, by which path, and the evidence of the last step."""

    strength: float
    path: str
    evidence: Row


def ties(context: "Context", firm: Firm) -> dict[str, Tie]:
    """Return the strongest tie of every entity that has one."""
    best: dict[str, Tie] = {}

    def put(key: str, strength: float, path: str, evidence: Row) -> None:
        if key not in best or best[key].strength < strength:
            best[key] = Tie(strength, path, evidence)

    for start in firm.ids:
        for middle, edge in context.near.get(start, ()):
            put(middle, DIRECT * sure(edge), f"{firm.name} {edge['relation']} {context.name_of(middle)}", edge)
    for index in firm.sentences:
        _around(context, firm, index, put)
    for key, tie in list(best.items()):
        if context.kind_of(key).site and tie.strength >= LEAST_PLACE:
            _of_place(context, firm, key, tie, put)

    @cache
    def nearest(sector: str) -> float:
        return max((w * context.sectors.nearness(want, sector) for want, w in firm.sectors.items()), default=0.0)

    for peer, sectors, spots in context.peers:
        kin = max(map(nearest, sectors), default=0.0)
        if kin >= LEAST_KIN and peer not in firm.ids:
            for key, at in spots:
                evidence = context.cited(at)
                put(key, PEER * kin, f"{firm.name} · 同行 {context.name_of(peer)} · {context.name_of(key)}", evidence)
    if firm.ids and len(firm.short) > 1:
        for key in context.offers:
            if firm.short in context.nodes[key]["name"] and context.said.get(key):
                first = context.evidence(context.said[key][0])
                put(key, NAMED, f"{firm.name} · 以其命名 · {context.name_of(key)}", first)
    return best


def _around(context: "Context", firm: Firm, index: int, put: Any) -> None:
    for topic in context.topics[index]:
        how = "标题下" if topic.heading else "条目下"
        strength = HEADING if topic.heading else LABEL
        put(topic.id, strength, f"{firm.name} · {how} · {context.name_of(topic.id)}", context.evidence(index))
    for distance, other in context.beside(index, len(BESIDE) - 1):
        for key in context.there[other]:
            strength = BESIDE[distance] if distance else _in_sentence(context, firm, key, index)
            if strength < BESIDE[0] and _of_other_field(context, firm, key):
                strength *= OTHER_FIELD
            put(key, strength, f"{firm.name} · 同处原文 · {context.name_of(key)}", context.evidence(other))


def _in_sentence(context: "Context", firm: Firm, key: str, index: int) -> float:
    """Return how much one sentence ties the candidate: what stands in one list is only like the firm."""
    spans = context.passages[index]["named"]
    candidate = next(((start, end) for one, start, end in spans if one == key), None)
    own = next(((start, end) for one, start, end in spans if one in firm.ids), None)
    if candidate is None or own is None:
        return BESIDE[0]
    first, second = sorted((candidate, own))
    text, at = "", first[1]
    for _, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if at <= start and end <= second[0]:
            text, at = text + context.passages[index]["text"][at:start], end
    text += context.passages[index]["text"][at : second[0]]
    if not SEPARATORS.sub("", text):
        return LISTED
    share = APART if len(CLAUSE_END.findall(text)) >= CLAUSES else 1.0
    return share * (SUBJECT if candidate < own and context.kind_of(key).subject else BESIDE[0])


def _of_other_field(context: "Context", firm: Firm, key: str) -> bool:
    """Whether the name of a candidate says fields of work, and none that is near one of the firm."""
    named = [field for field, (_, why, _) in context.about.get(key, {}).items() if why == "name"]
    return bool(named and firm.fields) and not any(
        weight * context.fields.nearness(own, other) >= NEAR for own, weight in firm.fields.items() for other in named
    )


def _of_place(context: "Context", firm: Firm, place: str, tie: Tie, put: Any) -> None:
    """Add what belongs to the place that a firm has settled in."""
    share = min(1.0, tie.strength)

    def put_near(key: str, strength: float, path: str, evidence: Row) -> None:
        """Add what only stands with the place: of another field of work it is the place's, not the firm's."""
        put(key, strength * (OTHER_FIELD if _of_other_field(context, firm, key) else 1.0), path, evidence)

    for far, step in context.near.get(place, ()):
        path = f"{tie.path} {step['relation']} {context.name_of(far)}"
        put(far, SECOND * share * sure(step), path, step)
    for index, topic in context.under.get(place, ()):
        for key in context.there[index]:
            if not topic.heading:
                path = f"{tie.path} · 条目下 · {context.name_of(key)}"
                put_near(key, UNDER_PLACE * share, path, context.evidence(index))
    for index in context.said.get(place, ()):
        for key in context.there[index]:
            put_near(key, WITH_PLACE * share, f"{tie.path} · 同句 · {context.name_of(key)}", context.evidence(index))
        for topic in context.topics[index]:
            if topic.heading:
                path = f"{tie.path} · 标题下 · {context.name_of(topic.id)}"
                put_near(topic.id, OVER_PLACE * share, path, context.evidence(index))
