"""What the classifier sees of a pair of mentions. Every column has a name, which the model's manifest repeats."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from extractors.inference.trees import Floats
from extractors.relations.candidates import Key
from extractors.relations.classes import NAMES, ORDER
from extractors.relations.context import Context
from extractors.rules import load_rules

WORDS = load_rules("relations", "words")
# Of the words, the first so many are also looked for behind the later mention and before the tail.
FEW = 8
# How many characters are looked at: of a long gap its first and last, behind the later mention, before the tail.
EDGE, BEHIND, AHEAD = 30, 12, 6
# How many mentions on either side are searched for members of the same list.
NEARBY = 8

POSITION = (
    "head-type", "tail-type", "sentences-apart", "gap", "head-first", "between", "between-of-head-type",
    "between-of-tail-type", "commas", "stops", "head-labels-tail", "tail-labels-head", "tail-labelled", "head-nth",
    "tail-nth", "head-offset", "tail-offset", "sentence-length", "same-list", "lists-apart", "tail-list-size",
    "head-list-size", "head-length", "tail-length", "first-sentence", "head-before-colon", "head-opens", "head-comma",
    "tail-opens", "tail-comma", "opens-between", "commas-between", "head-type-opens-between", "head-sentence-of-line",
    "tail-sentence-of-line", "head-repeats", "tail-repeats", "head-score", "tail-score", "head-type-before-tail",
    "head-quoted", "head-behind-verb", "gap-begins-with-of",
)  # fmt: skip
WORD_COLUMNS = (
    *(f"between-{rule.id}" for rule in WORDS),
    *(f"behind-{rule.id}" for rule in WORDS[:FEW]),
    *(f"before-{rule.id}" for rule in WORDS[:FEW]),
)
STATED = ("stated", *(f"is-{name}" for name in NAMES))
OVERLAP = (
    "tail-name-in-head", "head-name-in-tail", "common", "common-share", "head-is-heading", "tail-is-heading",
    "head-leads", "tail-leads", "verb-before-head", "verb-before-tail", "verb-after-head", "verb-after-tail",
    "head-is-subject", "tail-is-subject", "same-verb-other-list", "tail-is-zone", "head-is-zone", "zone-before-head",
    "zone-before-tail",
)  # fmt: skip
COLUMNS: tuple[str, ...] = (*POSITION, *WORD_COLUMNS, *STATED, *OVERLAP)


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


def position(at: Context, head: int, tail: int, words: Words) -> list[float]:
    """Return the columns POSITION and WORD_COLUMNS of one ordered pair."""
    first, second = min(head, tail), max(head, tail)
    one, other = at.mentions[head], at.mentions[tail]
    gap, near = words.gap(first, second)
    between = at.mentions[first + 1 : second]
    start, end = at.spans[at.sentence[tail]]
    return [
        ORDER[one.type],
        ORDER[other.type],
        at.sentence[tail] - at.sentence[head],
        len(gap),
        head < tail,
        len(between),
        sum(m.type == one.type for m in between),
        sum(m.type == other.type for m in between),
        2 * gap.count(","),
        gap.count("。") + gap.count(";"),
        at.label[tail] == head,
        at.label[head] == tail,
        at.label[tail] >= 0,
        at.nth[head],
        at.nth[tail],
        one.start - at.spans[at.sentence[head]][0],
        other.start - start,
        end - start,
        at.listed[head] == at.listed[tail],
        at.listed[second] - at.listed[first],
        _members(at, tail),
        _members(at, head),
        one.end - one.start,
        other.end - other.start,
        at.sentence[first] == 0 or at.line[first] != at.line[max(0, first - at.nth[first] - 1)],
        at.text[one.end : one.end + 1] in ":: ",
        at.opens[head],
        at.comma[head],
        at.opens[tail],
        at.comma[tail],
        sum(at.opens[first + 1 : second]),
        sum(at.comma[first + 1 : second]),
        sum(o and m.type == one.type for o, m in zip(at.opens[first + 1 : second], between, strict=True)),
        at.sentence[head] - at.first[head],
        at.sentence[tail] - at.first[tail],
        at.repeats[head],
        at.repeats[tail],
        one.score,
        other.score,
        _before_in_sentence(at, tail, one.type),
        at.text[max(0, one.start - 1) : one.start] in "“《",
        at.text[max(0, one.start - 2) : one.start] in ("推进", "加快", "建设", "打造", "依托", "围绕", "推动", "发挥"),
        at.text[at.mentions[first].end : at.mentions[first].end + 1] in "”的",
        *near,
        *words.rest(second, end),
        *words.left(tail),
    ]


def overlap(at: Context, head: int, tail: int) -> list[float]:
    """Return the columns OVERLAP: shared words, where headings and subjects are, which verbs govern the two."""
    one, other = at.name(head), at.name(tail)
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
            seen, shared, more = (head, tail), position(at, head, tail, words), overlap(at, head, tail)
        is_relation = (kind == k for k in range(len(NAMES)))
        found.append([*shared, ruled.get((head, kind, tail), 0.0), *is_relation, *more])
    return np.asarray(found, dtype=np.float64).reshape(len(found), len(COLUMNS))
