"""Web pages: the article without the site around it, its tables as tables, its title from the page."""

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from kg.errors import ReadError
from kg.read.formats.parsed import CellText, Parsed, TextBuilder, span_of
from kg.read.formats.whole import check_whole

# Trafilatura takes several passes over a page; above this size the page is walked once.
LARGE = 1_000_000
# Its heuristics are made for articles: on pages of fewer characters it joins headings and paragraphs.
SHORT = 1500
# As browsers have it.
MOST_SPAN = 1000
FURNITURE = frozenset(
    {
        "script",
        "style",
        "noscript",
        "noframes",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "template",
        "head",
        "iframe",
        "svg",
    }
)
BLOCKS = frozenset({"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "head", "item", "list",
                    "quote", "blockquote", "pre", "body", "header", "center", "fieldset", "address", "figure", "figcaption", "details", "summary"})  # fmt: skip
LISTS = ("ul", "ol", "dl")
TABLES, ROWS, CELLS = frozenset({"table"}), frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
# `标题_栏目_某区人民政府`: what follows the title names the site.
SITE = re.compile(
    r"(?<!\s)\s*+(?:_[^_]{2,20}|(?<!\d)[|-]\s*[^_|-]{0,20}(?:政府|门户|网|频道|栏目|公开|中心|手机版|移动版|客户端))(?:_.{0,100})?$"
)
TITLES = (
    "//*[@id='activity-name']", "//meta[@name='ArticleTitle']/@content", "//meta[@property='og:title']/@content",
    "//h1", "//title", "//h2", "//h3",
)  # fmt: skip
# What an editor calls a page that nobody has named.
UNNAMED = re.compile(r"无标题(?:文档|页)?|新建.{0,6}(?:文档|网页)|untitled(?: document)?|首页|document", re.IGNORECASE)
# A list of links is navigation where three of its items and hardly a word beside them are links.
LINKS, BESIDE = 3, 0.2
# A page without a sentence and with fewer characters holds a menu at most.
MENU = 60
REPORT = re.compile(r"20\d\d|二[〇○零]|报告|计划|安排|要点|规划|方案|公报|意见|通知")


def read_html(text: str, name: str = "page") -> Parsed:
    """Return the article of a page: its text, tables and title. Raises ReadError for one nested too deep to read."""
    tree = _parse(text, name)
    if tree is None:
        return Parsed("")
    headline = _headline(tree)
    body = _article(text, tree)
    out = TextBuilder()
    if headline and not _titled(body, headline):
        out.line(headline)
    above = len(out.parts)
    _dated(tree, out)
    _blocks(body, out)
    rest = "".join(out.parts[above:]).strip()
    if len(rest) < MENU and "。" not in rest:
        _refuse_empty(tree, headline if not rest else "", name)
    return out.parsed(headline)


def _dated(tree: etree._Element, out: TextBuilder) -> None:
    """Add the day on which a public account sent its article, which stands beside the article."""
    for day in tree.xpath("//*[@id='js_content']/ancestor::body//*[@id='publish_time']")[:1]:
        out.line(_words(day).strip().split(" ")[0])


def _refuse_empty(tree: etree._Element, headline: str, name: str) -> None:
    """Raise ReadError for a page whose text stands elsewhere: in a frame, or with a server that a script asks."""
    frames = [source for source in tree.xpath("//frame/@src | //iframe/@src") if source.strip()]
    if frames:
        where = ", ".join(_line(source) for source in frames[:3])
        raise ReadError(f"{name}: only a frame, the text is in {where}; open that page and save it")
    if headline:
        raise ReadError(
            f"{name}: no text but the title, a script fills the page; save it from a browser that shows the text, or copy the text into a .txt"
        )


def _line(address: str) -> str:
    line = " ".join(address.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _titled(body: etree._Element, headline: str) -> bool:
    """Say whether the article begins with its title."""
    head = [line.strip() for line in _words(body)[:600].splitlines() if line.strip()]
    first = head[0] if head else ""
    return headline in " ".join(head) or (
        len(first) <= 60 and bool(re.search(r"20\d\d年.*(?:报告|计划|安排|要点)$", first))
    )


def _parse(text: str, name: str) -> etree._Element | None:
    parser = lxml_html.HTMLParser(huge_tree=True)
    try:
        # The text is decoded already: a declared encoding must not be believed.
        tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, ValueError):
        tree = None
    check_whole(parser, name, "the page")
    return tree


def _words(element: etree._Element) -> str:
    return "".join(element.itertext())


def _article(text: str, tree: etree._Element) -> etree._Element:
    """Return the element that holds the article: of a public account, of trafilatura, else the whole page."""
    account = tree.xpath("//*[@id='js_content']")
    if account:
        return account[0]
    body = tree.find(".//body")
    whole = body if body is not None else tree
    if len(text) <= LARGE and len(_words(whole)) > SHORT:
        found = trafilatura.bare_extraction(
            text, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
        )
        article = getattr(found, "body", None)
        # A short page, or one without paragraphs, is left out by its heuristics.
        kept = article is not None and len(_words(article).strip()) >= 0.5 * _size(whole)
        if article is not None and kept and len(article.findall(".//table")) >= _tables(whole):
            return article
    return whole


def _tables(element: etree._Element) -> int:
    return sum(not _layout(table) for table in element.iterdescendants("table"))


def _size(element: etree._Element) -> int:
    """Count the characters of sentences: those of lines with a stop or a figure."""
    out = TextBuilder()
    _blocks(element, out)
    return sum(
        len(line) for line in "".join(out.parts).splitlines() if re.search(r"[。;\uff1b]|\d", line) and len(line) > 20
    )


def _headline(tree: etree._Element) -> str:
    """Return the title: the first of the usual places that reads like one of a document, else the first one."""
    found: list[str] = []
    for path in TITLES:
        for item in tree.xpath(path)[:3]:
            words = item if isinstance(item, str) else _words(item)
            if words := " ".join(words.split()):
                found.append(SITE.sub("", words) or words)
    found = [words for words in found if not UNNAMED.fullmatch(words)]
    return next((f for f in found if REPORT.search(f) and len(f) <= 80), found[0][:80] if found else "")


def _blocks(root: etree._Element, out: TextBuilder) -> None:
    """Add the paragraphs and tables below an element in one pass, however deep it is nested."""
    buffer: list[str] = []

    def flush() -> None:
        line = " ".join("".join(buffer).split())
        buffer.clear()
        if line:
            out.line(line)

    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in BLOCKS:
                flush()
            buffer.append(element.tail or "" if element is not root else "")
        elif (
            (
                tag in FURNITURE
                and not (tag == "head" and element.getparent() is not None and element.getparent().tag != "html")
            )
            or not tag
            or (tag in LISTS and _navigates(element))
        ):
            buffer.append(element.tail or "")
        elif tag in ("br", "lb", "hr"):
            flush()
            buffer.append(element.tail or "")
        elif tag in TABLES and not _layout(element):
            flush()
            for caption in element.iterchildren("caption"):
                out.line(" ".join(_words(caption).split()))
            out.table(_rows(element))
            buffer.append(element.tail or "")
        else:
            if tag in BLOCKS or tag in TABLES or tag in ROWS or tag in CELLS:
                flush()
            buffer.append(element.text or "")
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]
    flush()


def _navigates(element: etree._Element) -> bool:
    """Say whether a list holds nothing but links to other pages."""
    if next(element.iterdescendants(*LISTS, *TABLES), None) is not None:
        return False
    links = list(element.iterdescendants("a"))
    linked = sum(len(_words(link).strip()) for link in links)
    words = re.sub(r"[\s\d:/|·•-]+", "", _words(element))
    return len(links) >= LINKS and len(words) <= (1 + BESIDE) * linked


def _layout(table: etree._Element) -> bool:
    """Say whether a table only arranges the page: it holds a table of data, or a single cell, or paragraphs of prose."""
    # Each table is looked at once, inner ones first, however deep they are nested.
    arranging: dict[etree._Element, bool] = {}
    for inner in [*reversed(list(table.iterdescendants("table"))), table]:
        cells = sum(1 for _ in inner.iterdescendants(*CELLS))
        nested = [t for t in inner.iterdescendants("table") if _owner(t) is inner]
        holds = any(not arranging[t] for t in nested)
        arranging[inner] = holds or cells <= 1 or len(_words(inner)) > 200 * cells
    return arranging[table]


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors("table"), None)


def _rows(table: etree._Element) -> Iterator[list[CellText]]:
    for row in table.iterdescendants(*ROWS):
        if _owner(row) not in (table, None):
            continue
        yield [
            CellText(
                " ".join(_words(cell).split()),
                span_of(cell.get("rowspan"), MOST_SPAN),
                span_of(cell.get("colspan" if cell.tag != "cell" else "span"), MOST_SPAN),
                cell.tag == "th" or cell.get("role") == "head",
            )
            for cell in row.iterchildren(*CELLS)
        ]
