"""Lists of firms as people keep them: what stands above the header, dividers, quotes, Excel."""

import pytest
from openpyxl import Workbook, load_workbook

from kg.errors import UsageError
from kg.link.lists import BadRow, csv_to_sheet, read_firms

CODE = "913100000000000017"


def read(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_firms(file))


def test_lines_above_the_header_and_codes_are_kept_as_they_are(tmp_path):
    [firm] = read(tmp_path, "a.csv", f"名单,,\n\n序号,企业名称(全称)*,统一社会信用代码\n1,甲公司,{CODE}\n")
    assert (firm.line, firm.name, firm.code) == (4, "甲公司", CODE)


@pytest.mark.parametrize("divider", list(",\t;|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_divider_and_encoding(tmp_path, divider, encoding):
    text = divider.join(["公司名称", "所属行业", "住所"]) + "\n" + divider.join(["甲", "C39", "静安区"]) + "\n"
    [firm] = read(tmp_path, "a.txt", text.encode(encoding))
    assert (firm.name, firm.industry, firm.district) == ("甲", "C39", "静安区")


def test_the_last_column_takes_what_its_commas_divide(tmp_path):
    [firm] = read(tmp_path, "a.csv", "企业名称,经营范围\n甲,软件开发,集成电路设计\n")
    assert firm.scope == "软件开发;集成电路设计"


def test_bad_rows_are_told_with_their_line_and_the_rest_is_read(tmp_path):
    rows = read(tmp_path, "a.csv", '经营范围,企业名称\nx,甲\ny,\na,b,c\n"未闭合,乙\nz,丙\n')
    assert [(row.line, row.reason[:3]) for row in rows if isinstance(row, BadRow)] == [(3, "the"), (4, "3 c")]
    assert [row.name for row in rows if not isinstance(row, BadRow)] == ["甲", "乙", "丙"]


def test_a_cell_may_be_long_and_hold_lines(tmp_path):
    scope = "集成电路设计;\n" * 100 + "软件" * 100_000
    [firm] = read(tmp_path, "a.csv", f'企业名称,经营范围\n甲,"{scope}"\n')
    assert firm.scope == scope


def test_the_sheet_with_firms_is_read_and_numbers_are_text(tmp_path):
    book = Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("名单")
    for row in (["2026年"], ["企业名称", "统一社会信用代码"], ["甲", CODE], [None, None], ["乙", 12345.0]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert [(f.line, f.name, f.code) for f in read_firms(tmp_path / "a.xlsx")] == [(3, "甲", CODE), (5, "乙", "12345")]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04rest"])
def test_what_is_no_excel_file_is_told(tmp_path, content):
    with pytest.raises(UsageError, match="no Excel file"):
        read(tmp_path, "a.xlsx", content)


def test_links_as_a_sheet_keep_codes_as_text_and_counts_as_numbers(tmp_path):
    (tmp_path / "l.csv").write_text(f"line,firm,code,score\n2,=甲\x07,{CODE},0.5\n", "utf-8")
    csv_to_sheet(tmp_path / "l.csv", tmp_path / "l.xlsx")
    book = load_workbook(tmp_path / "l.xlsx")
    row = next(book.active.iter_rows(min_row=2))
    assert [cell.value for cell in row] == [2, "=甲", CODE, 0.5]
    assert row[1].data_type == "s" and row[2].number_format == "@"
