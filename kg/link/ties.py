"""What ties a candidate to a firm: relations, the sentence and its label, and what the firm's place has."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.link.firm import Firm
from kg.link.offers import sure
from kg.schema import FIRM

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
            put(middle, DIRECT * sure(edge), f"{firm.name} {edge['relation']} {name_of(context, middle)}", edge)
    for index in firm.sentences:
        _around(context, firm, index, put)
    for key, tie in list(best.items()):
        if context.kind_of(key).site and tie.strength >= LEAST_PLACE:
            _of_place(context, key, tie, put)
    for peer, sectors, spots in context.peers:
        kin = max(
            (w * context.sectors.nearness(want, s) for want, w in firm.sectors.items() for s in sectors), default=0
        )
        if kin >= LEAST_KIN and peer not in firm.ids:
            for key, evidence in spots:
                put(key, PEER * kin, f"{firm.name} · 同行 {name_of(context, peer)} · {name_of(context, key)}", evidence)
    if firm.ids and len(firm.short) > 1:
        for key in context.offers:
            if firm.short in context.nodes[key]["name"] and context.said.get(key):
                first = context.evidence(context.said[key][0])
                put(key, NAMED, f"{firm.name} · 以其命名 · {name_of(context, key)}", first)
    return best


def _around(context: "Context", firm: Firm, index: int, put: Any) -> None:
    for topic in context.topics[index]:
        how = "标题下" if topic.heading else "条目下"
        strength = HEADING if topic.heading else LABEL
        put(topic.id, strength, f"{firm.name} · {how} · {name_of(context, topic.id)}", context.evidence(index))
    for distance, other in context.beside(index, len(BESIDE) - 1):
        for key in context.there.get(other, ()):
            strength = BESIDE[distance] if distance else _in_sentence(context, firm, key, index)
            put(key, strength, f"{firm.name} · 同处原文 · {name_of(context, key)}", context.evidence(other))


def _in_sentence(context: "Context", firm: Firm, key: str, index: int) -> float:
    """Return how much one sentence ties the candidate: what stands in one list is only like the firm."""
    text = context.passages[index]["text"]
    spans = [(text.find(name), len(name)) for name in context.names(key) if name in text]
    own = [(text.find(name), len(name)) for i in firm.ids for name in context.names(i) if name in text]
    if not spans or not own:
        return BESIDE[0]
    (at, size), (here, length) = spans[0], own[0]
    between = text[min(at + size, here + length) : max(at, here)]
    for other in context.there.get(index, ()):
        for name in context.names(other):
            between = between.replace(name, "")
    if not SEPARATORS.sub("", between):
        return LISTED
    return SUBJECT if at < here and context.kind_of(key).subject else BESIDE[0]


def _of_place(context: "Context", place: str, tie: Tie, put: Any) -> None:
    """Add what belongs to the place that a firm has settled in."""
    share = min(1.0, tie.strength)
    for far, step in context.near.get(place, ()):
        path = f"{tie.path} {step['relation']} {name_of(context, far)}"
        put(far, SECOND * share * sure(step), path, step)
    for index, topic in context.under.get(place, ()):
        for key in context.there.get(index, ()):
            if not topic.heading:
                path = f"{tie.path} · 条目下 · {name_of(context, key)}"
                put(key, UNDER_PLACE * share, path, context.evidence(index))
    for index in context.said.get(place, ()):
        for key in context.there.get(index, ()):
            put(key, WITH_PLACE * share, f"{tie.path} · 同句 · {name_of(context, key)}", context.evidence(index))
        for topic in context.topics[index]:
            if topic.heading:
                path = f"{tie.path} · 标题下 · {name_of(context, topic.id)}"
                put(topic.id, OVER_PLACE * share, path, context.evidence(index))


def name_of(context: "Context", key: str) -> str:
    """Return the name of a node, or of one that is in no list, from its id."""
    return str(context.nodes[key]["name"]) if key in context.nodes else key.partition(":")[2]


def peers(context: "Context") -> list[tuple[str, tuple[str, ...], list[tuple[str, Row]]]]:
    """Return the firms of the graph whose sectors are known, each with its sectors and where it is, with evidence."""
    found = []
    for key in sorted(k for k in context.nodes if k.startswith(f"{FIRM}:")):
        stated = [tail.partition(":")[2] for tail, e in context.near.get(key, ()) if e["relation"] == "OPERATES_IN"]
        sectors = tuple(dict.fromkeys([*stated, *context.sectors.of_known(FIRM, context.names(key))]))
        spots = [
            (place, edge)
            for place, edge in context.near.get(key, ())
            if context.kind_of(place).site and edge["relation"] in ("LOCATED_IN", "DEVELOPS")
        ]
        spots += [
            (topic.id, context.evidence(index))
            for index in context.said.get(key, ())
            for topic in context.topics[index]
            if context.kind_of(topic.id).site and not topic.heading
        ]
        if sectors and spots:
            found.append((key, sectors, spots))
    return found
