"""The unit that a figure is compared in."""

from decimal import Decimal
from typing import TYPE_CHECKING

from extractors.targets.units import in_base, unit_named
from kg.measures.words import words

if TYPE_CHECKING:
    from kg.measures.table import Measure

# Families whose units name what is counted, and do not measure it.
COUNTED = frozenset({"count", "persons", "occasions"})

def base(number: Decimal | float, unit: str, measure: "Measure | None" = None) -> tuple[float, str]:
    """Return a number in the unit that its family is compared in, and that unit.

    With its `measure`, things are counted in the unit of that (个 and 家 of 总部企业 are the same), and what says by how much
    something fell is positive.

    `unit` is a stored one, such as Quantity.unit. 2 公顷 are 20000 平方米, 3 万元/亩 the amount of them a 平方米; what has no
    common unit (家, 元 and 美元, a unit that is not known) stays as it is.
    """
    over, _, under = unit.partition("/")
    amount, name = in_base(Decimal(str(number)), over)
    if under and name == "吨" and over not in ("吨", "公斤", "斤"):
        amount, name = amount / _of("微克"), "微克"
    below = []
    for word in under.split("·") if under else ():
        known = unit_named(word)
        if known and known.base:
            amount, word = amount / known.factor, known.base
        below.append(word)
    whole = "/".join((name, "·".join(below))) if below else name
    if measure is not None:
        amount = abs(amount) if measure.change == "fall" else amount
        whole = measure.unit if measure.unit_family == family_of(unit) in COUNTED else whole
    return float(amount), whole


def _of(unit: str) -> Decimal:
    known = unit_named(unit)
    return known.factor if known else Decimal(1)


def family_of(unit: str) -> str:
    """Return what a unit measures: a family of the table of units, or two joined by a stroke (`mass/volume`).

    A count of persons is `persons`, one of occasions `occasions`; a unit that is not known is `other`.
    """
    over, _, under = unit.partition("/")
    return "/".join([_family(over), "·".join(_family(word) for word in under.split("·"))]) if under else _family(over)


def _family(unit: str) -> str:
    for name, counted in words().counts.items():
        if unit in counted:
            return name
    known = unit_named(unit)
    return known.family if known else "other"
