"""The unit in which a figure is compared."""

from decimal import Decimal
from typing import TYPE_CHECKING

from extractors.targets.units import in_base, unit_named
from kg.measures.words import words

if TYPE_CHECKING:
    from kg.measures.table import Measure

COUNT, MASS, MICROGRAM = "count", "吨", "微克"


def base(number: Decimal | float, unit: str, measure: "Measure | None" = None) -> tuple[float, str]:
    """Return a number in the unit that its family is compared in, and that unit.

    `unit` is a stored one, such as Quantity.unit. 2 公顷 are 20000 平方米, 3 万元/亩 the amount of them a 平方米; what has no
    common unit (家, 元 and 美元, a unit that is not known) stays as it is. With its `measure`, things are counted in the unit
    of that (个 and 家 of 总部企业 are the same), a number without a unit has that too, and what says by how much something fell is positive.
    """
    over, _, under = unit.partition("/")
    amount, name = in_base(Decimal(str(number)), over)
    if under and name == MASS and over.endswith("克"):
        # Concentrations are written in micrograms; in tons they would be too small to read.
        amount, name = amount / in_base(Decimal(1), MICROGRAM)[0], MICROGRAM
    below = []
    for word in under.split("·") if under else ():
        worth, common = in_base(Decimal(1), word)
        amount /= worth
        below.append(common)
    whole = f"{name}/{'·'.join(below)}" if below else name
    if measure is not None:
        amount = abs(amount) if measure.change == "fall" else amount
        counted = measure.unit_family == COUNT and counts_alike(unit, measure.unit)
        whole = measure.unit if counted or not unit else whole
    return float(amount), whole


def family_of(unit: str) -> str:
    """Return what a unit measures: a family of the table of units, or two joined by a stroke (`mass/volume`).

    A unit that is not known is `other`.
    """
    over, _, under = unit.partition("/")
    return f"{_family(over)}/{'·'.join(_family(word) for word in under.split('·'))}" if under else _family(over)


def counts_alike(unit: str, other: str) -> bool:
    """Say whether one thing may be counted in both units: 家 and 个, not 家 and 人次."""
    return unit == other or any(unit in group and other in group for group in words().counts)


def _family(unit: str) -> str:
    known = unit_named(unit)
    return known.family if known else "other"
