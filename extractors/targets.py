"""Targets: indicator – comparator – value – unit – period – status, from prose and tables."""

import re
from collections.abc import Sequence

from extractors.quantity import Quantity, find_quantities
from extractors.tables import find_tables
from extractors.types import Scope, Section, TargetHit

CLAUSE = re.compile(r"[,,。;;!?\n::]")
VERB = (
    "年均|高于全市|高于|发布|启动设立|设立规模|设立|预计|力争|实现|达到|完成|新增|引进|新引进|累计引进|累计|建成|新建|达|为|超过|超|突破|增长|同比增长|分别|下降|提高|增至|约|近|"
    "落地|推进|实施|举办|开展|新设|新认定|筹措|改造|总量|比上年|较上年|同比|上升|减少|降低|控制在|不低于|不少于|保持在|位居|位列|共|"
    "有|至|以|在|全年|计划|推出|培育|打造|启动|确保|争取|认定|集聚|吸引|培训|帮助|提供|服务|组织|签约|安排|优化|加快|创建|又|已|并|将"
)
TAIL_VERBS = re.compile(rf"(?:{VERB})+$")
YEAR_TAIL = re.compile(r"(?:20\d\d年|预计20\d\d年)$")
LEAD = re.compile(rf"^(?:、|20\d\d年(?!度)|其中|并|且|全区|我区|全年|今年|累计|{VERB})+")
CHANGE = re.compile(r"(?:增长|下降|提高|上升|减少|降低|增加|提升|同比|增幅|增速)(?:了|约|近|超过|超|\D{0,3})?$")
CUMULATIVE = re.compile(r"(?:累计|总量|总数|共有|总计|达到?)\D{0,8}$")
INCREMENT = re.compile(
    r"(?:新增|新建|引进|完成|实施|新设|新认定|落地|举办|建成|推进|启动|筹措|改造|培训|开工|打造)\D{0,10}$"
)
STANDING_UNITS = frozenset({"%", "元", "美元", "位", "倍", "微克/立方米", "天", "亿", "万"})
STANDING = re.compile(r"达到?|共有|现有|拥有|增至|平均|日均|人均|为|有|超过?|位|保持|规模|优良")
AFTER = re.compile(r"[\u4e00-\u9fffA-Za-z“”()()·\d]{2,16}")
AFTER_STOP = re.compile(
    r"(?:以上|左右|以内|以下|的|等|,|获|为|在|开|完|建成|落户|落地|竣工|,|正式|投入|入选|实现|分别|并|和)"
)
OWN_YEAR = re.compile(r"(?:到|至)?(20\d\d)年[^。;,]{0,12}$")


def find_targets(
    text: str,
    sections: Sequence[Section],
    sentences: Sequence[tuple[int, int]],
    scopes: Sequence[Scope],
    ents: Sequence[tuple[int, int, str]],
) -> list[TargetHit]:
    """Return the targets of a text, by start. `ents` are (start, end, type) of its mentions."""
    tables = list(find_tables(text))
    hits = [hit for table in tables for hit in table.targets]
    blocked = [(t.start, t.end) for t in tables]
    names = {i for start, end, _ in ents for i in range(start, end)}
    index = 0
    for start, end in sentences:
        if any(a <= start < b or start <= a < end for a, b in blocked):
            continue
        while index + 1 < len(sections) and sections[index + 1].start <= start:
            index += 1
        section = sections[index]
        previous: tuple[int, int] | None = None
        for quantity in find_quantities(text[start:end]):
            if start + quantity.start in names:
                continue
            previous = indicator_span(text, start, start + quantity.start, start + quantity.end, end, previous)
            if previous:
                hits.append(_target(text, start, quantity, previous, section, scopes, ents))
    return sorted(hits, key=lambda h: (h.start, h.end))


def indicator_span(
    text: str, first: int, start: int, end: int, last: int, previous: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Return the span that says what [start, end) measures: the noun after it, before it, or the previous one."""
    clause = max((first + m.end() for m in CLAUSE.finditer(text[first:start])), default=first)
    before = text[clause:start]
    changed = bool(CHANGE.search(before)) or text[end - 1] in "%点"
    noun = AFTER.match(text, end, last)
    if noun and not changed and not AFTER_STOP.match(noun.group()):
        cut = AFTER_STOP.search(noun.group())
        size = cut.start() if cut and cut.start() > 1 else len(noun.group())
        return end, end + size
    head = TAIL_VERBS.sub("", YEAR_TAIL.sub("", TAIL_VERBS.sub("", before)))
    lead = LEAD.match(head)
    begin = clause + (lead.end() if lead and lead.end() < len(head) - 1 else 0)
    stop = clause + len(head)
    if stop - begin >= 2:
        return max(begin, stop - 20), stop
    return previous or ((first, start) if 2 <= start - first <= 16 else None)


def _target(
    text: str,
    offset: int,
    quantity: Quantity,
    indicator: tuple[int, int],
    section: Section,
    scopes: Sequence[Scope],
    ents: Sequence[tuple[int, int, str]],
) -> TargetHit:
    start, end = offset + quantity.start, offset + quantity.end
    before = text[max(offset, start - 14) : start]
    clause = CLAUSE.split(before)[-1]
    own = OWN_YEAR.search(text[max(offset, start - 30) : start])
    kind = "change" if CHANGE.search(clause) or quantity.unit == "个百分点" else "level"
    if kind == "level":
        kind = _level_kind(clause, quantity.unit)
    year = int(own[1]) if own else section.year
    subject = _subject(offset, start, scopes, ents)
    return TargetHit(start, end, *indicator, kind, quantity.comparator, year, section.status, subject, "prose", 0.85)


def _level_kind(clause: str, unit: str) -> str:
    """Counts in reports are what the period added, unless the words around say how things stand."""
    if CUMULATIVE.search(clause) and re.search(r"累计|总量|总数", clause):
        return "cumulative"
    if INCREMENT.search(clause):
        return "increment"
    return "level" if unit in STANDING_UNITS or STANDING.search(clause) else "increment"


def _subject(first: int, at: int, scopes: Sequence[Scope], ents: Sequence[tuple[int, int, str]]) -> int | None:
    """The entity the number belongs to: one that opens the sentence, else the label of the scope."""
    for index, (start, end, kind) in enumerate(ents):
        if (
            first <= start <= first + 2
            and end <= at
            and kind in ("Zone", "Project", "Program", "Event", "Enterprise", "Institution")
        ):
            return index
    for scope in reversed(scopes):
        if scope.start <= at < scope.end:
            return next(
                (i for i, (s, e, _) in enumerate(ents) if s >= scope.label_start and e <= scope.label_end), None
            )
    return None
