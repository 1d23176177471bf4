"""Names of firms: place, proper name, trade, legal form. A short form leaves out what says little, never the proper name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.same.judgement import BRACKET, UNSURE, Judgement, plain, subsequence, words
from kg.same.places import COUNTRY, one_within_other, place_of, split_places

FORM = re.compile(r"(股份)?(?:有限责任公司|有限公司|总公司|公司)$|(股份)$")
BRANCH = re.compile(r"(?:分公司|分行|支行|分店|分所|营业部|办事处|总部|工厂|研究院|基地|中心|大厦|项目)$")
OFFICE = re.compile(r".{0,2}(?:会计师|律师|税务师)事务所$")
# A proper name of three characters is rarely that of two firms: 普华永道, 同益中; two characters are: 华润, 京东.
PROPER = 3
# Four characters that name no trade are that of one firm: 航天彩虹, but 东方航空 is not 东方航空物流.
BRAND = 4


@dataclass(frozen=True, slots=True)
class Firm:
    """The parts of a name. `form` is empty for a short name, `other` what stands in brackets and is no place."""

    places: tuple[str, ...]
    body: str
    form: str
    group: bool
    other: str


def compare_firms(a: str, b: str) -> Judgement:
    """Compare two names of firms by their parts."""
    if BRANCH.search(plain(a)) or BRANCH.search(plain(b)):
        return Judgement(0.1, "a part of a firm, or its building, is not the firm")
    one, two = _parts(plain(a)), _parts(plain(b))
    if not one_within_other(one.places, two.places):
        return Judgement(0.0, "different places in the names")
    if one.other != two.other:
        return Judgement(0.3, "what stands in brackets differs")
    if one.form and two.form and "股份" not in (one.form, two.form):
        return _full(one, two)
    short, long = (two, one) if (bool(two.form), len(two.body)) < (bool(one.form), len(one.body)) else (one, two)
    if not set(short.places) <= set(long.places):
        return Judgement(UNSURE, "the shorter name has a place that the longer one lacks")
    return _short_of(short, long)


def _parts(name: str) -> Firm:
    places, others, group = [], [], False
    for inner in BRACKET.findall(name):
        place = place_of(inner)
        group = group or inner == "集团"
        if place:
            places.append(place)
        elif inner != "集团" and "普通合伙" not in inner:
            others.append(inner)
    name = BRACKET.sub("", name)
    found = FORM.search(name)
    form = ""
    if found and len(name) - len(found[0]) >= 2:
        form = found[0].replace("责任", "")
        name = name[: found.start()]
    if name.endswith("集团") and len(name) > 3:
        name, group = name[:-2], True
    front, body = split_places(name)
    return Firm((*front, *places), body, form, group, "".join(others))


def _full(one: Firm, two: Firm) -> Judgement:
    """Compare two full names: each part counts."""
    if (one.body, one.form, one.group) != (two.body, two.form, two.group):
        return Judgement(0.1, "two full names of firms that differ")
    if sorted(one.places) != sorted(two.places):
        return Judgement(UNSURE, "one of two full names has no place")
    return Judgement(0.95, "the same full name but for the order or brackets of its parts")


def _short_of(short: Firm, long: Firm) -> Judgement:
    if short.form == "股份" and long.form and not long.form.startswith("股份"):
        return Judgement(0.3, "the longer name is of no company by shares")
    if short.group and not long.group:
        return Judgement(UNSURE, "a group and a firm that is none")
    if short.body == long.body:
        return _same_body(short, long)
    if _shares(short, long):
        return Judgement(0.88, f"the short name of a company by shares, without what it deals in: {long.body}")
    if short.places == () and short.group and _initials(short.body, long):
        return Judgement(0.9, "place and trade by their first characters")
    if short.places and not _proper(short.body):
        return Judgement(UNSURE, "place and trade alone are the name of several firms")
    if _leaves_out_little(short, long):
        return Judgement(0.9, f"a short form of a firm's name that leaves out trade or legal form: {long.body}")
    return Judgement(0.3, "no short form of the other firm's name")


def _same_body(short: Firm, long: Firm) -> Judgement:
    marked = short.form == "股份" or short.group
    alone = len(_proper(short.body)) >= 2 and (len(short.body) > PROPER or (len(short.body) == PROPER and not marked))
    alone = alone and COUNTRY[0] not in long.places
    if short.places == long.places or (alone and (long.form or not long.group)):
        return Judgement(0.92, "the same name but for place and legal form")
    if alone:
        return Judgement(0.9, "the same name but for place and 集团")
    return Judgement(UNSURE, "the same trade, the place is left out")


def _shares(short: Firm, long: Firm) -> bool:
    """Say whether a short name is that of a company by shares: `海利尔股份`, or four characters and more that its name begins with.

    A group, and a name that begins with the country, are often those of a parent: 国药集团 is not 国药集团药业股份有限公司.
    """
    begins = long.form.startswith("股份") and long.body.startswith(short.body) and "集团" not in long.body
    parent = short.group or COUNTRY[0] in short.places or short.body.startswith(COUNTRY)
    if not begins or parent or len(_proper(short.body)) < 2:
        return False
    if short.form == "股份":
        return len(short.body) >= PROPER  # two characters are those of several: 海天股份
    return not (short.form or short.places or len(short.body) < BRAND) and _proper(short.body) == short.body


def _leaves_out_little(short: Firm, long: Firm) -> bool:
    a, b = short.body, long.body
    common = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    for cut in range(common, 1, -1):
        proper = _proper(a[:cut])
        if len(proper) >= 2 and _may_shorten(proper, a, b, cut):
            return True
    return False


def _may_shorten(proper: str, a: str, b: str, cut: int) -> bool:
    """Say whether `a[cut:]` is a short form of `b[cut:]`, the proper name and what stands before `cut` being the same."""
    kept, left = a[cut:], b[cut:]
    if kept:
        return bool(_trades().fullmatch(left)) and _heads(kept, left)
    if proper != a:
        return bool(_generic().fullmatch(left))
    if len(a) > PROPER and OFFICE.fullmatch(left):
        return True
    if not _trades().fullmatch(left):
        return False
    return len(a) >= PROPER and left.endswith(tuple(words()["ending"]))


def _heads(kept: str, left: str) -> bool:
    """Say whether each character kept begins a word of what was left: 数娱 of 数字娱乐文化, 机场 of 国际机场."""
    if left.startswith(kept):
        return bool(_generic().fullmatch(left[len(kept) :]))
    if _generic().fullmatch(kept) or not subsequence(kept, left):
        return False
    start = left.find(kept[0])
    return start == 0 or bool(_generic().fullmatch(left[:start]))


def _initials(short: str, long: Firm) -> bool:
    """Say whether a short name is one character of the place and one of the trade: 上港 of 上海国际港务."""
    if len(short) != 2 or len(long.places) != 1 or not long.places[0].startswith(short[0]):
        return False
    return long.group and long.body in words()["initials"].get(short[1], ())


def _proper(body: str) -> str:
    """Return a name without the trades that it ends with."""
    while found := _last().search(body):
        body = body[: found.start()]
    return body


@lru_cache(maxsize=1)
def _trades() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('trades', 'generic')})+")


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('generic')})*")


@lru_cache(maxsize=1)
def _last() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('trades', 'generic')})$")


def _any(*lists: str) -> str:
    return "|".join(sorted((w for name in lists for w in words()[name]), key=len, reverse=True))
