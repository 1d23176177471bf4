"""Values that 分别 deals out: `A、B分别下降39.0%和20.7%` gives A the first and B the second."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from extractors.annotations import Quantity, Span
from extractors.rules import load_rules
from extractors.targets.value_context import CLAUSE, LEAD

MARK, FIRST, NEXT, LED_IN, BEGIN, YEARS, JOINED, MEASURE = load_rules("targets", "respectively")
# How far before 分别 its names may begin (characters).
REACH = 120
# The score of a value whose name is sure, and of one that may belong to several: an edge below 0.5 is doubtful.
SURE, DOUBTFUL = 0.9, 0.3
TRAIL = "respectively"
OPENING, CLOSING = "([{“‘《「", ")]}”’》」"


@dataclass(frozen=True, slots=True)
class Given:
    """What 分别 gives a value: its indicator, how sure that is, the words that say its kind, its unit."""

    indicator: Span
    score: float
    before: str
    unit: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands behind 分别 and the words that say its kind; `own` where they stand before it alone."""

    quantity: Quantity
    before: str
    own: bool


def deal_out(text: str, sentence: Span, quantities: Sequence[Quantity], names: Set[int]) -> dict[int, Given]:
    """Return what 分别 gives the values of a sentence, by their start; `names` are the offsets inside mentions."""
    given: dict[int, Given] = {}
    starts = [q.start for q in quantities]
    whole: Span | None = None
    for mark in MARK.regex.finditer(text, *sentence):
        blocks = list(_blocks(text, mark, quantities[bisect_left(starts, mark.end()) :]))
        whole = _names(text, max(sentence[0], mark.start() - REACH), mark.start(), quantities) or whole
        years = YEARS.regex.search(text[max(sentence[0], mark.start() - REACH) : mark.start()])
        if blocks and whole and not years:
            for i, block in enumerate(blocks):
                given |= _deal(text, whole, block, names, first=i == 0)
    return given


def _blocks(text: str, mark: re.Match[str], quantities: Sequence[Quantity]) -> Iterator[list[Value]]:
    """Yield the values behind 分别 up to the first word of another matter, those behind a comma as a block of their own."""
    block: list[Value] = []
    end, lead = mark.end(), ""
    for quantity in quantities:
        words = text[end : quantity.start]
        joined = NEXT.regex.fullmatch(words) if block else FIRST.regex.fullmatch(words)
        if joined is None:
            break
        own = joined.groupdict()
        if own.get("own"):
            yield block
            block = []
        said = own.get("lead") or ("" if own else words)
        lead = said or lead
        block.append(Value(quantity, lead, bool(said)))
        end = quantity.end
    if block:
        yield block


def _names(text: str, first: int, at: int, quantities: Sequence[Quantity]) -> Span | None:
    """Return where the names stand that a 分别 at `at` speaks of: in its clause, else in the clause before."""
    end = at
    for _ in range(2):
        start = max((m.end() for m in CLAUSE.regex.finditer(text, first, end)), default=first)
        start = max([start, *(q.end for q in quantities if start <= q.start < end)])
        stop = start + len(LED_IN.regex.sub("", text[start:end]))
        start = max((m.end() for m in BEGIN.regex.finditer(text, start, stop)), default=start)
        lead = LEAD.regex.match(text[start:stop])
        start += lead.end() if lead else 0
        if stop - start >= 2:
            return start, stop
        if start <= first or any(first <= q.start < end for q in quantities):
            return None
        end = start - 1
    return None


def _deal(text: str, whole: Span, block: list[Value], names: Set[int], *, first: bool) -> dict[int, Given]:
    """Give the values of a block their indicators; those behind a comma that do not fit are left to others."""
    parts = next((p for p in _splits(text, whole, names) if len(block) % len(p) == 0 and len(p) > 1), None)
    order = _order([v.quantity.unit for v in block], len(parts)) if parts else None
    if parts is None or order is None:
        if not first:
            return {}
        return {v.quantity.start: Given(whole, DOUBTFUL, v.before, v.quantity.unit) for v in block}
    spans = [_with_measure(text, part, parts[-1]) for part in parts]
    unit = block[-1].quantity.unit
    # Several values a name: the words before each value of the first name speak for those of the others.
    each = len(block) // len(parts) if order[0] == order[1] else len(block)
    return {
        v.quantity.start: Given(
            spans[place], SURE, v.before if v.own else block[i % each].before, v.quantity.unit or unit
        )
        for i, (v, place) in enumerate(zip(block, order, strict=True))
    }


def _order(units: Sequence[str], parts: int) -> list[int] | None:
    """Return which name each value belongs to: each in turn, or several values a name; None where it cannot be told."""
    each = len(units) // parts
    if each == 1:
        return list(range(parts))
    rows = [units[i : i + parts] for i in range(0, len(units), parts)]
    pairs = [units[i : i + each] for i in range(0, len(units), each)]
    in_turn = all(len(set(row)) == 1 for row in rows)
    by_name = all(pair == pairs[0] for pair in pairs)
    if in_turn == by_name:
        return None
    return [i % parts if in_turn else i // each for i in range(len(units))]


def _splits(text: str, whole: Span, names: Set[int]) -> Iterator[list[Span]]:
    """Yield the ways to part `A、B和C`: at every joint, without those inside names, at 、 and the last word, at 、 alone."""
    joints = list(_joints(text, whole))
    outer = [j for j in joints if not (j[0] - 1 in names and j[0] in names and j[1] in names)]
    commas = [j for j in outer if text[j[0]] == "、"]
    words = [j for j in outer if text[j[0]] != "、"]
    behind = [j for j in words[-1:] if not commas or j > commas[-1]]
    for chosen in (outer, [*commas, *behind], commas, words[-1:], joints):
        edges = [whole[0], *(e for joint in chosen for e in joint), whole[1]]
        parts = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
        if all(b - a >= 2 for a, b in parts):
            yield parts


def _joints(text: str, whole: Span) -> Iterator[Span]:
    """Yield the joints between names that stand in no bracket and no quotation marks."""
    for joint in JOINED.regex.finditer(text, *whole):
        before = text[whole[0] : joint.start()]
        if sum(before.count(c) for c in OPENING) == sum(before.count(c) for c in CLOSING):
            yield joint.span()


def _with_measure(text: str, part: Span, last: Span) -> Span:
    """Return a name up to the end of the last one, where that one alone says what is measured."""
    if MEASURE.regex.search(text[slice(*last)]) and not MEASURE.regex.search(text[slice(*part)]):
        return part[0], last[1]
    return part


def with_unit(quantity: Quantity, given: Given | None) -> Quantity:
    """Return a value with the unit that the last of its row says for all: `19.8亿、9亿美元`."""
    return replace(quantity, unit=given.unit) if given else quantity
