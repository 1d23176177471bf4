"""What the classifier sees of a pair of mentions. Every column has a name, which the model's manifest repeats."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from extractors.annotations import Mention
from extractors.inference.trees import Floats
from extractors.relations.candidates import Key
from extractors.relations.classes import NAMES, ORDER
from extractors.relations.context import Context, read_context
from extractors.rules import load_rules, load_table
from extractors.structure import analyse

WORDS = load_rules("relations", "words")
VERBS_BEFORE = frozenset(load_table("relations", "verbs-before"))
# Of the words, the first so many are also looked for behind the later mention and before the tail.
FEW = 8
# How many characters are looked at: of a long gap its first and last, behind the later mention, before the tail.
EDGE, BEHIND, AHEAD = 30, 12, 6
# How many mentions on either side are searched for members of the same list.
NEARBY = 8

BETWEEN = tuple(f"between-{rule.id}" for rule in WORDS)
BEHIND_LATER = tuple(f"behind-{rule.id}" for rule in WORDS[:FEW])
BEFORE_TAIL = tuple(f"before-{rule.id}" for rule in WORDS[:FEW])
STATED = ("stated", *(f"is-{name}" for name in NAMES))


class Words:
    """Which words stand where: looked up once a place, not once a pair."""

    def __init__(self, context: Context) -> None:
        self.at = context
        self.gaps: dict[tuple[int, int], tuple[str, list[bool]]] = {}
        self.rests: dict[tuple[int, int], list[bool]] = {}
        self.lefts: dict[int, list[bool]] = {}

    def gap(self, first: int, second: int) -> tuple[str, list[bool]]:
        """Return what stands between two mentions, and which words are at its edges."""
        if (first, second) not in self.gaps:
            text = self.at.text[self.at.mentions[first].end : self.at.mentions[second].start]
            near = text if len(text) < 2 * EDGE else text[:EDGE] + text[-EDGE:]
            self.gaps[first, second] = text, [bool(rule.regex.search(near)) for rule in WORDS]
        return self.gaps[first, second]

    def rest(self, second: int, end: int) -> list[bool]:
        """Return which words stand right behind the later mention, up to `end`."""
        after = self.at.mentions[second].end
        until = min(end, after + BEHIND)
        if (second, until) not in self.rests:
            self.rests[second, until] = _few(self.at.text[after:until])
        return self.rests[second, until]

    def left(self, tail: int) -> list[bool]:
        """Return which words stand right before a mention."""
        if tail not in self.lefts:
            start = self.at.mentions[tail].start
            self.lefts[tail] = _few(self.at.text[max(0, start - AHEAD) : start])
        return self.lefts[tail]


def _few(text: str) -> list[bool]:
    return [bool(rule.regex.search(text)) for rule in WORDS[:FEW]]


def position(at: Context, head: int, tail: int, words: Words) -> dict[str, float]:
    """Return where the two of an ordered pair stand, and which words stand between, behind and before them."""
    first, second = min(head, tail), max(head, tail)
    one, other = at.mentions[head], at.mentions[tail]
    gap, near = words.gap(first, second)
    between = at.mentions[first + 1 : second]
    start, end = at.spans[at.sentence[tail]]
    return {
        "head-type": ORDER[one.type],
        "tail-type": ORDER[other.type],
        "sentences-apart": at.sentence[tail] - at.sentence[head],
        "gap": len(gap),
        "head-first": head < tail,
        "between": len(between),
        "between-of-head-type": sum(m.type == one.type for m in between),
        "between-of-tail-type": sum(m.type == other.type for m in between),
        "commas": 2 * gap.count(","),
        "stops": gap.count("。") + gap.count(";"),
        "head-labels-tail": at.label[tail] == head,
        "tail-labels-head": at.label[head] == tail,
        "tail-labelled": at.label[tail] >= 0,
        "head-nth": at.nth[head],
        "tail-nth": at.nth[tail],
        "head-offset": one.start - at.spans[at.sentence[head]][0],
        "tail-offset": other.start - start,
        "sentence-length": end - start,
        "same-list": at.listed[head] == at.listed[tail],
        "lists-apart": at.listed[second] - at.listed[first],
        "tail-list-size": _members(at, tail),
        "head-list-size": _members(at, head),
        "head-length": one.end - one.start,
        "tail-length": other.end - other.start,
        "first-sentence": at.sentence[first] == 0 or at.line[first] != at.line[max(0, first - at.nth[first] - 1)],
        "head-before-colon": at.text[one.end : one.end + 1] in ":: ",
        "head-opens": at.opens[head],
        "head-comma": at.comma[head],
        "tail-opens": at.opens[tail],
        "tail-comma": at.comma[tail],
        "opens-between": sum(at.opens[first + 1 : second]),
        "commas-between": sum(at.comma[first + 1 : second]),
        "head-type-opens-between": sum(
            o and m.type == one.type for o, m in zip(at.opens[first + 1 : second], between, strict=True)
        ),
        "head-sentence-of-line": at.sentence[head] - at.first[head],
        "tail-sentence-of-line": at.sentence[tail] - at.first[tail],
        "head-repeats": at.repeats[head],
        "tail-repeats": at.repeats[tail],
        "head-score": one.score,
        "tail-score": other.score,
        "head-type-before-tail": _before_in_sentence(at, tail, one.type),
        "head-quoted": at.text[max(0, one.start - 1) : one.start] in "“《",
        "head-behind-verb": at.text[max(0, one.start - 2) : one.start] in VERBS_BEFORE,
        "gap-begins-with-of": at.text[at.mentions[first].end : at.mentions[first].end + 1] in "”的",
        **dict(zip(BETWEEN, near, strict=True)),
        **dict(zip(BEHIND_LATER, words.rest(second, end), strict=True)),
        **dict(zip(BEFORE_TAIL, words.left(tail), strict=True)),
    }


def overlap(at: Context, head: int, tail: int) -> dict[str, float]:
    """Return what the two of an ordered pair share: words, where headings and subjects are, which verbs govern the two."""
    one, other = at.name(head), at.name(tail)
    longest = common(one, other)
    return {
        "tail-name-in-head": other in one,
        "head-name-in-tail": one in other,
        "common": longest,
        "common-share": longest / min(len(one), len(other)),
        "head-is-heading": at.heading[tail] == head,
        "tail-is-heading": at.heading[head] == tail,
        "head-leads": head in at.leads,
        "tail-leads": tail in at.leads,
        "verb-before-head": at.before[head],
        "verb-before-tail": at.before[tail],
        "verb-after-head": at.after[head],
        "verb-after-tail": at.after[tail],
        "head-is-subject": at.subject[tail] == head,
        "tail-is-subject": at.subject[head] == tail,
        "same-verb-other-list": at.before[head] == at.before[tail] and at.listed[head] != at.listed[tail],
        "tail-is-zone": at.zone[head] == tail,
        "head-is-zone": at.zone[tail] == head,
        "zone-before-head": at.own_zone[head],
        "zone-before-tail": at.own_zone[tail],
    }


def _members(at: Context, mention: int) -> int:
    """Count the members of a mention's list near it."""
    near = at.listed[max(0, mention - NEARBY) : mention + NEARBY]
    return sum(group == at.listed[mention] for group in near)


@lru_cache(maxsize=50_000)
def common(one: str, other: str) -> int:
    """Return the length of the longest text that stands in both names."""
    best = 0
    for i in range(len(one)):
        while i + best < len(one) and one[i : i + best + 1] in other:
            best += 1
    return best


def _before_in_sentence(at: Context, tail: int, type: str) -> int:
    """Count the mentions of a type between the start of the tail's sentence and the tail."""
    begin = at.spans[at.sentence[tail]][0]
    return sum(m.type == type and begin <= m.start for m in at.mentions[max(0, tail - at.nth[tail]) : tail])


def rows(at: Context, keys: Sequence[Key], ruled: Mapping[Key, float]) -> Floats:
    """Return (relations, COLUMNS) for the possible relations `keys`; `ruled` are the scores that rules give some."""
    words = Words(at)
    found: list[list[float]] = []
    seen: tuple[int, int] | None = None
    shared: list[float] = []
    more: list[float] = []
    for head, kind, tail in keys:
        if (head, tail) != seen:
            seen = head, tail
            shared, more = list(position(at, head, tail, words).values()), list(overlap(at, head, tail).values())
        is_relation = (kind == k for k in range(len(NAMES)))
        found.append([*shared, ruled.get((head, kind, tail), 0.0), *is_relation, *more])
    return np.asarray(found, dtype=np.float64).reshape(len(found), len(COLUMNS))


def _names() -> tuple[str, ...]:
    """Return the names of the columns in their order, as they come of one pair."""
    text = "甲乙"
    mentions = [Mention(i, i + 1, type, 1.0, ("example",)) for i, type in enumerate(list(ORDER)[:2])]
    at = read_context(analyse(text, None), mentions)
    return *position(at, 0, 1, Words(at)), *STATED, *overlap(at, 0, 1)


COLUMNS: tuple[str, ...] = _names()
