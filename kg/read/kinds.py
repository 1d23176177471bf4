"""The kind of a document, and the line that is its title."""

import re

NEWS, REPORT, PLAN, POLICY = "news", "work report", "plan", "policy"
FIVE_YEARS, ANNOUNCEMENT = "five-year plan", "announcement"
TERM = r"[“\"]?十[二三四五六七][”\"]?五[”\"]?|第?十[二三四五六七]个五年"
# The first that a title fits is its kind.
KINDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("statistics communique", r"统计公报"),
        ("budget report", r"(?:预算|决算)[^。]{0,40}(?:报告|草案)|预算执行情况|财政决算"),
        ("half-year report", r"(?:上半年|半年度|1[-—至]6月)[^。]{0,40}(?:情况|总结|报告|分析|小结)"),
        (FIVE_YEARS, rf"(?:{TERM})[^。]{{0,40}}(?:规划|纲要)|五年(?:发展)?规划"),
        (REPORT, r"工作报告|工作总结"),
        (
            PLAN,
            r"发展计划|年度计划|工作计划|计划草案|(?:工作|目标|任务)(?:目标|任务)?安排|要点(?:[(（].*)?$|20\d\d年.{0,30}(?:实施方案|工作方案|计划$)",
        ),
        (ANNOUNCEMENT, r"(?:公告|公示|通告|招标|启事)(?:[(（].*)?$"),
        (POLICY, r"(?:通知|意见|决定|批复|办法|措施|细则|规定|条例|方案|政策|指南)(?:[(（].*)?$"),
        (PLAN, r"计划|规划|(?:省|市|区|县|旗|州|盟)20\d\d年.{0,16}(?:目标|任务)(?:表|任务|分解)*$"),
    )
)
# A line ends so that is nothing but a title.
ENDING = re.compile(
    r"(?:统计公报|规划纲要|纲要|规划|报告|情况|总结|小结|通知|意见|决定|批复|公告|公示|通告|办法|措施|细则|规定|条例|方案|政策|要点|安排|计划表?|目标(?:任务|表)?|思路|打算|任务分解|建议)"
    r"(?:[(（][^()（）]{1,20}[)）])*"
)
NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十\d]+[、.章节部]|[(（][一二三四五六七八九十\d]+[)）]|附[件表录]|表\d)"
)
# What a headline says of somebody's document.
SAID = re.compile(r"发布|出台|召开|举行|启动|推出|解读|印发(?!.*通知)|现将|根据|按照|[:：]$|[。;；!！?？,，]")
WRAPPED = 3
# A title begins with what it is about, with a year, or with the name of a place or body.
BEGINS = re.compile(
    r"关于|《|“|20\d\d|(?:\[.{2,4}\]\s*)?[\u4e00-\u9fff]{1,12}(?:省|市|区|县|旗|州|盟)(?!域)|政府工作报告$|[\u4e00-\u9fff]{2,20}(?:局|委|办公室|委员会)关于"
)
# A line in which a title may begin and go on in the next.
OPEN = re.compile(r"[\u4e00-\u9fff“”《》、\d()（）]{4,}")
TITLE_LINES, TITLE_SIZE = 14, 90
INNER = re.compile(r"《(?P<title>[^》]{4,70})》的通知")


def kind_of(title: str) -> str:
    """Return the kind of a document with this title; an empty one where the title says none."""
    return next((kind for kind, pattern in KINDS if pattern.search(title)), "")


def document_title(head: str) -> str:
    """Return the title that stands in lines of its own at the head of a text; of a notice that hands on a report, the report's.

    A line that is no title by itself is read with the one or two lines before it.
    """
    lines = [line.strip() for line in head.splitlines() if line.strip()][:TITLE_LINES]
    for at, line in enumerate(lines):
        if not _may_end(line):
            continue
        title = line if BEGINS.match(line) else _with_lines_before(lines[max(0, at - WRAPPED + 1) : at], line)
        if kind_of(title):
            inner = INNER.search(title)
            own = kind_of(inner["title"]) if inner else ""
            return inner["title"] if inner and own and own not in (POLICY, ANNOUNCEMENT) else title
    return ""


def _may_end(line: str) -> bool:
    """Say whether a title may end with this line."""
    if NUMBERED.match(line) or SAID.search(line) or len(line) > TITLE_SIZE:
        return False
    return any(found.end() == len(line) for found in ENDING.finditer(line))


def _with_lines_before(before: list[str], line: str) -> str:
    """Return a title with the lines that it begins in, or the line alone where they are something else."""
    title = line
    for previous in reversed(before):
        if not OPEN.fullmatch(previous) or len(previous + title) > TITLE_SIZE:
            break
        title = previous + title
        if BEGINS.match(title):
            return title
    return line
