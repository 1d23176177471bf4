"""What the trees see of a candidate for an indicator. Every column is a function under its name in the model's manifest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.annotations import Span
from extractors.inference.trees import Floats
from extractors.rules import load_rules, load_table
from extractors.targets.units import unit_named
from extractors.targets.value_context import LEAD, STOP, TAIL, VERB, Place, clause_start

# Where a candidate was found, see extractors.targets.indicators.
KINDS = ("after", "after_all", "after_long", "award", "before", "before_raw", "before_last", "before_list", "before_of",
         "behind_name", "behind_value", "previous", "earlier", "first", "clause", "clause_last", "title")  # fmt: skip
DERIVED, MEASURE, CHANGE = load_rules("indicators", "tells")
NOUNS: str = load_table("indicators", "nouns")
MARKS: str = load_table("indicators", "marks")


@dataclass(frozen=True, slots=True)
class Value:
    """A value with the words of its clause before it, the kinds of its candidates, and the number of earlier values."""

    place: Place
    clause: str
    kinds: frozenset[str]
    order: int


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate [start, end) for a value."""

    place: Place
    kind: str
    start: int
    end: int
    words: str


def _unit(v: Value) -> float:
    """The number of the unit in the trained model; -1 for rare ones."""
    unit = unit_named(v.place.unit)
    return unit.feature if unit else -1


def _is_rank(v: Value) -> float:
    unit = unit_named(v.place.unit)
    return unit is not None and unit.family == "rank"


def _distance(o: Option) -> float:
    return o.start - o.place.end if o.start >= o.place.end else o.place.start - o.end


def _share_in_names(o: Option) -> float:
    return sum(i in o.place.names for i in range(o.start, o.end)) / (o.end - o.start)


def _has(kind: str) -> Callable[[Value], float]:
    return lambda v: kind in v.kinds


def _is(kind: str) -> Callable[[Option], float]:
    return lambda o: o.kind == kind


# The same for all candidates of a value.
OF_VALUE: dict[str, Callable[[Value], float]] = {
    "unit": _unit,
    "order": lambda v: v.order,
    "clause-length": lambda v: len(v.clause),
    "clause-ends-with-change": lambda v: bool(CHANGE.regex.search(v.clause)),
    "clause-ends-with-verb": lambda v: bool(TAIL.regex.search(v.clause)),
    "sentence-left": lambda v: v.place.last - v.place.end,
    **{f"has-{kind}": _has(kind) for kind in ("after", "award", "before", "previous")},
    "clause-ends-with-measure": lambda v: bool(MEASURE.regex.search(TAIL.regex.sub("", v.clause))),
    "clause-is-derived": lambda v: bool(DERIVED.regex.match(v.clause)),
    "is-rank": _is_rank,
    "stop-behind": lambda v: bool(STOP.regex.match(v.place.text, v.place.end)),
}
OF_OPTION: dict[str, Callable[[Option], float]] = {
    **{f"is-{kind}": _is(kind) for kind in KINDS},
    "length": lambda o: o.end - o.start,
    "distance": _distance,
    "begins-with-lead": lambda o: bool(LEAD.regex.match(o.words)),
    "verbs-inside": lambda o: len(VERB.regex.findall(o.words)),
    "is-measure": lambda o: bool(MEASURE.regex.search(o.words)),
    "has-list-mark": lambda o: "、" in o.words,
    "has-of": lambda o: "的" in o.words,
    "has-digit": lambda o: any(c.isdigit() for c in o.words),
    "in-names": _share_in_names,
    "begins-inside-name": lambda o: o.start - 1 in o.place.names and o.start in o.place.names,
    "splits-word": lambda o: o.place.splits(o.start) or o.place.splits(o.end),
    "holds-value": lambda o: o.place.holds_value(o.start, o.end),
    "ends-inside-name": lambda o: o.end in o.place.names and o.end - 1 in o.place.names,
    "behind-mark": lambda o: o.place.text[o.start - 1 : o.start] in MARKS,
    "ends-with-noun": lambda o: o.words[-1] in NOUNS,
}
COLUMNS: tuple[str, ...] = (*OF_VALUE, *OF_OPTION)


def features(place: Place, options: Sequence[tuple[str, Span]], order: int) -> Floats:
    """Return (options, COLUMNS); an option is its kind and span, `order` counts the earlier values of the sentence."""
    clause = place.text[clause_start(place, place.start) : place.start]
    value = Value(place, clause, frozenset(kind for kind, _ in options), order)
    shared = [column(value) for column in OF_VALUE.values()]
    rows = []
    for kind, (start, end) in options:
        option = Option(place, kind, start, end, place.text[start:end])
        rows.append([*shared, *(column(option) for column in OF_OPTION.values())])
    return np.asarray(rows, dtype=np.float64)
