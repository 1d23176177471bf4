"""Chinese quantities: where they stand, their amount as a Decimal in a stored unit, their comparator."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.annotations import Quantity
from extractors.rules import load_rules
from extractors.structure.widths import narrow
from extractors.targets.forms import RANK_UNIT, Form, find_forms
from extractors.targets.numbers import AHEAD, JOIN, Number, find_numbers
from extractors.targets.numerals import CENT, NUMERAL
from extractors.targets.units import fits, stored, unit_of

NOT_BEFORE = load_rules("quantities", "no-quantity-before")
NOT_AFTER = load_rules("quantities", "no-quantity-after")
WAS, COUNTED = load_rules("quantities", "was"), load_rules("quantities", "counted")
WAS_BEFORE = WAS[0]
# Words before and behind a number that make it none together.
AROUND = [(WAS[0], WAS[1]), (WAS[2], WAS[3]), (COUNTED[0], COUNTED[1])]
ONE_OF_MANY, CLAUSE_END, NOUN, QUOTED, SHARE_BEFORE, SHARE_AFTER = load_rules("quantities", "numerals")
COMPARE_BEFORE = load_rules("quantities", "comparators-before")
COMPARE_AFTER = load_rules("quantities", "comparators-after")
# Numerals that count alone: 陆 and 零 do not.
COMMON = "一二两三四五六七八九十"
# How many characters behind a number its rules see.
BEHIND = 24
# Only these are below zero; before any other unit a stroke is a dash.
SIGNED = frozenset({"money", "percent", "multiple", "temperature"})


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities in `text`, in order; dates, ordinals of meetings and plot numbers are none."""
    text = narrow(text)
    forms = (f for f in find_forms(text) if f.unit == RANK_UNIT or not _excluded(text, f.start, f.end))
    found = [*_measured(text, list(find_numbers(text))), *forms]
    end = 0
    for form in sorted(found, key=lambda f: (f.start, -f.end)):
        if form.start < end:
            continue
        end = form.end
        compare = "range" if form.high is not None else comparator(text, form.start, form.end, form.more, form.about)
        yield Quantity(form.start, form.end, form.low, form.high, form.unit, compare)


def _measured(text: str, numbers: list[Number]) -> Iterator[Form]:
    """Yield the numbers that measure or count something, ranges as one."""
    skip = -1
    for i, number in enumerate(numbers):
        if i == skip or _is_tail(text, number):
            continue
        after = numbers[i + 1] if i + 1 < len(numbers) else None
        pair = _range(text, number, after) if after else None
        if pair:
            skip = i + 1
            if not _excluded(text, pair.start, pair.end):
                yield pair
        elif _stands(text, number) and not _excluded(text, number.start, number.end):
            yield _form(number)


def _is_tail(text: str, number: Number) -> bool:
    """Whether a stroke joins the number to what stands before: of 021-6234 and 10/24 the end is no number."""
    before = text[max(0, number.start - 2) : number.start]
    return before[-1:] in ("+", "-", "−") or bool(re.match(r"\d[/:]", before))


def _range(text: str, first: Number, last: Number) -> Form | None:
    """Return `5%—5.5%`, `800亿—850亿元`, `8500到3万元` as one quantity, None where the two are no range."""
    joined, sign = text[first.end : last.start], last.sign
    if sign in ("-", "−") and joined in ("", "(含)"):
        joined, sign = joined + sign, ""
    if not JOIN.fullmatch(joined) or first.half:
        return None
    unit = last.unit or (first.unit if first.parts and not last.amount.digit else "") or ("%" if first.parts else "")
    if not (unit or last.amount.scale >= 10_000) or first.unit not in ("", unit) or first.below not in ("", last.below):
        return None
    if WAS_BEFORE.regex.search(_before(text, first.start)):
        return None
    high = _signed(last, sign, unit) * _worth(last, first)
    low = _signed(first, first.sign, unit) * _worth(first, last)
    if not first.unit and first.amount.scale == 1 and low * last.amount.scale <= high:
        low *= last.amount.scale
    if low >= high or last.amount.high is not None:
        return None
    name, worth = stored(unit, last.below) if unit else ("", Decimal(1))
    return Form(first.start, last.end, low * worth, high * worth, name)


def _worth(number: Number, other: Number) -> Decimal:
    """Return what one of 百分之, 千分之 is in percent; the other end of a range may say it for both."""
    parts = number.parts or (other.parts if not number.unit else None)
    return 1 / parts if parts else Decimal(1)


def _signed(number: Number, sign: str, unit: str) -> Decimal:
    negative = sign in ("负", "零下") or (sign and unit and unit_of(unit).family in SIGNED)
    amount = number.amount.low + (Decimal("0.5") if number.half else 0)
    return -amount if negative else amount


def _stands(text: str, number: Number) -> bool:
    """Whether a number counts without being one end of a range."""
    amount, written = number.amount, text[number.start : number.end]
    in_words = written[len(number.sign)] in NUMERAL
    if not number.unit:
        return amount.scale >= (10**8 if in_words else 10**4)
    if not fits(number.unit, text, number.start, number.end):
        return False
    if number.parts or not in_words:
        return True
    unit = unit_of(number.unit)
    if QUOTED.regex.search(_before(text, number.start)):
        return False
    if unit.single == "never" or (amount.high is not None and amount.high < 10 and not unit.single):
        return False
    return not amount.digit or _one_numeral_counts(text, number)


def _one_numeral_counts(text: str, number: Number) -> bool:
    """Whether 三成, 两座, 企业一家 count, and 同一家, 一成不变, 三类 do not."""
    unit, before = unit_of(number.unit), _before(text, number.start)
    if ONE_OF_MANY.regex.search(before) or text[number.start] not in COMMON:
        return False
    if number.unit == "成":
        return bool(SHARE_BEFORE.regex.search(before) and SHARE_AFTER.regex.match(text, number.end)) or number.half
    if unit.family in ("percent", "multiple"):
        return True
    numeral, anywhere = text[number.start], unit.single == "anywhere"
    if CLAUSE_END.regex.match(text, number.end):
        return anywhere or (unit.single == "end" and numeral != "一")
    return anywhere and numeral not in "一二" and bool(NOUN.regex.match(text, number.end))


def _form(number: Number) -> Form:
    name, worth = stored(number.unit, number.below) if number.unit else ("", Decimal(1))
    times = worth * _worth(number, number)
    low, high = _signed(number, number.sign, number.unit) * times, number.amount.high
    start = number.start
    if number.sign in ("-", "−") and number.unit and unit_of(number.unit).family not in SIGNED:
        start += 1
    if number.parts:
        low = low.quantize(CENT).normalize() if low != low.quantize(CENT) else low
    return Form(
        start,
        number.end,
        low,
        high * times if high is not None else None,
        name,
        number.amount.more,
        number.amount.about,
    )


def _before(text: str, at: int) -> str:
    return text[max(0, at - AHEAD) : at]


def _excluded(text: str, start: int, end: int) -> bool:
    before, after = _before(text, start), text[end : end + BEHIND]
    if any(rule.regex.search(before) for rule in NOT_BEFORE) or any(rule.regex.match(after) for rule in NOT_AFTER):
        return True
    return any(ahead.regex.search(before) and behind.regex.match(after) for ahead, behind in AROUND)


def comparator(text: str, start: int, end: int, more: bool = False, about: bool = False) -> str:
    """Return eq, ge, le or approx from the words around [start, end)."""
    before, after = _before(text, start), text[end : end + BEHIND]
    for ahead, behind in zip(COMPARE_BEFORE, COMPARE_AFTER, strict=True):
        if ahead.regex.search(before) or behind.regex.match(after):
            return ahead.becomes or "eq"
    return "ge" if more else "approx" if about else "eq"
