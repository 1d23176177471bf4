"""Compares two names by form: what distinguishes them must be the same, the rest may be left out."""

import re
from typing import TYPE_CHECKING

from kg.kinds import FIRM, INSTITUTION, ZONE
from kg.same.firms import compare_firms
from kg.same.institutions import compare_institutions, everywhere
from kg.same.judgement import BRACKET, CERTAIN, Judgement, plain, words
from kg.same.places import one_within_other, split_places

if TYPE_CHECKING:
    from kg.schema import NodeType

EDITION = re.compile(r"^(?:第[一二三四五六七八九十百\d]+[届轮次]|首届|20\d\d年?)")
# A stage of an occasion is the occasion itself.
STAGE = re.compile(r"(?<=.{4})(?:挑战|全球)?(?:总决赛|决赛|初赛|复赛|开幕式|闭幕式|启动仪式|颁奖典礼|颁奖仪式)$")
NUMBER = re.compile(
    r"(?<![一二三四五六七八九十])[\d一二三四五六七八九十]++(?=号线|期|届|轮|号|街坊|标段|街区)|(?<![A-Za-z])[A-Za-z]*+\d+"
)
CITY = re.compile(r"^(?:上海市|上海|中国(?!船舶|电信|移动|联通|银行))")
# Forms of one head noun; the second is what both are compared as.
FORMS = (
    ("综合保税区", "综保区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新园区"),
    ("经济技术开发区", "经开区"),
    ("国家级", ""),
    ("国家高新", "高新"),
    ("国家经济", "经济"),
    ("自由贸易", "自贸"),
    ("国际进口博览会", "进博会"),
    ("城市副中心", "副中心"),
    ("轨道交通", "轨交"),
    ("街道办事处", "街道"),
)
# A name that goes on with one of these still means the same area; 核心区, 二期 or 北区 would be a part of it.
SAME_AREA = re.compile(r"^(?:功能区|地区|片区|区域|园区|(?:[^\d东西南北一二三四]{2,8})示范区)$")
HEADS = frozenset("园城谷湾港镇区带廊岛圈会节赛展院校馆所中心计划行动工程项目基地平台路线桥")
PARTS = re.compile(r"[东南西北中]|[一二三四五六七八九十\d]|核心|先行|分|新(?!区)|副|附属|旧|老")
FILLER = re.compile(r"的|关于|^印发")


def compare(a: str, b: str, kind: "NodeType", districts: tuple[str, ...] = (), name: str = "") -> Judgement:
    """Compare two names of a type by their form alone.

    `districts` are prefixes that may be left out (`普陀区`, `普陀`); `name` is the name of the type, since firms,
    institutions and zones have names of a form of their own.
    """
    one, two = plain(a).casefold(), plain(b).casefold()
    if not one or not two:
        return Judgement(0.0, "a name without a letter or figure")
    if one == two:
        return Judgement(CERTAIN, "the same name but for quotes, spaces, brackets and case")
    if _abbreviated(one, two) or _abbreviated(two, one):
        return Judgement(0.95, "one name carries the other as its abbreviation in brackets")
    if kind.series and series_of(one) == series_of(two):
        return _editions(edition_of(one), edition_of(two))
    if NUMBER.findall(one) != NUMBER.findall(two):
        return Judgement(0.0, "different numbers in the names")
    if name == FIRM:
        return compare_firms(one, two)
    if name == INSTITUTION and (found := compare_institutions(one, two)):
        return found
    return _by_parts(one, two, kind, districts, name)


def _by_parts(one: str, two: str, kind: "NodeType", districts: tuple[str, ...], name: str) -> Judgement:
    if {BRACKET.sub("", n) for n in (one, two)} == {BRACKET.sub("", one)} and all("(" in n for n in (one, two)):
        return Judgement(0.1, "what stands in brackets differs")
    if not one_within_other(split_places(one, districts)[0], split_places(two, districts)[0]):
        return Judgement(0.0, "different places in the names")
    if not kind.short_forms and FILLER.sub("", one) == FILLER.sub("", two):
        return Judgement(0.9, "the same name but for 的 and 关于")
    one, two = (_reduced(n, districts) for n in (one, two))
    if name == ZONE and _kind_of_zone(one) != _kind_of_zone(two) and _kind_of_zone(one) and _kind_of_zone(two):
        return Judgement(0.0, "different kinds of zone")
    if one == two and everywhere(one):
        return Judgement(0.5, "every district has one of that name; the district has to be known")
    if one == two:
        return Judgement(
            0.95, "the same name but for city or district in front, brackets, or the long form of its head noun"
        )
    short, long = sorted((one, two), key=len)
    return _contained(short, long, kind)


def _kind_of_zone(name: str) -> str:
    return max((kind for kind in words()["zone_kinds"] if name.endswith(kind)), key=len, default="")


def _editions(one: str, two: str) -> Judgement:
    if one and two and one != two:
        return Judgement(0.1, f"two editions of one series: {one} and {two}")
    return Judgement(0.95, "an occasion and its series, or a stage of it")


def edition_of(name: str) -> str:
    """Return the edition that the name of an occasion begins with: `第四届`, `2023年`; empty without one."""
    found = EDITION.match(plain(name))
    return found[0].removesuffix("年") if found else ""


def series_of(name: str) -> str:
    """Return the name of an occasion without its edition and stage: `第四届创业大赛总决赛` is of `创业大赛`."""
    return STAGE.sub("", EDITION.sub("", name))


def _abbreviated(long: str, short: str) -> bool:
    return any(
        short in (inner, BRACKET.sub("", long)) for inner in BRACKET.findall(long) if re.fullmatch(r"[a-z]{2,}", inner)
    )


def _reduced(name: str, districts: tuple[str, ...]) -> str:
    name = BRACKET.sub("", name) if len(BRACKET.sub("", name)) >= 4 else name
    for long, short in FORMS:
        name = name.replace(long, short)
    for prefix in sorted(districts, key=len, reverse=True):
        if name.startswith(prefix) and len(name) - len(prefix) >= 4:
            name = name[len(prefix) :]
            break
    cut = CITY.sub("", name)
    return cut if len(cut) >= 4 else name


def _contained(short: str, long: str, kind: "NodeType") -> Judgement:
    """Decide whether a short form left out only what may be left out."""
    if kind.area and len(short) >= 3 and long.startswith(short) and SAME_AREA.match(long[len(short) :]):
        return Judgement(0.9, f"the longer name only adds what the area is: {long[len(short) :]}")
    if len(short) >= 4 and long.startswith(short) and long[len(short) :] in kind.appended:
        return Judgement(0.9, f"the longer name only adds what it is: {long[len(short) :]}")
    left_out = _left_out(short, long)
    if left_out is None or not kind.short_forms:
        return Judgement(0.1, "neither is a short form of the other")
    if short[-1] != long[-1] or len(short) < 5 or short[-1] not in HEADS:
        return Judgement(0.3, "too little in common to be a short form")
    if PARTS.search(left_out) or len(left_out) > len(short) + 3 or short[:2] not in long:
        return Judgement(0.5, f"what is left out may make a difference: {left_out}")
    return Judgement(0.88, f"a short form that leaves out {left_out}")


def _left_out(short: str, long: str) -> str | None:
    """Return the characters of `long` that `short` skips, None when `short` is not a subsequence of it."""
    skipped, at = [], 0
    for char in long:
        if at < len(short) and char == short[at]:
            at += 1
        else:
            skipped.append(char)
    return "".join(skipped) if at == len(short) else None
