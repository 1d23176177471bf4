"""A value in its sentence, and the rules for where the words about it begin and end."""

from collections.abc import Set
from dataclasses import dataclass

from extractors.annotations import Span
from extractors.inference.crf import Flags
from extractors.rules import load_rules

CLAUSE, TAIL, LEAD, VERB, YEAR, RANGE = load_rules("indicators", "cuts")
AROUND, NOUN, STOP, PASSIVE = load_rules("indicators", "behind")


@dataclass(frozen=True, slots=True)
class Words:
    """A text, for every character whether its word goes on after it, and the offsets inside mentions."""

    text: str
    goes_on: Flags
    names: Set[int]


@dataclass(frozen=True, slots=True)
class Place:
    """A value in its sentence: [start, end) of the value, [first, last) of the sentence, the unit, the values before it."""

    words: Words
    first: int
    start: int
    end: int
    last: int
    unit: str
    earlier: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return self.words.text

    @property
    def names(self) -> Set[int]:
        """The offsets inside mentions."""
        return self.words.names

    def splits(self, at: int) -> bool:
        """Say whether a cut at an offset would split a word: 人均 is not cut before 均."""
        return at > 0 and bool(self.words.goes_on[at - 1])

    def holds_value(self, start: int, end: int) -> bool:
        """Say whether a stretch takes in an earlier value: `成交额2607亿元、增长`."""
        return any(start < b and a < end for a, b in self.earlier)


def clause_start(place: Place, at: int) -> int:
    """Return where the clause that holds the offset `at` begins. What ends a clause is one character."""
    for i in range(at - 1, place.first - 1, -1):
        if CLAUSE.regex.match(place.text, i, at):
            return i + 1
    return place.first
