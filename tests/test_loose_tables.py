"""Tables that have lost their marks, and sheets that are web pages."""

import pytest

from extractors.annotations import Grid, GridCell
from extractors.structure.grids import find_grids
from kg.read import find_sources, load_source, shared_homes

STACKED = "松江区计划表\n指标名称\n单位\n2023年完成\n2024年目标\n属性\n新建公园\n座\n5\n6\n预期性\n能耗下降\n%\n3.1\n3\n约束性\n注：以上为初步数。"
SPACED = "松江区计划表\n指标名称 单位2023年完成2024年目标 属性\n新建公园 座 5 6 预期性\n能耗下降 % 3.1 3 约束性\n注：以上为初步数。"


@pytest.mark.parametrize("text", [STACKED, SPACED], ids=["one cell a line", "blanks between cells"])
def test_a_table_without_marks_keeps_its_rows_and_caption(text):
    [grid] = find_grids(text)
    cells = [[text[cell.start : cell.end] for cell in row] for row in grid.rows]
    assert cells == [
        ["指标名称", "单位", "2023年完成", "2024年目标", "属性"],
        ["新建公园", "座", "5", "6", "预期性"],
        ["能耗下降", "%", "3.1", "3", "约束性"],
    ]
    assert grid.caption and text[slice(*grid.caption)] == "松江区计划表"


@pytest.mark.parametrize("text", ["指标\n单位\n各项工作\n有序推进", "项目 2024年目标 单位\n全年 工作 有序"])
def test_prose_below_the_words_of_a_header_is_no_table(text):
    assert find_grids(text) == ()


def test_a_first_row_of_one_cell_is_the_caption():
    rows = ((GridCell(0, 3),), (GridCell(4, 6), GridCell(7, 9)), (GridCell(10, 12), GridCell(13, 14)))
    [grid] = find_grids("计划表\n指标 完成\n公园 5", [Grid(0, 14, None, rows)])
    assert (grid.caption, grid.rows) == ((0, 3), rows[1:])


def test_a_sheet_that_is_a_web_page_is_read_as_one(tmp_path):
    page = (
        '<html xmlns:x="urn:excel"><body><table><tr><td>指标<td>2024年</tr><tr><td>公园<td>5</tr></table></body></html>'
    )
    (tmp_path / "a.xls").write_bytes(page.encode("gbk"))
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    found, errors = find_sources([str(tmp_path)])
    assert [len(load_source(one).tables) for one in found] == [1]
    assert ["b.xls" in str(error) for error in errors] == [True]


def test_a_name_that_several_cities_have_is_listed_with_each():
    assert shared_homes("朝阳区2024年政府工作报告") == ["北京市朝阳区", "长春市朝阳区"]
    assert shared_homes("静安区2024年政府工作报告") == []
