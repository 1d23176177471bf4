"""Who issued a document, when, and under which number: from signature, labels, head lines and title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMERALS = "一二三四五六七八九十"
DATE = r"(20\d\d)\s*[年/.-]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月/.-]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s*+日)?"
# A body of government: what may sign.
BODY = (
    r"[\u4e00-\u9fff]{2,24}?(?:人民政府办公[室厅]|人民政府|委员会办公室|发展和?改革委员会|委员会|发展改革委|管委会|统计局|财政局|[\u4e00-\u9fff]局"
    r"|[\u4e00-\u9fff]厅|办公[室厅]|[区市县]委|领导小组|调查队)"
)
# In a line of its own or behind its label: a number within a sentence is that of another document.
NUMBER = re.compile(
    r"(?m)(?:^[^\S\n]*+|(?:发文字号|文号|文件编号)\s*[:：]\s*)(?P<number>[\u4e00-\u9fff]{1,10}\s*[〔\[(（【]20\d\d[〕\])）】]\s*第?\d{1,4}\s*号)\s*$"
)
WRITTEN = re.compile(rf"(?:成文|印发|签发|发文)(?:日期|时间)\s*[:：]\s*{DATE}")
PUBLISHED = re.compile(rf"(?:(?:发布|公开|公布|生成|更新)?(?:日期|时间)\s*[:：]\s*|(?m:^)[^\S\n]*+){DATE}(?!\d)")
MEETING = re.compile(rf"{DATE}\s*(?:在[^。\n]{{2,50}}会|[^。\n]{{2,50}}会(?:议)?上)")
ALONE = re.compile(rf"[(（]?{DATE}\s*[)）]?")
SIGNED = re.compile(rf"(?P<body>{BODY}(?:[ 、\n]{{1,3}}{BODY}){{0,3}})\s{{0,4}}{DATE}(?=\s|$)")
ISSUED_BY = re.compile(
    r"(?:发布机构|发文机关|发文单位|制发机关|发布单位|发布机关|公开主体|责任单位|公开机构)\s*[:：]\s*(?P<body>(?!\S{0,4}(?:日期|时间))[^\s:：]{2,40})"
)
SOURCE = re.compile(r"(?:信息来源|文章来源|稿件来源|来源)\s*[:：]\s*(?P<body>[^\s:：\d]{2,40})")
TITLE_BODY = re.compile(rf"(?P<body>{BODY})(?:关于|印发|转发|20\d\d年)")
NOTICE_BODY = re.compile(rf"(?m)^[^\S\n]*+(?P<body>{BODY})关于(?:印发|转发|批转|下达)")
HEAD_BODY = re.compile(rf"\s*(?P<body>{BODY})(?:文件|(?:主任|局长|厅长)?(?:\s+\S{{1,3}}){{0,3}})\s*")
# Characters in which the head of a document and its signature stand.
HEAD, TAIL = 1200, 400
HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself: `date` is ISO 8601, `number` as written (`静府发〔2024〕3号`); empty where it is not said."""

    issuer: str = ""
    date: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A document with the line ends of its file, and the lines that a site puts around and into it."""

    lines: str
    furniture: tuple[str, ...] = ()


def read_header(page: Page, title: str, kind: str) -> Header:
    """Return issuer, date and number of a document.

    The day on which it was signed or spoken counts before the day on which a site published it. The source that a
    site names is the issuer of news, of anything else only where it is a body of government.
    """
    text, around = page.lines, "\n".join(page.furniture)
    ends = f"{text[:HEAD]}\n\n{text[-TAIL:]}" if len(text) > HEAD else text
    return Header(
        issuer=_issuer(ends, around, title, kind),
        date=next(_dates(ends, around), ""),
        number=next(
            (re.sub(r"\s", "", found["number"]) for where in (around, ends[:HEAD]) if (found := NUMBER.search(where))),
            "",
        ),
    )


def _issuer(ends: str, around: str, title: str, kind: str) -> str:
    signed = SIGNED.search(ends)
    if signed and kind != "news":
        return "、".join(re.split(r"[\s、]+", signed["body"].strip()))
    for where, pattern in ((around, ISSUED_BY), (ends, ISSUED_BY)):
        if found := pattern.search(where):
            return found["body"]
    if kind != "news":
        heads = [named["body"] for line in ends.splitlines()[:HEAD_LINES] if (named := HEAD_BODY.fullmatch(line))]
        if found := TITLE_BODY.match(title) or NOTICE_BODY.search(ends[:HEAD]):
            body = found["body"]
            # `区财政局` in a title, `松江区财政局` below it.
            return next((fuller for fuller in heads if fuller != body and fuller.endswith(body)), body)
        if heads:
            return heads[0]
    source = SOURCE.search(around) or SOURCE.search(ends[:HEAD])
    return source["body"] if source and (kind == "news" or re.fullmatch(BODY, source["body"])) else ""


def _dates(ends: str, around: str) -> Iterator[str]:
    """Yield the days that a document states, the one that counts most first."""
    for where, pattern in ((around, WRITTEN), (ends, WRITTEN), (ends, SIGNED), (ends[:HEAD], MEETING)):
        for found in pattern.finditer(where):
            yield from _iso(found)
    lines = [line.strip() for line in ends.splitlines() if line.strip()]
    for line in [*lines[1:6], *lines[-3:]]:
        if alone := ALONE.fullmatch(line):
            yield from _iso(alone)
    for where in (around, ends[: HEAD // 3]):
        for found in PUBLISHED.finditer(where):
            yield from _iso(found)


def _iso(found: re.Match[str]) -> Iterator[str]:
    """Yield the date of a match in ISO 8601, nothing where there is no such day."""
    year, month, day = (_number(part) for part in found.groups()[-3:])
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield f"{year}-{month:02}-{day:02}"


def _number(written: str) -> int:
    """Return a number up to 31 in digits or numerals: 十二, 二十, 三十一."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    value = (NUMERALS.find(tens) + 1 or 1) * 10 if ten else 0
    return value + (NUMERALS.find(ones) + 1 if ones else 0)
