"""Pages of sites: menus and empty pages; what is said of scripts, of shared names; figures in wordings of their own."""

import json

import pytest
from typer.testing import CliRunner

from kg.cli.app import app
from kg.errors import ReadError
from kg.extraction import Models, annotate
from kg.read import find_sources, load_source, read_text
from kg.read.formats.html import read_html

TITLE = "<title>2024年嘉定区政府工作报告</title>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<body><div id=app></div><script>load()</script></body>", "a script fills the page"),
        (
            "<frameset><frame src=left.htm><frame src=main.htm><noframes>无框架</noframes></frameset>",
            "left.htm, main.htm",
        ),
        ("<body><div>首页</div><iframe src=content.html></iframe></body>", "content.html"),
    ],
    ids=["script", "frames", "frame within a page"],
)
def test_a_page_whose_text_stands_elsewhere_is_refused_with_where_it_is(body, said):
    with pytest.raises(ReadError, match=said):
        read_html(f"<html><head>{TITLE}</head>{body}</html>", "a.html")


def test_a_list_of_links_is_no_text_and_a_list_of_results_is():
    links = "".join(
        f"<li><a href=x>{name}区引进企业{n}00家</a> 2024-01-1{n}</li>"
        for n, name in enumerate(["奉贤", "金山", "青浦"])
    )
    page = read_html(
        f"<html><head>{TITLE}</head><body><p>新增企业40家。</p><ul><li>新建公园5座<li>新建学校3所<li>新建医院1家</ul><ul>{links}</ul></body></html>"
    )
    assert page.text.split() == [
        "2024年嘉定区政府工作报告",
        "新增企业40家。",
        "新建公园5座",
        "新建学校3所",
        "新建医院1家",
    ]


def test_a_page_that_nobody_named_has_its_title_from_the_text():
    assert (
        read_html("<html><head><title>无标题文档</title></head><body><p>新增企业40家。</p></body></html>").headline
        == ""
    )


def test_traditional_characters_are_said(tmp_path):
    (tmp_path / "a.txt").write_bytes("楊浦區2024年政府工作報告\n新增企業40家。".encode("big5"))
    [found], _ = find_sources([str(tmp_path)])
    assert ["traditional characters" in line for line in load_source(found).warnings] == [True]


def test_a_page_without_suffix_is_known_by_its_beginning(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(
        f"<!-- saved --><html><head>{TITLE}</head><body><p>新增企业40家。</p></body></html>", "utf-8"
    )
    result = CliRunner().invoke(app, ["check", "-", "--format", "json"], input=(tmp_path / "a.html").read_bytes())
    assert json.loads(result.stdout)[0]["title"] == "2024年嘉定区政府工作报告"


def test_check_names_the_divisions_that_share_a_name(tmp_path):
    (tmp_path / "a.txt").write_text("朝阳区2024年政府工作报告\n各位代表：\n新增企业12家。", "utf-8")
    result = CliRunner().invoke(app, ["check", str(tmp_path), "--format", "json"])
    [row] = json.loads(result.stdout)
    assert (row["district"], row["district_choices"]) == ("", ["北京市朝阳区", "长春市朝阳区"])
    table = CliRunner().invoke(app, ["check", str(tmp_path), "--format", "csv"]).stdout
    assert "北京市朝阳区? 长春市朝阳区?" in table


FIGURES = [
    ("增加值增速由上年的下降1.3%转为增长4.2%。", [("增加值增速", "4.2", "%")]),
    ("一般公共预算收入同比持平。", [("一般公共预算收入", "0", "%")]),
    ("外贸出口由负转正，增长3.5%。", [("外贸出口", "3.5", "%")]),
    ("地区生产总值首次突破1.2万亿元。", [("地区生产总值", "1200000000000.0", "元")]),
    ("市场主体总量是五年前的2.3倍。", [("市场主体总量", "2.3", "倍")]),
    ("研发投入强度高出全市平均1.2个百分点。", [("研发投入强度", "1.2", "个百分点")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "right"), FIGURES, ids=[sentence[:12] for sentence, _ in FIGURES])
def test_a_figure_measures_what_its_clause_is_about(sentence, right, ontology):
    text = f"2025年嘉定区政府工作报告\n各位代表：\n一、2024年工作回顾\n{sentence}"
    [document] = read_text(text, ontology.district_names())
    found = annotate(document, ontology, Models("fast"))
    shown = [(document.view.text[slice(*t.indicator)], str(t.quantity.amount), t.quantity.unit) for t in found.targets]
    assert shown == right


def test_a_draft_budget_is_planned(ontology):
    text = "关于嘉定区2023年预算执行情况和2024年预算草案的报告\n一、2023年预算执行情况\n预算收入210亿元。\n二、2024年预算草案\n预算收入221亿元。"
    [document] = read_text(text, ontology.district_names())
    found = annotate(document, ontology, Models("fast"))
    assert [(t.year, t.status) for t in found.targets] == [(2023, "achieved"), (2024, "planned")]
