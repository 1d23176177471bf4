"""Where a name ends, by rule: a head noun that completes it is part of it, a bracket or quote belongs with its other half.

The tagger is mostly right and errs one way or the other; these follow from what a name is (`生命健康` + `产业`, `049-01` + `地块`).
"""

import re
from collections.abc import Sequence

from extractors.mentions.quoted_heads import BARE, NICKNAMED, nickname_end
from extractors.mentions.reject import names_nothing
from extractors.mentions.retype import Scored, kinds_of

# Head nouns that complete a name right before them; not where they begin the head noun of something larger (产业园).
COMPLETES = {
    "Industry": re.compile(
        r"(?:产业集群|产业链|服务业|产业|经济|行业|贸易|(?<=产业)集群|(?<=服务|制造|贸易|加工|旅游|信息|物流)业(?![务态界])|(?:技术|安全)(?=[、,。;和及等]))"
        r"(?!园|基地|集聚|区|带|联盟|研究|局|集团|大脑|体|社|合作|公司|平台|协会)"
    ),
    "Program": re.compile(
        r"(?:三年|专项|五年)?(?:行动计划|计划|行动|战略|工程|试点|体系|指数)|(?<=工作)法|(?<=东西部)协作"
    ),
    "Policy": re.compile(r"体系"),
    "Institution": re.compile(r"平台|联盟"),
    "Zone": re.compile(r"片区|商圈|区域(?!品牌|经济|发展|合作|性)"),
    "Project": re.compile(
        r"号?地块|码头|大楼|遗址|管网|廊道|(?<=延伸)段|(?<=提升|改造|扩建|改建|整治|保护|利用|商业|商办|综合|能源|照明)项目"
    ),
}
# A project is named without `项目`, where what stands before it is the thing itself and not the work on it.
WORK = "提升|改造|扩建|改建|整治|保护|利用|商业|商办|综合|能源|照明|展示|研究|技术|产业化|旅游|试点|示范|开发|建设|更新|治理|修缮|配套|共享"
NOT_WORK = "".join(f"(?<!{word})" for word in WORK.split("|"))
EXTRA = {
    "Region": re.compile(r"(?<=..)地区$"), "Zone": re.compile(r"(?<=..)(?:开发|建设|规划|周边|沿线|[两三四五六]大(?:城市)?)$"), "Policy": re.compile(r"(?<=条)政策$"),
    "Project": re.compile(rf"(?<=...)(?:{NOT_WORK}项目|(?<=中心|隧道|大桥|大厦)工程|(?<=线|路)区+)$"),
}  # fmt: skip
# What stands before a name and is no part of it.
BEFORE = {
    "Event": re.compile(r"[一二两三四五六七八九十]{1,2}届(?=...)"),
    "Industry": re.compile(r"(?:优质|本土|国产化?|上海市?|全市)(?=[\u4e00-\u9fff]{2})"),
    "Program": re.compile(r"区(?=第|[\u4e00-\u9fff]{2,}(?:计划|行动)$)(?!区|域|块|级|校|县|际|内)"),
}
# Words of one character that follow a name and end none.
NO_END = "的在、,\uff0c勇及将已于并与等获再更补推促从被对把让使着其也而且但或若因由至"
OURS = re.compile(r"(?:我|全|本)区")
FIRST = re.compile(r"(?:全国|全市|上海市?|国内|全球)?首(?:家|个|单|批)|新一轮")
# The number of an occasion belongs to its name (`第六届进博会`), and which kind of a sector it is (`知识型服务业`).
LEADING = {
    "Event": re.compile(r"(?:首届|第[一二三四五六七八九十\d]{1,3}届|(?<!\d)20\d\d)“?$"),
    "Program": re.compile(r"第[一二三四五六七八九十\d]{1,3}[轮次]“?$"),
    "Industry": re.compile(
        r"(?:传统|高端|现代|绿色|智能|(?!.*(?:大|小|新|中|转|功能|类)[型性])[\u4e00-\u9fff]{2}[型性])$"
    ),
}
# A phase, the years and an abbreviation in brackets are part of the name before them.
BRACKETS = re.compile(r"[(（](?:[A-Za-z\d+-]{2,10}|[一二三四五六七八九十]期|20\d\d(?:[-—–~]20\d\d)?年?)[)）]")
VERSION = re.compile(r"\d\.\d版")
# Names side by side are one where the first owns or names the second (`申能集团` + `能创星辰汇`); a town and its village are two.
OWNERS = ("Enterprise", "Institution", "Zone", "Event", "Project", "Industry")
OWNED = ("Event", "Project", "Zone", "Institution")
LISTS = {"Industry": re.compile("[与和及]"), "": re.compile("”[、+和与]?“")}
PAIRS = {")": "(", "\uff09": "\uff08", "”": "“", "》": "《"}


def complete(text: str, given: Sequence[Scored], quotes: bool = True) -> list[Scored]:
    """Return the names, in order, side by side ones joined and ends moved to where the name ends; none reaches into the next.

    With `quotes`, a program before a quoted one is one with it (`随申办“企业云”`): so the tagger means them, lists of names do not.
    """
    found = _joined(text, _split(text, given), quotes)
    ends = [0, *(name[1] for name in found)]
    starts = [*(name[0] for name in found), len(text)]
    kept: list[Scored] = []
    for n, name in enumerate(found):
        start, end, kind, sure = _whole(text, name, ends[n], starts[n + 1])
        start = max(start, kept[-1][1]) if kept else start
        if end - start > 1 and not names_nothing(text, start, end, kind):
            kept.append((start, end, kind, sure))
    return kinds_of(text, kept)


def _whole(text: str, name: Scored, first: int, last: int) -> Scored:
    """Return the name with its ends where they belong, inside [first, last)."""
    start, end, kind = _trimmed(text, *name[:3])
    kind = "Zone" if kind == "Town" and text.startswith("区域", end) else kind
    if kind in LEADING:
        begin = max(first, start - 8)
        number = LEADING[kind].search(text[begin:start])
        start = begin + number.start() if number else start
    if kind in NICKNAMED and "“" not in text[start:end] and text[start - 1 : start] == "“":
        end, kind = nickname_end(text, end, last, kind)
    if kind in COMPLETES:
        end = _past(COMPLETES[kind], text, end, last)
    end = _closed(text, start, end, last)
    end = _past(BRACKETS, text, end, last)
    end = _past(VERSION, text, end, last) if kind in NICKNAMED else end
    return start, end, kind, name[3]


def _past(pattern: re.Pattern[str], text: str, end: int, last: int) -> int:
    match = pattern.match(text, end)
    return match.end() if match and match.end() <= last else end


def _split(text: str, given: Sequence[Scored]) -> list[Scored]:
    """Return the names with lists in one span taken apart: each quoted nickname, each sector."""
    parts: list[Scored] = []
    for start, end, kind, sure in given:
        begin = start
        for joint in LISTS.get(kind, LISTS[""]).finditer(text, start + 2, end - 2):
            parts.append((begin, joint.start(), kind, sure))
            begin = joint.end()
        parts.append((begin, end, kind, sure))
    return parts


def _joined(text: str, found: Sequence[Scored], quotes: bool) -> list[Scored]:
    joined: list[Scored] = []
    for start, end, kind, sure in (name for name in found if not text[name[0] : name[1]].isdigit()):
        if joined:
            first, last, owner, before = joined[-1]
            last -= text[last - 1] in "(（"
            gap = text[last:start]
            side_by_side = gap == "" and owner in OWNERS and kind in OWNED and text[last - 1] not in "的域带"
            nicknamed = gap == "”" and owner == "Program" and kind in ("Institution", "Zone", "Event")
            if side_by_side or nicknamed or (gap == "“" and owner == kind == "Program" and quotes):
                joined[-1] = first, end, "Event" if owner == "Event" else kind, min(sure, before)
                continue
            if BRACKETS.fullmatch(gap + text[start : end + (text[end - 1] not in ")）")]):
                joined[-1] = first, last, owner, before
                continue
        joined.append((start, end, kind, sure))
    return joined


def _trimmed(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """Leave out what is no part of any name: a word that follows it, one half of a pair of quotes, `地区` after a region."""
    while end - start > 2 and (text[end - 1] in NO_END or (kind == "Event" and text[end - 1] == "上")):
        end -= 1
    for before in (OURS, FIRST, BEFORE.get(kind)):
        found = before.match(text, start, end) if before else None
        start = found.end() if found else start
    while end - start > 2 and text[start] in ")\uff09”》、 的":
        start += 1
    if text[end - 1] in "“《(\uff08":
        end -= 1
    if text[end - 1] in "”》" and PAIRS[text[end - 1]] not in text[start:end]:
        end -= 1
    if text[start] in "“《" and not any(close in text[start:end] for close in "”》"):
        start += 1
    title = text.find("》", start, end)
    if title > 0 and "《" not in text[start:end]:
        end = title
    bare = BARE.search(text, start, end)
    if bare and "“" not in text[start:end]:
        end, kind = bare.start(), "Event" if kind == "Event" else "Program"
    extra = EXTRA[kind].search(text[start:end]) if kind in EXTRA and text[end : end + 1] not in ("”", "》") else None
    return start, start + extra.start() if extra else end, kind


def _closed(text: str, start: int, end: int, limit: int) -> int:
    """Take in the other half of a bracket or quote that opens inside the name, where it follows at once."""
    close = text[end : end + 1]
    opened = PAIRS.get(close)
    if opened and end < limit and text.count(opened, start, end) > text.count(close, start, end):
        return end + 1
    return end
