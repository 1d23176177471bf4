"""Sectors in a text: names and synonyms of the taxonomy, and how far two sectors are apart."""

import re
from collections import Counter

import ahocorasick_rs

from kg.ontology import Ontology

# Boilerplate of registered scopes, and what a firm says it does not do.
NEGATIVE = re.compile(r"不含|除外|不得|依法须经批准|凭许可|须经批准|禁止|除依法|经营活动")
CLAUSE = re.compile(r"[;;。,,、()()\n]")
# Words of every scope, which say nothing about a sector by themselves.
EVERYWHERE = frozenset(
    [
        "服务",
        "研发",
        "销售",
        "技术开发",
        "技术服务",
        "软件开发",
        "软件",
        "科技服务",
        "咨询",
        "贸易",
        "租赁",
        "制造",
        "制造业",
        "服务业",
        "科技",
        "互联网",
        "产业",
        "工业",
        "企业服务",
    ]
)
SAME, CHILD, PARENT, NEIGHBOUR, KINDRED = 1.0, 0.75, 0.7, 0.4, 0.5
# Sectors that serve the same firms though the taxonomy has them on other branches, or does not place them.
KIN = {
    "生物医药": "生命健康", "医疗器械": "生命健康", "医药流通": "生命健康", "医疗健康": "生命健康", "手术机器人": "医疗器械",
    "生物技术研发": "生物医药", "生命科学技术": "生物医药", "机器视觉": "人工智能", "大模型": "人工智能", "车联网": "智能网联汽车",
    "未来车": "智能网联汽车", "新能源汽车": "智能网联汽车", "汽车软件": "智能网联汽车", "快递": "物流", "基金": "金融", "财富管理": "金融",
    "云计算": "数字经济", "大数据": "数字经济", "网络安全": "数字经济", "数字广告": "数字经济", "半导体": "集成电路",
}  # fmt: skip


class Sectors:
    """The taxonomy as one automaton over names, and as a tree."""

    def __init__(self, ontology: Ontology) -> None:
        self.names: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        for sector, parent in ontology.sectors():
            self._add(sector.name, sector.aliases, parent)
        for kind, entry in ontology.gazetteer():
            if kind == "Industry":
                self._add(entry.name, entry.aliases, entry.parent)
        for name in {*self.names.values()}:
            if name not in self.parents and (inner := self._inner(name)):
                self.parents[name] = inner
        self.listed = [name for name in self.names if len(name) > 1 and name not in EVERYWHERE]
        self.automaton = ahocorasick_rs.AhoCorasick(self.listed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _add(self, name: str, aliases: tuple[str, ...], parent: str | None) -> None:
        for alias in (name, *aliases):
            self.names.setdefault(alias, name)
        if parent:
            self.parents.setdefault(name, parent)

    def _inner(self, name: str) -> str:
        """Return the longest sector that a name ends with: 私募基金 is a kind of 基金."""
        tails = (name[i:] for i in range(1, len(name) - 1))
        return next((self.names[tail] for tail in tails if tail in self.names and self.names[tail] != name), "")

    def find(self, text: str) -> Counter[str]:
        """Return how often each sector is named, by its name in the taxonomy."""
        return Counter(self.names[self.listed[i]] for i, _, _ in self.automaton.find_matches_as_indexes(text))

    def of_scope(self, scope: str) -> Counter[str]:
        """Return the sectors of a business scope (经营范围) without clauses that exclude or only license."""
        found: Counter[str] = Counter()
        for clause in CLAUSE.split(scope):
            if not NEGATIVE.search(clause):
                found.update(self.find(clause))
        return found

    def nearness(self, wanted: str, offered: str) -> float:
        """Return 1 for the same sector, less for a child, a parent, a kindred one or a neighbour of it, else 0."""
        if wanted == offered:
            return SAME
        if self.parents.get(offered) == wanted:
            return CHILD
        if self.parents.get(wanted) == offered:
            return PARENT
        if KIN.get(wanted) == offered or KIN.get(offered) == wanted:
            return KINDRED
        if (kin := KIN.get(wanted)) and kin == KIN.get(offered):
            return NEIGHBOUR
        parent = self.parents.get(wanted)
        return NEIGHBOUR if parent and parent == self.parents.get(offered) else 0.0
