"""Which words say what a number measures: candidate spans around a value, and a learned choice among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractors.inference.trees import Floats, Trees
from extractors.paths import MODELS

MODEL = MODELS / "indicators.npz"
CLAUSE = re.compile(r"[,,。;;!?\n::]")
VERB = (
    "年均|高于全市|高于|发布|启动设立|设立规模|设立|预计|力争|实现|达到|完成|新增|引进|新引进|累计引进|累计|建成|新建|达|为|超过|超|突破|增长|同比增长|分别|下降|提高|增至|约|近|"
    "落地|推进|实施|举办|开展|新设|新认定|筹措|改造|总量|比上年|较上年|同比|上升|减少|降低|控制在|不低于|不少于|保持在|位居|位列|共|"
    "有|至|以|在|全年|计划|推出|培育|打造|启动|确保|争取|认定|集聚|吸引|培训|帮助|提供|服务|组织|签约|安排|优化|加快|创建|又|已|并|将"
)
TAIL = re.compile(rf"(?:{VERB})+$")
LEAD = re.compile(rf"^(?:、|(?:到)?20\d\d年(?:底|末)?(?!度)|其中|并|且|全区|我区|全市|全年|今年|累计|{VERB})+")
INNER = re.compile(VERB)
YEAR = re.compile(r"(?:20\d\d年|预计20\d\d年)$")
AFTER = re.compile(r"[\u4e00-\u9fffA-Za-z“”()()·、\d]{2,24}")
STOP = re.compile(
    r"以上|左右|以内|以下|的|等|,|获|为(?![老民企农])|在|进入|通过|挂牌|入围|注册|进行|涉及|超额|提供|开|完|建成|落户|落地|竣工|正式|投入|入选|实现|分别|并|和|、|纳入|通过|达|被|成为|新"
)
AROUND = re.compile(r"(?:以上|以下|以内|左右|余|多)+")
# `增速位居全市第一`, `总量达到12家`, `已完成整改86项`: what an earlier value measured, seen from another side.
DERIVED = re.compile(
    r"(?:[较比](?:上年|上届|去年|上一年|上期|年初)(?:同期)?|其中|且|均|并|累计|共|已|仍|剩余|年内|全年|计划|预计)*"
    r"(?:增速|增幅|增长率|降幅|数量|总量|总数|总额|规模|占比|占全|占|惠及|涉及|金额|面积|完成整改|整改|完成|解决|投入使用|开工|竣工|完工|位居|位列|排名|居|增加|增长|提升|提高|下降|减少)"
)
BETWEEN = re.compile(r"(?:从|由)[^从由,。]{0,12}?\d[^,。]{0,8}?$")
PASSIVE = re.compile(r"(?:获评|荣获|获得|获|入选|列入|纳入|评为|认定为|成为|通过)")
MEASURES = re.compile(r"(?:总额|收入|面积|率|产值|值|数|量|额|比重|占比|规模|投资|浓度|外资|密度|床位|水平|成本|里程)$")
CHANGE = re.compile(r"(?:增长|下降|提高|上升|减少|降低|增加|提升|同比|增幅|增速|占|达|为)\D{0,3}$")
KINDS = ("after", "after_all", "after_long", "award", "before", "before_raw", "before_last", "before_list", "before_of",
         "previous", "earlier", "first", "clause", "clause_last", "title")  # fmt: skip
UNITS = (
    "%",
    "%",
    "个百分点",
    "元",
    "美元",
    "家",
    "个",
    "项",
    "户",
    "人",
    "名",
    "平方米",
    "万",
    "亿",
    "套",
    "位",
    "公里",
    "次",
    "人次",
)


COLUMNS = (
    "unit", "order", "clause-length", "clause-ends-with-change", "clause-ends-with-verb", "sentence-left",
    "has-after", "has-award", "has-before", "has-previous", "clause-ends-with-measure", "clause-is-derived", "is-rank",
    "stop-behind", *(f"is-{kind}" for kind in KINDS), "length", "distance", "begins-with-lead", "verbs-inside",
    "is-measure", "has-list-mark", "has-of", "has-digit", "in-names", "begins-inside-name", "ends-inside-name",
    "behind-mark", "ends-with-noun",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A value in its sentence: [start, end) of the value, [first, last) of the sentence, the unit."""

    text: str
    first: int
    start: int
    end: int
    last: int
    unit: str


Span = tuple[int, int]


def candidates(place: Place, chosen: Sequence[Span]) -> list[tuple[int, Span]]:
    """Return (kind, span) pairs, kinds as in KINDS; `chosen` are the spans of earlier values of the sentence."""
    found: dict[Span, int] = {}
    for kind, start, end in (*_after(place), *_before(place), *_far(place, chosen)):
        words = place.text[start:end]
        begin = end - len(words.lstrip(" \t“、"))
        if 2 <= end - begin <= 30:
            found.setdefault((begin, end), KINDS.index(kind))
    return [(kind, span) for span, kind in found.items()]


def _clause_start(place: Place, at: int) -> int:
    return max((place.first + m.end() for m in CLAUSE.finditer(place.text[place.first : at])), default=place.first)


def _after(place: Place) -> Iterator[tuple[str, int, int]]:
    around = AROUND.match(place.text, place.end, place.last)
    at = around.end() if around else place.end
    noun = AFTER.match(place.text, at, place.last)
    if not noun or noun.group()[0] in "((":
        return
    words = noun.group()
    cut = STOP.search(words, 1)
    yield "after", at, at + (cut.start() if cut else len(words))
    yield "after_long", at, at + len(words)
    later = STOP.search(words, cut.end()) if cut else None
    if later:
        yield "after_all", at, at + later.start()
    award = PASSIVE.search(words)
    if award:
        yield "award", at + award.end(), at + len(words)


def _before(place: Place) -> Iterator[tuple[str, int, int]]:
    begin = _clause_start(place, place.start)
    yield from _head(place.text, begin, place.start, "before")


def _head(text: str, begin: int, end: int, name: str) -> Iterator[tuple[str, int, int]]:
    raw = text[begin:end]
    head = TAIL.sub("", YEAR.sub("", TAIL.sub("", raw)))
    head = TAIL.sub("", BETWEEN.sub("", head))
    lead = LEAD.match(head)
    skip = lead.end() if lead and lead.end() < len(head) - 1 else 0
    stop = begin + len(head)
    yield name, max(begin + skip, stop - 24), stop
    inner = [m.end() for m in INNER.finditer(head) if skip < m.end() < len(head) - 1]
    if inner:
        yield f"{name}_last", begin + inner[-1], stop
    if name == "before":
        yield "before_raw", begin, stop
        for mark, kind in (("、", "before_list"), ("的", "before_of")):
            at = head.rfind(mark)
            if at > 0:
                yield kind, begin + at + 1, stop


def _far(place: Place, chosen: Sequence[Span]) -> Iterator[tuple[str, int, int]]:
    if chosen:
        yield "previous", *chosen[-1]
    if len(chosen) > 1:
        yield "earlier", *chosen[-2]
    begin = _clause_start(place, place.start)
    if begin > place.first + 1:
        earlier = _clause_start(place, begin - 1)
        yield from _head(place.text, earlier, begin - 1, "clause")
        stop = CLAUSE.search(place.text, place.first)
        if stop and stop.start() < begin - 1:
            yield from (
                ("first", a, b) for k, a, b in _head(place.text, place.first, stop.start(), "clause") if k == "clause"
            )
    elif not chosen:
        back = place.text.rfind("。", 0, place.first - 1) + 1 if place.first > 1 else 0
        yield "title", max(back, place.first - 24), place.first - 1


def features(place: Place, options: Sequence[tuple[int, Span]], order: int, names: set[int]) -> Floats:
    """Return one row for every option; `order` counts the earlier values, `names` are offsets inside mentions."""
    clause = place.text[_clause_start(place, place.start) : place.start]
    present = {kind for kind, _ in options}
    shared = [
        float(UNITS.index(place.unit)) if place.unit in UNITS else -1.0,
        order,
        len(clause),
        bool(CHANGE.search(clause)),
        bool(TAIL.search(clause)),
        place.last - place.end,
        *(KINDS.index(k) in present for k in ("after", "award", "before", "previous")),
        bool(MEASURES.search(TAIL.sub("", clause))),
        bool(DERIVED.match(clause)),
        place.unit == "位",
        bool(STOP.match(place.text, place.end)),
    ]
    rows = []
    for kind, (start, end) in options:
        words = place.text[start:end]
        rows.append(
            [
                *shared,
                *(kind == k for k in range(len(KINDS))),
                end - start,
                start - place.end if start >= place.end else place.start - end,
                bool(LEAD.match(words)),
                len(INNER.findall(words)),
                bool(MEASURES.search(words)),
                "、" in words,
                "的" in words,
                any(c.isdigit() for c in words),
                sum(i in names for i in range(start, end)) / (end - start),
                start - 1 in names and start in names,
                end in names and end - 1 in names,
                place.text[start - 1 : start] in "、,。",
                words[-1] in "业院园区房岗场校路站桥亩企数额率道地林管线网池库厂店楼宇车位床间室馆所点船机药品会队",
            ]
        )
    return np.asarray(rows, dtype=np.float64)


class Chooser:
    """Chooses the span that says what a value measures."""

    def __init__(self, path: Path = MODEL) -> None:
        self.trees = Trees(path, COLUMNS)

    def choose(self, place: Place, chosen: Sequence[Span], names: set[int]) -> tuple[Span, float] | None:
        """Return the best span with its score, None when the sentence has no candidate."""
        options = candidates(place, chosen)
        if not options:
            return None
        scores = self.trees.scores(features(place, options, len(chosen), names))
        best = int(np.argmax(scores))
        return options[best][1], float(scores[best])
