"""The units of figures: one table, `rules/units.yaml`, checked when it is read."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractors.rules import load_table
from extractors.structure.widths import narrow

Family = Literal[
    "money", "percent", "multiple", "rank", "age", "area", "length", "volume", "mass", "energy", "time", "temperature",
    "rate", "count",
]  # fmt: skip
# A figure in front of these may be set apart by a blank; `2 家庭…` is a number in a list.
BLANK_BEFORE: frozenset[str] = frozenset(
    {"money", "percent", "area", "length", "volume", "mass", "energy", "temperature"}
)

# So many characters before a figure are looked at for what its unit asks for.
BEFORE = 20


class Unit(BaseModel):
    """One row of the table; the file says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    family: Family
    base: str = ""
    factor: Decimal = Field(Decimal(1), gt=0)
    also: dict[str, Decimal] = {}
    single: Literal["anywhere", "end", "never", ""] = ""
    form: bool = False
    standing: bool = False
    feature: int = -1
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def spellings(self) -> dict[str, Decimal]:
        """Return how it is written behind a number, and how many of it each spelling is."""
        return self.also if self.form else {self.name: Decimal(1), **self.also}


class UnitTable(BaseModel):
    """All units. Spellings are unique, and a base is a unit of the same family that has no base itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: tuple[Unit, ...]
    below: tuple[str, ...]

    @model_validator(mode="after")
    def _consistent(self) -> "UnitTable":
        spelled = [s for unit in self.units for s in unit.spellings()]
        if twice := sorted({s for s in spelled if spelled.count(s) > 1}):
            raise ValueError(f"spelled twice: {', '.join(twice)}")
        named = {unit.name: unit for unit in self.units}
        for unit in self.units:
            base = named.get(unit.base or unit.name)
            if base is None or base.base or base.family != unit.family:
                raise ValueError(
                    f"{unit.name}: the base {unit.base!r} is no unit of the family {unit.family} by itself"
                )
            if not unit.base and unit.factor != 1:
                raise ValueError(f"{unit.name}: a factor needs a base")
        return self


@lru_cache(maxsize=1)
def unit_table() -> UnitTable:
    """Return the checked table. Raises pydantic.ValidationError, which names the row, where it is not consistent."""
    return UnitTable(units=load_table("units", "units"), below=load_table("units", "below"))


@lru_cache(maxsize=1)
def spellings() -> dict[str, tuple[Unit, Decimal]]:
    """Return for every spelling its unit, and how many of that unit one of it is."""
    return {spelled: (unit, worth) for unit in unit_table().units for spelled, worth in unit.spellings().items()}


def unit_pattern() -> str:
    """Return a pattern for a unit as it is written, longest first, and for what stands under a stroke behind it."""
    over = _any_of(list(spellings()))
    under = f"(?:{_any_of(unit_table().below)}|[十百千]?[万亿]?(?:{over}))"
    return rf"(?:(?P<unit>{over})(?:(?:/|(?<=[克元吨米])每)(?P<below>{under}(?:[·•./]{under})?))?)"


def _any_of(words: Sequence[str]) -> str:
    """Return alternatives, longest first; brackets are matched in both widths."""
    escaped = (re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))
    return "|".join(w.replace(r"\(", "[(（]").replace(r"\)", "[)）]") for w in escaped)


def stored(written: str, below: str | None) -> tuple[str, Decimal]:
    """Return the name that a unit is stored under, and how many of it one is; `below` stands under its stroke."""
    unit, worth = spellings()[narrow(written)]
    if unit.family == "percent" and unit.base:
        return unit.base, worth * unit.factor
    return (f"{unit.name}/{_below(below)}" if below else unit.name), worth


def _below(written: str) -> str:
    """Return what stands under a stroke by its stored names: `㎡•月` is 平方米·月."""
    words = re.split("[·•./]", narrow(written))
    return "·".join(unit_of(word).name if word in spellings() else word for word in words)


def fits(written: str, text: str, start: int, end: int) -> bool:
    """Say whether the words around a figure [start, end) with this unit are those that the unit asks for."""
    unit = unit_of(written)
    ahead = unit.before is None or unit.before.search(text[max(0, start - BEFORE) : start])
    return bool(ahead) and (unit.after is None or unit.after.match(text, end) is not None)


def unit_of(written: str) -> Unit:
    """Return the unit of a spelling."""
    return spellings()[narrow(written)][0]


@lru_cache(maxsize=1)
def _named() -> dict[str, Unit]:
    return {unit.name: unit for unit in unit_table().units}


def unit_named(name: str) -> Unit | None:
    """Return the unit of a stored name; for `元/亩` that of 元, None for no unit or a foreign one."""
    return _named().get(name.split("/", maxsplit=1)[0])


def in_base(amount: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return an amount in the unit that its family is compared in: 3 公里 are 3000 米. Ratios stay as they are."""
    found = _named().get(unit)
    return (amount * found.factor, found.base or found.name) if found else (amount, unit)
