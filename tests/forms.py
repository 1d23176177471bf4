"""One report in the forms that people have it in: text, Markdown, web pages, Word, PDF."""

import html
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle

Block = dict[str, Any]
REPORT: list[Block] = json.loads((Path(__file__).parent / "cases/forms/report.json").read_text("utf-8"))
FONT = "STSong-Light"
NUMERALS = "一二三四五六七八九十"
LEVELS = ((NUMERALS, "{}、"), (NUMERALS, "（{}）"), ([str(n) for n in range(1, 10)], "{}."))
# Letters of a line where the text is broken: short enough to cut figures and names.
WIDTH = 31


def numbered() -> Iterator[tuple[str, Any]]:
    """Yield (kind, words or rows) of every block, headings with their numbers, captions as blocks of their own."""
    counts = [0, 0, 0]
    for block in REPORT:
        if "heading" in block:
            level = block["level"]
            counts[level - 1 :] = [counts[level - 1] + 1] + [0] * (3 - level)
            marks, shape = LEVELS[level - 1]
            yield f"h{level}", shape.format(marks[counts[level - 1] - 1]) + block["heading"]
        elif "table" in block:
            yield "caption", block["table"]
            yield "table", block["rows"]
        else:
            yield next(iter(block.items()))


def text(newline: str = "\n") -> str:
    """Return the report as a paragraph a line, tables by tabs."""
    parts = ["\n".join("\t".join(row) for row in words) if kind == "table" else words for kind, words in numbered()]
    return (newline * 2).join(part.replace("\n", newline) for part in parts) + newline


def wrapped() -> str:
    """Return the report broken after every WIDTH letters, paragraphs set with an indent, as PDF viewers copy it."""
    lines: list[str] = []
    for kind, words in numbered():
        if kind == "table":
            lines += ["\t".join(row) for row in words]
            continue
        whole = words if kind in ("title", "caption") else f"\u3000\u3000{words}"
        lines += [whole[i : i + WIDTH] for i in range(0, len(whole), WIDTH)]
    return "\n".join(lines) + "\n"


def markdown() -> str:
    """Return the report with marks of headings, emphasis and tables in pipes."""
    parts = []
    for kind, words in numbered():
        if kind == "table":
            rows = [f"| {' | '.join(row)} |" for row in words]
            parts.append("\n".join([rows[0], "|" + "---|" * len(words[0]), *rows[1:]]))
        else:
            marks = {"title": "# ", "h1": "## ", "h2": "### ", "h3": "#### "}
            parts.append(f"**{words}**" if kind == "caption" else marks.get(kind, "") + words)
    return "\n\n".join(parts) + "\n"


def _body() -> str:
    parts = []
    for kind, words in numbered():
        if kind == "table":
            rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in words)
            parts.append(f"<table>{rows}</table>")
        else:
            tag = {"title": "h1", "h1": "h2", "h2": "h3", "h3": "h4"}.get(kind, "p")
            parts.append(f"<{tag}>{html.escape(words)}</{tag}>")
    return "\n".join(parts)


def page() -> str:
    """Return the report as a plain page."""
    return f"<!DOCTYPE html><html><head><title>{REPORT[0]['title']}</title></head><body>{_body()}</body></html>"


def saved_page() -> str:
    """Return the report as a page saved from a government site: all that stands around the article."""
    menu = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("首页", "政务公开", "一网通办", "互动交流", "走进宝山"))
    links = "".join(
        f"<li><a href='/{n}.html'>{n}</a><span>2023-{n[:1] and 11}-02</span></li>"
        for n in (
            "宝山区2022年政府工作报告",
            "关于印发《嘉定区养老服务发展规划》的通知",
            "一图读懂2023年政府实事项目",
        )
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{REPORT[0]["title"]}_政府工作报告_上海市宝山区人民政府</title>
<meta name="ArticleTitle" content="{REPORT[0]["title"]}"><script>var a = 1;</script></head><body>
<div class="head"><ul class="menu">{menu}</ul><form><input name="q"><button>搜索</button></form></div>
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 政府工作报告</div>
<div class="article"><div class="info"><span>发布时间：2024-01-16</span> <span>来源：宝山区人民政府办公室</span></div>
<div class="tools">【字体：<a>大</a> <a>中</a> <a>小</a>】【<a>打印</a>】【<a>关闭</a>】</div>
<div id="ivs_content">{_body()}</div></div>
<div class="related"><h3>相关链接</h3><ul>{links}</ul></div>
<div class="foot"><p>主办单位：上海市宝山区人民政府办公室</p><p>版权所有 沪ICP备05000000号 沪公网安备 31011300000000号</p>
<p>联系电话：021-56100000</p></div></body></html>"""


def word(path: Path) -> None:
    """Write the report as a Word file whose headings are numbered by Word."""
    document = docx.Document()
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    abstract = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for i, (style, words) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{abstract}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for block in REPORT:
        if "table" in block:
            document.add_paragraph(block["table"])
            table = document.add_table(0, len(block["rows"][0]))
            for row in block["rows"]:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
            continue
        paragraph = document.add_paragraph(next(words for words in block.values() if isinstance(words, str)))
        if "heading" in block:
            place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{block["level"] - 1}"/><w:numId w:val="90"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(place))
    document.save(str(path))


def pdf(path: Path, columns: int = 1) -> None:
    """Write the report as a PDF; in columns it has running heads and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    width, height, edge, gap = 21 * cm, 29.7 * cm, 2.2 * cm, 0.9 * cm
    size = 12 if columns == 1 else 9.5
    across = (width - 2 * edge - gap * (columns - 1)) / columns
    frames = [Frame(edge + i * (across + gap), edge, across, height - 2 * edge, 0, 0, 0, 0) for i in range(columns)]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(edge, height - 1.4 * cm, "宝山区人民政府公报")
        canvas.drawRightString(width - edge, height - 1.4 * cm, "2024年第1期")
        canvas.drawCentredString(width / 2, 1.2 * cm, f"— {document.page} —")

    template = PageTemplate(frames=frames, onPage=furniture) if columns > 1 else PageTemplate(frames=frames)
    base = {"fontName": FONT, "fontSize": size, "leading": size * 1.6, "wordWrap": "CJK"}
    body = ParagraphStyle("body", firstLineIndent=2 * size, **base)
    head = ParagraphStyle("head", **{**base, "fontSize": size * 1.3, "leading": size * 2.4, "alignment": 1})
    caption = ParagraphStyle("caption", alignment=1, **base)

    def flowables() -> Iterator[Flowable]:
        for kind, words in numbered():
            if kind == "table":
                lines = TableStyle(
                    [
                        ("FONT", (0, 0), (-1, -1), FONT, size - 1.5 * columns),
                        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                        *((f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT")),
                    ]
                )
                yield Table(words, style=lines)
            else:
                yield Paragraph(html.escape(words), {"title": head, "caption": caption}.get(kind, body))

    BaseDocTemplate(str(path), pagesize=(width, height), pageTemplates=[template]).build(list(flowables()))


FORMS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "text": ("a.txt", lambda p: p.write_text(text(), "utf-8")),
    "text broken at a width": ("a.txt", lambda p: p.write_text(wrapped(), "utf-8")),
    "Markdown": ("a.md", lambda p: p.write_text(markdown(), "utf-8")),
    "web page": ("a.html", lambda p: p.write_text(page(), "utf-8")),
    "saved page": ("a.html", lambda p: p.write_text(saved_page(), "utf-8")),
    "Word": ("a.docx", word),
    "PDF": ("a.pdf", pdf),
    "PDF in two columns": ("a.pdf", lambda p: pdf(p, 2)),
    "GBK text": ("a.txt", lambda p: p.write_bytes(text("\r\n").encode("gbk"))),
}
