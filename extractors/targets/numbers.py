"""Numbers in a text with their units, before it is decided which of them measure something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.rules import load_rules
from extractors.targets.numerals import (
    AMOUNT,
    NUMERAL,
    SHORT_AMOUNT,
    WORDS,
    Amount,
    number_of,
    read_amount,
    share,
)  # fmt: skip
from extractors.targets.units import BLANK_BEFORE, fits, unit_of, unit_pattern

# A minus belongs to the number behind a Chinese character or a bracket; behind a figure it joins two figures.
SIGN = r"(?P<sign>(?<=[\u4e00-\u9fff(（:：—~])[-−]|(?<=[为是长率至到达幅在速])负|零下)?"
NUMBER = re.compile(rf"{SIGN}(?P<amount>{AMOUNT})[ \u00a0]?{unit_pattern()}(?P<half>(?<=[成倍])半)?")
BARE = re.compile(rf"{SIGN}(?P<amount>{SHORT_AMOUNT})")
PARTS = re.compile(rf"(?<![{NUMERAL}点第])(?P<whole>[百千万]|{WORDS})分之(?P<sign>负)?(?P<amount>百|{AMOUNT})")
ANY = re.compile(rf"[\d{NUMERAL}]|负|零下|[-−]\d")
# What joins the ends of a range.
JOIN = re.compile(r"(?:[(（]含[)）])?\s?(?:--?|——?|–|~|～|至|到)\s?")
(RATIO_BEFORE,) = load_rules("quantities", "ratios")
WHOLES = {"百": Decimal(1), "千": Decimal(10), "万": Decimal(100)}
# How many characters before a number its rules see.
AHEAD = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands, with its unit as it is written, which is empty for the first end of a range."""

    start: int
    end: int
    amount: Amount
    sign: str
    unit: str = ""
    below: str = ""
    half: bool = False
    parts: Decimal | None = None


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in `text`, in order, with their units where one follows."""
    at = 0
    while start := ANY.search(text, at):
        number = _parts(text, start.start()) or _number(text, start.start())
        if number:
            yield number
        at = number.end if number else start.start() + 1


def _parts(text: str, at: int) -> Number | None:
    """Read 百分之五点五, 千分之三, 三分之二 as a number of percent."""
    match = PARTS.match(text, at)
    amount = read_amount("一百" if match and match["amount"] == "百" else match["amount"]) if match else None
    if match is None or amount is None:
        return None
    whole = WHOLES.get(match["whole"]) or number_of(match["whole"]) / 100
    if match["whole"] not in WHOLES and share(amount.low, number_of(match["whole"])) is None:
        return None
    return Number(*match.span(), amount, "负" if match["sign"] else "", "%", parts=whole)


def _number(text: str, at: int) -> Number | None:
    """Read a number with its unit, else without; what its unit asks for may follow at the other end of a range."""
    match = NUMBER.match(text, at)
    amount = read_amount(match["amount"]) if match else None
    if match and amount and (fits(match["unit"], text, *match.span()) or JOIN.match(text, match.end())):
        family = unit_of(match["unit"]).family
        if text[match.end("amount")] not in " \u00a0" or family in BLANK_BEFORE:
            below = match["below"] or (_per(text, match.start()) if family == "mass" else "")
            return Number(*match.span(), amount, match["sign"] or "", match["unit"], below, bool(match["half"]))
    match = BARE.match(text, at)
    amount = read_amount(match["amount"]) if match else None
    return Number(*match.span(), amount, match["sign"] or "") if match and amount else None


def _per(text: str, at: int) -> str:
    """Return what the words before a number say that it is counted by."""
    per = RATIO_BEFORE.regex.search(text[max(0, at - AHEAD) : at])
    return per["below"] if per else ""
