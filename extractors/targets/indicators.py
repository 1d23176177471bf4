"""The words that say what a number measures: candidate spans around a value, and a learned choice among them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from extractors.annotations import Span
from extractors.inference.trees import Trees
from extractors.paths import MODELS
from extractors.rules import load_rules
from extractors.targets.indicator_features import COLUMNS, features
from extractors.targets.value_context import (
    AROUND,
    CLAUSE,
    LEAD,
    NOUN,
    PASSIVE,
    RANGE,
    STOP,
    TAIL,
    VERB,
    YEAR,
    Place,
    clause_start,
)  # fmt: skip

(UNFIT,) = load_rules("indicators", "unfit")
OPENING, CLOSING = load_rules("indicators", "trims")
MODEL = MODELS / "indicators.npz"
# Signs of comparison between an indicator and its value.
SIGNS = "≥≧⩾>≤≦⩽<≈ "
# Characters of an indicator: fewer say nothing, more take in the rest of the clause.
SHORTEST, LONGEST = 2, 30
# How far back from its last character an indicator may begin.
REACH = 24


def candidates(place: Place, chosen: Sequence[Span]) -> list[tuple[str, Span]]:
    """Return (kind, span) pairs, kinds as in KINDS of extractors.targets.indicator_features; `chosen` are the spans of earlier values of the sentence."""
    found: dict[Span, str] = {}
    for kind, start, last in (*_after(place), *_before(place), *_far(place, chosen)):
        end = start + len(place.text[start:last].rstrip(SIGNS))
        begin, stop = _whole_quotes(place, _bare(place.text, start, end), end)
        if SHORTEST <= stop - begin <= LONGEST:
            found.setdefault((begin, stop), kind)
    return [(kind, span) for span, kind in found.items()]


def _bare(text: str, start: int, end: int) -> int:
    """Return where a candidate begins without the blanks and marks before it."""
    return end - len(text[start:end].lstrip(" \t、"))


def _whole_quotes(place: Place, start: int, end: int) -> Span:
    """Return a candidate with the quotation marks whose partners it holds: `林粮”产量` begins at its opening mark."""
    words = place.text[start:end]
    opening, closing = words.rfind("“"), words.find("”")
    if closing >= 0 and "“" not in words[:closing]:
        mark = place.text.rfind("“", max(place.first, start - REACH), start)
        start = mark if mark >= 0 else start + closing + 1
    if opening >= 0 and "”" not in words[opening:]:
        mark = place.text.find("”", end, min(place.last, end + REACH))
        if opening > 0 or mark < 0:
            return (start, start + opening) if opening >= SHORTEST else (start + opening + 1, end)
        end = mark + 1
    alone = place.text[start] == "“" and place.text.find("”", start, end) == end - 1
    return (start + 1, end - 1) if alone else (start, end)


def _after(place: Place) -> Iterator[tuple[str, int, int]]:
    around = AROUND.regex.match(place.text, place.end, place.last)
    at = around.end() if around else place.end
    noun = NOUN.regex.match(place.text, at, place.last)
    if not noun or noun.group()[0] in "((":
        return
    words = noun.group()
    cuts = [m for m in STOP.regex.finditer(words, 1) if not place.splits(at + m.start())]
    yield "after", at, at + (cuts[0].start() if cuts else len(words))
    yield "after_long", at, at + len(words)
    if len(cuts) > 1:
        yield "after_all", at, at + cuts[1].start()
    award = PASSIVE.regex.search(words)
    if award:
        yield "award", at + award.end(), at + len(words)


def _before(place: Place) -> Iterator[tuple[str, int, int]]:
    begin = clause_start(place, place.start)
    yield from _head(place, begin, place.start, "before")
    name = max((i + 1 for i in range(begin, place.start) if i in place.names), default=begin)
    value = max((end for _, end in place.earlier if end < place.start), default=begin)
    for at, kind in ((name, "behind_name"), (value, "behind_value")):
        if at > begin:
            skip, stop = _core(place, at, place.start)
            yield kind, _within_reach(place, skip, stop), stop


def _head(place: Place, begin: int, end: int, name: str) -> Iterator[tuple[str, int, int]]:
    """Yield what the words [begin, end) before a value say without the verbs around it."""
    text, (skip, stop) = place.text, _core(place, begin, end)
    yield name, _within_reach(place, skip, stop), stop
    inner = [
        m.end()
        for m in VERB.regex.finditer(text, begin, stop)
        if skip < m.end() < stop - 1 and not place.splits(m.end())
    ]
    if inner:
        yield f"{name}_last", inner[-1], stop
    if name == "before":
        yield "before_raw", begin, stop
        for mark, kind in (("、", "before_list"), ("的", "before_of")):
            at = text.rfind(mark, begin + 1, stop)
            if at > 0:
                yield kind, at + 1, stop


def _core(place: Place, begin: int, end: int) -> Span:
    """Return where the words [begin, end) stand without the verbs, years and ranges around them."""
    text = place.text
    stop = begin + len(YEAR.regex.sub("", text[begin : _tail(place, begin, end)]))
    stop = _tail(place, begin, stop)
    stop = _tail(place, begin, begin + len(RANGE.regex.sub("", text[begin:stop])))
    return _lead(place, begin, stop), stop


def _within_reach(place: Place, begin: int, end: int) -> int:
    """Return where a candidate begins that would reach further back than REACH."""
    return max(begin, _near(place, end - REACH))


def _tail(place: Place, begin: int, end: int) -> int:
    """Return where the verbs begin that stand before a value; none of them begins inside a word."""
    tail = TAIL.regex.search(place.text[begin:end])
    at = begin + tail.start() if tail else end
    while at < end and (place.splits(at) or not TAIL.regex.match(place.text[at:end])):
        at += 1
    return at


def _lead(place: Place, begin: int, end: int) -> int:
    """Return where the verbs end with which a clause opens; none of them ends inside a word."""
    lead = LEAD.regex.match(place.text[begin:end])
    at = begin + lead.end() if lead and lead.end() < end - begin - 1 else begin
    while at > begin and (place.splits(at) or not LEAD.regex.fullmatch(place.text[begin:at])):
        at -= 1
    return at


def _near(place: Place, at: int) -> int:
    """Return the next offset that splits no word."""
    while at < place.start and place.splits(at):
        at += 1
    return at


def _far(place: Place, chosen: Sequence[Span]) -> Iterator[tuple[str, int, int]]:
    if chosen:
        yield "previous", *chosen[-1]
    if len(chosen) > 1:
        yield "earlier", *chosen[-2]
    begin = clause_start(place, place.start)
    if begin > place.first + 1:
        earlier = clause_start(place, begin - 1)
        yield from _head(place, earlier, begin - 1, "clause")
        stop = CLAUSE.regex.search(place.text, place.first)
        if stop and stop.start() < begin - 1:
            skip, end = _core(place, place.first, stop.start())
            yield "first", _within_reach(place, skip, end), end
    elif not chosen:
        back = place.text.rfind("。", 0, place.first - 1) + 1 if place.first > 1 else 0
        yield "title", max(back, _near(place, place.first - REACH)), place.first - 1


def tidy(text: str, span: Span) -> Span:
    """Return an indicator without a number of a paragraph, whose it is and the verbs around it, where enough is left."""
    start, end = span
    opening = OPENING.regex.match(text, start, end)
    if opening and end - opening.end() >= SHORTEST:
        start = opening.end()
    closing = CLOSING.regex.search(text[start:end])
    if closing and closing.start() >= SHORTEST:
        end = start + closing.start()
    return start, end


class Chooser:
    """Chooses the span that says what a value measures."""

    def __init__(self, path: Path = MODEL) -> None:
        self.trees = Trees(path, COLUMNS)

    def choose(self, place: Place, chosen: Sequence[Span]) -> tuple[Span, float] | None:
        """Return the best span with its score, None when the sentence has no candidate."""
        options = candidates(place, chosen)
        if not options:
            return None
        scores = self.trees.scores(features(place, options, len(chosen)))
        fit = [not UNFIT.regex.fullmatch(place.text[a:b]) and not place.holds_value(a, b) for _, (a, b) in options]
        best = int(np.argmax(np.where(fit, scores, -np.inf) if any(fit) else scores))
        return tidy(place.text, options[best][1]), float(scores[best])
