"""Reading conditions and amounts of support in a sentence, by the rules of `rules.yaml`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.link.eligibility.facts import SCALES

# Where a firm may have to be registered: a named place, or one of the words for the place of the policy.
PLACE = "[一-鿿]{1,8}?(?:新区|自贸区|新片区|市|区|县|镇|街道|地区|园区)|本市|本区|我区|我市|区内|辖区"
OWN_PLACE = frozenset(("本市", "本区", "我区", "我市", "区内", "辖区", "全区", "全市"))
SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Term:
    """A condition or an amount: its kind, its words with offsets in the sentence, and what they say.

    `value` is a number in 元, years or persons with `most` for an upper limit, else 0; `word` a place, a standing or a
    field of work.
    """

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    most: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Rules:
    cues: re.Pattern[str]
    whole: re.Pattern[str]
    upper: re.Pattern[str]
    conditions: tuple[tuple[str, re.Pattern[str]], ...]
    support: tuple[re.Pattern[str], ...]
    implied: dict[str, frozenset[str]]


@cache
def rules() -> _Rules:
    """Return the shipped rules."""
    read: dict[str, Any] = yaml.load(Path(__file__).with_name("rules.yaml").read_text("utf-8"), yaml.CSafeLoader)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("NUMBER", read["number"]).replace("PLACE", PLACE))

    return _Rules(
        re.compile(read["cues"]),
        re.compile(read["whole"]),
        re.compile(read["most"]),
        tuple((rule["kind"], compiled(pattern)) for rule in read["conditions"] for pattern in rule["patterns"]),
        tuple(compiled(pattern) for pattern in read["support"]),
        {name: frozenset(more) for name, more in read["implied"].items()},
    )


def read_terms(sentence: str) -> list[Term]:
    """Return the conditions and amounts of a sentence of a policy in their order, none where it offers nothing."""
    if not rules().cues.search(sentence):
        return []
    given = _matched(tuple((SUPPORT, pattern) for pattern in rules().support), sentence, ())
    return sorted([*given, *_matched(rules().conditions, sentence, given)], key=lambda term: (term.start, term.end))


def _matched(patterns: Sequence[tuple[str, re.Pattern[str]]], text: str, taken: Sequence[Term]) -> list[Term]:
    """Return what the patterns match, one after the other, none over what an earlier one has taken."""
    spans, found = [(term.start, term.end) for term in taken], []
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end in spans):
                spans.append(match.span())
                found.append(_term(kind, match))
    return found


def _term(kind: str, match: re.Match[str]) -> Term:
    named = match.groupdict()
    word = next((named[name] for name in ("place", "standing", "field") if named.get(name)), "")
    number = named.get("number") or ""
    most = bool(named.get("limit")) or bool(number and rules().upper.search(match[0]))
    value = float(_value(number, named.get("scale") or "")) if number else 0.0
    return Term(kind, match[0], match.start(), match.end(), value, most, word.strip('“”"'))


def _value(number: str, scale: str) -> Decimal:
    # Terms are read in a build; what links a firm needs the rules alone.
    from extractors.targets.numerals import number_of

    digits = number.replace(",", "").rstrip(".")
    return (Decimal(digits) if digits[0].isdigit() else number_of(digits)) * SCALES[scale]
