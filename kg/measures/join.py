"""Finds the canonical measure of an indicator."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from kg.measures.similar import ALIKE, Similarity
from kg.measures.table import ADDED, GROWTH, Measure, Measures, added, growth, level, load_measures
from kg.measures.units import COUNT, counts_alike, family_of
from kg.measures.words import Reading, adds, key, readings, words
from kg.ontology import MeasureEntry

# A key that is at least so much like one of the table is taken for it: chosen on the `fit` rows of
# tests/cases/measures/pairs.tsv as the lowest that joins no two different measures (scripts/bench measures --pairs FILE).
THRESHOLD = 0.97
# Shorter keys are looked up only as they are (characters).
SHORTEST = 5
# So many keys of the table are compared with one of an indicator.
NEAREST = 12
# Confidence of what the table names as it is written, of what it names after qualifiers were taken off, and of what is like
# a name of it; the share that is left where the unit or its kind had to be guessed. They order joins: no shares of true
# ones were counted for them.
NAMED, NORMALISED, LIKENED, GUESSED = 1.0, 0.95, 0.9, 0.85
POINTS, RANK, MONEY = "个百分点", "位", "元"


class Join(NamedTuple):
    """The measure of an indicator, and how sure that is, 0 to 1."""

    measure: Measure
    confidence: float


class Joiner:
    """Finds the measures of a table. Making one compares the names of the table once (some 0.1 s)."""

    def __init__(self, measures: Measures) -> None:
        """Take the table to find measures of."""
        self.measures = measures
        self.written = {name: row for row in measures.measures for name in (row.name, *row.aliases)}
        self.keys = list(measures.by_key)
        self._similar: Similarity | None = None

    def measure_of(self, indicator: str, unit: str, kind: str = "", before: str = "") -> Join | None:
        """Return the measure that the words of an indicator name for a figure with this unit; None where none is sure.

        `unit` is a stored one, `kind` that of the target (level, change, increment, cumulative) where it is known: a
        percentage of what is measured in another unit is its growth rate, `X 增速`, and what a period added to a number
        that stands at a day is `X 新增`. `before` are the words of the sentence before the figure: they tell the two apart
        better than the kind does (`拥有高新技术企业300家、上市企业12家`).
        """
        if unit == RANK or not indicator:
            return None
        found = [
            Join(measure, round(sure * share, 2))
            for reading, rows, sure in self._named(indicator)
            for row in rows
            for measure, share in self._variant(row, reading, unit, kind, before)
        ]
        return max(found, key=lambda join: join.confidence, default=None)

    def _named(self, indicator: str) -> Iterator[tuple[Reading, tuple[MeasureEntry, ...], float]]:
        """Yield readings with the rows whose names they are; those that had to be compared only where none is."""
        named = False
        for n, reading in enumerate(readings(indicator)):
            rows = self.measures.by_key.get(reading.key, ())
            if rows and (n == 0 or not words().others.search(reading.key) or reading.growth):
                named = True
                yield reading, rows, NAMED if indicator in self.written else NORMALISED
        if not named:
            yield from self._alike(indicator)

    def _alike(self, indicator: str) -> Iterator[tuple[Reading, tuple[MeasureEntry, ...], float]]:
        for reading in readings(indicator):
            if len(reading.key) < SHORTEST:
                continue
            near = process.extract(
                reading.key, self.keys, scorer=Indel.normalized_similarity, limit=NEAREST, score_cutoff=ALIKE
            )
            scored = [(self.similar(reading.key, other), other) for other, _, _ in near]
            best, other = max(scored, default=(0.0, ""))
            if best >= THRESHOLD:
                yield reading, self.measures.by_key[other], best * LIKENED

    def similar(self, one: str, other: str) -> float:
        """Return how likely two keys are those of one measure, 0 to 1."""
        if self._similar is None:
            groups = [[key(name) for name in (row.name, *row.aliases)] for row in self.measures.measures]
            self._similar = Similarity([sorted(set(group)) for group in groups])
        return self._similar(one, other)

    def _variant(
        self, row: MeasureEntry, reading: Reading, unit: str, kind: str, before: str
    ) -> Iterator[tuple[Measure, float]]:
        """Yield the measure of a row that a figure with this unit and kind is of, with the share of its certainty."""
        wanted, given = family_of(row.unit), family_of(unit)
        if row.change:
            if given == "percent" and unit != POINTS:
                yield level(row), 1.0
        elif _measures(row, unit, wanted, given):
            if unit != POINTS and not reading.growth and kind != "change":
                yield _level_or_added(row, reading, kind, before), 1.0 if unit else GUESSED
        elif wanted.partition("/")[0] == given and "/" in wanted:
            yield level(row), GUESSED
        elif given == "percent" and wanted != "percent" and unit != POINTS and not reading.added:
            yield from self._grown(row, reading, kind, before)

    def _grown(self, row: MeasureEntry, reading: Reading, kind: str, before: str) -> Iterator[tuple[Measure, float]]:
        """Yield the growth rate of a row. A percentage that is called no change is one only of sums of money."""
        told = reading.growth or kind == "change"
        sums = row.flow and family_of(row.unit) == "money"
        if (told or sums or not kind) and (row.flow or not adds(before)):
            rate = self.measures.by_name.get(row.growth)
            yield (level(rate) if rate else growth(row)), 1.0 if told else GUESSED


def _measures(row: MeasureEntry, unit: str, wanted: str, given: str) -> bool:
    """Say whether a row's measure may be given in a unit; `100亿` without one counts or is in yuan."""
    if not unit:
        return wanted == COUNT or row.unit == MONEY
    return counts_alike(unit, row.unit) if wanted == COUNT else wanted == given


def _level_or_added(row: MeasureEntry, reading: Reading, kind: str, before: str) -> Measure:
    """Return the measure of a row, or what a period added to it, if it is one that stands at a day."""
    if row.flow or family_of(row.unit) == "percent":
        return level(row)
    told = adds(before)
    # A count without a word that says so is taken for an increment by extractors.targets.kinds.
    said = told if told is not None else kind == "increment" and not before
    return added(row) if reading.added or (said and kind != "cumulative") else level(row)


@lru_cache(maxsize=4)
def joiner(measures: Measures | None = None) -> Joiner:
    """Return the joiner of a table, the shipped one without `measures`; made once."""
    return Joiner(measures or load_measures())


def named_measures(words: str) -> set[str]:
    """Return the names of the measures that words name, whatever their unit: levels, growth rates and what periods add."""
    known = joiner().measure_of(words, "")
    levels = {row.name for row in load_measures().by_key.get(key(words), ())}
    levels.add((known.measure.of or known.measure.name) if known else words)
    return {name for level in levels for name in (level, f"{level} {GROWTH}", f"{level} {ADDED}")}


def measure_of(indicator: str, unit: str, kind: str = "", before: str = "") -> Join | None:
    """Return the measure of the shipped table that an indicator names, see `Joiner.measure_of`."""
    return joiner().measure_of(indicator, unit, kind, before)
