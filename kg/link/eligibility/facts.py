"""What is known of a firm for the conditions of policies, as given by options or columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.errors import UsageError

AMOUNT = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*+(?:(?P<scale>亿|千万|百万|万)\s*)?(?:元|人民币)?")
SCALES = {"": 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
PEOPLE = re.compile("[0-9]+")
SEPARATOR = re.compile("[、,;\uff0c\uff1b/ ]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """Amounts in 元, persons, the year of founding, and standings such as 高新技术企业; None for what is not known."""

    revenue: float | None = None
    staff: int | None = None
    founded: int | None = None
    capital: float | None = None
    standing: frozenset[str] | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Facts":
        """Return the facts of texts by the names of this class. Raises UsageError for one that cannot be read."""
        return cls(
            revenue=_amount("revenue", given.get("revenue", "")),
            staff=_found("staff", PEOPLE, given.get("staff", "").replace(",", ""), "a number of persons, as in 120"),
            founded=_found("founded", YEAR, given.get("founded", ""), "a year or a date, as in 2018"),
            capital=_amount("capital", given.get("capital", "")),
            standing=frozenset(filter(None, SEPARATOR.split(given["standing"]))) if given.get("standing") else None,
        )


def _amount(name: str, text: str) -> float | None:
    if not text.strip():
        return None
    match = AMOUNT.fullmatch(text.strip())
    if not match:
        raise UsageError(f"{name} {text!r} is no amount; give one in 元, as in 5000万 or 1.2亿元")
    return float(Decimal(match["number"].replace(",", "")) * SCALES[match["scale"] or ""])


def _found(name: str, pattern: re.Pattern[str], text: str, wanted: str) -> int | None:
    if not text.strip():
        return None
    if not (match := pattern.search(text)):
        raise UsageError(f"{name} {text!r} cannot be read; give {wanted}")
    return int(match[0])
