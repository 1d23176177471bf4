"""How similar two indicators are, with characters weighted by how well they tell the measures of the table apart."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

# Keys that are less alike are not compared by their characters.
ALIKE = 0.6


class Similarity:
    """Tells how likely two keys are those of one measure.

    A character weighs as much as it tells measures apart in the table: 1 where keys that differ in it are never those of
    one measure, or where the table does not show it.
    """

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        """`groups` are the keys of each measure."""
        same, apart = Counter[str](), Counter[str]()
        keys = [(k, n) for n, group in enumerate(groups) for k in group]
        written = [k for k, _ in keys]
        near = process.cdist(written, written, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
        for i, j in np.argwhere(np.triu(near, 1)):
            (one, at), (other, place) = keys[i], keys[j]
            (same if at == place else apart).update(set(_difference(one, other)))
        self.weights = {c: (apart[c] + 0.5) / (apart[c] + same[c] + 0.5) for c in same}

    def __call__(self, one: str, other: str) -> float:
        """Return 0 to 1: 1 for the same characters, less for each that only one of them has."""
        if Indel.normalized_similarity(one, other) < ALIKE:
            return 0.0
        told = sum(self.weights.get(c, 1.0) for c in _difference(one, other))
        return max(0.0, 1 - told / max(len(one), len(other)))


def _difference(one: str, other: str) -> list[str]:
    here, there = Counter(one), Counter(other)
    return [*((here - there) + (there - here)).elements()]
