"""Ranking candidates for a firm by a sum of named parts, each with the sentence behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.kinds import FIRM
from kg.link.context import Context, Row
from kg.link.firm import Firm, understand
from kg.link.offers import Offer
from kg.link.ties import Tie, ties
from kg.stores.textindex import pairs

# Set by hand with an eye on a few development cases; scripts/bench link measures them.
# From this strength on a tie is the reason given, not the sector.
TOLD = 0.3
# Under this a part is too weak to carry a link by itself.
WEAK = 0.3
SECTOR_MORE, WORDS, HOME, AWAY, BREADTH = 0.4, 0.6, 0.4, -0.2, -0.02
# A year of age, from the third on; a plan is an opening, a report of what was done less so; a relation that is stated.
AGE, OLDEST, PLANNED, STATED = -0.02, -0.2, 0.03, 0.05
LEAST = 0.15
# What to say of a link that no sentence states.
DOUBTS = {
    "name": "由名称推断,原文没有写明",
    "doubtful": "关系由原文推断,把握不大",
    "known": "依据公认的产业定位,原文没有写明",
    "sentence": "由同句提及推断,原文没有明示",
    "beside": "由相邻句推断,原文没有明示",
    "under": "由所在条目推断,原文没有明示",
    "near": "由同处提及推断,原文没有明示",
    "words": "只是用词相近",
}
# Care, schooling and charity share words with sectors and are no offer to a firm that does not work in them.
WELFARE, NOT_FOR_FIRMS = (
    re.compile("社保|医保|医疗保险|养老|慈善|基金会|中小学|幼儿|学前|公益|帮扶|救助|党建|长护险|工会"),
    -0.6,
)
# Ministries, bureaus and courts run things for firms; they are nothing to join.
OFFICE = re.compile("(?:委|委员会|局|部|厅|署|办|政府|法院|检察院)$")


def parts_text(parts: dict[str, float]) -> str:
    """Return the parts of a score in one line."""
    return " ".join(f"{part} {value:+.2f}" for part, value in parts.items())


@dataclass(slots=True)
class Link:
    """A candidate: score, named parts that add up to it, the path that leads there, its evidence, and why it is believed."""

    id: str
    score: float
    parts: dict[str, float]
    path: str
    evidence: Row
    why: str

    def row(self, context: Context) -> dict[str, Any]:
        """Return the row of `kg link --format json`."""
        node = context.nodes[self.id]
        return {
            "id": self.id,
            "type": self.id.partition(":")[0],
            "name": node["name"],
            "district": node["district"] or "",
            "score": round(self.score, 3),
            "parts": {k: round(v, 3) for k, v in self.parts.items() if round(v, 3)},
            "against": against(context, self),
            "path": self.path,
            "quote": self.evidence["quote"],
            "document": self.evidence["document"],
            "year": context.years.get(self.evidence["document"]),
            "start": self.evidence["start"],
            "end": self.evidence["end"],
        }


def against(context: Context, link: Link) -> list[str]:
    """Return what speaks against a link, in the words of a brief."""
    node, parts, document = context.nodes[link.id], link.parts, link.evidence["document"]
    found = []
    if parts.get("district", 0.0) < 0:
        found.append(f"在{node['district']},不在企业所在区")
    if parts["year"] < 0:
        found.append(f"出自{context.years.get(document)}年的文件")
    if parts["breadth"] <= -0.1:
        found.append("面向多个产业,不专属本行业")
    if "not_for_firms" in parts:
        found.append("属民生事项,不面向企业")
    if "office" in parts:
        found.append("是政府部门,不是可加入的载体或项目")
    if parts["sector"] < WEAK:
        found.append("原文未提及本行业" if not parts["sector"] else "行业只是相近")
    if link.why in DOUBTS:
        found.append(DOUBTS[link.why])
    return found


def rank(context: Context, firm: Firm, top: int = 10) -> list[Link]:
    """Return the best candidates, best first; ties by id. Only those with a sector, a path or a place near the firm."""
    linked = ties(context, firm)
    text = set(pairs(f"{firm.scope} {firm.short}"))
    found = [
        link
        for key in context.offers
        if context.nodes[key]["name"] not in context.places and (link := _link(context, firm, key, linked, text))
    ]
    return sorted(found, key=lambda link: (-link.score, link.id))[:top]


def firms_for(context: Context, key: str, top: int = 10) -> list[tuple[Firm, Link]]:
    """Return the enterprises of the graph that a candidate fits best, with the link that says why."""
    found = []
    for node in sorted(k for k in context.nodes if k.startswith(f"{FIRM}:")):
        firm = understand(context, str(context.nodes[node]["name"]))
        link = _link(context, firm, key, ties(context, firm), set(pairs(firm.short)))
        if link:
            found.append((firm, link))
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].name))[:top]


def why_not(context: Context, firm: Firm, key: str) -> str:
    """Return in one sentence why a candidate is not among the best, or at which place and with which parts it is."""
    ranked = rank(context, firm, len(context.offers))
    name = context.name_of(key)
    place = next((i for i, link in enumerate(ranked, 1) if link.id == key), 0)
    if place:
        link = ranked[place - 1]
        parts = ", ".join(f"{part} {value:+.2f}" for part, value in link.parts.items() if round(value, 2))
        return f"{name} is number {place} of {len(ranked)}, score {link.score:.2f}: {parts}; path: {link.path}"
    if not firm.sectors and not firm.ids:
        return f"{name} is not linked: nothing is known of {firm.name}; give --scope or --industry"
    offered = "、".join(sorted(context.offers.get(key, {}))) or "none"
    wanted = "、".join(sorted(firm.sectors)) or "none"
    return f"{name} is not linked: no relation or sentence ties it to {firm.name}, and its sectors ({offered}) are none of the firm's ({wanted}) or near one"


def _link(context: Context, firm: Firm, key: str, linked: dict[str, Tie], text: set[str]) -> Link | None:
    matches = sorted(
        (
            (weight * offer.strength * near * (0.5 + 0.5 * context.rarity.get(offered, 1.0)), wanted, offered, offer)
            for wanted, weight in firm.sectors.items()
            for offered, offer in context.offers[key].items()
            if (near := context.sectors.nearness(wanted, offered))
        ),
        key=lambda m: (-m[0], m[1], m[2]),
    )
    tie = linked.get(key)
    parts = {
        "path": tie.strength if tie else 0.0,
        "sector": matches[0][0] if matches else 0.0,
        "more_sectors": SECTOR_MORE * sum(m[0] for m in matches[1:3]),
        "words": WORDS * _overlap(context, key, text),
    }
    if sum(parts.values()) <= LEAST or not (context.said.get(key) or tie):
        return None
    node = context.nodes[key]
    if firm.district:
        parts["district"] = HOME if node["district"] == firm.district else AWAY if node["district"] else 0.0
    if (welfare := WELFARE.search(node["name"])) and welfare[0] not in firm.scope + firm.name:
        parts["not_for_firms"] = NOT_FOR_FIRMS
    elif key.startswith("Institution:") and OFFICE.search(node["name"]):
        parts["office"] = NOT_FOR_FIRMS
    parts["kind"] = context.kind_of(key).offer or 0.0
    parts["breadth"] = max(-0.3, BREADTH * max(0, context.breadth(key) - 3))
    path, evidence, why = _reason(context, firm, key, tie, matches)
    parts["year"] = max(OLDEST, AGE * max(0, context.age(evidence) - 2))
    parts["planned"] = PLANNED if context.planned(evidence) else 0.0
    parts["stated"] = STATED if "relation" in evidence and not evidence["doubtful"] else 0.0
    return Link(key, sum(parts.values()), parts, path, evidence, why)


def _reason(
    context: Context, firm: Firm, key: str, tie: Tie | None, matches: Sequence[tuple[float, str, str, Offer]]
) -> tuple[str, Row, str]:
    """Return the path to a candidate, the evidence of its last step, and why it is believed (a key of DOUBTS)."""
    name = context.nodes[key]["name"]
    if tie and (tie.strength >= TOLD or not matches):
        stated = "doubtful" if tie.evidence.get("doubtful") else "stated"
        return tie.path, tie.evidence, stated if "relation" in tie.evidence else "near"
    if matches:
        _, wanted, offered, offer = matches[0]
        step = offered if wanted == offered else f"{wanted} ~ {offered}"
        return f"{firm.name} · {step} · {name}", context.cited(offer.evidence), offer.why
    return f"{firm.name} · 用词相近 · {name}", context.evidence(context.said[key][0]), "words"


def _overlap(context: Context, key: str, text: set[str]) -> float:
    """Return the share of a candidate's name that the firm's scope and name speak of, rare words counting more."""
    name = context.named[key]
    whole = sum(name.values())
    return sum(weight for token, weight in name.items() if token in text) / whole if whole else 0.0
