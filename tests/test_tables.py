"""Tables: every cell with a figure is a target with the year and status of its column and the unit of its row."""

import json

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from extractors.annotations import Grid, GridCell
from extractors.structure import analyse
from extractors.targets.grid_targets import read_grid
from kg.model import SourceText
from kg.read.documents import read_documents
from kg.read.formats.html import read_html

CASES = json.loads((ROOT / "tests/cases/tables.json").read_text("utf-8"))


def rows_of(structure):
    """Return what the tables of a structure say, as the cases write it."""
    text, found = structure.text, []
    for grid in structure.tables:
        section = [s for s in structure.sections if s.start <= grid.start][-1]
        for t in read_grid(structure, grid, section, []).targets:
            value = text[t.quantity.start : t.quantity.end]
            found.append(
                [text[slice(*t.indicator)], value, t.quantity.unit, t.kind, t.quantity.comparator, t.year, t.status]
            )
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_cell_with_a_figure_is_a_target(case):
    assert rows_of(analyse(case["text"], case["year"])) == case["targets"]


def test_a_share_of_the_budget_is_no_growth_of_what_the_row_measures():
    text = "| 项目 | 执行数 | 完成预算的% | 占比 |\n|---|---|---|---|\n| 税收收入 | 91亿元 | 98.5% | 70% |\n| 非税收入 | 9亿元 | 101% | 30% |\n"
    assert {row[3] for row in rows_of(analyse(text, 2025)) if row[2] == "%"} == {"level"}


def test_a_table_of_a_web_page_is_read_with_its_merged_header():
    page = (
        "<html><body><h1>青禾区2024年国民经济和社会发展计划</h1><p>一、2023年计划执行情况</p>"
        "<p>全区经济平稳运行,各项工作有序推进。</p><table>"
        "<tr><th rowspan=2>指标名称</th><th rowspan=2>单位</th><th colspan=2>2023年</th><th>2024年</th></tr>"
        "<tr><th>完成</th><th>增长(%)</th><th>目标</th></tr>"
        "<tr><td>财政收入</td><td>亿元</td><td>88.5</td><td>6.1</td><td>93</td></tr>"
        "<tr><td>外贸企业</td><td>家</td><td colspan=3>120</td></tr></table></body></html>"
    )
    parsed = read_html(page)
    [document] = read_documents(SourceText("p.html", parsed.text, "0" * 64, parsed.tables), {})
    found = rows_of(analyse(document.view.text, 2024, document.tables))
    assert found == [
        ["财政收入", "88.5", "元", "level", "eq", 2023, "achieved"],
        ["财政收入", "6.1", "%", "change", "eq", 2023, "achieved"],
        ["财政收入", "93", "元", "level", "eq", 2024, "planned"],
        ["外贸企业", "120", "家", "level", "eq", 2023, "achieved"],
    ]


WORDS = [
    "指标",
    "单位",
    "2023年",
    "目标",
    "增长(%)",
    "12.5",
    "-3",
    "5%左右",
    "财政收入(亿元)",
    "",
    "—",
    "其中:外资",
    "1",
    "|",
    "2024",
]


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 3), st.integers(1, 3), st.booleans()), max_size=5),
        max_size=6,
    )
)
def test_no_table_makes_the_reading_fail_and_values_lie_in_their_cells(rows):
    text, made = "一、2023年工作回顾\n", []
    for row in rows:
        cells = []
        for words, down, across, header in row:
            cells.append(GridCell(len(text), len(text) + len(words), down, across, header))
            text += words + " "
        text += "\n"
        made.append(tuple(cells))
    grid = Grid(0, len(text), None, tuple(made))
    structure = analyse(text, 2024, [grid])
    spans = [(c.start, c.end) for row in made for c in row]
    for target in read_grid(structure, grid, structure.sections[0], []).targets:
        assert any(a <= target.quantity.start < target.quantity.end <= b for a, b in spans)
        assert 0 <= target.indicator[0] < target.indicator[1] <= len(text)
