"""Chinese quantities: where they stand, their amount as a Decimal in a canonical unit, their comparator."""

import re
from collections.abc import Iterator
from decimal import Decimal

import cn2an

from extractors.annotations import Quantity

UNITS = (
    "标准箱|吨/平方公里·月|平方公里|平方千米|平方米|平米|立方米|个百分点|微克/立方米|机时|工作日|条段|条[((]段[))]|台[((]套[))]|亩次|宗|人次|户次|家次|件次|套(?:[((]间[))])?|美元|欧元|元人民币|"
    "公里/平方公里|个月|分钟(?=以[内下]|[,。;])|公里|千米|公顷|亩|吨|千瓦时|千瓦|元|米|家|个|件|项|户|人|名|条|座|所|处|台|张|幅|辆|艘|架|场|期|次|门|只|株|间|"
    "批次|例|份|篇|部|支|款|种|类|班|对|片|块|村|街坊|幢|栋|万|亿|倍|天|客|课时|群|点|单|笔|席|位"
)
# A minus belongs to the number behind a Chinese character or a bracket; behind a figure it joins two figures.
DIGITS = r"(?<![\d.A-Za-z+-])(?:(?<=[\u4e00-\u9fff(:])[-−])?\d{1,15}(?:,\d{3}){0,6}(?:\.\d{1,8})?(?!\.?\d)"
# `5%—5.5%`, `800亿—850亿元`: the first figure of a range may carry its own percent sign or scale.
NUMBER = rf"{DIGITS}(?:(?P<own>%|万亿|[百千]?[万亿])?元?\s?(?:--?|—|–|~|至)\s?\d{{1,15}}(?:,\d{{3}}){{0,6}}(?:\.\d{{1,8}})?(?!\.?\d))?"
QUANTITY = re.compile(
    rf"(?P<number>{NUMBER})(?P<more>[余多])?(?P<scale>万亿|[百千]?[万亿]|千(?=[万元])|百(?=[万元]))?(?P<more2>[余多])?"
    rf"(?:(?P<percent>%|%|个百分点)|(?P<unit>{UNITS}))"
)
SMALL = re.compile(
    r"(?<![\u4e00-\u9fff第][一二三四五六七八九十])(?P<number>[两三四五六七八九十])(?P<unit>座|幅|家|所|处|台)(?=[\u4e00-\u9fff])"
)
FRACTION = re.compile(
    r"(?<![\d/.])(?P<number>\d/\d)(?![\d/])|(?<=[近超占约到])(?P<tenths>[一二三四五六七八九])成(?=[,。;、以左])"
)
ROUND = re.compile(
    r"(?:(?<=突破)|(?<=超过)|(?<=[超近逾达])|(?<=覆盖)上)(?P<number>)(?P<scale>万亿|[百千]?[万亿]|[百千])(?P<unit>美元|元|人次|户|人|家|亩|件)"
)
RANK = re.compile(
    r"第(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?(?=[,。;、]|的成绩|$)|(?<=[市国区县城位列])首位(?=[,。;、])"
)
NOT_AFTER = re.compile(r"(?:20\d\d年|[-./]\d*|第|届|表|图|专栏)$")
NOT_BEFORE = re.compile(
    r"号线?|线(?![路上下])|届|轮|街(?![镇道面坊])|路|班车|版|强县|类区|级市|五规划|吨级|覆盖率|级|类?新药|账"
)
# `注册资金1000万元以上企业180家`, `亿元以上项目12个`: the first number says which ones are counted
QUALIFIES = re.compile(
    r"(?:及)?以上(?:的)?(?:重点|重大|大型|产业|优质|工业|新引进){0,2}(?:企业|项目|楼宇|展览|平台|单位)[^,。;]{0,6}\d"
)
WAS_BEFORE = re.compile(r"(?:由|从)(?:原来的?|年初的?|上年的?|20\d\d年(?:底|末)?的?|“?十[一二三四]五”?末的?)?$")
WAS_AFTER = re.compile(r"[^,。;\d]{0,8}(?:至|到|为)(?:近|约|超过?|逾)?(?=\d)")
# A rank that numbers the points of a list (`:第一,…`) or says what comes first (`放在第一位`).
NO_RANK = re.compile(r"(?:[::。;]|[放摆]在)$")
SCALES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
    None: 0,
    "": 0,
}
GE_AFTER = re.compile(r"(?:及|或)?以上|左右以上")
LE_AFTER = re.compile(r"以内|以下")
APPROX_AFTER = re.compile(r"左右|上下")
GE_BEFORE = re.compile(r"(?:不低于|不少于|超过|超出|超|突破|逾|力争达到|高于|多于|至少)$")
LE_BEFORE = re.compile(r"(?:不高于|不超过|控制在|(?<!不)低于|(?<!不)少于)$")
APPROX_BEFORE = re.compile(r"(?:近|约|约为|大约|接近|预计约)$")


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities in `text`, in order; dates, ordinals of meetings and plot numbers are none."""
    hits = [m for pattern in (QUANTITY, SMALL, ROUND, FRACTION, RANK) for m in pattern.finditer(text)]
    end = 0
    for match in sorted(hits, key=lambda m: (m.start(), -m.end())):
        if match.start() < end or _excluded(text, match):
            continue
        end = match.end()
        yield _quantity(text, match)


def _excluded(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    if match.re is RANK:
        return bool(NO_RANK.search(before))
    after = text[match.end() : match.end() + 24]
    if NOT_AFTER.search(before) or NOT_BEFORE.match(after) or QUALIFIES.match(after):
        return True
    return bool(WAS_BEFORE.search(before) and WAS_AFTER.match(after))


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    groups = match.groupdict()
    if match.re is FRACTION:
        return _fraction(text, match)
    low, high = _bounds(groups["number"] or "一", groups.get("own"))
    unit = groups.get("unit") or groups.get("percent") or "位"
    scale = Decimal(10) ** SCALES[groups.get("scale")]
    first = Decimal(10) ** SCALES[groups["own"]] if groups.get("own") in SCALES and groups.get("own") else scale
    if unit in ("万", "亿"):
        scale, unit = scale * Decimal(10) ** SCALES[unit], ""
    more = bool(groups.get("more") or groups.get("more2")) or match.group()[0] == "上"
    return Quantity(
        match.start(),
        match.end(),
        low * (first if high is not None else scale),
        high * scale if high is not None else None,
        unit,
        "range" if high is not None else comparator(text, match.start(), match.end(), more),
    )


def _fraction(text: str, match: re.Match[str]) -> Quantity:
    """`1/3` and `六成` are shares, in percent."""
    if match["tenths"]:
        amount = Decimal(cn2an.cn2an(match["tenths"], "normal")) * 10
    else:
        above, below = map(Decimal, match["number"].split("/"))
        amount = (above * 100 / below).quantize(Decimal("0.01")) if below else Decimal(0)
    return Quantity(match.start(), match.end(), amount, None, "%", comparator(text, match.start(), match.end()))


def _bounds(number: str, own: str | None = None) -> tuple[Decimal, Decimal | None]:
    """Return the ends of a range; `own` is the sign or scale that its first figure carries."""
    plain = number.replace(own, "", 1) if own else number
    sign = -1 if plain[0] in "-−" else 1
    parts = [p.replace(",", "").strip("元 ") for p in re.split(r"--|[-—–~至]", plain.lstrip("-−"))]
    values = [Decimal(p) if p[0].isdigit() else Decimal(cn2an.cn2an(p.replace("两", "二"), "normal")) for p in parts]
    return sign * values[0], values[1] if len(values) > 1 else None


def comparator(text: str, start: int, end: int, more: bool = False) -> str:
    """Return eq, ge, le or approx from the words around [start, end)."""
    before, after = text[max(0, start - 6) : start], text[end : end + 4]
    for name, ahead, behind in (
        ("le", LE_BEFORE, LE_AFTER),
        ("ge", GE_BEFORE, GE_AFTER),
        ("approx", APPROX_BEFORE, APPROX_AFTER),
    ):
        if ahead.search(before) or behind.match(after):
            return name
    return "ge" if more else "eq"
