"""Which words say what a number measures: candidate spans around a value, and a learned choice among them."""

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
# Characters of an indicator: fewer say nothing, more take in the rest of the clause.
SHORTEST, LONGEST = 2, 30
# How far back from its last character an indicator may begin.
REACH = 24


def candidates(place: Place, chosen: Sequence[Span]) -> list[tuple[str, Span]]:
    """Return (kind, span) pairs, kinds as in KINDS of extractors.targets.indicator_features; `chosen` are the spans of earlier values of the sentence."""
    found: dict[Span, str] = {}
    for kind, start, end in (*_after(place), *_before(place), *_far(place, chosen)):
        words = place.text[start:end]
        begin = end - len(words.lstrip(" \t“、"))
        if SHORTEST <= end - begin <= LONGEST:
            found.setdefault((begin, end), kind)
    return [(kind, span) for span, kind in found.items()]


def _after(place: Place) -> Iterator[tuple[str, int, int]]:
    around = AROUND.regex.match(place.text, place.end, place.last)
    at = around.end() if around else place.end
    noun = NOUN.regex.match(place.text, at, place.last)
    if not noun or noun.group()[0] in "((":
        return
    words = noun.group()
    cut = STOP.regex.search(words, 1)
    yield "after", at, at + (cut.start() if cut else len(words))
    yield "after_long", at, at + len(words)
    later = STOP.regex.search(words, cut.end()) if cut else None
    if later:
        yield "after_all", at, at + later.start()
    award = PASSIVE.regex.search(words)
    if award:
        yield "award", at + award.end(), at + len(words)


def _before(place: Place) -> Iterator[tuple[str, int, int]]:
    begin = clause_start(place, place.start)
    yield from _head(place.text, begin, place.start, "before")


def _head(text: str, begin: int, end: int, name: str) -> Iterator[tuple[str, int, int]]:
    raw = text[begin:end]
    head = TAIL.regex.sub("", YEAR.regex.sub("", TAIL.regex.sub("", raw)))
    head = TAIL.regex.sub("", RANGE.regex.sub("", head))
    lead = LEAD.regex.match(head)
    skip = lead.end() if lead and lead.end() < len(head) - 1 else 0
    stop = begin + len(head)
    yield name, max(begin + skip, stop - REACH), stop
    inner = [m.end() for m in VERB.regex.finditer(head) if skip < m.end() < len(head) - 1]
    if inner:
        yield f"{name}_last", begin + inner[-1], stop
    if name == "before":
        yield "before_raw", begin, stop
        for mark, kind in (("、", "before_list"), ("的", "before_of")):
            at = head.rfind(mark)
            if at > 0:
                yield kind, begin + at + 1, stop


def _far(place: Place, chosen: Sequence[Span]) -> Iterator[tuple[str, int, int]]:
    if chosen:
        yield "previous", *chosen[-1]
    if len(chosen) > 1:
        yield "earlier", *chosen[-2]
    begin = clause_start(place, place.start)
    if begin > place.first + 1:
        earlier = clause_start(place, begin - 1)
        yield from _head(place.text, earlier, begin - 1, "clause")
        stop = CLAUSE.regex.search(place.text, place.first)
        if stop and stop.start() < begin - 1:
            yield from (
                ("first", a, b) for k, a, b in _head(place.text, place.first, stop.start(), "clause") if k == "clause"
            )
    elif not chosen:
        back = place.text.rfind("。", 0, place.first - 1) + 1 if place.first > 1 else 0
        yield "title", max(back, place.first - REACH), place.first - 1


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

    def choose(self, place: Place, chosen: Sequence[Span], names: set[int]) -> tuple[Span, float] | None:
        """Return the best span with its score, None when the sentence has no candidate."""
        options = candidates(place, chosen)
        if not options:
            return None
        scores = self.trees.scores(features(place, options, len(chosen), names))
        fit = [not UNFIT.regex.fullmatch(place.text[a:b]) for _, (a, b) in options]
        best = int(np.argmax(np.where(fit, scores, -np.inf) if any(fit) else scores))
        return tidy(place.text, options[best][1]), float(scores[best])
