"""Numbers as they are written: figures, Chinese numerals, and both with 万 and 亿 between them.

Every repetition in these patterns is bounded, so that the work for a text grows with its length.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

DIGIT = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
NUMERAL = f"{DIGIT}零〇十百千万亿拾佰仟几数"
ZERO = "[零〇]"
FIGURE = r"(?<![\d.A-Za-z])\d{1,15}(?:,\d{3}){0,6}(?:\.\d{1,8})?(?!\.?\d)"
# A numeral below ten thousand: 三千二百, 一百零五, 二十, 七.
WORDS = (
    rf"(?:[{DIGIT}][千仟](?:{ZERO}?[{DIGIT}][百佰])?(?:{ZERO}?[{DIGIT}]?[十拾])?(?:{ZERO}?[{DIGIT}])?"
    rf"|[{DIGIT}][百佰](?:{ZERO}?[{DIGIT}]?[十拾])?(?:{ZERO}?[{DIGIT}])?"
    rf"|[{DIGIT}]?[十拾][{DIGIT}]?|[{DIGIT}零〇])"
)
# 三四十, 十几, 几十, 百余: what tells a span or only its lower end.
NEIGHBOURS = "一二|一两|二三|两三|三四|三五|四五|五六|六七|七八|八九"
LOOSE = rf"(?:(?:{NEIGHBOURS})[十百千]?|[{DIGIT}]?十几|[几数][十百千]|[百千万亿](?=[余多]))"
NUMBER_WORDS = rf"(?<![{NUMERAL}点第])(?:{LOOSE}|{WORDS}(?:点[零〇{DIGIT}]{{1,6}})?)"
# 3千米 are kilometres.
SCALE = "(?:万亿|[十百千]?[万亿]|百|千(?![米瓦伏克]))"
# Behind a scale the rest of the number: 5万4千6百, 1亿2000万, 三万二千.
FIGURES_ON = r"\d{1,4}(?![\d.])(?:[千百万亿](?!分之))?"
WORDS_ON = rf"{ZERO}?{WORDS}(?:[千百万亿](?!分之))?"
_SCALED = rf"(?:[余多来]?|[ \u00a0](?=[十百千]?[万亿])){SCALE}"
_MORE = "[余多来]?(?:(?<=[余多来])[万亿])?"
AMOUNT = rf"(?:{FIGURE}(?:{_SCALED}(?:{FIGURES_ON}){{0,3}})?|{NUMBER_WORDS}(?:{_SCALED}(?:{WORDS_ON}){{0,3}})?){_MORE}"
# The same without blanks and without parts behind the scale.
SHORT_AMOUNT = rf"(?:{FIGURE}|{NUMBER_WORDS})(?:[余多来]?{SCALE})?{_MORE}(?![千百万亿])"
SCALES = {
    **{word: Decimal(10) ** power for word, power in {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}.items()},
    **{a + b: Decimal(10) ** (i + j) for a, i in {"十": 1, "百": 2, "千": 3}.items() for b, j in {"万": 4, "亿": 8}.items()},
}  # fmt: skip
# A share is kept to two places.
CENT = Decimal("0.01")
_PIECE = re.compile(
    rf"(?P<figure>\d{{1,15}}(?:,\d{{3}}){{0,6}}(?:\.\d{{1,8}})?)|(?P<loose>{LOOSE})|(?P<words>{ZERO}?{WORDS}(?:点[零〇{DIGIT}]{{1,6}})?)"
)
_SCALE = re.compile(rf"(?P<more>[余多来 \u00a0]?)(?P<scale>{SCALE}?)(?P<more2>[余多来]?)(?P<scale2>[万亿]?)")
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两〇", "一二三四五六七八九十百千二零")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a number says: its value, the upper end of one like 三四十, and how it is written.

    `scale` is the scale that ends it (1: none), `more` whether 余 or 多 follows, `about` whether 来 does, `digit`
    whether it is one Chinese numeral alone.
    """

    low: Decimal
    high: Decimal | None
    scale: Decimal
    more: bool
    about: bool
    digit: bool


def read_amount(written: str) -> Amount | None:
    """Return what a text matched by AMOUNT says, None where its parts do not make one number (`5万8万`)."""
    low, high, at = Decimal(0), None, 0
    last: Decimal | None = None
    scale, marks, parts = Decimal(1), "", 0
    while at < len(written):
        piece = _PIECE.match(written, at)
        ending = _SCALE.match(written, piece.end()) if piece else None
        if piece is None or ending is None:
            return None
        scale = SCALES.get(ending["scale"], Decimal(1)) * SCALES.get(ending["scale2"], Decimal(1))
        first, second = _values(piece)
        if re.match(r"0\d", piece.group()):
            return None
        if last is not None:
            if scale == 1 and piece["words"] and len(piece["words"]) == 1:
                scale = last / 10
            if second is not None or max(first, Decimal(1)) * scale >= last or _loose_end(piece, scale, last):
                return None
        low, high = low + first * scale, second * scale if second is not None else high
        last, marks, at, parts = scale, marks + ending["more"] + ending["more2"], ending.end(), parts + 1
    single = len(written) == 1 and not written.isdecimal()
    return Amount(low, high, scale if parts == 1 else Decimal(1), bool(set(marks) & set("余多")), "来" in marks, single)


def _loose_end(piece: re.Match[str], scale: Decimal, last: Decimal) -> bool:
    """Whether figures behind a scale do not fill it: of 10亿2个 the 2 is a number of its own, of 1万2000 it is not."""
    return bool(piece["figure"]) and scale == 1 and not (last == SCALES["万"] and len(piece.group()) == 4)


def _values(piece: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    if piece["figure"]:
        return Decimal(piece["figure"].replace(",", "")), None
    if piece["loose"]:
        return _loose(piece["loose"])
    return number_of(piece["words"]), None


def _loose(words: str) -> tuple[Decimal, Decimal | None]:
    if words in SCALES:
        return SCALES[words], None
    if words[0] in "几数":
        return SCALES[words[1]], SCALES[words[1]] * 10
    if words.endswith("十几"):
        tens = number_of(words[:-1])
        return tens, tens + 10
    times = SCALES.get(words[2:], Decimal(1))
    return number_of(words[0]) * times, number_of(words[1]) * times


@cache
def number_of(words: str) -> Decimal:
    """Return the value of a Chinese numeral below ten thousand, with or without 点 and a fraction."""
    # Its patterns of place names take a quarter of a second to compile, and questions to a graph read no numerals.
    import cn2an

    whole, _, part = words.translate(_PLAIN).partition("点")
    whole = whole.lstrip("零") or "零"
    value = Decimal(cn2an.cn2an(whole, "normal"))
    return value + Decimal("0." + "".join(str(cn2an.cn2an(c, "normal")) for c in part)) if part else value


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a fraction in percent, None where it is none."""
    return (part * 100 / whole).quantize(CENT) if whole and part <= whole else None
