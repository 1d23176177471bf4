"""The mention that a number belongs to."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from extractors.annotations import Mention
from extractors.rules import load_rules, load_table
from extractors.structure import Structure
from extractors.structure.labels import first_labelled

# Quotes before the mention that opens a sentence.
MARKS = 2
(CLAUSE,) = load_rules("targets", "clauses")
GOES_ON, OWN, COUNTED, LED = load_rules("targets", "subjects")


class Subjects:
    """Finds the mention a number belongs to: one that opens the sentence, else the label of the scope around it."""

    def __init__(self, structure: Structure, mentions: Sequence[Mention]) -> None:
        self.text, self.scopes, self.mentions = structure.text, structure.scopes, mentions
        self.openers = frozenset(load_table("targets", "openers"))
        self.starts = [m.start for m in mentions]
        self.opens = [scope.start for scope in self.scopes]
        self.reach = list(accumulate((scope.end for scope in self.scopes), max))

    def find(self, first: int, at: int) -> int | None:
        """Return the index of the mention, for a number at `at` in the sentence that starts at `first`."""
        for i in range(bisect_left(self.starts, first), bisect_right(self.starts, first + MARKS)):
            mention = self.mentions[i]
            if mention.end <= at and mention.type in self.openers and self._is_of(mention, first, at):
                return i
        for i in range(bisect_right(self.opens, at) - 1, -1, -1):
            if self.reach[i] <= at:
                break
            if at < self.scopes[i].end:
                return first_labelled(self.scopes[i], self.starts, self.mentions)
        return None

    def _is_of(self, mention: Mention, first: int, at: int) -> bool:
        """Say whether the number at `at` is said of the mention that opens the sentence.

        A later clause is of it only where it begins with a verb or a measure of it: `乙公司产量达…` has a subject of its
        own. A program is named behind a verb (`实施甲计划`) and holds what follows, unless it is of the whole region; any
        other name behind one (`支持甲公司`) is the subject of nothing.
        """
        if COUNTED.regex.match(self.text, mention.end, at):
            return False
        clauses = [m.end() for m in CLAUSE.regex.finditer(self.text, mention.end, at)]
        if LED.applies_to(mention.type):
            return not any(OWN.regex.match(self.text, start) for start in clauses)
        if LED.regex.match(self.text, first, mention.start):
            return False
        return all(GOES_ON.regex.match(self.text, start) for start in clauses)
