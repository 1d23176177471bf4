"""What a name is, by rule: its head noun says, or what is done to it (`图书馆` that is rebuilt), or the list that it stands in."""

import re
from collections.abc import Sequence
from itertools import pairwise

Scored = tuple[int, int, str, float]
# What a name is by its head noun, whatever the tagger took it for.
HEADS = (
    ("District", re.compile(r"^[\u4e00-\u9fff]{2,5}县$")),
    ("Zone", re.compile(r"(?:园区|地区|片区|集聚区|试验区|保税区|商务区|度假区)$")),
    ("Institution", re.compile(r"(?:研究院|研究所|实验室|交易所|协会|联盟|海关|理事会|委员会|办公室|专班)$")),
    ("Enterprise", re.compile(r"公司$")),
    ("Event", re.compile(r"(?:峰会|博览会|马拉松|购物节|圆桌会议)$")),
    ("Policy", re.compile(r"(?:方案|意见|条例|办法|协定)$")),
)
# A campus or a house of culture that is worked on is what is built; a whole hospital or school only where it is built anew.
CAMPUS = re.compile(r"(?:院区|分院|校区|分部|新院|[图美文博档科艺][\u4e00-\u9fff]{1,2}馆|展示中心|健身中心)$")
SCHOOL = re.compile(r"(?:医院|学校|[中小]学|幼儿园)$")
LIST = r"(?:[、和及](?:[^,。;]{1,60}?))?(?:等(?:[\d\u4e00-\u9fff]{0,6}?))?(?:项目)?(?:建设)?(?:工作)?(?:加快|全面|正式|基本)?"
NEW = "开工|主体|结构封顶|封顶|竣工"
BUILT = re.compile(f"{LIST}(?:{NEW})")
WORKED_ON = re.compile(f"{LIST}(?:{NEW}|加快建设|加快推进|功能提升|改造|改扩建|扩建|项目)")
BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")
JOINT = re.compile(r"[”)]?[、和及与]“?")
# A list that ends in `等重点商圈` is one of these; a list that ends in `3个街道`, `等12个镇` of towns.
TAILS = (
    ("Town", ("Town", "Zone", "Project"), re.compile(r"(?:等|等?\d+个)(?:街镇|街道|镇)(?!长)")),
    ("Zone", ("Town",), re.compile(r"(?:等|等?\d+个)?(?:重点|重要|主要)?(?:商圈|商业|板块)")),
)


def kinds_of(text: str, found: Sequence[Scored]) -> list[Scored]:
    """Return the names with the type that head noun, work or list gives them."""
    return [
        (*name[:2], _kind(text, *name[:3], tail), name[3])
        for name, tail in zip(found, _list_ends(text, found), strict=True)
    ]


def _kind(text: str, start: int, end: int, kind: str, tail: int) -> str:
    name = BRACKETED.sub("", text[start:end])
    kind = next((right for right, head in HEADS if head.search(name)), kind)
    house = (CAMPUS.search(name) and WORKED_ON.match(text, end)) or (SCHOOL.search(name) and BUILT.match(text, end))
    if kind == "Institution" and house:
        return "Project"
    return next((right for right, of, pattern in TAILS if kind in of and pattern.match(text, tail)), kind)


def _list_ends(text: str, found: Sequence[Scored]) -> list[int]:
    """Return, for each name, where the list that it stands in ends: its own end where it stands alone."""
    ends = [name[1] for name in found]
    for n, (left, right) in reversed(list(enumerate(pairwise(found)))):
        gap = text[left[1] : right[0]]
        if JOINT.fullmatch(gap):
            ends[n] = ends[n + 1]
    return ends
