"""What kind of value a number is: level, change, increment, cumulative."""

from dataclasses import dataclass

from extractors.annotations import Quantity
from extractors.rules import load_rules
from extractors.targets.units import unit_named

ABOVE, REACHED, CHANGE, COMPARED, SUM, NEW_MONEY, SAME, LISTED, ADDITION, STANDING, ALL = load_rules("kinds", "kinds")
(CLAUSE,) = load_rules("targets", "clauses")
POINTS, RANK = "个百分点", "位"
# Units of shares: what they count never adds up.
SHARES = frozenset({"%", "倍"})
# Words further before a value do not tell its kind (characters).
REACH = 40


@dataclass(frozen=True, slots=True)
class Told:
    """The value before another one in a sentence: where it ends, its unit and kind."""

    end: int
    unit: str
    kind: str


def standing(unit: str) -> bool:
    """Say whether a unit tells how things stand rather than counts what a period added."""
    known = unit_named(unit)
    return (known is not None and known.standing) or "/" in unit


def kind_of(text: str, first: int, quantity: Quantity, last: Told | None) -> str:
    """Return the kind of a value in the sentence that begins at `first`; `last` is the value before it there."""
    unit = quantity.unit
    clause = CLAUSE.regex.split(text[max(first, quantity.start - REACH) : quantity.start])[-1]
    between = text[last.end : quantity.start] if last else ""
    stands = standing(unit)
    if last and SAME.regex.fullmatch(between) and standing(last.unit) == stands:
        return last.kind
    if unit == RANK:
        return "level"
    # A bare number is a ratio, which stands: 由1.62缩小至1.58.
    if not unit:
        return "level"
    if unit == POINTS:
        return "level" if ABOVE.regex.search(clause) else "change"
    if REACHED.regex.search(clause):
        return "level"
    if CHANGE.regex.search(clause):
        return "change" if stands or COMPARED.regex.search(clause) else "increment"
    if unit not in SHARES and SUM.regex.search(clause):
        return "cumulative"
    if stands:
        return "increment" if unit not in SHARES and NEW_MONEY.regex.search(clause) else "level"
    return _of_count(text, clause, quantity, last, between)


def _of_count(text: str, clause: str, quantity: Quantity, last: Told | None, between: str) -> str:
    """Return the kind of a count: what the period added, unless the words say how things stand."""
    if last and not standing(last.unit) and LISTED.regex.fullmatch(between) and not STANDING.regex.search(between):
        return last.kind
    if ADDITION.regex.search(clause):
        return "increment"
    opens = not clause.strip() and bool(ALL.regex.match(text, quantity.end))
    return "level" if opens or STANDING.regex.search(clause) else "increment"
