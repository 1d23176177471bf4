"""Encodings, formats, boilerplate and quantities."""

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from extractors.targets.quantities import find_quantities
from kg.errors import ReadError
from kg.read import find_sources, load_source, read_text
from kg.read.boilerplate import find_skipped

REPORT = "2022年静安区政府工作报告\n一、2021年工作回顾\n全年新增就业岗位3万个。苏河湾功能区建设加快推进。"


def test_docx_html_and_pdf_are_read(tmp_path):
    document = docx.Document()
    for line in REPORT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "b.html").write_text(
        f"<html><body><nav>首页</nav><article><p>{REPORT * 5}</p></article></body></html>", "utf-8"
    )
    page = canvas.Canvas(str(tmp_path / "c.pdf"))
    page.drawString(72, 720, "Putuo district report 2024")
    page.save()
    texts = {f.source: load_source(f).text for f in find_sources([str(tmp_path)])[0]}
    assert "新增就业岗位3万个" in texts["a.docx"]
    assert "新增就业岗位3万个" in texts["b.html"]
    assert "Putuo district" in texts["c.pdf"]


def test_a_page_without_text_is_a_warning_that_names_it(tmp_path):
    page = canvas.Canvas(str(tmp_path / "c.pdf"))
    page.drawString(72, 720, "Putuo district report 2024")
    page.showPage()
    page.rect(72, 720, 10, 10)
    page.save()
    [found] = find_sources([str(tmp_path)])[0]
    assert load_source(found).warnings == ("c.pdf: no text on page 2; a scanned page needs text recognition first",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("正文内容区域请使用tab按钮切换浏览", "tab hint"),
        ("当前位置:首页 > 新闻 > 正文", "navigation"),
        ("400-820-1234", "telephone"),
        ("表3-2.png", "image placeholder"),
        ("验证码", "captcha"),
        ("发表评论", "comment box"),
        ("全部评论", "foot of the page"),
    ],
)
def test_site_text_is_skipped_with_its_reason(line, reason):
    text = f"{REPORT}\n{line}\n"
    [span] = find_skipped(text)
    assert (text[span.start : span.end], span.reason) == (line, reason)


def test_a_sentence_reads_on_over_an_image(ontology):
    [document] = read_text("2022年静安区政府工作报告\n全年新增\n\n表1.png\n\n岗位3万个。", ontology.district_names())
    assert "新增 岗位3万个" in document.view.text


def test_only_navigation_is_an_error(ontology):
    with pytest.raises(ReadError, match="navigation"):
        read_text("首页\n验证码\n", ontology.district_names())


@pytest.mark.parametrize(
    ("text", "amount", "unit", "comparator"),
    [
        ("154.43亿元", "15443000000", "元", "eq"),
        ("近4万个", "40000", "个", "approx"),
        ("150余家", "150", "家", "ge"),
        ("1-3个", "1", "个", "range"),
        ("不低于95%", "95", "%", "ge"),
        ("3.39万人以内", "33900", "人", "le"),
        ("1.37万亿元", "1370000000000", "元", "eq"),
        ("规模突破千亿元", "100000000000", "元", "ge"),
        ("覆盖上万人次", "10000", "人次", "ge"),
        ("从214亿元增长到近300亿元", "30000000000", "元", "approx"),
        ("比重从“十二五”末的19.1%上升到28.5%", "28.5", "%", "eq"),
        ("缩短到20分钟以内", "20", "分钟", "le"),
        ("路网密度提高到4公里/平方公里", "4", "公里/平方公里", "eq"),
    ],
)
def test_a_quantity_has_amount_unit_and_comparator(text, amount, unit, comparator):
    [quantity] = find_quantities(text)
    assert (f"{quantity.amount.normalize():f}", quantity.unit, quantity.comparator) == (amount, unit, comparator)


@pytest.mark.parametrize(
    "text",
    ["2023年", "第16届大会", "轨交15号线", "2023年5月", "放在第一位", "四个方面:第一,全力", "1类新药", "2吨级飞机"],
)
def test_dates_and_ordinals_are_no_quantities(text):
    assert list(find_quantities(text)) == []


@given(st.text(alphabet="0123456789.,万亿余多元家个%-至第两三座以上近约 。", max_size=60))
def test_quantities_never_fail_and_stay_in_order(text):
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end
