"""Names by where they stand: towns in a list that says it is one of towns, nicknames that label what follows."""

import re
from collections.abc import Container, Iterable, Iterator

from extractors.annotations import Candidate

TOWNS = re.compile(
    r"(?:等\d*个?|\d+个|[两三四五六七八九十]个|(?<=、)(?:(?![个等])[\u4e00-\u9fff]){2,4})(?:街镇|街道|镇)(?!长)"
    r"|(?:等(?:重点)?)?区域"
)
TOWN, ROAD = re.compile("(?:街道|镇)$"), re.compile("(?:路|新村)$")
# `蓝网:…。绿脉:…。`: a short label opens a sentence. A single one may be anything, a run of them names the parts of one program.
LABEL = re.compile(r"(?:^|(?<=[。;\s]))“?([\u4e00-\u9fff]{2,4})”?:(?=\S)", re.MULTILINE)
RUN, APART = 3, 1200
# What a section may be headed by in any report.
HEADING = re.compile(
    "[一二两三四五六七八九十][\u4e00-\u9fff]$|.*(?:要求|目标|任务|单位|思想|原则|指标|措施|情况|问题|工作|建设|方面|领域|时间|地点|内容|说明|来源|备注|附件"
    "|发展|事业|保障|民生|治理|管理|服务|安全|改革|开放|经济|社会|生态|环境|城市|教育|各位|代表)"
)


def short_towns(names: Iterable[str]) -> frozenset[str]:
    """Return how towns are called in a list of them: `控江路街道` is `控江路` or `控江`."""
    bare = {TOWN.sub("", name) for name in names}
    return frozenset(name for name in bare | {ROAD.sub("", name) for name in bare} if len(name) > 1)


def town_lists(text: str, towns: Container[str]) -> Iterator[Candidate]:
    """Yield the short names of towns in a list that says they are: `新场、大团等10个镇`, `五角场、四平、殷行街道`."""
    for match in TOWNS.finditer(text):
        found = list(_backwards(text, match.start(), towns))
        # A single name before `区域` may be any area's.
        if len(found) > 1 or not match.group().endswith("区域"):
            yield from (Candidate(start, end, "Town", "town list", 0.8) for start, end in found)


def _backwards(text: str, end: int, towns: Container[str]) -> Iterator[tuple[int, int]]:
    """Yield the towns of the list that ends at `end`, the last one first."""
    end -= text[end - 1 : end] == "、"
    while end > 0:
        start = next((end - n for n in (4, 3, 2) if n <= end and text[end - n : end] in towns), end)
        if start == end:
            break
        yield start, end
        end = start - 1 if start and text[start - 1] in "、和及" else 0


def label_names(text: str, sectors: Container[str]) -> Iterator[Candidate]:
    """Yield the labels of each run: sectors where one of them is known for a sector, else programs."""
    found = [m for m in LABEL.finditer(text) if not HEADING.match(m[1])]
    first = 0
    for n, match in enumerate(found, 1):
        if n < len(found) and found[n].start() - match.end() < APART:
            continue
        run = found[first:n]
        first = n
        if len({m[1] for m in run}) >= RUN:
            kind = "Industry" if any(m[1] in sectors for m in run) else "Program"
            yield from (Candidate(*m.span(1), kind, "label run", 0.8) for m in run)
