"""Title, district, year and kind of a report, from its text rather than from the site's heading."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.read.divisions import divisions
from kg.read.fragment import inferred_home
from kg.read.header import Header, Page, read_header
from kg.read.home import first_home, fuller_home, home_by_parent, several_homes, stated_home, stated_zone, town_of
from kg.read.kinds import ANNOUNCEMENT, FIVE_YEARS, NEWS, PLAN, POLICY, REPORT, document_title, kind_of

TITLE_WORDS = r"(?:政府工作报告|人民政府工作报告|重点工作安排|工作要点|工作安排|(?:执行情况|计划).{0,24}?(?:报告|计划|草案)|发展计划|年度计划|实施方案)"
# What no title holds, in both widths.
STOPS = r"。,;!?\uff0c\uff1b\uff01\uff1f\n"
OPENING = r"(?=各位代表|\d{4}年\d{1,2}月\d{1,2}日|20\d\d年[,，]|[一二]、|\s|[::：—]|[(（]|$)"
TITLE = re.compile(
    rf"(?P<title>(?:关于)?[^{STOPS}]{{2,70}}?(?:{TITLE_WORDS}|统计公报)(?:[(\uff08]草案[)\uff09]|草案的报告|的报告)?)\s*{OPENING}"
)
NOTICE = re.compile(r"《(?P<title>[^》]{6,70}(?:计划|报告|安排|要点))》")
LINE_TITLE = re.compile(
    rf"\s*(?P<title>[^{STOPS}]{{2,70}}{TITLE_WORDS}(?:的报告)?)(?:[(（](?:20\d\d年?|草案|摘要|全文|摘登|审议稿|讨论稿)[)）])?\s*"
)
MEETING = re.compile(r"(?P<year>20\d\d)年\d{1,2}月\d{1,2}日.{0,30}?(?:人民代表大会|人代会)")
REVIEWED = re.compile(
    r"(?<![\d—-])(20\d\d)年(?:政府)?(?:工作回顾|国民经济和社会发展计划(?:执行|完成)情况|工作(?:总结|情况))"
)
PLANNED = re.compile(
    r"(?<![\d—-])(20\d\d)年(?:区政府|政府|的|度|我区|全区)*(?:主要|重点|经济社会发展|国民经济和社会发展|总体)?的?"
    r"(?:任务|工作安排|重点工作|主要目标|主要工作|工作(?:任务|要求|目标)|总体要求|计划(?!执行|完成|的执行)|目标)"
)
# A part of a report begins with one of its headings: 二、2025年主要任务.
FRAGMENT = re.compile(
    r"\s*第?[一二三四五][、部][^。\n]{0,12}20\d\d年[^。\n]{0,16}(?:回顾|总结|情况|任务|安排|重点|目标|要求|工作|打算)"
)
SPEECH = re.compile(r"(?m)各位代表|我代表\S{2,30}(?:作|报告)|^\S{0,30}工作报告(?:$|[\s(（])")
# Years of national goals, which a text names without speaking of them.
HORIZONS = frozenset({2035, 2049, 2050})
# A title of a look back alone: the document plans for no year.
LOOKS_BACK = re.compile(r"年(?:度|政府)?(?:工作)?总结(?:[(（][^()（）]*[)）])?$")
NO_HEADER = Header()
# The first year that a five-year plan is for.
TERMS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is: `year` is the year it plans for (of a plain article the year it speaks of).

    `inferred` says that neither title nor issuer names the district. `header` is what the document says of its issue.
    """

    title: str
    district: str
    year: int | None
    kind: str
    inferred: bool = False
    header: Header = NO_HEADER


def standalone_title(line: str, districts: Mapping[str, str]) -> Identity | None:
    """Return the identity in a line that is nothing but a report title, else None."""
    found = LINE_TITLE.fullmatch(line)
    if not found:
        return None
    years = re.findall(r"20\d\d(?=年)", found["title"])
    named = _named(found["title"], districts)
    return Identity(found["title"], named, int(years[-1]) if years else None, "") if years else None


def identify(
    text: str, site_heading: str, districts: Mapping[str, str], places: Mapping[str, str], page: Page
) -> Identity:
    """Return title, district, year, kind and header of a document that reads `text`.

    The site's heading (`【青浦区招商】2021年…`) counts only where the text itself says nothing. `places` maps towns and
    zones to the district they lie in.
    """
    head = text[:800]
    title = _title(head) or " ".join(document_title(page.lines[:800]).split())
    kind = _kind(title, head)
    if kind == NEWS:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        title = re.sub(r"^\W*【[^】]*】\s*", "", site_heading).strip() or first[:60]
    header = read_header(page, title, kind)
    stated = _headline_home(title, districts) if kind == NEWS else _stated(title, head, header.issuer, districts)
    year = _year(text, title, kind, header)
    district = stated or home_by_parent(title, text) or inferred_home(text, districts, places)
    # A town's report is not issued by the government of its district.
    if (
        kind == REPORT
        and stated
        and not header.issuer
        and not town_of(title)
        and (division := divisions().find(stated))
    ):
        header = replace(header, issuer=f"{divisions().home_name(division)}人民政府")
    named = _true_title(title, district, year) if kind in (REPORT, PLAN) else title
    return Identity(named, district, year, kind, bool(district) and not stated, header)


def _year(text: str, title: str, kind: str, header: Header) -> int | None:
    """Return the year that a document plans for or, of what plans nothing, speaks of."""
    if kind == FIVE_YEARS and (found := re.search("十.五", re.sub('[“”"第]|个(?=五年)', "", title))):
        return TERMS.get(found[0])
    if kind in (REPORT, PLAN):
        return _report_year(text, title)
    spans = re.findall(r"(20\d\d)\s*(?:年)?[-—―–至]+\s*20\d\d年", title)
    named = [int(year) for year in spans or re.findall(r"20\d\d(?=年)", title)]
    if kind != NEWS and (named or header.number):
        return max(named) if named else int(re.findall(r"20\d\d", header.number)[-1])
    if kind in (POLICY, ANNOUNCEMENT) and header.date:
        return int(header.date[:4])
    return _news_year(text)


def _title(head: str) -> str:
    """Return the title of a report from the start of its text, from a line of its own, or from the notice that hands it on."""
    found = TITLE.match(head.lstrip()[:160])
    if found and not re.search(r"现将|根据|印发|下达|通知", found["title"]) and kind_of(found["title"]):
        return " ".join(found["title"].split())
    for line in head.splitlines():
        found = LINE_TITLE.fullmatch(line)
        if found and not re.search(r"现将|根据|通知", found["title"]):
            return " ".join(found["title"].split())
    if own := document_title(head):
        return " ".join(own.split())
    notice = NOTICE.search(head)
    return notice["title"] if notice else ""


def _kind(title: str, head: str) -> str:
    """Return the kind that the title says, else a work report where somebody speaks or a part of one begins, else news."""
    said = SPEECH.search(head[:400]) or FRAGMENT.match(head)
    return kind_of(title) or (REPORT if said else NEWS)


def _report_year(text: str, title: str) -> int | None:
    """Vote: the years of meeting, review and plan headings outweigh a title that the text never comes back to."""
    own = [int(y) for y in re.findall(r"20\d\d(?=年)", title)]
    if own and LOOKS_BACK.search(title):
        return max(own)
    votes: Counter[int] = Counter()
    for found in MEETING.finditer(text[:600]):
        votes[int(found["year"])] += 6
    for found in REVIEWED.finditer(text):
        votes[int(found[1]) + 1] += 4
    for found in PLANNED.finditer(text):
        votes[int(found[1])] += 2
    if own and (re.search(rf"{max(own)}年", text[len(title) + 20 :]) or not votes):
        votes[max(own)] += 5
    if not votes:
        votes.update(int(y) for y in re.findall(r"(20\d\d)年\d{1,2}月", text))
    return min((-count, -year) for year, count in votes.items())[1] * -1 if votes else None


def _named(text: str, districts: Mapping[str, str]) -> str:
    full = [(text.find(name), districts[name]) for name in districts if name in text]
    return min(full)[1] if full else ""


def _stated(title: str, head: str, issuer: str, districts: Mapping[str, str]) -> str:
    """Return the district that a title names, or that an opening or the issuer names as the one whose report it is."""
    if found := stated_home(title) or _named(title, districts) or stated_zone(title):
        return fuller_home(found, head[:300])
    if not FRAGMENT.match(head) and (found := stated_home(head[:300])):
        return found
    return first_home(issuer)


def _headline_home(title: str, districts: Mapping[str, str]) -> str:
    """Return the district that a headline names, if it names one alone."""
    named = {home for name, home in districts.items() if name in title}
    return first_home(title, alone=True) or (named.pop() if len(named) == 1 and not several_homes(title) else "")


def _news_year(text: str) -> int | None:
    years = Counter(year for y in re.findall(r"(20\d\d)年", text) if (year := int(y)) not in HORIZONS)
    return max(years, key=lambda y: (years[y], y)) if years else None


def _true_title(title: str, district: str, year: int | None) -> str:
    """Put right the year of a title that the text contradicts, and name a report that has no title."""
    if not title:
        return f"{year or ''}{'年' if year else ''}{district}政府工作报告"
    years = {int(y) for y in re.findall(r"20\d\d(?=年)", title)}
    if year and len(years) == 1 and years != {year}:
        return title.replace(str(min(years)), str(year))
    return title
