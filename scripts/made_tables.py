"""Made PDF files with tables whose cells are known: ruled, half-ruled, without lines, broken, merged, split over pages."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kg.read.formats import Parsed

FONT, SIZE = "STSong-Light", 10.5
NAMES = (
    "地区生产总值", "一般公共预算收入", "规模以上工业总产值", "社会消费品零售总额", "固定资产投资", "外贸进出口总额", "实到外资", "新增就业岗位",
    "高新技术企业数", "技术合同成交额", "新增养老床位", "新建公园", "旧住房修缮", "空气质量优良率", "保障性租赁住房筹措量", "单位能耗下降率",
)  # fmt: skip
LONG = "（按可比价格计算，含园区内注册企业和区属国有企业的全部数据）"
UNITS = ("亿元", "个", "家", "%", "张", "公顷", "万平方米", "套")
PROSE = (
    "过去一年全区上下坚持稳中求进工作总基调，统筹推进各项工作，经济运行总体平稳，民生保障持续改善，圆满完成了年初确定的目标任务。"
    * 2
)
LINES: dict[str, list[tuple[Any, ...]]] = {
    "ruled": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "open sides": [("INNERGRID", (0, 0), (-1, -1), 0.5, "black"), ("LINEABOVE", (0, 0), (-1, 0), 1, "black"), ("LINEBELOW", (0, -1), (-1, -1), 1, "black")],
    "level lines": [("LINEABOVE", (0, 0), (-1, -1), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black")],
    "three lines": [("LINEABOVE", (0, 0), (-1, 0), 1, "black"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 1, "black")],
    "no lines": [],
}  # fmt: skip
KINDS = (
    *((f"{lines}", lines, "plain") for lines in LINES),
    *((f"broken cells, {lines}", lines, "broken") for lines in ("ruled", "three lines", "no lines")),
    *((f"merged head, {lines}", lines, "merged") for lines in ("ruled", "open sides", "three lines")),
    *((f"two pages, {lines}", lines, "split") for lines in ("ruled", "three lines", "no lines")),
)
Grid = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A file with one table: its kind and its cells by row and column."""

    kind: str
    path: Path
    cells: Grid


def make_tables(folder: Path, each: int) -> Iterator[MadeTable]:
    """Write `each` files of every kind, with prose before and after the table."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    draw = random.Random(7)
    for number, (kind, lines, what) in enumerate(KINDS):
        for i in range(each):
            path = folder / f"{number:02d}-{i}.pdf"
            rows = _rows(draw, what)
            places = [("VALIGN", (0, 0), (-1, -1), draw.choice(("MIDDLE", "TOP")))]
            places.append(("ALIGN", (-2, 0), (-1, -1), draw.choice(("LEFT", "CENTER", "RIGHT"))))
            _write(path, rows, [*places, *LINES[lines]], what)
            shown = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
            yield MadeTable(kind, path, shown)


def make_report(path: Path, pages: int) -> Path:
    """Write a file of so many pages of prose, each with a ruled table, and return its path."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    draw = random.Random(pages)
    base = {"fontName": FONT, "fontSize": 12, "leading": 20, "wordWrap": "CJK"}
    prose = ParagraphStyle("prose", firstLineIndent=24, **base)
    style = TableStyle([("FONT", (0, 0), (-1, -1), FONT, SIZE), *LINES["ruled"]])
    parts: list[Any] = []
    for _ in range(pages):
        parts += [Paragraph(PROSE, prose) for _ in range(4)]
        parts += [Spacer(1, 10), Table(_rows(draw, "plain")[:5], style=style), PageBreak()]
    SimpleDocTemplate(str(path)).build(parts)
    return path


def cells_of(parsed: Parsed) -> Grid:
    """Return the filled cells of all tables of a file, one table below the other, each where it begins."""
    cells: Grid = {}
    below = 0
    for table in parsed.tables:
        covered: set[tuple[int, int]] = set()
        for row_number, row in enumerate(table.rows, below):
            column = 0
            for cell in row:
                while (row_number, column) in covered:
                    column += 1
                if text := parsed.text[cell.start : cell.end]:
                    cells[row_number, column] = text
                covered |= {(row_number + r, column + c) for r in range(cell.row_span) for c in range(cell.col_span)}
                column += cell.col_span
        below += len(table.rows)
    return cells


def _rows(draw: random.Random, what: str) -> list[list[str]]:
    years = ["2023年完成", "增长(%)", "2024年目标"][: draw.choice((2, 3))]
    numbered = draw.random() < 0.5
    head = [*(["序号"] if numbered else []), "指标名称", "单位", *years]
    count = 45 if what == "split" else draw.randint(4, 9)
    rows = [head]
    if what == "merged":
        head = [*(["序号"] if numbered else []), "指标名称", "单位", "2023年", "", "2024年", ""]
        rows = [head, [*[""] * (len(head) - 4), "目标", "完成", "目标", "增长(%)"]]
    for i in range(count):
        name = draw.choice(NAMES) + (LONG if what == "broken" and i % 2 else "")
        figures = [_figure(draw) for _ in range(len(rows[0]) - 2 - numbered)]
        rows.append([*([str(i + 1)] if numbered else []), name, draw.choice(UNITS), *figures])
    return rows


def _figure(draw: random.Random) -> str:
    return draw.choice((f"{draw.uniform(1, 900):.1f}", f"{draw.randint(1, 90000)}", f"{draw.uniform(-9, 9):.1f}", "—"))


def _write(path: Path, rows: list[list[str]], lines: list[tuple[Any, ...]], what: str) -> None:
    base = {"fontName": FONT, "fontSize": SIZE, "leading": SIZE * 1.5, "wordWrap": "CJK"}
    prose, cell = ParagraphStyle("prose", firstLineIndent=2 * SIZE, **base), ParagraphStyle("cell", **base)
    numbered = rows[0][0] == "序号"
    style = [("FONT", (0, 0), (-1, -1), FONT, SIZE), *lines]
    made: list[list[Any]] = [list(row) for row in rows]
    widths: list[float | None] = [None] * len(rows[0])
    if what == "broken":
        widths[int(numbered)] = 150
        for row in made[1:]:
            row[int(numbered)] = Paragraph(row[int(numbered)], cell)
    if what == "merged":
        at = 2 + numbered
        style += [
            ("SPAN", (at, 0), (at + 1, 0)),
            ("SPAN", (at + 2, 0), (at + 3, 0)),
            ("ALIGN", (at, 0), (-1, 0), "CENTER"),
        ]
        style += [("SPAN", (c, 0), (c, 1)) for c in range(at)]
        style = [(*s[:1], s[1], (s[2][0], 1), *s[3:]) if s[0] == "LINEBELOW" and s[2] == (-1, 0) else s for s in style]
    table = Table(made, colWidths=widths, style=TableStyle(style), repeatRows=int(what == "split"))
    parts = [Paragraph(PROSE, prose), Spacer(1, 10), table, Spacer(1, 10), Paragraph(PROSE, prose)]
    SimpleDocTemplate(str(path)).build(parts)
