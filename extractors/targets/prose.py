"""Targets: indicator – comparator – value – unit – period – status, from prose and tables."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from extractors.annotations import Mention, Quantity, Scope, Section, Target
from extractors.relations.context import lead_of
from extractors.structure import Structure
from extractors.targets.indicators import CLAUSE, Chooser, Place
from extractors.targets.quantities import find_quantities
from extractors.targets.tables import find_tables

CHANGE = re.compile(r"(?:增长|下降|提高|上升|减少|降低|增加|提升|同比|增幅|增速)(?:了|约|近|超过|超|\D{0,3})?$")
CUMULATIVE = re.compile(r"(?:累计|总量|总数|共有|总计|达到?)\D{0,8}$")
INCREMENT = re.compile(
    r"(?:新增|新建|引进|完成|实施|新设|新认定|落地|举办|建成|推进|启动|筹措|改造|培训|开工|打造)\D{0,10}$"
)
OPENERS = frozenset({"Zone", "Project", "Program", "Event", "Enterprise", "Institution"})
STANDING_UNITS = frozenset({"%", "元", "美元", "位", "倍", "微克/立方米", "天", "亿", "万"})
STANDING = re.compile(r"达到?|共有|现有|拥有|增至|平均|日均|人均|为|有|超过?|位|保持|规模|优良")
# `建议2021年全区经济社会发展主要预期目标是:…` dates the whole list that follows.
GOAL_YEAR = re.compile(r"(20\d\d)年[^。;,]{0,30}(?:预期目标|主要目标|主要指标|奋斗目标)(?!20\d\d年)[^。]*$")
# A year that something is compared with (较2022年提高, 2022年全年的2.4倍) is not the year of the value.
OWN_YEAR = re.compile(r"(?<![较比与为])(20\d\d)年(?!全年的|的)[^。;,]{0,12}$")
# `到2016年,集聚人才100名,新增企业1000家` dates the whole sentence.
UNTIL_YEAR = re.compile(r"^\W{0,3}(?:到|至|力争到)(20\d\d)年(?:底|末|前)?,(?![^。]*20\d\d年)[^。]*$")


def find_targets(
    structure: Structure,
    mentions: Sequence[Mention],
    chooser: Chooser,
) -> list[Target]:
    """Return the targets of a text, by start."""
    text, sections, sentences = structure.text, structure.sections, structure.sentences
    ents = [(m.start, m.end, m.type) for m in mentions]
    tables = list(find_tables(text))
    hits = [hit for table in tables for hit in table.targets]
    blocked = [(t.start, t.end) for t in tables]
    names = {i for start, end, _ in ents for i in range(start, end)}
    subjects = Subjects(structure.scopes, ents)
    index = 0
    for start, end in sentences:
        if any(a <= start < b or start <= a < end for a, b in blocked):
            continue
        while index + 1 < len(sections) and sections[index + 1].start <= start:
            index += 1
        section = sections[index]
        spans: list[tuple[int, int]] = []
        for quantity in find_quantities(text[start:end]):
            if start + quantity.start in names or _counts_off(text, start, quantity):
                continue
            place = Place(text, start, start + quantity.start, start + quantity.end, end, quantity.unit)
            best = chooser.choose(place, spans, names)
            if best:
                spans.append(best[0])
                hits.append(_target(text, start, quantity, best, section, subjects))
    return sorted(hits, key=lambda h: (h.quantity.start, h.quantity.end))


def _counts_off(text: str, offset: int, quantity: Quantity) -> bool:
    """Whether a rank only numbers the points of a speech: `第五,提高文明程度`."""
    after = text[offset + quantity.end : offset + quantity.end + 1]
    return quantity.start == 0 and text[offset] == "第" and after in (",", ",", "、")


def _target(
    text: str,
    offset: int,
    quantity: Quantity,
    best: tuple[tuple[int, int], float],
    section: Section,
    subjects: "Subjects",
) -> Target:
    start, end = offset + quantity.start, offset + quantity.end
    before = text[max(offset, start - 14) : start]
    clause = CLAUSE.split(before)[-1]
    said = text[offset:start]
    own = OWN_YEAR.search(said[-30:]) or UNTIL_YEAR.search(said) or GOAL_YEAR.search(said)
    kind = "change" if CHANGE.search(clause) or quantity.unit == "个百分点" else "level"
    if kind == "level":
        kind = _level_kind(clause, quantity.unit)
    year = int(own[1]) if own else section.year
    subject = subjects.find(offset, start)
    indicator, sure = best
    return Target(
        replace(quantity, start=start, end=end),
        indicator,
        kind,
        year,
        section.status,
        subject,
        round(sure, 2),
        ("prose",),
    )


def _level_kind(clause: str, unit: str) -> str:
    """Counts in reports are what the period added, unless the words around say how things stand."""
    if CUMULATIVE.search(clause) and re.search(r"累计|总量|总数", clause):
        return "cumulative"
    if INCREMENT.search(clause):
        return "increment"
    return "level" if unit in STANDING_UNITS or STANDING.search(clause) else "increment"


class Subjects:
    """Finds the entity a number belongs to: one that opens the sentence, else the label of the scope around it."""

    def __init__(self, scopes: Sequence[Scope], ents: Sequence[tuple[int, int, str]]) -> None:
        self.scopes, self.ents = scopes, ents
        self.starts = [start for start, _, _ in ents]
        self.opens = [scope.start for scope in scopes]
        self.reach = list(accumulate((scope.end for scope in scopes), max))

    def find(self, first: int, at: int) -> int | None:
        """Return the index of the entity, for a number at `at` in the sentence that starts at `first`."""
        for i in range(bisect_left(self.starts, first), bisect_right(self.starts, first + 2)):
            if self.ents[i][1] <= at and self.ents[i][2] in OPENERS:
                return i
        for i in range(bisect_right(self.opens, at) - 1, -1, -1):
            if self.reach[i] <= at:
                break
            if at < self.scopes[i].end:
                return lead_of(self.scopes[i], self.starts, self.ents)
        return None
