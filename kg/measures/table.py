"""The table of measures: `measures.yaml`, and what the ontology of a user adds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from kg.errors import OntologyError
from kg.measures.units import family_of
from kg.measures.words import key, narrowed, words
from kg.ontology import Change, Direction, MeasureEntry, Ontology

FILE = Path(__file__).with_name("measures.yaml")
GROWTH, ADDED = "增速", "新增"


@dataclass(frozen=True, slots=True)
class Measure:
    """A canonical measure; the fields are those of `MeasureEntry`.

    `of` names the measure that it is the growth rate of, or the one that it says what a period added to; else it is empty.
    """

    name: str
    unit: str
    unit_family: str
    direction: Direction
    aliases: tuple[str, ...] = ()
    within: str = ""
    of: str = ""
    change: Change = ""


class Measures(BaseModel):
    """All measures. Names are unique; `growth` and `within` name rows."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    measures: tuple[MeasureEntry, ...]

    @model_validator(mode="after")
    def _consistent(self) -> "Measures":
        names = [row.name for row in self.measures]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"listed twice: {', '.join(twice)}")
        for row in self.measures:
            for other in (row.growth, row.within):
                if other and other not in names:
                    raise ValueError(f"{row.name}: no measure is called {other}")
            for alias in row.aliases:
                if not row.flow and not row.change and words().additions.match(narrowed(alias)):
                    raise ValueError(f"{row.name}: {alias} is what a period added; leave it out, or set flow: true")
        return self

    @cached_property
    def by_name(self) -> dict[str, MeasureEntry]:
        """The rows by name."""
        return {row.name: row for row in self.measures}

    @cached_property
    def by_key(self) -> dict[str, tuple[MeasureEntry, ...]]:
        """The rows by the keys of their names and aliases; a key may be that of several, which their units tell apart."""
        found: dict[str, dict[str, MeasureEntry]] = {}
        for row in self.measures:
            for written in (row.name, *row.aliases):
                found.setdefault(key(written), {})[row.name] = row
        return {k: tuple(rows.values()) for k, rows in found.items()}

    def with_more(self, more: Iterable[MeasureEntry]) -> "Measures":
        """Return the table with rows of a user: a new name is a new measure, a known one gets the further aliases.

        Raises pydantic.ValidationError where the rows are not consistent.
        """
        rows = dict(self.by_name)
        for row in more:
            known = rows.get(row.name)
            rows[row.name] = known.model_copy(update={"aliases": (*known.aliases, *row.aliases)}) if known else row
        return Measures(measures=tuple(rows.values()))


def level(row: MeasureEntry) -> Measure:
    """Return the measure of a row."""
    return Measure(row.name, row.unit, family_of(row.unit), row.direction, row.aliases, row.within, change=row.change)


def growth(row: MeasureEntry) -> Measure:
    """Return the growth rate of a row's measure."""
    return Measure(f"{row.name} {GROWTH}", "%", "percent", row.direction, of=row.name, change="rise")


def added(row: MeasureEntry) -> Measure:
    """Return what a period added to a row's measure."""
    return Measure(f"{row.name} {ADDED}", row.unit, family_of(row.unit), row.direction, of=row.name)


@lru_cache(maxsize=1)
def shipped() -> Measures:
    """Return the shipped table. Raises pydantic.ValidationError, which names the row, where it is not consistent."""
    return Measures.model_validate(yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader))


def load_measures(ontology: Ontology | None = None) -> Measures:
    """Return the shipped table with what `measures:` of an ontology adds. Raises OntologyError where that is not consistent."""
    if ontology is None or not ontology.measures:
        return shipped()
    try:
        return shipped().with_more(ontology.measures)
    except ValidationError as error:
        raise OntologyError(f"measures: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None
