"""Small reports in each form that is read, to be damaged."""

import io
from collections.abc import Callable
from functools import lru_cache

LINES = [
    "浦东新区2024年政府工作报告",
    "一、工作回顾",
    "全年新增企业12家,地区生产总值增长5.5%。",
    "二、主要任务",
    "推进东湖园建设。",
]


@lru_cache(maxsize=1)
def text() -> bytes:
    """Return the report as plain text."""
    return "\n".join(LINES).encode()


@lru_cache(maxsize=1)
def html() -> bytes:
    """Return the report as a page."""
    rows = "<table><tr><td>指标</td><td>2024年目标</td></tr><tr><td>增长</td><td>5%</td></tr></table>"
    body = "".join(f"<p>{line}</p>" for line in LINES[1:])
    return f"<html><head><title>{LINES[0]}</title></head><body><h1>{LINES[0]}</h1>{body}{rows}</body></html>".encode()


@lru_cache(maxsize=1)
def docx() -> bytes:
    """Return the report as a Word file with a table."""
    import docx as word

    made, out = word.Document(), io.BytesIO()
    for line in LINES:
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "指标", "5%"
    made.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def pdf() -> bytes:
    """Return the report as a PDF file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    page = Canvas(out)
    page.setFont("STSong-Light", 12)
    for n, line in enumerate(LINES):
        page.drawString(72, 760 - 20 * n, line)
    page.save()
    return out.getvalue()


DOCUMENTS: dict[str, Callable[[], bytes]] = {"txt": text, "html": html, "docx": docx, "pdf": pdf}
