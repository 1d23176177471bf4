"""A link: a candidate with its score, the path that leads to it, its evidence, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.link.context import Context, Row
from kg.link.eligibility.verdict import Verdict
from kg.link.firm import Firm
from kg.link.parts import Basis

# From this strength on a tie is the reason given, not the field or the sector.
TOLD = 0.3
# Under this a sector is only near to the firm's.
WEAK = 0.3
# A document so many years older than the newest is told as old.
OLD = 2
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
    "measure": "面向各行业企业的措施,不专属本行业",
}
VERDICTS = {"met": "满足", "not met": "不满足", "unknown": "待核实"}


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
    conditions: list[Row] = field(default_factory=list)
    support: list[Row] = field(default_factory=list)

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
            "doubt": DOUBTS.get(self.why, ""),
            "conditions": self.conditions,
            "support": self.support,
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
    if "away" in parts:
        found.append(f"在{node['district']},不在企业所在区")
    if context.age(link.evidence) > OLD:
        found.append(f"出自{context.years.get(document)}年的文件")
    if "public" in parts:
        found.append("属民生或政务事项,不面向企业")
    if "body" in parts:
        found.append("是政府部门或学校、医院,不是可加入的载体")
    if "paper" in parts:
        found.append("是规划、法规或报告,没有可申报的内容")
    found += [
        f"不满足条件:{row['text']}" for row in link.conditions if row["whole"] and row["verdict"] == Verdict.NOT_MET
    ]
    return found


def conditions_text(rows: Sequence[Row]) -> str:
    """Return conditions with their verdicts in one line."""
    return "; ".join(f"{row['text']} ({row['verdict']})" for row in rows)


def conditions_zh(rows: Sequence[Row]) -> str:
    """Return conditions with their verdicts in one line of a brief."""
    return ";".join(f"{row['text']}({VERDICTS[row['verdict']]})" for row in rows)


def support_text(rows: Sequence[Row]) -> str:
    """Return amounts of support in one line, each once."""
    return "; ".join(dict.fromkeys(row["text"] for row in rows))


def reason(context: Context, firm: Firm, key: str, on: Basis) -> tuple[str, Row, str]:
    """Return the path to a candidate, the evidence of its last step, and why it is believed (a key of DOUBTS)."""
    name = context.nodes[key]["name"]
    strength, want, offered = on.field
    sector = on.sectors[0][0] if on.sectors else 0.0
    if on.tie and on.tie.strength >= TOLD:
        stated = "doubtful" if on.tie.evidence.get("doubtful") else "stated"
        return on.tie.path, on.tie.evidence, stated if "relation" in on.tie.evidence else "near"
    if sector and sector >= strength:
        _, want, offered, offer = on.sectors[0]
        return _path(firm.name, want, offered, name), context.cited(offer.evidence), offer.why
    if strength:
        _, why, index = context.about[key][offered]
        return _path(firm.name, want, offered, name), context.cited(index), why
    if on.tie:
        return on.tie.path, on.tie.evidence, "near"
    return f"{firm.name} · 面向各行业 · {name}", context.evidence(context.said[key][0]), "measure"


def _path(firm: str, want: str, offered: str, name: str) -> str:
    return f"{firm} · {offered if want == offered else f'{want} ~ {offered}'} · {name}"
