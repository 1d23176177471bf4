"""Web pages: title, tables, short and large pages."""

import pytest

from kg.read.formats.html import read_html

BODY = "<p>全年完成地区生产总值2730亿元，同比增长5.5%。</p>"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>2024年青山区政府工作报告_青山区政府</title></head><body>{BODY}</body></html>",
        f"<html><body><h1>2024年青山区政府工作报告</h1><div>{BODY}</div></body></html>",
        f"<html><head><title>首页</title></head><body><h2>2024年青山区政府工作报告</h2>{BODY}</body></html>",
        f'<html><head><meta property="og:title" content="2024年青山区政府工作报告"></head><body>{BODY}</body></html>',
        f'<html><body><h1 id="activity-name">2024年青山区政府工作报告</h1><div id="js_content" style="visibility:hidden">{BODY}</div></body></html>',
    ],
)
def test_the_title_is_found_and_opens_the_text(page):
    parsed = read_html(page)
    assert parsed.headline == "2024年青山区政府工作报告"
    assert parsed.text.split("\n")[:2] == ["2024年青山区政府工作报告", "全年完成地区生产总值2730亿元，同比增长5.5%。"]


def test_a_table_stays_a_table():
    table = "<p>表1 主要指标</p><table><tr><th>指标</th><th colspan=2>2023年</th></tr><tr><td>税收</td><td>30亿元</td><td>5%</td></tr></table>"
    parsed = read_html(f"<html><body><h1>报告</h1>{BODY}{table}</body></html>")
    [found] = parsed.tables
    assert [[parsed.text[c.start : c.end] for c in row] for row in found.rows] == [
        ["指标", "2023年"],
        ["税收", "30亿元", "5%"],
    ]
    assert found.rows[0][1].col_span == 2
    assert parsed.text[slice(*found.caption)] == "表1 主要指标"


def test_a_large_page_is_read_whole():
    assert read_html(f"<html><body>{BODY * 40_000}</body></html>").text.count("2730亿元") == 40_000
