"""Where a name ends, and what it is, by rule."""

import pytest

from extractors.endings import complete
from extractors.names import plot_names


def ended(text, *names):
    """Return what `complete` makes of names given as (text, type), in the order they stand."""
    found, at = [], 0
    for name, kind in names:
        at = text.index(name, at)
        found.append((at, at + len(name), kind, 0.9))
        at += len(name)
    return [(text[a:b], kind) for a, b, kind, _ in complete(text, found)]


@pytest.mark.parametrize(
    ("text", "name", "kind", "whole"),
    [
        ("发展生命健康产业,", "生命健康", "Industry", "生命健康产业"),
        ("建设生命健康产业园,", "生命健康", "Industry", "生命健康"),
        ("形成机器人产业链。", "机器人", "Industry", "机器人产业链"),
        ("出让002-05地块。", "002-05", "Project", "002-05地块"),
        ("搭建检测认证平台。", "检测认证", "Institution", "检测认证平台"),
        ("推进安亭片区建设。", "安亭", "Zone", "安亭片区"),
        ("推进北滨江区域建设。", "北滨江", "Zone", "北滨江"),
        ("实施倍增三年行动计划,", "倍增", "Program", "倍增三年行动计划"),
        ("推行“店小二”制度,", "店小二", "Program", "店小二”制度"),
        ("形成“1+3”产业体系。", "1+3", "Program", "1+3”产业体系"),
        ("打响“五彩”品牌。", "五彩", "Program", "五彩"),
        ("服务长三角地区企业。", "长三角地区", "Region", "长三角"),
        ("北滨江开发提速。", "北滨江开发", "Zone", "北滨江"),
        ("首届滨江艺术节举办。", "滨江艺术节", "Event", "首届滨江艺术节"),
        ("办好第三届“海派读书周”,", "海派读书周", "Event", "第三届“海派读书周”"),
        ("开展2023“金鹰杯”创新赛。", "金鹰杯”创新赛", "Event", "2023“金鹰杯”创新赛"),
        ("亚运会上夺得金牌。", "亚运会上", "Event", "亚运会"),
        ("科创走廊勇当先锋。", "科创走廊勇", "Zone", "科创走廊"),
        ("现场会在嘉定召开。", "现场会在", "Event", "现场会"),
        ("集聚计划(GCC)推进。", "集聚计划(GCC", "Program", "集聚计划(GCC)"),
        ("出台抗疫“12条”。", "抗疫“12条", "Policy", "抗疫“12条”"),
        ("明确“一轴四片”。", "一轴四片”", "Program", "一轴四片"),
        ("快速路改建项目的一段。", "快速路改建项目的", "Project", "快速路改建项目"),
        ("我区招商条例实施。", "我区招商条例", "Policy", "招商条例"),
    ],
)
def test_a_name_is_completed_or_trimmed(text, name, kind, whole):
    assert ended(text, (name, kind)) == [(whole, kind)]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("申能集团星辰汇开工。", [("申能集团", "Enterprise"), ("星辰汇", "Project")], [("申能集团星辰汇", "Project")]),
        ("罗店镇海红村改造。", [("罗店镇", "Town"), ("海红村", "Zone")], [("罗店镇", "Town"), ("海红村", "Zone")]),
        ("云南大理。", [("云南", "Region"), ("大理", "Region")], [("云南", "Region"), ("大理", "Region")]),
        (
            "“丝路”经济信息联络处。",
            [("丝路", "Program"), ("经济信息联络处", "Institution")],
            [("丝路”经济信息联络处", "Institution")],
        ),
        (
            "改建项目的中宁路段。",
            [("改建项目的", "Project"), ("中宁路段", "Project")],
            [("改建项目", "Project"), ("中宁路段", "Project")],
        ),
        ("生命健康产业园。", [("生命健康", "Industry"), ("产业园", "Zone")], [("生命健康产业园", "Zone")]),
    ],
)
def test_names_side_by_side(text, names, expected):
    assert ended(text, *names) == expected


@pytest.mark.parametrize(
    ("name", "given", "right"),
    [
        ("创享塔园区", "Project", "Zone"),
        ("材料研究院", "Project", "Institution"),
        ("惠企工作方案", "Program", "Policy"),
    ],
)
def test_a_head_noun_says_what_a_name_is(name, given, right):
    assert ended(f"推进{name}。", (name, given)) == [(name, right)]


def test_plots_and_blocks_are_known_by_their_number():
    text = "出让049-01地块、061-02两幅用地,138街坊开工;2025-07-07,电话021-12345678,15个街坊"
    assert [text[c.start : c.end] for c in plot_names(text)] == ["049-01地块", "061-02", "138街坊"]
