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
SAME, CHILD, PARENT, NEIGHBOUR = 1.0, 0.7, 0.55, 0.35


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
        self.listed = [name for name in self.names if len(name) > 1 and name not in EVERYWHERE]
        self.automaton = ahocorasick_rs.AhoCorasick(self.listed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _add(self, name: str, aliases: tuple[str, ...], parent: str | None) -> None:
        for alias in (name, *aliases):
            self.names.setdefault(alias, name)
        if parent:
            self.parents.setdefault(name, parent)

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
        """Return 1 for the same sector, less for a child, a parent or a neighbour of it, else 0."""
        if wanted == offered:
            return SAME
        if self.parents.get(offered) == wanted:
            return CHILD
        if self.parents.get(wanted) == offered:
            return PARENT
        parent = self.parents.get(wanted)
        return NEIGHBOUR if parent and parent == self.parents.get(offered) else 0.0
