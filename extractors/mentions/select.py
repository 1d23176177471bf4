"""The one decision point for overlapping candidates."""

from collections.abc import Iterable

from extractors.annotations import Candidate


def _tier(candidate: Candidate) -> int:
    return {
        "area label": 0,
        "town list": 0,
        "label run": 0,
        "crf": 1,
        "encoder": 1,
        "introduced": 1,
        "gazetteer": 2,
    }.get(candidate.rule, 3)


def merge(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates without overlap, by start.

    What the model found stands; known names and rules fill what it left. Of the same source the longest
    wins, then the most confident. Measured leave-one-district-out: see docs/quality.md.
    """
    ranked = sorted(candidates, key=lambda c: (_tier(c), c.start - c.end, -c.confidence, c.start, c.type, c.rule))
    taken: set[int] = set()
    chosen: list[Candidate] = []
    for candidate in ranked:
        if taken.isdisjoint(range(candidate.start, candidate.end)):
            taken.update(range(candidate.start, candidate.end))
            chosen.append(candidate)
    return sorted(chosen, key=lambda c: c.start)
