"""Sectors in a text: names, synonyms, codes and hints of the taxonomy, and how far two sectors are apart."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

from kg.kinds import FIRM, SECTOR
from kg.link.scopes import Reading, ScopeReader, read_lexicon, read_name

if TYPE_CHECKING:
    from kg.ontology import Ontology

CODE = re.compile(r"(?<![A-Za-z0-9])[A-T]?\d{2,4}(?![A-Za-z0-9年月日])")
# Words of every scope, which say nothing about a sector by themselves.
EVERYWHERE = frozenset(
    [
        "服务",
        "研发",
        "销售",
        "技术开发",
        "技术服务",
        "技术研发",
        "软件开发",
        "软件",
        "科技服务",
        "咨询",
        "咨询服务",
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
        "信息咨询",
        "商业",
        "商务",
        "设计",
        "数字",
        "信息技术",
        "数字技术",
        "批发",
        "零售",
        "商务服务",
        "孵化",
        "认证",
        "建筑",
    ]
)
SAME, CHILD, PARENT, NEIGHBOUR, KINDRED, FAR = 1.0, 0.75, 0.7, 0.4, 0.5, 0.12
# Sectors that serve the same firms though the taxonomy has them on other branches, or does not place them.
KIN = {
    "生物医药": "生命健康", "医疗器械": "生命健康", "医药流通": "生命健康", "医疗健康": "生命健康", "手术机器人": "医疗器械",
    "生物技术研发": "生物医药", "生命科学技术": "生物医药", "机器视觉": "人工智能", "大模型": "人工智能", "车联网": "智能网联汽车",
    "未来车": "智能网联汽车", "新能源汽车": "智能网联汽车", "汽车软件": "智能网联汽车", "快递": "物流", "基金": "股权投资",
    "财富管理": "资产管理", "私募基金": "股权投资", "云计算": "数字经济", "大数据": "数字经济", "网络安全": "数字经济",
    "数字广告": "数字经济", "半导体": "集成电路", "智能芯片": "集成电路设计", "汽车零部件": "汽车", "自动驾驶": "智能网联汽车",
    "医疗机器人": "医疗器械", "医学影像": "医疗器械", "智慧医疗": "生命健康", "创新药械": "医疗器械", "证券": "金融",
    "股权投资": "资产管理", "电子信息": "集成电路", "机器人": "人工智能", "离岸贸易": "跨境贸易", "服务贸易": "跨境贸易",
    "跨境电商": "跨境贸易", "储能": "新能源汽车", "在线新经济": "数字经济", "电子商务": "商贸", "民用航空": "航空航天",
}  # fmt: skip


def taxonomy(ontology: "Ontology") -> dict[str, Any]:
    """Return what `Sectors` is made of: names and synonyms, parents, what names are known for, hints, codes and titles."""
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    known = {kind: dict(said) for kind, said in ontology.known_for.items()}

    def add(name: str, aliases: tuple[str, ...], parent: str | None) -> None:
        for alias in (name, *aliases):
            names.setdefault(alias, name)
        if parent:
            parents.setdefault(name, parent)

    for sector, above in ontology.sectors():
        add(sector.name, sector.aliases, above)
    for kind, entry in ontology.gazetteer():
        if kind == SECTOR:
            add(entry.name, entry.aliases, entry.parent)
        # An entry is known for the same under each of its names.
        for name in (entry.name, *entry.aliases):
            if said := ontology.known_for.get(kind, {}).get(name):
                known[kind] |= dict.fromkeys((entry.name, *entry.aliases), said)
    for name in {*names.values()}:
        if name not in parents and (inner := _inner(name, names)):
            parents[name] = inner
    codes = {code: sector for code, (_, sector) in ontology.divisions.items()}
    return {
        "names": names,
        "parents": dict(sorted(parents.items())),
        "known": known,
        "hints": {hint: sector for sector, hints in ontology.hints.items() for hint in hints},
        "codes": codes | {s.code: s.name for s, _ in ontology.sectors() if s.code},
        "titles": dict(ontology.divisions.values()),
    }


def _inner(name: str, names: Mapping[str, str]) -> str:
    """Return the longest sector that a name ends with: 私募基金 is a kind of 基金."""
    tails = (name[i:] for i in range(1, len(name) - 1))
    return next((names[tail] for tail in tails if tail in names and names[tail] != name), "")


class Sectors:
    """The taxonomy as one automaton over names, as a tree, and what well-known names are known for."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take what `taxonomy` returns, or the same from JSON."""
        self.names: dict[str, str] = given["names"]
        self.parents: dict[str, str] = given["parents"]
        self.known = {
            (kind, name): tuple(said) for kind, names in given["known"].items() for name, said in names.items()
        }
        self.listed = [name for name in self.names if len(name) > 1 and name not in EVERYWHERE]
        self.automaton = ahocorasick_rs.AhoCorasick(self.listed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        self.hints: dict[str, str] = given["hints"]
        self.hinted = re.compile("|".join(map(re.escape, sorted(self.hints, key=len, reverse=True))) or "(?!)")
        self.codes: dict[str, str] = given["codes"]
        self.titles: dict[str, str] = given["titles"]
        self.distances: dict[tuple[str, str], float] = {}
        self.placed: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.above = {name: tuple(self._chain(name)) for name in {*self.names.values(), *self.parents.values()}}

    def _chain(self, name: str) -> Iterable[str]:
        seen = {name}
        while (name := self.parents.get(name, "")) and name not in seen:
            seen.add(name)
            yield name

    def find(self, text: str) -> Counter[str]:
        """Return how often each sector is named, by its name in the taxonomy."""
        return Counter(self.names[self.listed[i]] for i, _, _ in self.automaton.find_matches_as_indexes(text))

    def hint(self, name: str) -> set[str]:
        """Return the sectors that the characters of a name speak of: 滴水湖AI创新港 of 人工智能."""
        return {self.hints[found] for found in self.hinted.findall(name)}

    def of_known(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return what an entity is known for: by one of its names, else by the longest known name inside one."""
        given = list(names)
        for name in given:
            if (kind, name) in self.known:
                return self.known[kind, name]
        if kind == FIRM:
            return ()
        # Names are short, known names are thousands: the parts of a name are looked up, not the known names in it.
        inside = {name[i:j] for name in given for i in range(len(name)) for j in range(i + 3, len(name) + 1)}
        found = [part for part in inside if (kind, part) in self.known]
        return self.known[kind, min(found, key=lambda part: (-len(part), part))] if found else ()

    def of_industry(self, text: str) -> set[str]:
        """Return the sectors of an industry column: names, GB/T 4754-2017 codes such as C39 or 3973, division names."""
        codes = (self._of_code(code) for code in CODE.findall(text))
        titles = (sector for title, sector in self.titles.items() if len(title) > 2 and title in text)
        return {*self.find(text), *filter(None, codes), *titles}

    def _of_code(self, code: str) -> str:
        digits = code.lstrip("ABCDEFGHIJKLMNOPQRST")
        tries = (code, digits, digits[:3], digits[:2])
        by_digits = {key.lstrip("ABCDEFGHIJKLMNOPQRST"): sector for key, sector in self.codes.items()}
        return next((by_digits[t] for t in tries if len(t) > 1 and t in by_digits), "")

    @cached_property
    def reader(self) -> ScopeReader:
        """The reader of scopes for this taxonomy; its lexicon is read at the first question."""
        return ScopeReader(read_lexicon(self.names, EVERYWHERE))

    def of_scope(self, scope: str) -> list[Reading]:
        """Return the sectors of a business scope (经营范围), the surest first, see `kg.link.scopes`."""
        return self.reader.read(scope) if scope.strip() else []

    def of_name(self, short: str) -> dict[str, tuple[float, str]]:
        """Return the sectors that the name of a firm speaks of, each with how much it says (0 to 1) and the word."""
        found = {sector: said for sector, said in read_name(short).items() if sector in self.known_sectors}
        return found | {sector: (1.0, sector) for sector in self.find(short) if sector not in found}

    @cached_property
    def known_sectors(self) -> frozenset[str]:
        """The sectors of the taxonomy by their names."""
        return frozenset(self.names.values())

    def nearness(self, wanted: str, offered: str) -> float:
        """Return 1 for the same sector, less for a child, a parent, a kindred one or a neighbour of it, else 0."""
        if (wanted, offered) not in self.distances:
            self.distances[wanted, offered] = self._nearness(wanted, offered)
        return self.distances[wanted, offered]

    def relatives(self, name: str) -> set[str]:
        """Return a sector, what is above it and what it is kindred to: sectors that share none of these are not near."""
        placed, above = self._placed(name)
        return {placed, *above, *filter(None, (KIN.get(placed),))}

    def _placed(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Return a sector by its name in the taxonomy and what is above it; one that is in none is under what its name ends with."""
        name = self.names.get(name, name)
        if name in self.above:
            return name, self.above[name]
        inner = _inner(name, self.names)
        return name, (inner, *self.above.get(inner, ())) if inner else ()

    def _nearness(self, wanted: str, offered: str) -> float:
        for name in (wanted, offered):
            if name not in self.placed:
                self.placed[name] = self._placed(name)
        (wanted, up), (offered, other) = self.placed[wanted], self.placed[offered]
        if wanted == offered:
            return SAME
        if wanted in other:
            return CHILD ** (other.index(wanted) + 1)
        if offered in up:
            return PARENT ** (2 * up.index(offered) + 1)
        kin, also = KIN.get(wanted), KIN.get(offered)
        if kin == offered or also == wanted:
            return KINDRED
        if kin and kin == also:
            return NEIGHBOUR
        if up and other and up[0] == other[0]:
            # Children of one root have little in common: cars and chips are both made.
            return NEIGHBOUR if self.parents.get(up[0]) else FAR
        return 0.0
