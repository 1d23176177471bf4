"""Pairs of mentions that may stand in a relation, described by how they lie in the text."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np

from extractors.annotations import RelationHit
from extractors.inference.trees import Floats
from extractors.relations.context import Layout

Key = tuple[int, int, int]
PLACES = ("Zone", "District", "Town", "Region")
RELATIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "LOCATED_IN": (("Zone", "Project", "Institution", "Enterprise", "Event"), PLACES),
    "PART_OF": (("Zone", "Program", "Project", "Policy"), ("Zone", "Program", "Project")),
    "FOCUSES_ON": (("District", "Zone", "Program", "Policy", "Institution", "Project"), ("Industry",)),
    "OPERATES_IN": (("Enterprise",), ("Industry",)),
    "IMPLEMENTS": (("District", "Town", "Zone"), ("Program", "Policy")),
    "SUPPORTS": (("Program", "Policy"), ("Zone", "Project", "Enterprise", "Institution", "District", "Event")),
    "HOSTS": (("District", "Zone", "Institution"), ("Event",)),
    "DEVELOPS": (("Enterprise", "Institution"), ("Project", "Zone")),
    "COOPERATES_WITH": (("District", "Zone", "Enterprise", "Institution", "Region"),) * 2,
}
PART_OF = {
    ("Zone", "Zone"),
    ("Program", "Program"),
    ("Project", "Project"),
    ("Project", "Program"),
    ("Policy", "Program"),
}
TYPES = ("District", "Town", "Region", "Zone", "Project", "Program", "Policy", "Enterprise", "Institution", "Industry", "Event")  # fmt: skip
NAMES = tuple(RELATIONS)
ORDER = {kind: i for i, kind in enumerate(TYPES)}
TRIGGERS = tuple(
    re.compile(words)
    for words in (
        "落户|入驻|落地|位于|坐落|迁入|引进|引入|集聚了|设立",
        "合作|签署|签约|共建|对口|结对|携手|联合|与",
        "聚焦|发展|集聚|打造|布局|培育|做强|形成|重点|特色",
        "产业|领域|企业|行业|服务|技术",
        "举办|举行|承办|召开|办好|参加",
        "支持|助力|赋能|服务|落实",
        "推进|推动|加快|建设|实施|开展|深化",
        "投资|开发|建设|运营|打造|承建|投入",
        "包括|其中|等|如|分别|以及|之一|作为|纳入",
        "在|内|中|区域|地区",
        "出台|发布|制定|实施",
        "围绕|依托|以|通过|借助",
    )
)
REACH = 6


def pairs(at: Layout) -> list[tuple[int, int]]:
    """Return ordered pairs of mentions near enough: some sentences of one line apart, or label and dependent."""
    found: set[tuple[int, int]] = set()
    for i in range(len(at.ents)):
        for j in range(i + 1, len(at.ents)):
            if at.sentence[j] - at.sentence[i] > REACH or at.line[j] != at.line[i]:
                break
            found.update(((i, j), (j, i)))
        for over in (at.label[i], at.heading[i]):
            if over >= 0 and over != i:
                found.update(((i, over), (over, i)))
    return sorted((i, j) for i, j in found if at.text[slice(*at.ents[i][:2])] != at.text[slice(*at.ents[j][:2])])


@cache
def allowed(head: str, tail: str) -> list[int]:
    """Return the relations (indices into NAMES) that may hold between two types."""
    return [
        k
        for k, (name, (heads, tails)) in enumerate(RELATIONS.items())
        if head in heads and tail in tails and (name != "PART_OF" or (head, tail) in PART_OF)
    ]


class Seen:
    """Which trigger words stand where: looked up once a place, not once a pair."""

    def __init__(self, at: Layout) -> None:
        self.at = at
        self.gaps: dict[tuple[int, int], tuple[str, list[bool]]] = {}
        self.rests: dict[tuple[int, int], list[bool]] = {}
        self.lefts: dict[int, list[bool]] = {}

    def gap(self, first: int, second: int) -> tuple[str, list[bool]]:
        """Return what stands between two mentions, and the triggers in its first and last 30 characters."""
        if (first, second) not in self.gaps:
            text = self.at.text[self.at.ents[first][1] : self.at.ents[second][0]]
            near = text if len(text) < 60 else text[:30] + text[-30:]
            self.gaps[first, second] = text, [bool(t.search(near)) for t in TRIGGERS]
        return self.gaps[first, second]

    def rest(self, second: int, end: int) -> list[bool]:
        """Return the triggers in the 12 characters after the later mention, up to `end`."""
        after = self.at.ents[second][1]
        until = min(end, after + 12)
        if (second, until) not in self.rests:
            self.rests[second, until] = [bool(t.search(self.at.text[after:until])) for t in TRIGGERS[:8]]
        return self.rests[second, until]

    def left(self, tail: int) -> list[bool]:
        """Return the triggers in the 6 characters before a mention."""
        if tail not in self.lefts:
            start = self.at.ents[tail][0]
            text = self.at.text[max(0, start - 6) : start]
            self.lefts[tail] = [bool(t.search(text)) for t in TRIGGERS[:8]]
        return self.lefts[tail]


def describe(at: Layout, head: int, tail: int, seen: "Seen") -> list[float]:
    """Return the features of one ordered pair."""
    first, second = min(head, tail), max(head, tail)
    (hs, he, hk), (ts, te, tk) = at.ents[head], at.ents[tail]
    gap, near = seen.gap(first, second)
    between = at.ents[first + 1 : second]
    start, end = at.spans[at.sentence[tail]]
    return [
        ORDER[hk],
        ORDER[tk],
        at.sentence[tail] - at.sentence[head],
        len(gap),
        head < tail,
        len(between),
        sum(e[2] == hk for e in between),
        sum(e[2] == tk for e in between),
        gap.count(",") + gap.count(","),
        gap.count("。") + gap.count(";"),
        at.label[tail] == head,
        at.label[head] == tail,
        at.label[tail] >= 0,
        at.nth[head],
        at.nth[tail],
        hs - at.spans[at.sentence[head]][0],
        ts - start,
        end - start,
        at.listed[head] == at.listed[tail],
        at.listed[second] - at.listed[first],
        sum(g == at.listed[tail] for g in at.listed[max(0, tail - 8) : tail + 8]),
        sum(g == at.listed[head] for g in at.listed[max(0, head - 8) : head + 8]),
        he - hs,
        te - ts,
        at.sentence[first] == 0 or at.line[first] != at.line[max(0, first - at.nth[first] - 1)],
        at.text[he : he + 1] in ":: ",
        at.opens[head],
        at.comma[head],
        at.opens[tail],
        at.comma[tail],
        sum(at.opens[first + 1 : second]),
        sum(at.comma[first + 1 : second]),
        sum(o and e[2] == hk for o, e in zip(at.opens[first + 1 : second], between, strict=True)),
        at.sentence[head] - at.first[head],
        at.sentence[tail] - at.first[tail],
        at.repeats[head],
        at.repeats[tail],
        at.sure[head],
        at.sure[tail],
        _before_clause(at, tail, hk),
        at.text[max(0, hs - 1) : hs] in "“《",
        at.text[max(0, hs - 2) : hs] in ("推进", "加快", "建设", "打造", "依托", "围绕", "推动", "发挥"),
        at.text[at.ents[first][1] : at.ents[first][1] + 1] in "”的",
        *near,
        *seen.rest(second, end),
        *seen.left(tail),
    ]


def overlap(at: Layout, head: int, tail: int) -> list[float]:
    """Return how far two names share their words, where headings and subjects are, and which verbs govern them."""
    one, other = at.text[slice(*at.ents[head][:2])], at.text[slice(*at.ents[tail][:2])]
    longest = common(one, other)
    return [
        other in one,
        one in other,
        longest,
        longest / min(len(one), len(other)),
        at.heading[tail] == head,
        at.heading[head] == tail,
        head in at.leads,
        tail in at.leads,
        at.before[head],
        at.before[tail],
        at.after[head],
        at.after[tail],
        at.subject[tail] == head,
        at.subject[head] == tail,
        at.before[head] == at.before[tail] and at.listed[head] != at.listed[tail],
        at.zone[head] == tail,
        at.zone[tail] == head,
        at.own_zone[head],
        at.own_zone[tail],
    ]


@lru_cache(maxsize=50_000)
def common(one: str, other: str) -> int:
    """Return the length of the longest text that stands in both names."""
    best = 0
    for i in range(len(one)):
        while i + best < len(one) and one[i : i + best + 1] in other:
            best += 1
    return best


def _before_clause(at: Layout, tail: int, kind: str) -> int:
    """Count the mentions of `kind` between the start of the tail's sentence and the tail."""
    begin = at.spans[at.sentence[tail]][0]
    return sum(e[2] == kind and begin <= e[0] for e in at.ents[max(0, tail - at.nth[tail]) : tail])


def rows(at: Layout, ruled: Mapping[Key, RelationHit]) -> tuple[list[Key], Floats]:
    """Return (head, relation, tail) of every possible relation and its features.

    `ruled` are the relations that rules state.
    """
    seen = Seen(at)
    keys: list[Key] = []
    found: list[list[float]] = []
    for head, tail in sorted({*pairs(at), *((head, tail) for head, _, tail in ruled)}):
        kinds = allowed(at.ents[head][2], at.ents[tail][2])
        if kinds:
            shared, more = describe(at, head, tail, seen), overlap(at, head, tail)
            for kind in kinds:
                if NAMES[kind] == "COOPERATES_WITH" and head > tail:
                    continue
                keys.append((head, kind, tail))
                hit = ruled.get((head, kind, tail))
                found.append([*shared, hit.confidence if hit else 0.0, *(kind == k for k in range(len(NAMES))), *more])
    width = 44 + len(TRIGGERS) + 16 + len(NAMES) + 19
    return keys, np.asarray(found, dtype=np.float64).reshape(len(found), width)
