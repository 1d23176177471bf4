"""The one decision point for overlapping candidates."""

from collections.abc import Iterable
from dataclasses import replace

from extractors.types import Candidate

# Words that a name never ends inside of: `苏河湾|区域` lies before the word, `揭榜挂帅|平台` holds it.
OUTSIDE = frozenset({"区域", "汽车", "企业", "领域", "行业"})
INSIDE = frozenset({"平台", "中心", "园区", "计划", "工程"})


def whole_words(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates that end between words where the tagger ended inside one; neighbours keep their distance."""
    found = sorted(candidates, key=lambda c: c.start)
    taken = {c.start for c in found}
    result = []
    for c in found:
        split = text[c.end - 1 : c.end + 1]
        if split in OUTSIDE and c.end - c.start > 2:
            result.append(replace(c, end=c.end - 1))
        elif split in INSIDE and c.end not in taken:
            result.append(replace(c, end=c.end + 1))
        else:
            result.append(c)
    return result


def _tier(candidate: Candidate) -> int:
    return {"area label": 0, "crf": 1, "encoder": 1, "introduced": 1, "gazetteer": 2}.get(candidate.rule, 3)


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
