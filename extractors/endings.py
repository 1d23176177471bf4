"""Where a name ends, by rule: a head noun that completes it is part of it, a bracket or quote belongs with its other half.

The tagger is mostly right and errs one way or the other; these follow from what a name is (`生命健康` + `产业`, `049-01` + `地块`).
"""

import re
from collections.abc import Sequence

Scored = tuple[int, int, str, float]
# Head nouns that complete a name right before them; not where they begin the head noun of something larger (产业园).
COMPLETES = {
    "Industry": re.compile(
        r"(?:产业集群|产业链|服务业|产业|经济)(?!园|基地|集聚|区|带|联盟|研究|局|集团|大脑|体|社|合作)"
    ),
    "Program": re.compile(r"(?:三年|专项|五年)?(?:行动计划|计划|行动|战略|工程|试点|体系)"),
    "Institution": re.compile(r"平台"),
    "Zone": re.compile(r"片区"),
    "Project": re.compile(r"(?<=[\d])(?:号)?地块"),
}
# What completes a quoted nickname (`“服务包”制度`), with the words before its head noun.
QUOTED = re.compile(
    r"”(?:[\d.]{1,4}版|(?:(?!建设|推进|深化|完善|项目|落实|实施|发展战略|等|为|与)[\u4e00-\u9fff]){0,6}?"
    r"(?:制度|计划|规划|行动|机制|体系|体制|工程|改革|改扩建|改造|整治|导向|方针|网络|工作法|修缮))"
)
NICKNAMED = ("Program", "Policy")
EXTRA = {
    "Region": re.compile(r"(?<=..)地区$"), "Zone": re.compile(r"(?<=..)(?:开发|建设|规划)$"), "Policy": re.compile(r"(?<=条)政策$"),
}  # fmt: skip
# Words of one character that follow a name and end none.
NO_END = "的在、,\uff0c勇及将已于并与等获再更补推促从被对把让使着其也而且但或若因由至"
OURS = re.compile(r"(?:我|全|本)区")
# The number of an occasion belongs to its name (`第六届进博会`).
NUMBERED = re.compile(r"(?:首届|第[一二三四五六七八九十\d]{1,3}届|(?<!\d)20\d\d)“?$")
# What a name is by its head noun, whatever the tagger took it for.
IS = (
    ("Zone", re.compile(r"(?:园区|地区|片区|集聚区|试验区|保税区|商务区|度假区)$")),
    ("Institution", re.compile(r"(?:研究院|研究所|实验室|交易所|协会)$")),
    ("Enterprise", re.compile(r"公司$")),
    ("Policy", re.compile(r"(?:方案|意见|条例|办法)$")),
)
# Names side by side are one where the first owns or names the second (`申能集团` + `能创星辰汇`); a town and its village are two.
OWNERS = ("Enterprise", "Institution", "Zone", "Event", "Project", "Industry")
OWNED = ("Event", "Project", "Zone", "Institution")
PAIRS = {")": "(", "\uff09": "\uff08", "”": "“", "》": "《"}


def complete(text: str, given: Sequence[Scored]) -> list[Scored]:
    """Return the names, in order, side by side ones joined and ends moved to where the name ends; none reaches into the next."""
    found = _joined(text, given)
    ends = [0, *(name[1] for name in found)]
    starts = [*(name[0] for name in found), len(text)]
    whole = [_whole(text, name, ends[n], starts[n + 1]) for n, name in enumerate(found)]
    return [name for name in whole if name[1] - name[0] > 1]


def _whole(text: str, name: Scored, first: int, last: int) -> Scored:
    """Return the name with its ends where they belong, inside [first, last)."""
    start, end = _trimmed(text, *name[:3])
    kind = "Zone" if name[2] == "Town" and text.startswith("区域", end) else name[2]
    if kind == "Event":
        begin = max(first, start - 8)
        number = NUMBERED.search(text[begin:start])
        start = begin + number.start() if number else start
    if kind in NICKNAMED and "“" not in text[start:end] and text[start - 1 : start] == "“":
        end = _past(QUOTED, text, end, last)
    if kind in COMPLETES:
        end = _past(COMPLETES[kind], text, end, last)
    end = _closed(text, start, end, last)
    kind = next((right for right, head in IS if head.search(text[start:end])), kind)
    return start, end, kind, name[3]


def _past(pattern: re.Pattern[str], text: str, end: int, last: int) -> int:
    match = pattern.match(text, end)
    return match.end() if match and match.end() <= last else end


def _joined(text: str, found: Sequence[Scored]) -> list[Scored]:
    joined: list[Scored] = []
    for start, end, kind, sure in (name for name in found if not text[name[0] : name[1]].isdigit()):
        if joined:
            first, last, owner, before = joined[-1]
            gap = text[last:start]
            side_by_side = gap == "" and owner in OWNERS and kind in OWNED and text[last - 1] != "的"
            nicknamed = gap == "”" and owner == "Program" and kind in ("Institution", "Zone", "Event")
            if side_by_side or nicknamed or (gap == "“" and owner == kind == "Program"):
                joined[-1] = first, end, "Event" if owner == "Event" else kind, min(sure, before)
                continue
        joined.append((start, end, kind, sure))
    return joined


def _trimmed(text: str, start: int, end: int, kind: str) -> tuple[int, int]:
    """Leave out what is no part of any name: a word that follows it, one half of a pair of quotes, `地区` after a region."""
    while end - start > 2 and (text[end - 1] in NO_END or (kind == "Event" and text[end - 1] == "上")):
        end -= 1
    ours = OURS.match(text, start, end)
    start = ours.end() if ours else start
    while end - start > 2 and text[start] in ")\uff09”》、":
        start += 1
    if text[end - 1] in "“《(\uff08":
        end -= 1
    if text[end - 1] in "”》" and PAIRS[text[end - 1]] not in text[start:end]:
        end -= 1
    if text[start] in "“《" and not any(close in text[start:end] for close in "”》"):
        start += 1
    extra = EXTRA[kind].search(text[start:end]) if kind in EXTRA else None
    return start, start + extra.start() if extra else end


def _closed(text: str, start: int, end: int, limit: int) -> int:
    """Take in the other half of a bracket or quote that opens inside the name, where it follows at once."""
    close = text[end : end + 1]
    opened = PAIRS.get(close)
    if opened and end < limit and text.count(opened, start, end) > text.count(close, start, end):
        return end + 1
    return end
