"""PDF files of many kinds, as people have them: each is read as a viewer shows it, or refused with one line."""

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kg.errors import ReadError
from kg.read.formats.pdf import read_pdf

FONT = "STSong-Light"
TITLE = "2024年青禾区政府工作报告"
LINES = [
    TITLE,
    "一、2023年工作回顾",
    "全年完成地区生产总值2730亿元，同比增长5.5%，新增总部4家。",
    "二、2024年主要任务",
    "空气质量优良率保持在88%以上，新建住房3600套。",
]
ROWS = [["指标", "2023年完成", "2024年目标"], ["地区生产总值", "2730", "2860"], ["财政收入", "286.5", "300"], ["就业岗位", "420", "430"]]  # fmt: skip


def made(draw, **settings):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    page = canvas.Canvas(file, **settings)
    page.setFont(FONT, 12)
    draw(page)
    page.save()
    return file.getvalue()


def lines(page, left=60, top=780.0, words=LINES):
    for row, line in enumerate(words):
        page.drawString(left, top - row * 24, line)


def twice(page):
    lines(page)
    lines(page, 60.4, 780.1)


def squares(page):
    for row, line in enumerate(LINES):
        for at, letter in enumerate(line):
            page.drawString(60 + at * 12, 780 - row * 24, letter)


def watermark(page):
    lines(page)
    page.translate(150, 600)
    page.rotate(45)
    page.setFont(FONT, 40)
    page.drawString(0, 0, "内部资料请勿外传")


def leaning(page):
    # As the text that programs lay under a scanned page.
    page.rotate(0.3)
    lines(page)


def downwards(page):
    for column, line in enumerate(LINES):
        for at, letter in enumerate(line):
            page.drawString(520 - column * 30, 780 - at * 18, letter)


def unseen(page):
    text = page.beginText(60, 780)
    text.setTextRenderMode(3)
    text.setLeading(24)
    for line in LINES:
        text.textLine(line)
    page.drawText(text)


@pytest.mark.parametrize("draw", [lines, twice, squares, watermark, leaning, downwards, unseen])
def test_the_page_reads_as_it_shows(draw):
    read = read_pdf(made(draw), "a.pdf")
    assert [line.replace(" ", "") for line in read.text.splitlines()] == LINES
    assert not any(figure in read.text for figure in ("27 30", "2 7", "5. 5", "8 8"))


@pytest.mark.parametrize(
    "damage", [lambda d: d[: d.rfind(b"startxref")] + b"startxref\n99\n%%EOF", lambda d: b"HTTP/1.1 200 OK\r\n\r\n" + d]
)
def test_a_file_with_a_wrong_index_or_words_before_it_is_read(damage):
    assert read_pdf(damage(made(lines)), "a.pdf").text.splitlines() == LINES


def test_a_file_protected_against_changes_is_read_and_one_with_a_password_is_named():
    open_to_all = made(lines, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert read_pdf(open_to_all, "a.pdf").text.splitlines() == LINES
    with pytest.raises(ReadError, match=r"a\.pdf: a \.pdf file that opens with a password; take it off"):
        read_pdf(made(lines, encrypt=StandardEncryption("secret", ownerPassword="owner")), "a.pdf")


def test_fields_of_a_form_show_their_value():
    def draw(page):
        lines(page)
        page.acroForm.textfield(name="v", value="2860", x=300, y=600, width=100, height=20)

    assert "2860" in read_pdf(made(draw), "a.pdf").text


def test_a_table_without_lines_keeps_its_head_below_prose():
    def draw(page):
        lines(page)
        page.drawString(60, 640, "主要指标（单位：亿元）")
        for row, cells in enumerate(ROWS):
            for column, words in enumerate(cells):
                page.drawString(60 + (0, 170, 300)[column], 610 - row * 20, words)

    read = read_pdf(made(draw), "a.pdf")
    [table] = read.tables
    assert [[read.text[c.start : c.end] for c in row] for row in table.rows] == ROWS
    assert read.text[slice(*table.caption)] == "主要指标（单位：亿元）"


def test_entries_of_a_table_of_contents_stand_in_their_order():
    def draw(page):
        for row, words in enumerate(("一、2023年工作回顾", "（一）经济", "二、2024年主要任务", "（一）产业")):
            page.drawString(60, 700 - row * 22, words)
            page.drawString(190, 700 - row * 22, "…" * 25)
            page.drawString(530, 700 - row * 22, str(row + 1))
        page.showPage()
        page.setFont(FONT, 12)
        lines(page)

    read = read_pdf(made(draw), "a.pdf").text
    assert read.index("一、2023年") < read.index("（一）经济") < read.index("二、2024年") < read.index("（一）产业")


def test_the_mark_of_a_note_does_not_part_its_line():
    def draw(page):
        lines(page)
        page.setFont(FONT, 7)
        page.drawString(250, 780 - 48 + 5, "①")

    assert sum("①" in line and line.startswith("全年") for line in read_pdf(made(draw), "a.pdf").text.splitlines()) == 1
