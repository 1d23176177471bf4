"""The years that a figure refers to: one, several, or all up to one."""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from extractors.structure.frame import TERM, period_end
from extractors.structure.headings import chinese_ordinal

FILE = Path(__file__).with_name("periods.yaml")
# `年均` says something of a figure that stands at most so many characters behind it.
NEAR = 16
Gives = Literal["span", "until", "plan", "plan-part", "plan-end", "plan-since", "since", "years", "year", "none"]
Said = dict[str, str]


class Years(NamedTuple):
    """The years of a figure, the last one included; None where nothing says it. `average`: it is that of one of them."""

    from_year: int | None
    to_year: int | None
    average: bool = False


class Rule(BaseModel):
    """A row of `periods.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    id: str
    gives: Gives
    pattern: str
    example: str = Field(pattern="«.*»")

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)


class Periods(BaseModel):
    """`periods.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[Rule, ...]
    average: re.Pattern[str]
    opens_years: re.Pattern[str]
    opens_year: re.Pattern[str]


@lru_cache(maxsize=1)
def periods() -> Periods:
    """Return the checked table of rules."""
    return Periods.model_validate(yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader))


def years_of(sentence: str, start: int, year: int | None) -> Years:
    """Return the years of the figure at `start` of a sentence, whose target is of `year`.

    `到2025年` gives the last year only; `“十四五”以来` and `近三年` end with `year`. What the words say without `year` in it is
    not believed: the figure is of `year` then.
    """
    before = sentence[:start]
    average = bool(periods().average.search(before[-NEAR:]))
    for rule, said in reversed(_hits(before)):
        found = GIVEN[rule.gives](said, year)
        if found and _holds(found, year):
            return Years(*found, average)
        if rule.gives != "none":
            break
    return Years(year, year, average)


def says_nothing(sentence: str, start: int) -> bool:
    """Whether no words before the figure at `start` of a sentence date it."""
    return not _hits(sentence[:start])


def looks_back(before: str) -> int:
    """Return how many years the review is of that the text before a figure has opened last: 5, or 1.

    >>> looks_back("五年来,我们攻坚克难。就业不断扩大。")
    5
    """
    last = [
        max((m.end() for m in rule.finditer(before)), default=-1)
        for rule in (periods().opens_year, periods().opens_years)
    ]
    return TERM if last[1] > last[0] else 1


# Asked twice in a row for an achieved figure: which years, and whether anything says so.
@lru_cache(maxsize=1)
def _hits(before: str) -> list[tuple[Rule, Said]]:
    """Return the rules that match, in the order of the text; none within what another one covers."""
    matches = sorted(
        (
            (m.start(), n, m.end(), rule, m.groupdict())
            for n, rule in enumerate(periods().rules)
            for m in rule.regex.finditer(before)
        ),
        key=lambda hit: hit[:2],
    )
    found, end = [], 0
    for first, _, last, rule, said in matches:
        if first >= end:
            end = last
            found.append((rule, {k: v for k, v in said.items() if v}))
    return found


def _holds(found: tuple[int | None, int | None], year: int | None) -> bool:
    first, last = found
    return (first is None or last is None or first <= last) and (
        year is None or ((first is None or first <= year) and (last is None or year <= last))
    )


def _count(said: Said) -> int:
    written = said["count"]
    return int(written) if written.isdigit() else 2 if written == "两" else chinese_ordinal(written)


def _plan(said: Said) -> tuple[int, int]:
    end = period_end(said["number"])
    return end - TERM + 1, end


Given = tuple[int | None, int | None] | None
GIVEN: dict[str, Callable[[Said, int | None], Given]] = {
    "span": lambda said, year: (int(said["first"]), int(said["last"])),
    "until": lambda said, year: (None, int(said["last"])),
    "plan": lambda said, year: _plan(said),
    "plan-part": lambda said, year: (_plan(said)[0], _plan(said)[0] + _count(said) - 1),
    "plan-end": lambda said, year: (None, _plan(said)[1]),
    "plan-since": lambda said, year: (_plan(said)[0], year),
    "since": lambda said, year: (int(said["first"]), year),
    "years": lambda said, year: None if year is None else (year - _count(said) + 1, year),
    "year": lambda said, year: None,
    "none": lambda said, year: None,
}
