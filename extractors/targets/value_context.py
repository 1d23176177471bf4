"""A value in its sentence, and the rules that say where words about it begin and end."""

from dataclasses import dataclass

from extractors.rules import load_rules

CLAUSE, TAIL, LEAD, VERB, YEAR, RANGE = load_rules("indicators", "cuts")
AROUND, NOUN, STOP, PASSIVE = load_rules("indicators", "behind")


@dataclass(frozen=True, slots=True)
class Place:
    """A value in its sentence: [start, end) of the value, [first, last) of the sentence, the unit."""

    text: str
    first: int
    start: int
    end: int
    last: int
    unit: str


def clause_start(place: Place, at: int) -> int:
    """Return where the clause that holds the offset `at` begins. What ends a clause is one character."""
    for i in range(at - 1, place.first - 1, -1):
        if CLAUSE.regex.match(place.text, i, at):
            return i + 1
    return place.first
