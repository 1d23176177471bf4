"""The mention that a number belongs to."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from extractors.annotations import Mention
from extractors.rules import load_table
from extractors.structure import Structure
from extractors.structure.labels import first_labelled

# Quotes before the mention that opens a sentence.
MARKS = 2


class Subjects:
    """Finds the mention a number belongs to: one that opens the sentence, else the label of the scope around it."""

    def __init__(self, structure: Structure, mentions: Sequence[Mention]) -> None:
        self.scopes, self.mentions = structure.scopes, mentions
        self.openers = frozenset(load_table("targets", "openers"))
        self.starts = [m.start for m in mentions]
        self.opens = [scope.start for scope in self.scopes]
        self.reach = list(accumulate((scope.end for scope in self.scopes), max))

    def find(self, first: int, at: int) -> int | None:
        """Return the index of the mention, for a number at `at` in the sentence that starts at `first`."""
        for i in range(bisect_left(self.starts, first), bisect_right(self.starts, first + MARKS)):
            if self.mentions[i].end <= at and self.mentions[i].type in self.openers:
                return i
        for i in range(bisect_right(self.opens, at) - 1, -1, -1):
            if self.reach[i] <= at:
                break
            if at < self.scopes[i].end:
                return first_labelled(self.scopes[i], self.starts, self.mentions)
        return None
