"""What a download holds beside the report: found as spans with a reason, never deleted."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.model import Skipped

LINE_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("navigation", r"(您的?)?当前(的)?位置\s*[::].*|您所在的?位置\s*[::].*|.{0,20}>\s*.{1,20}>\s*正文.*"),
        (
            "navigation",
            r"[•·]?\s*(首页|返回(顶部|首页)?|上一[篇页][::]?.*|下一[篇页][::]?.*|尾页|末页|跳转到|确定|确认|关闭|取消)",
        ),
        (
            "navigation",
            r"[•·]?\s*(打印(本页)?|收藏|分享到?.{0,12}|纠错|字号.{0,12}|扫一扫.{0,20}|立即获取|获取.{0,14}资料)",
        ),
        ("navigation", r"共\s*\d+\s*页|(\d+\s+){2,}(下一页|尾页|末页).*|[•·]\s*[^\s【。,]{2,12}|招商中心|使用说明"),
        ("tab hint", r".{0,12}请?使用\s*tab\s*按钮切换浏览.{0,8}"),
        (
            "comment box",
            r"有话要说.{0,4}|(全部|发表|网友|我要|最新|热门)评论.{0,6}|留言咨询|在线留言|有想补充的信息.{0,10}",
        ),
        ("captcha", r"(请输入)?验证码.{0,10}|看不清.{0,8}换一张.{0,4}"),
        (
            "telephone",
            r"(.{0,10}(热线|电话|传真|邮编|tel)\s*[::]?\s*)?[+((]?\d{2,4}[))]?[-— ]\d{3,4}[-— ]?\d{3,4}|.{0,8}(咨询|招商|服务)热线",
        ),
        ("image placeholder", r"(\S{0,30}\.(png|jpe?g|gif|bmp|webp)\s*)+|!\[.*\]\(.*\)"),
        (
            "date line",
            r"(发布(时间|日期)\s*[::]\s*)?20\d\d[-/]\d{1,2}[-/]\d{1,2}(\s+\d{1,2}:\d{2}(:\d{2})?)?|(来源|作者|浏览次数|阅读)\s*[::].{0,30}",
        ),
        ("copyright", r".{0,30}(版权所有|copyright|icp备|公网安备).{0,60}"),
    )
)
TERMS_START = re.compile(
    r"\s*([一二三四五六七八九十]、)?.{0,16}(投稿提示|投稿须知|投稿信息内容规范|服务条款|用户协议|隐私政策|免责声明|法律声明|版权声明)\s*"
)
SITE_HEADING = re.compile(r"[ \t]*[•·]?[ \t]*【[^】\n]{2,16}】[^\n]{4,80}")
INLINE_IMAGE = re.compile(r"(?:[表图]|专栏)[\d\-—.]{0,8}\.(?:png|jpe?g|gif|bmp|webp)", re.IGNORECASE)
JUNK_TITLE = re.compile(r"(?P<junk>[^,。;:!?\s]{2,24}?)(?P<title>关于[^。;!?\s]{8,80}(?:报告|草案|意见|通知|方案))")
REPEATED_MIN = 16
SENTENCE_END = "。!?;:.!?;:”》))"


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each line without its newline."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def find_skipped(text: str) -> list[Skipped]:
    """Return the spans of `text` that belong to the site and not to a report, sorted, without overlap."""
    spans: list[Skipped] = []
    in_terms = False
    for start, end in lines_of(text):
        line = text[start:end].strip().strip("\r")
        if not line:
            continue
        if SITE_HEADING.fullmatch(text[start:end].rstrip()):
            in_terms = False
            spans.append(Skipped(start, end, "site heading"))
            continue
        in_terms = in_terms or bool(TERMS_START.fullmatch(line))
        reason = "terms of service" if in_terms else _line_reason(line)
        if reason:
            spans.append(Skipped(start, end, reason))
    spans += [Skipped(m.start(), m.end(), "image placeholder") for m in INLINE_IMAGE.finditer(text)]
    spans += [Skipped(s, s + len(spam), "spam title") for spam in _spam(text) for s in _occurrences(text, spam)]
    return _disjoint(spans)


def _line_reason(line: str) -> str | None:
    if len(line) > 160:
        return None
    return next((reason for reason, pattern in LINE_RULES if pattern.fullmatch(line)), None)


def _spam(text: str) -> set[str]:
    """Titles with foreign words pushed in front, and long unpunctuated lines that come back inside the text."""
    lines = [text[s:e].strip() for s, e in lines_of(text) if REPEATED_MIN <= e - s <= 130]
    counts = Counter(line for line in lines if not re.search(r"[。;!?]", line))
    squeezed = re.sub(r"\s+", "", text)
    spam: set[str] = set()
    for line, count in counts.items():
        junk = JUNK_TITLE.fullmatch(line)
        if (junk and squeezed.count(junk["title"]) > squeezed.count(line)) or (
            count > 1 and not re.match(r"关于|20\d\d年|上海市", line)
        ):
            spam.add(line)
    return spam


def _occurrences(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + len(piece))


def _disjoint(spans: list[Skipped]) -> list[Skipped]:
    result: list[Skipped] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not result or span.start >= result[-1].end:
            result.append(span)
    return result


def interrupts(text: str, span: Skipped) -> bool:
    """True when the sentence or row before `span` goes on after it: no sentence ends there."""
    if span.reason not in ("spam title", "image placeholder"):
        return False
    before = text[: span.start].rstrip()[-1:]
    return bool(before) and before not in SENTENCE_END
