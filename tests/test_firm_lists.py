"""Lists of firms as people keep them: what a row holds whatever the file looks like."""

import pytest
from openpyxl import Workbook

from kg.errors import UsageError
from kg.link.lists import BadRow, FirmRow, read_firms

CODE = "91310115057612345X"


def read(file):
    return [
        (row.name, row.code, row.scope, row.district) if isinstance(row, FirmRow) else row for row in read_firms(file)
    ]


TEXTS = {
    "a name over two lines in GBK": (
        "gbk", '企业名称,经营范围\n"某微电子\n有限公司","集成电路设计\n软件开发"\n',
        [("某微电子有限公司", "", "集成电路设计\n软件开发", "")],
    ),
    "like columns, the first empty": (
        "utf-8", "企业名称,经营范围,企业名称,经营范围\n甲公司,芯片,,\n,,乙公司,展览\n",
        [("甲公司", "", "芯片", ""), ("乙公司", "", "展览", "")],
    ),
    "codes that are kept from being numbers": (
        "utf-8-sig", f"企业名称,统一社会信用代码\n甲公司,'{CODE}\n乙公司,=\"{CODE}\"\n丙公司,9.13101E+17\n",
        [("甲公司", CODE, "", ""), ("乙公司", CODE, "", ""), ("丙公司", "9.13101E+17", "", "")],
    ),
    "full-width commas": (
        "utf-8", "企业名称\uff0c经营范围\uff0c注册地\n甲公司\uff0c芯片\uff1b软件\uff0c浦东新区\n",
        [("甲公司", "", "芯片\uff1b软件", "浦东新区")],
    ),
    "tabs, empty rows and a line above": (
        "utf-8", "2025年度名单\n企业名称\t经营范围\n\n甲公司\t芯片;软件\n\t\n", [("甲公司", "", "芯片;软件", "")],
    ),
    "a Markdown table": (
        "utf-8", "| 企业名称 | 经营范围 |\n|---|---|\n| 甲公司 | 芯片 |\n", [("甲公司", "", "芯片", "")],
    ),
    "marks around the names of columns": (
        "utf-8", "*企业名称(必填),【经营范围】,注册地(区)\n甲公司,芯片,浦东新区\n", [("甲公司", "", "芯片", "浦东新区")],
    ),
    "a long scope": ("utf-8", "企业名称,经营范围\n甲公司,\"" + "芯片;" * 20_000 + "\"\n", [("甲公司", "", "芯片;" * 20_000, "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_table_is_read(tmp_path, name):
    encoding, content, rows = TEXTS[name]
    (tmp_path / "firms.csv").write_bytes(content.encode(encoding))
    assert read(tmp_path / "firms.csv") == rows


def sheet(file, rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(file)
    return file


def test_merged_cells_above_and_in_a_header_are_read(tmp_path):
    above = [["企业信息", None, None], ["企业名称", "信用代码", "经营范围"], ["甲公司", CODE, "芯片"]]
    inside = [["企业名称", "经营范围", None], [None, "主营", "兼营"], ["甲公司", "芯片", "贸易"]]
    assert read(sheet(tmp_path / "a.xlsx", above, ["A1:C1"])) == [("甲公司", CODE, "芯片", "")]
    assert read(sheet(tmp_path / "b.xlsx", inside, ["A1:A2", "B1:C1"])) == [("甲公司", "", "芯片", "")]


def test_no_digits_are_made_up_for_a_code_that_excel_took_for_a_number(tmp_path):
    file = sheet(
        tmp_path / "firms.xlsx", [["企业名称", "信用代码"], ["甲公司", 9.13101150576e17], ["乙公司", 310115.0]]
    )
    assert [row[1] for row in read(file)] == ["9.13101150576e+17", "310115"]


def test_a_row_without_a_name_is_told_also_where_it_is_the_first(tmp_path):
    (tmp_path / "firms.csv").write_text("企业名称,经营范围\n,芯片\n甲公司,展览\n", "utf-8")
    first, second = read_firms(tmp_path / "firms.csv")
    assert isinstance(first, BadRow) and first.line == 2 and isinstance(second, FirmRow)


def test_a_list_without_names_of_columns_says_what_to_add(tmp_path):
    (tmp_path / "firms.txt").write_text("某微电子有限公司\n某会展有限公司\n", "utf-8")
    with pytest.raises(UsageError, match="put a first line above"):
        read_firms(tmp_path / "firms.txt")
