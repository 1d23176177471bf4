"""Tables of PDF files: ruled, half-ruled, without lines, broken, merged, split over pages; and what is no table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import KINDS, cells_of, make_tables
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kg.read.formats.pdf import read_pdf
from kg.read.formats.pdf.page import Rule
from kg.read.formats.pdf.rules import ruled_grids, solid

FONT = "STSong-Light"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return {table.kind: table for table in make_tables(tmp_path_factory.mktemp("tables"), 1)}


@pytest.mark.parametrize("kind", [kind for kind, _, _ in KINDS])
def test_every_cell_is_in_its_row_and_column(made, kind):
    table = made[kind]
    assert cells_of(read_pdf(table.path.read_bytes(), "a.pdf")) == table.cells


def test_the_prose_around_a_table_stays_prose(made):
    parsed = read_pdf(made["ruled"].path.read_bytes(), "a.pdf")
    lines = parsed.text.splitlines()
    assert lines[0] == lines[-1] and lines[0].startswith("过去一年") and lines[0].endswith("目标任务。")
    assert len(parsed.tables) == 1


def drawn(path, draw):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = canvas.Canvas(str(path))
    page.setFont(FONT, 12)
    draw(page)
    page.save()
    return read_pdf(path.read_bytes(), "a.pdf")


def lines_of(page, lines, x=72, y=740):
    for i, words in enumerate(lines):
        page.drawString(x, y - 20 * i, words)


PROSE = [
    "全年新增企业120家，实现税收35.2亿元，增长",
    "5.5%，建成公园6座，新增绿地面积12.5公顷，完成",
    "旧住房修缮86万平方米，惠及居民1.2万户。",
]


@pytest.mark.parametrize(
    "draw",
    [
        lambda page: lines_of(page, PROSE),
        lambda page: (lines_of(page, PROSE), page.rect(60, 690, 400, 70)),
        lambda page: (page.rect(30, 30, 530, 780), lines_of(page, PROSE)),
        lambda page: (page.line(60, 780, 500, 780), page.line(60, 60, 500, 60), lines_of(page, PROSE)),
        lambda page: lines_of(
            page, ["目录", "一、工作回顾          1", "二、主要任务          5", "三、自身建设          9"]
        ),
        lambda page: (
            lines_of(page, ["区政府办公室", "区发展改革委"]),
            lines_of(page, ["2024年1月", "2024年2月"], 300),
        ),
        lambda page: ([page.line(72, 100 + 9 * i, 500, 100 + 9 * i) for i in range(40)], lines_of(page, PROSE)),
    ],
    ids=["prose", "a box", "a page frame", "head and foot lines", "contents", "two columns of words", "ruled paper"],
)
def test_what_is_no_table(tmp_path, draw):
    assert drawn(tmp_path / "a.pdf", draw).tables == ()


def test_a_section_row_is_no_part_of_the_name_above(tmp_path):
    def draw(page):
        for i, row in enumerate(
            [
                ("指标", "单位", "2023年"),
                ("生产总值", "亿元", "12.5"),
                ("民生", "", ""),
                ("养老床位", "张", "600"),
                ("学校", "所", "3"),
            ]
        ):
            for x, words in zip((72, 200, 300), row, strict=True):
                page.drawString(x, 700 - 20 * i, words)

    [table] = drawn(tmp_path / "a.pdf", draw).tables
    assert len(table.rows) == 5


def test_a_page_turned_by_the_viewer_is_read_as_it_shows(tmp_path):
    def draw(page):
        page.setPageRotation(90)
        page.translate(595, 0)
        page.rotate(90)
        for i, row in enumerate((("指标", "2023年完成"), ("税收", "35.2亿元"), ("企业", "120家"))):
            for j, words in enumerate(row):
                page.rect(100 + 120 * j, 400 - 30 * i, 120, 30)
                page.drawString(105 + 120 * j, 410 - 30 * i, words)

    parsed = drawn(tmp_path / "a.pdf", draw)
    assert cells_of(parsed) == {
        (0, 0): "指标", (0, 1): "2023年完成", (1, 0): "税收", (1, 1): "35.2亿元", (2, 0): "企业", (2, 1): "120家",
    }  # fmt: skip


PLACES = st.integers(0, 400)
RULES = st.lists(st.builds(lambda at, low, more: Rule(at, low, low + more), PLACES, PLACES, PLACES), max_size=14)


@given(RULES, RULES)
def test_the_cells_of_any_lines_cover_the_grid_once(level, upright):
    for grid in ruled_grids(solid(level), solid(upright)):
        fields = [
            (cell.row + r, cell.column + c)
            for cell in grid.cells
            for r in range(cell.row_span)
            for c in range(cell.col_span)
        ]
        assert len(fields) == len(set(fields)) == (len(grid.xs) - 1) * (len(grid.ys) - 1)
