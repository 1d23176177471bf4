"""Names as spans: what the head over spans says of every stretch, and the best names by that and the tags together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from extractors.inference.tags import INDEX, TYPES, Floats, best_spans

# The classes of a span: none, then the types of the tags. The widest span in characters.
CLASSES, WIDEST = ("", *TYPES), 40
# Log odds that a span must have to be kept, and those of one that the tags alone propose, which thus needs a lower least score
# than the shipped one. Of spans wider than WIDEST the tags alone decide.
LEAST, PROPOSED = -7.0, -8.0
# With these biases against "outside" the tags propose names.
BIASES = (0.0, 2.0)
TINY = 1e-6


class Span(NamedTuple):
    """A stretch [start, end) as a name of a type."""

    start: int
    end: int
    type: str


def span_odds(pairs: Floats, starts: Floats, ends: Floats, widths: Floats) -> dict[Span, float]:
    """Return the likely spans of one window with the log odds of their best type against none.

    `pairs` (start, class, end) are the products of starts and ends, `starts` and `ends` (character, class) what each says
    alone, `widths` (width - 1, class).
    """
    size = len(starts)
    first = np.arange(size)[:, None]
    last = first + np.arange(WIDEST)[None, :]
    held = np.minimum(last, size - 1)
    scores = pairs[first, :, held] + starts[:, None, :] + ends[held] + widths[None]
    odds = np.where((last < size)[..., None], scores[..., 1:] - scores[..., :1], -np.inf)
    best, kind = odds.max(-1), odds.argmax(-1)
    at, width = np.nonzero(best > LEAST)
    return {Span(int(a), int(a + w + 1), TYPES[kind[a, w]]): float(best[a, w]) for a, w in zip(at, width, strict=True)}


def best_names(
    probabilities: Floats, odds: Mapping[Span, float], share: float, least: float
) -> Iterator[tuple[int, int, str, float]]:
    """Yield (start, end, type, confidence) of the names without overlap whose scores add up to most.

    The score of a span is its log odds and `share` times the mean log probability of its tags, above `least`. Confidence is
    its logistic function: a half where a name is only just taken.
    """
    logs = np.log(probabilities + TINY)
    scores = {
        span: o + share * _by_tags(span, logs, probabilities) - least for span, o in _proposed(probabilities, odds)
    }
    ending: dict[int, list[tuple[float, Span]]] = defaultdict(list)
    for span, score in scores.items():
        if score > 0:
            ending[span.end].append((score, span))
    best, back = [0.0] * (len(logs) + 1), dict[int, Span]()
    for end in range(1, len(logs) + 1):
        best[end] = best[end - 1]
        for score, span in ending.get(end, ()):
            if best[span.start] + score > best[end]:
                best[end], back[end] = best[span.start] + score, span
    found, end = [], len(logs)
    while end:
        found += [back[end]] if end in back else []
        end = back[end].start if end in back else end - 1
    yield from ((*span, round(1 / (1 + float(np.exp(-scores[span]))), 2)) for span in reversed(found))


def _proposed(probabilities: Floats, odds: Mapping[Span, float]) -> list[tuple[Span, float]]:
    """Return the spans that either head proposes, with the log odds of the head over spans; it says nothing of wider ones."""
    names = {Span(*name[:3]) for bias in BIASES for name in best_spans(probabilities, bias)}
    proposed = {name: PROPOSED if name.end - name.start <= WIDEST else 0.0 for name in names}
    return list({**proposed, **odds}.items())


def _by_tags(span: Span, logs: Floats, probabilities: Floats) -> float:
    """Return the mean log probability of a name's tags, and that it ends where it does."""
    inner = INDEX[f"I-{span.type}"]
    total = logs[span.start, INDEX[f"B-{span.type}"]] + logs[span.start + 1 : span.end, inner].sum()
    if span.end < len(logs):
        total += np.log(max(TINY, 1 - probabilities[span.end, inner]))
    return float(total) / (span.end - span.start + 1)
