"""Word files: everything that Word shows, made here from raw XML."""

import io
import zipfile

import pytest

from kg.errors import ReadError
from kg.read.formats.word import read_word
from kg.read.formats.word.numbering import numeral

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return read_word(file.getvalue(), "a.docx")


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (
            f"{run('完成1')}<w:del><w:r><w:delText>54</w:delText></w:r></w:del><w:ins>{run('64')}</w:ins>{run('.43亿元')}",
            "完成164.43亿元",
        ),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", "新"),
        (f"新增<w:smartTag>{run('12.5公里')}</w:smartTag>", "12.5公里"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:fldSimple>{run('2024年')}</w:fldSimple>", "2024年"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("5%"), "5%"),
        (f"<w:r><w:pict><w:txbxContent><w:p>{run('框中30家')}</w:p></w:txbxContent></w:pict></w:r>", "框中30家"),
        (run("甲\x01乙"), "甲乙"),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>",
            "显",
        ),
        (f"<w:hyperlink>{run('5家')}</w:hyperlink><w:r><w:tab/><w:t>后</w:t></w:r>", "5家 后"),
    ],
)
def test_a_paragraph_reads_as_word_shows_it(inner, shown):
    assert word(f"<w:p>{inner}</w:p>").text.strip() == shown


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('税收154.')}</w:p><w:p>{run('43亿元')}</w:p>"
    assert word(body).text.strip() == "税收154.43亿元"


def test_a_merged_cell_is_one_figure_and_a_nested_table_a_table():
    merged = (
        "<w:tr>" + cell("税收", '<w:vMerge w:val="restart"/>') + cell("30亿元", '<w:gridSpan w:val="2"/>') + "</w:tr>"
    )
    goes_on = "<w:tr>" + cell("不显示", "<w:vMerge/>") + cell("5%") + cell("6%") + "</w:tr>"
    nested = f"<w:tbl><w:tr><w:tc><w:tbl><w:tr>{cell('总部')}{cell('143家')}</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    parsed = word(f"<w:tbl>{merged}{goes_on}</w:tbl>{nested}")
    read = [[[parsed.text[c.start : c.end] for c in row] for row in table.rows] for table in parsed.tables]
    assert read == [[["税收", "30亿元"], ["5%", "6%"]], [["总部", "143家"]]]
    assert [(c.row_span, c.col_span) for c in parsed.tables[0].rows[0]] == [(2, 1), (1, 2)]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ("<w:tr><w:trPr><w:del/></w:trPr>" + cell("旧") + cell("5家") + "</w:tr><w:tr>" + cell("新") + cell("6家") + "</w:tr>", [["新", "6家"]]),
        ("<w:tr>" + cell("甲") + cell("乙") + "</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("5家") + "</w:tr>", [["甲", "乙"], ["", "5家"]]),
        ("<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>" + cell("税收") + "</w:sdtContent></w:sdt>" + cell("5亿元") + "</w:tr></w:sdtContent></w:sdt>", [["税收", "5亿元"]]),
        ("<w:tr>" + cell("甲") + f"<w:tc><w:p><w:r><w:pict><w:txbxContent><w:p>{run('框5家')}</w:p></w:txbxContent></w:pict></w:r></w:p></w:tc></w:tr>", [["甲", "框5家"]]),
    ],
    ids=["deleted row", "row that begins later", "content controls", "box in a cell"],
)  # fmt: skip
def test_rows_of_a_table_are_those_that_word_shows(rows, read):
    parsed = word(f"<w:tbl>{rows}</w:tbl>")
    assert [[parsed.text[c.start : c.end] for c in row] for row in parsed.tables[0].rows] == read


def test_a_legal_number_writes_the_levels_above_in_digits_and_a_list_starts_anew():
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    levels += (
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2 "/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(text)}</w:p>'
        for number, level, text in [(1, 0, "甲"), (1, 1, "乙"), (1, 0, "丙"), (2, 0, "丁"), (2, 1, "戊")]
    )
    assert word(body, numbering=numbering).text.split() == ["一、甲", "1.1乙", "二、丙", "一、丁", "1.1戊"]


def test_headings_carry_the_numbers_that_word_counts():
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style, text) in enumerate(
            [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%2.%3")]
        )
    )
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run(text)}</w:p>'
        for level, text in [(0, "回顾"), (1, "经济"), (1, "民生"), (0, "任务"), (1, "产业")]
    )
    assert word(body, numbering=numbering).text.split() == [
        "一、回顾",
        "（一）经济",
        "（二）民生",
        "二、任务",
        "（一）产业",
    ]


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [(10, "chineseCounting", "十"), (12, "chineseCounting", "十二"), (20, "chineseCounting", "二十"), (2, "ideographTraditional", "乙"),
     (4, "lowerRoman", "iv"), (3, "decimalEnclosedCircle", "③"), (5, "bullet", "")],
)  # fmt: skip
def test_numbers_of_lists_in_the_styles_of_word(value, style, shown):
    assert numeral(value, style) == shown


def test_footnotes_follow_the_text():
    notes = f'<w:footnotes {NS}><w:footnote w:type="separator"><w:p>{run("线")}</w:p></w:footnote><w:footnote><w:p>{run("注：按可比价")}</w:p></w:footnote></w:footnotes>'
    assert word(f"<w:p>{run('正文')}</w:p>", footnotes=notes).text.split() == ["正文", "注：按可比价"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"", b"no archive"])
def test_a_broken_file_is_one_line(data):
    with pytest.raises(ReadError, match=r"a\.docx: not a readable"):
        read_word(data, "a.docx")


def test_a_part_that_unpacks_without_bound_is_refused(monkeypatch):
    monkeypatch.setattr("kg.read.formats.word.package.LARGEST_PART", 1000)
    with pytest.raises(ReadError, match="unpacks to more than"):
        word("<w:p/>" * 500)
