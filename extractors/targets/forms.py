"""Quantities that are not a number followed by a unit: 翻一番, 零增长, 1/3, 上万人次, 第三位, 由1.62缩小至1.58."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.rules import load_rules
from extractors.targets.numerals import SCALES, number_of, share
from extractors.targets.units import fits, stored, unit_pattern

ROUND, ROUND_AT_END, SLASH, DOUBLING, NO_GROWTH, RANK, BECAME = load_rules("quantities", "forms")
(NO_RANK,) = load_rules("quantities", "no-rank")
CLAUSE_END = load_rules("quantities", "numerals")[1]
ROUND_WITH_UNIT = re.compile(rf"(?:{ROUND.pattern}){unit_pattern()}")
ROUND_BEFORE_END = re.compile(rf"(?:{ROUND_AT_END.pattern}){unit_pattern()}")
RANK_UNIT = "位"


@dataclass(frozen=True, slots=True)
class Form:
    """A quantity as it stands: `more` says that the number is only a lower end."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    unit: str
    more: bool = False
    about: bool = False


def find_forms(text: str) -> Iterator[Form]:
    """Yield such quantities, kind by kind."""
    for match in SLASH.regex.finditer(text):
        if part := share(Decimal(match["part"]), Decimal(match["whole"])):
            yield Form(*match.span(), part, None, "%")
    for match in DOUBLING.regex.finditer(text):
        yield Form(*match.span(), 2 ** number_of(match["times"] or "一"), None, "倍", more=bool(match["more"]))
    for match in NO_GROWTH.regex.finditer(text):
        yield Form(*match.span(), Decimal(0), None, "%")
    for match in BECAME.regex.finditer(text):
        yield Form(*match.span("now"), Decimal(match["now"]), None, "")
    for match in ROUND_WITH_UNIT.finditer(text):
        if fits(match["unit"], text, match.start(), match.end()):
            yield _round(match)
    for match in ROUND_BEFORE_END.finditer(text):
        if CLAUSE_END.regex.match(text, match.end()):
            yield _round(match)
    for match in RANK.regex.finditer(text):
        if not NO_RANK.regex.search(text[max(0, match.start() - 4) : match.start()]):
            rank = match["rank"] or "1"
            yield Form(*match.span(), Decimal(rank) if rank.isdigit() else number_of(rank), None, RANK_UNIT)


def _round(match: re.Match[str]) -> Form:
    name, worth = stored(match["unit"], match["below"])
    return Form(*match.span(), SCALES[match["scale"]] * worth, None, name, more=match.group()[0] == "上")
