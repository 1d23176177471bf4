"""The parts of a download that are not the report: found as spans with a reason, never deleted."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.model import Skipped
from kg.read.lines import page_furniture

LINE_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            "navigation",
            r"(?:您(?:现在)?(?:所)?在?的?位置\s*[:：]\s*)?首页\s*(?:[>＞»›]+\s*[^>＞»›。，,]{1,24}){1,6}|(?:点击|长按|扫描).{0,12}(?:关注|二维码).{0,8}",
        ),
        (
            "date line",
            r"(?:(?:发布时间|发布日期|发文日期|更新时间|日期|时间|来源|信息来源|文章来源|作者|编辑|责任编辑|浏览次数|点击数|点击量|访问量|阅读|字体|字号|分享到|分享)\s*[:：]\s*[^\s:：]{0,30}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*){2,8}",
        ),
        ("navigation", r"(您的?)?当前(的)?位置\s*[:：].*|您所在的?位置\s*[:：].*|.{0,20}>\s*.{1,20}>\s*正文.*"),
        (
            "navigation",
            r"[•·]?\s*(首页|返回(顶部|首页)?|上一[篇页][:：]?.*|下一[篇页][:：]?.*|尾页|末页|跳转到|确定|确认|关闭|取消)",
        ),
        (
            "navigation",
            r"[•·]?\s*(打印(本页)?|收藏|分享到?.{0,12}|纠错|字号.{0,12}|扫一扫.{0,20}|立即获取|获取.{0,14}资料)",
        ),
        ("navigation", r"共\s*\d+\s*页|(?:\d+\s+){2,}(下一页|尾页|末页).*|[•·]\s*[^\s【。,\d]{2,12}|招商中心|使用说明"),
        ("tab hint", r".{0,12}请?使用\s*tab\s*按钮切换浏览.{0,8}"),
        (
            "comment box",
            r"有话要说.{0,4}|(全部|发表|网友|我要|最新|热门)评论.{0,6}|留言咨询|在线留言|有想补充的信息.{0,10}",
        ),
        ("captcha", r"(请输入)?验证码.{0,10}|看不清.{0,8}换一张.{0,4}"),
        (
            "telephone",
            r"(.{0,10}(热线|电话|传真|邮编|tel)\s*+(?:[:：]\s*)?)?[+((]?\d{2,4}[)）]?[-— ]\d{3,4}[-— ]?\d{3,4}|.{0,8}(咨询|招商|服务)热线",
        ),
        (
            "image placeholder",
            r"\S{1,80}\.(?:png|jpe?g|gif|bmp|webp)(?:\s+\S{1,80}\.(?:png|jpe?g|gif|bmp|webp))*|!\[[^\]]*\]\([^)]*\)",
        ),
        (
            "date line",
            r"((发布|发文|更新|时间|日期|成文|公开)?(时间|日期)?\s*[:：]\s*)?20\d\d[-/]\d{1,2}[-/]\d{1,2}(\s+\d{1,2}:\d{2}(:\d{2})?)?|(来源|信息来源|文章来源|作者|责任编辑|编辑|浏览次数|点击数?|点击率|阅读|阅读次数|索\s*引\s*号|发文字号|文号|发布机构|发布单位|公开方式|公开类别|主题分类|主办单位|承办单位|技术支持|网站标识码|生成日期|公开日期|成文日期|有效性)\s*[:：].{0,30}",
        ),
        # An entry of a table of contents: leaders and a page number behind it.
        ("contents", r".{2,60}?\s*(?:[.…·．⋯]\s?){3,}\s*[(（]?\d{1,3}[)）]?|目\s*录"),
        ("copyright", r".{0,30}(版权所有|copyright|icp备|公网安备).{0,60}"),
    )
)
TERMS_START = re.compile(
    r"\s*([一二三四五六七八九十]、)?.{0,16}(投稿提示|投稿须知|投稿信息内容规范|服务条款|用户协议|隐私政策|免责声明|法律声明|版权声明)\s*"
)
# The words of terms of service; lines without any of them, or a line with a measured figure, are text again.
TERMS_WORDS = re.compile(
    r"投稿|稿件|版权|著作|转载|侵权|用户|本网|本站|网站|隐私|免责|声明|条款|协议|账号|个人信息|链接|授权|举报|违法|违反"
    r"|法律|法规|禁止|不得|不承担|责任|信息|内容|平台|审核|发布|服务|危害|破坏|淫秽|谣言"
)
MEASURED = re.compile(
    r"\d\.*\s?(?:亿|万|%|％|家|个百分点|套|公里|平方米|人次|元)|^\s*[一二三四五六七八九十]+、.{0,20}(?:工作|任务|目标|回顾|计划|建设|发展)"
)
# What a site puts below a page: links to other pages, comments of readers. It goes on to a heading or a paragraph.
FOOT_START = re.compile(
    r"[•·【\s]*(?:相关(?:链接|阅读|新闻|文章|报道|推荐|资讯|信息|稿件|文档|内容)|(?:延伸|推荐|拓展)阅读|(?:热门|热点|精彩|为您|猜你)(?:推荐|喜欢|新闻|文章)|往期(?:推荐|回顾|精选)"
    r"|喜欢此内容的人还喜欢|评论区|(?:网友|最新|热门|全部|精选)(?:评论|留言)|更多(?:新闻|资讯|推荐)|友情链接)[】:：\s]*(?:更多|more)?[>＞»\s]*",
    re.IGNORECASE,
)
FOOT_END = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部]|附[件表]|各位代表"
)
# A line below such a heading that is a paragraph again: links and comments are shorter.
PARAGRAPH = 60
# Terms have lines without such words, but hardly four in a row (measured on saved pages of one site).
FOREIGN_LINES = 4
# Buttons of a page: 【字体：大 中 小】【打印】【关闭】 and their kin, alone in a line.
BUTTON = re.compile(
    r"字体大小|字体|字号|视力保护色|大|中|小|打印本页|打印|关闭窗口|关闭本页|关闭|加入收藏|收藏|分享到|分享|复制链接|推荐|我要纠错|纠错|转发"
    r"|下载|全屏|加大|还原|减小|默认|较大|超大|特大|标准|微信|微博|QQ空间|朗读|返回|[AＡ][+-]?",
    re.IGNORECASE,
)
BUTTON_MARKS = str.maketrans("", "", " \t\u3000【】[]()（）〖〗「」|｜/・·:：,，")
# The head of a Markdown file; of its fields the title is text.
# How a line may begin is looked at before the line is taken, so that there is one way to read each.
FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<fields>(?:(?=[\w \t-]{1,40}:|[ \t]|-[ \t])[^\n]*+\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
FRONT_TITLE = re.compile(r"(?mi)^title:[ \t]*+(?P<title>[^\n]*+)$")
SITE_HEADING = re.compile(
    r"[ \t]*+(?:[•·][ \t]*+)?【(?!字[体号]|打印|关闭|收藏|分享|大|中|小|返回)[^】\n]{2,16}】(?!【)[^\n]{4,80}"
)
INLINE_IMAGE = re.compile(r"(?:[表图]|专栏)[\d\-—.]{0,8}\.(?:png|jpe?g|gif|bmp|webp)", re.IGNORECASE)
JUNK_TITLE = re.compile(r"(?P<junk>[^,。;:!?\s]{2,24}?)(?P<title>关于[^。;!?\s]{8,80}(?:报告|草案|意见|通知|方案))")
REPEATED_MIN = 16
SPAM_LINES = 60
SENTENCE_END = "。!?;:.！？；：”》)）"


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
    terms: list[Skipped] = []
    below = False
    for start, end in lines_of(text):
        line = text[start:end].strip().strip("\r")
        if not line:
            continue
        below = _below(line, below)
        if below:
            spans.append(Skipped(start, end, "foot of the page"))
            continue
        if SITE_HEADING.fullmatch(text[start:end].rstrip()):
            spans.extend(_terms(text, terms))
            terms = []
            spans.append(Skipped(start, end, "site heading"))
        elif terms and MEASURED.search(line):
            spans.extend(_terms(text, terms))
            terms = []
        elif terms or TERMS_START.fullmatch(line):
            terms.append(Skipped(start, end, "terms of service"))
        elif reason := _line_reason(line):
            spans.append(Skipped(start, end, reason))
    spans += _terms(text, terms)
    spans += _front_matter(text)
    spans += page_furniture(text)
    spans += [Skipped(m.start(), m.end(), "image placeholder") for m in INLINE_IMAGE.finditer(text)]
    spans += [Skipped(s, s + len(spam), "spam title") for spam in _spam(text) for s in _occurrences(text, spam)]
    return _disjoint(spans)


def _front_title(fields: str) -> tuple[int, int] | None:
    """Return where the title stands among the fields at the head of a Markdown file, without quotes and blanks around it."""
    found = FRONT_TITLE.search(fields)
    if found is None:
        return None
    start, title = found.start("title"), found["title"].rstrip(" \t\r")
    if len(title) > 1 and title[0] in "\"'" and title[0] == title[-1]:
        start, title = start + 1, title[1:-1]
    return (start, start + len(title)) if title else None


def _front_matter(text: str) -> list[Skipped]:
    """Return the head of a Markdown file without the words of its title."""
    head = FRONT_MATTER.match(text)
    if head is None:
        return []
    title = _front_title(head["fields"])
    if title is None:
        return [Skipped(0, head.end(), "front matter")]
    start, end = (head.start("fields") + at for at in title)
    return [Skipped(0, start, "front matter"), Skipped(end, head.end() - 1, "front matter")]


def _below(line: str, below: bool) -> bool:
    """Say whether a line belongs to the foot of a page, with the heading that opens it; `below` says so of the line before."""
    if FOOT_START.fullmatch(line):
        return True
    paragraph = len(line) >= PARAGRAPH and line.endswith(("。", "；", "：", ";"))
    return below and not (paragraph or FOOT_END.match(line) or SITE_HEADING.fullmatch(line))


def _terms(text: str, lines: list[Skipped]) -> list[Skipped]:
    """Return the lines under a heading of terms that are terms: up to where lines without their words follow each other."""
    foreign = 0
    for count, span in enumerate(lines):
        foreign = 0 if TERMS_WORDS.search(text[span.start : span.end]) else foreign + 1
        if foreign == FOREIGN_LINES:
            return lines[: count + 1 - foreign]
    return lines[: len(lines) - foreign] if len(lines) > 1 else []


def _line_reason(line: str) -> str | None:
    if len(line) > 160:
        return None
    if _buttons(line):
        return "navigation"
    return next((reason for reason, pattern in LINE_RULES if pattern.fullmatch(line)), None)


def _buttons(line: str) -> bool:
    """True for a line of nothing but buttons: two of them, or one that is a word or stands in brackets."""
    bare = line.translate(BUTTON_MARKS)
    return len(bare) > (1 if line[0] not in "【[" else 0) and not BUTTON.sub("", bare)


def _spam(text: str) -> set[str]:
    """Titles with foreign words pushed in front, and long unpunctuated lines that come back inside the text."""
    lines = [text[s:e].strip() for s, e in lines_of(text) if REPEATED_MIN <= e - s <= 130]
    counts = Counter(line for line in lines if not re.search(r"[。;!?]", line))
    squeezed = re.sub(r"\s+", "", text)
    spam: set[str] = set()
    # The most frequent ones: each costs a pass over the text.
    for line, count in counts.most_common(SPAM_LINES):
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
