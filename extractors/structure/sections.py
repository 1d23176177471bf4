"""Sections with heading paths, scopes and sentences; for each section its year and whether it plans."""

import re
from bisect import bisect_right
from collections import Counter

from extractors.annotations import Scope, Section

NUMERALS = "一二三四五六七八九十"
HEADING = re.compile(
    rf"(?:^|(?<=[\n。!?:]))[ \t\u3000]*(?:(?P<h1>[{NUMERALS}]{{1,3}})、|[((](?P<h2>[{NUMERALS}]{{1,3}})[))]|(?P<h3>\d{{1,2}})[.、](?!\d))",
    re.MULTILINE,
)
SPACED = re.compile(rf"(?<=\s)(?:[((](?P<h2>[{NUMERALS}]{{1,3}})[))]|(?P<h1>[{NUMERALS}]{{1,3}})、)")
SENTENCE = re.compile(r"[^。!?;\n]+[。!?;]*[”’))]?")
COLON_LABEL = re.compile(r"(?:^|(?<=[\n。;\s]))[“]?(?P<label>[^\s。,;:“”、]{2,24})[”]?[::](?=\S)", re.MULTILINE)
AREA_LABEL = re.compile(r"(?<=[。\s])(?P<label>[^\s。,;:“”、]{2,10}(?:片区|新城|新片区|功能区|园区)) (?=\S)")
REVIEW = re.compile(r"回顾|执行情况|完成情况|总结|取得")
PLAN = re.compile(r"主要任务|主要目标|重点工作|工作安排|总体要求|奋斗目标|计划$|开局工作|项目安排|预期目标|规划")
YEAR = re.compile(r"(20\d\d)年")
FIVE_YEARS = re.compile(r"今后五年|未来五年|第十[一二三四五]个五年规划|十[二三四五]五[”]?(?:时期|规划)")
# Log-odds of a word standing in a review rather than in a plan, in three steps each way.
DONE_WORDS = {
    2.5: re.compile(r"同比|获评|荣获|成功|顺利|已(?!有)|累计|揭牌|获批|入选|稳步|位居|首个"),
    1.2: re.compile(r"完成|达到|显著|明显|增至|圆满|投入运营|被评为|比上年|较上年|了(?=[,。“一二三两\d])"),
    0.7: re.compile(r"全年|建成|落户|开业|实现"),
    -0.8: re.compile(r"推进|加快|持续|完善|优化|进一步|落实|坚持|不低于"),
    -1.2: re.compile(r"确保|加强|强化|推动|打造|深化|提升|健全|严格"),
    -1.8: re.compile(r"力争|争取|继续|着力|抓好|做好|加大|聚焦|探索"),
}


def chinese_ordinal(text: str) -> int:
    """Return the value of a numeral up to 99 (`十二` → 12), or of digits."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = NUMERALS.index(ones) + 1 if ones else 0
    return value + ((NUMERALS.index(tens) + 1 if tens else 1) * 10 if ten else 0)


def find_headings(text: str) -> list[tuple[int, int, int, str]]:
    """Return (start, body start, level, heading). A numeral counts only where it continues its sequence."""
    hits = {
        m.start(m.lastgroup or 0): m for pattern in (HEADING, SPACED) for m in pattern.finditer(text) if m.lastgroup
    }
    found: list[tuple[int, int, int, str]] = []
    last = {1: 0, 2: 0, 3: 0}
    for at in sorted(hits):
        match = hits[at]
        level = int(str(match.lastgroup)[1])
        number = chinese_ordinal(match[str(match.lastgroup)])
        if text.rfind("“", max(0, at - 40), at) > text.rfind("”", max(0, at - 40), at):
            continue
        follows = number == last[level] + 1 or (level > 1 and (number == 1 or not found))
        if not follows and not (level == 3 and number > last[3]):
            continue
        last[level] = number
        if level < 3:
            last.update({k: 0 for k in last if k > level and not (level == 1 and k == 3)})
        start = at - (level == 2)
        found.append((start, match.end(), level, heading_text(text, match.end())))
    return found


def heading_text(text: str, at: int) -> str:
    """Return the heading that starts at `at`: its line or first sentence, or its first clause when run into the body."""
    line = re.split(r"[\n。::]", text[at : at + 60], maxsplit=1)[0]
    if len(line) <= 40 and at + len(line) < len(text):
        return line.strip()
    return re.split(r"[,;\s]", line, maxsplit=1)[0][:40]


def status_of(heading: str, body: str) -> str:
    """Return `achieved` or `planned`: by the heading, else by the balance of words over the whole section."""
    if REVIEW.search(heading) and not PLAN.search(heading):
        return "achieved"
    if PLAN.search(heading):
        return "planned"
    balance = sum(weight * len(words.findall(body)) for weight, words in DONE_WORDS.items())
    return "achieved" if balance >= -0.008 * len(body) else "planned"


def _horizon(body: str, year: int) -> int | None:
    """Return the later year that a plan speaks of again and again: tasks of five years under a heading of their own."""
    named = Counter(int(found) for found in YEAR.findall(body))
    later, times = max(((y, n) for y, n in named.items() if y >= year + 2), key=lambda x: x[1], default=(0, 0))
    return later if times >= 2 and times > named[year] else None


def find_sections(text: str, year: int | None) -> list[Section]:
    """Return the sections in order; text before the first heading is a section without heading."""
    heads = find_headings(text)
    if not heads or heads[0][0] > 0:
        heads.insert(0, (0, 0, 0, ""))
    sections: list[Section] = []
    path: dict[int, str] = {}
    whole = status_of("", text)
    top = whole
    five = False
    for index, (start, _, level, heading) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        path = {k: v for k, v in path.items() if k < level} | ({level: heading} if heading else {})
        if level == 1:
            last = next((h[0] for h in heads[index + 1 :] if h[2] == 1), len(text))
            top = status_of(heading, text[start:last])
            five = bool(FIVE_YEARS.search(heading)) and top == "planned"
        when = None if year is None else year - 1 if top == "achieved" else year + 4 if five else year
        if year is not None and when == year:
            when = _horizon(text[start:end], year) or year
        sections.append(Section(start, end, level, tuple(path[k] for k in sorted(path)), when, top))
    return sections


def find_scopes(text: str, sections: list[Section]) -> list[Scope]:
    """Return labels with the text that hangs on them, up to the next label, line or heading."""
    hits = sorted(
        [(m.start("label"), m.end("label"), m.end(), False) for m in COLON_LABEL.finditer(text)]
        + [(m.start("label"), m.end("label"), m.end(), True) for m in AREA_LABEL.finditer(text)]
    )
    stops = sorted({s.start for s in sections} | {h[0] for h in hits} | {len(text)})
    scopes = []
    for start, end, body, area in hits:
        after = bisect_right(stops, start)
        stop = stops[after] if after < len(stops) else len(text)
        line = re.search(r"。 (?=\S{4,30}。)" if area else r"\n|。 (?=\S)", text[body:stop])
        scopes.append(Scope(start, end, body, body + line.start() + 1 if line else stop))
    return scopes


def find_area_labels(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of the area names that open the rows of a flattened per-area table."""
    return [match.span("label") for match in AREA_LABEL.finditer(text)]


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of every sentence, white space trimmed."""
    result = []
    for match in SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if end > start:
            result.append((start, end))
    return result
