"""PDF by geometry: what is set as paragraphs is read as paragraphs."""

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kg.errors import ReadError
from kg.read.formats.pdf import read_pdf

FONT, SIZE, LEADING = "STSong-Light", 12, 20
PARAGRAPHS = [
    f"第{n}批项目全年完成投资{n}54.43亿元,同比增长{n}.8%,新增就业岗位{n}2654人。"
    "园区二期载体加快建设,平台推动协同创新和关键技术攻关,服务企业数量稳步提高,营商环境继续改善,群众满意度保持前列。"
    for n in range(1, 25)
]


def wrapped(letters):
    for paragraph in PARAGRAPHS:
        words = "\u3000\u3000" + paragraph
        yield from (words[i : i + letters] for i in range(0, len(words), letters))


def draw(path, lines, columns=1, head=""):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = canvas.Canvas(str(path))
    lines, number = list(lines), 0
    while lines:
        number += 1
        page.setFont(FONT, SIZE)
        if head:
            page.drawString(60, 800, head)
            page.drawString(290, 30, f"— {number} —")
        for column in range(columns):
            for row, words in enumerate(lines[:30]):
                # Each letter at its own place: the font's narrow figures would make lines of unequal width.
                indent = len(words) - len(words.lstrip("\u3000"))
                for at, letter in enumerate(words[indent:], indent):
                    page.drawString(60 + column * 260 + at * SIZE, 760 - row * LEADING, letter)
            del lines[:30]
        page.showPage()
    page.save()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("columns", "letters", "head"), [(1, 38, ""), (1, 38, "某区工作报告"), (2, 18, "某区工作报告")]
)
def test_paragraphs_come_back_whole(tmp_path, columns, letters, head):
    parsed = read_pdf(draw(tmp_path / "a.pdf", wrapped(letters), columns, head), "a.pdf")
    assert [p.replace(" ", "") for p in parsed.text.splitlines()] == PARAGRAPHS
    assert parsed.warnings == ()


def test_letter_spaced_text_is_closed(tmp_path):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = canvas.Canvas(str(tmp_path / "a.pdf"))
    page.setFont(FONT, SIZE)
    page.drawString(60, 700, "2024年普陀区工作报告", charSpace=8)
    page.save()
    assert read_pdf((tmp_path / "a.pdf").read_bytes(), "a.pdf").text.strip() == "2024年普陀区工作报告"


def test_a_broken_file_is_one_line():
    with pytest.raises(ReadError, match="not a readable .pdf file"):
        read_pdf(b"%PDF-1.4 nothing", "a.pdf")
