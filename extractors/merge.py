"""The one decision point for overlapping candidates."""

from collections.abc import Iterable

from extractors.types import Candidate


def merge(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates without overlap, by start: the longest of a name wins, then the most confident."""
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, -c.confidence, c.start, c.type, c.rule))
    taken: set[int] = set()
    chosen: list[Candidate] = []
    for candidate in ranked:
        if taken.isdisjoint(range(candidate.start, candidate.end)):
            taken.update(range(candidate.start, candidate.end))
            chosen.append(candidate)
    return sorted(chosen, key=lambda c: c.start)
