"""Where a name ends, and what it is, by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.annotations import Mention
from extractors.inference.tags import TYPES
from extractors.mentions.boundaries import boundaries
from extractors.mentions.quoted import plot_names
from extractors.mentions.reject import reject
from extractors.mentions.retype import retype

TAGGER = "encoder"


def passed(text, spans):
    """Return what the passes after selection make of spans (start, end, type) that the tagger found."""
    given = [Mention(*span, 0.9, (TAGGER,)) for span in spans]
    found, _ = boundaries(text, given, frozenset({TAGGER}))
    return retype(text, reject(text, found)[0])


def ended(text, *names):
    """Return what the passes make of names given as (text, type), in the order they stand."""
    found, at = [], 0
    for name, kind in names:
        at = text.index(name, at)
        found.append((at, at + len(name), kind))
        at += len(name)
    return [(text[m.start : m.end], m.type) for m in passed(text, found)]


@pytest.mark.parametrize(
    ("text", "name", "kind", "whole"),
    [
        ("发展生命健康产业,", "生命健康", "Industry", "生命健康产业"),
        ("建设生命健康产业园,", "生命健康", "Industry", "生命健康"),
        ("形成机器人产业链。", "机器人", "Industry", "机器人产业链"),
        ("出让002-05地块。", "002-05", "Project", "002-05地块"),
        ("搭建检测认证平台。", "检测认证", "Institution", "检测认证平台"),
        ("推进安亭片区建设。", "安亭", "Zone", "安亭片区"),
        ("推进北滨江区域建设。", "北滨江", "Zone", "北滨江区域"),
        ("扩大北滨江区域品牌影响。", "北滨江", "Zone", "北滨江"),
        ("制定营商环境方案7.0版,", "营商环境方案", "Policy", "营商环境方案7.0版"),
        ("开展全国首单检测试点,", "全国首单检测试点", "Program", "检测试点"),
        ("加快滨江枢纽周边产业", "滨江枢纽周边", "Zone", "滨江枢纽"),
        ("推行“多格合一”平台,", "多格合一”平台", "Program", "多格合一"),
        ("引进长兴三期项目、", "长兴三期项目", "Project", "长兴三期"),
        ("推进码头岸段整治项目,", "码头岸段整治", "Project", "码头岸段整治项目"),
        ("越江隧道工程通车。", "越江隧道工程", "Project", "越江隧道"),
        ("发展新型转口贸易、", "新型转口", "Industry", "新型转口贸易"),
        ("壮大航天技术和", "航天", "Industry", "航天技术"),
        ("发展航天技术人才", "航天", "Industry", "航天"),
        ("优先发展知识型服务业,", "服务业", "Industry", "知识型服务业"),
        ("引进大型金融机构,", "金融", "Industry", "金融"),
        ("加大优质跨境电商企业", "优质跨境电商", "Industry", "跨境电商"),
        ("深化“三师联创”发展战略,", "三师联创”发展战略", "Program", "三师联创"),
        ("推进第七轮污染防治行动。", "污染防治行动", "Program", "第七轮污染防治行动"),
        ("深化实施区第七轮污染防治行动。", "区第七轮污染防治行动", "Program", "第七轮污染防治行动"),
        ("深化“店小二”服务。", "店小二", "Program", "店小二"),
        ("推行“店小二”上门服务。", "店小二", "Program", "店小二”上门服务"),
        ("“店小二”上门服务能力提升。", "店小二", "Program", "店小二"),
        ("“一业一证”品牌入选。", "一业一证”品牌", "Program", "一业一证"),
        ("发布引才伙伴计划(GTP),", "引才伙伴计划", "Program", "引才伙伴计划(GTP)"),
        ("推进滨江绿地(二期)建设。", "滨江绿地", "Project", "滨江绿地(二期)"),
        ("实施倍增三年行动计划,", "倍增", "Program", "倍增三年行动计划"),
        ("推行“店小二”制度,", "店小二", "Program", "店小二”制度"),
        ("形成“1+3”产业体系。", "1+3", "Program", "1+3”产业体系"),
        ("打响“五彩”品牌。", "五彩", "Program", "五彩"),
        ("服务长三角地区企业。", "长三角地区", "Region", "长三角"),
        ("北滨江开发提速。", "北滨江开发", "Zone", "北滨江"),
        ("首届滨江艺术节举办。", "滨江艺术节", "Event", "首届滨江艺术节"),
        ("办好第三届“海派读书周”,", "海派读书周", "Event", "第三届“海派读书周”"),
        ("开展2023“金鹰杯”创新赛。", "金鹰杯”创新赛", "Event", "2023“金鹰杯”创新赛"),
        ("保障三届滨江艺术节。", "三届滨江艺术节", "Event", "滨江艺术节"),
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
        ("“三点半”+“晚看护”。", [("三点半”+“晚看护", "Program")], [("三点半", "Program"), ("晚看护", "Program")]),
        ("发展软件与信息服务。", [("软件与信息服务", "Industry")], [("软件", "Industry"), ("信息服务", "Industry")]),
        ("落实伙伴协定(RCEP)。", [("伙伴协定", "Program"), ("RCEP", "Policy")], [("伙伴协定(RCEP)", "Policy")]),
        ("生命健康产业园。", [("生命健康", "Industry"), ("产业园", "Zone")], [("生命健康产业园", "Zone")]),
    ],
)
def test_names_side_by_side(text, names, expected):
    assert ended(text, *names) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("防范金融风险。", "金融", "Industry"),
        ("促进人流、物流、资金流。", "物流", "Industry"),
        ("制定三年行动计划。", "三年行动计划", "Program"),
        ("荣获“全国双拥模范城”。", "全国双拥模范城", "Program"),
        ("“十四五”期间,", "十四五", "Program"),
        ("推出《滨江颂》《江风》等优秀作品。", "滨江颂", "Policy"),
        ("原创话剧《江海之间》上演。", "江海之间", "Policy"),
    ],
)
def test_what_names_nothing_is_left_out(text, name, kind):
    assert ended(text, (name, kind)) == []


@pytest.mark.parametrize(
    ("text", "name", "kind", "right"),
    [
        ("搭建“滨江会”联盟。", "滨江会", "Program", ("滨江会”联盟", "Institution")),
        ("推出“滨江之夜”灯光秀。", "滨江之夜", "Program", ("滨江之夜”灯光秀", "Event")),
        ("打造“2+4”重点区域。", "2+4", "Program", ("2+4”重点区域", "Zone")),
        ("完善“滨江通”平台。", "滨江通”平台", "Institution", ("滨江通", "Program")),
    ],
)
def test_the_head_noun_of_a_nickname_says_what_it_is(text, name, kind, right):
    assert ended(text, (name, kind)) == [right]


@pytest.mark.parametrize(
    ("text", "names", "kinds"),
    [
        ("滨江医院东院区、滨江二中东校区开工。", ["滨江医院东院区", "滨江二中东校区"], ["Project", "Project"]),
        ("滨江医院东院区获评示范。", ["滨江医院东院区"], ["Institution"]),
        ("完成市图书馆功能提升。", ["市图书馆"], ["Project"]),
        ("提升甲镇、乙镇等重点商圈。", ["甲镇", "乙镇"], ["Zone", "Zone"]),
        ("完成甲村、乙村等12个镇的任务。", ["甲村", "乙村"], ["Town", "Town"]),
    ],
)
def test_work_and_list_say_what_a_name_is(text, names, kinds):
    given = {"Project": "Institution", "Institution": "Institution", "Zone": "Town", "Town": "Zone"}
    assert [kind for _, kind in ended(text, *((n, given[k]) for n, k in zip(names, kinds, strict=True)))] == kinds


@pytest.mark.parametrize(
    ("name", "given", "right"),
    [
        ("创享塔园区", "Project", "Zone"),
        ("材料研究院", "Project", "Institution"),
        ("惠企工作方案", "Program", "Policy"),
        ("嵊泗县", "Region", "District"),
    ],
)
def test_a_head_noun_says_what_a_name_is(name, given, right):
    assert ended(f"推进{name}。", (name, given)) == [(name, right)]


def test_plots_and_blocks_are_known_by_their_number():
    text = "出让049-01地块、061-02两幅用地,138街坊开工;2025-07-07,电话021-12345678,15个街坊"
    assert [text[c.start : c.end] for c in plot_names(text)] == ["049-01地块", "061-02", "138街坊"]


PIECES = [
    "产业",
    "”",
    "“",
    "第三届",
    "知识型",
    "项目",
    "、",
    "和",
    "(",
    ")",
    "2.0版",
    "平台",
    "区",
    "的",
    "计划",
    "甲乙",
    "》",
    "《",
    "园",
    "县",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.data())
def test_names_never_overlap_nor_leave_the_text(pieces, data):
    text = "".join(pieces)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    kinds = data.draw(st.lists(st.sampled_from(TYPES), min_size=len(spans), max_size=len(spans)))
    found = passed(text, [(a, b, kind) for (a, b), kind in zip(spans, kinds, strict=True)])
    ends = [0, *(m.end for m in found)]
    assert all(end <= m.start < m.end <= len(text) for m, end in zip(found, ends, strict=False))


def test_two_names_never_both_take_what_lies_between_them():
    found = ended("发展甲乙产业型服务业。", ("甲乙", "Industry"), ("服务业", "Industry"))
    assert found == [("甲乙产业", "Industry"), ("型服务业", "Industry")]


@pytest.mark.parametrize(
    ("listed", "found"),
    [({(2, 9)}, ["细胞与基因治疗"]), (set(), ["细胞", "基因治疗"])],
    ids=["known name", "two sectors"],
)
def test_a_known_sector_is_not_taken_apart(listed, found):
    text = "发展细胞与基因治疗。"
    kept, _ = boundaries(text, [Mention(2, 9, "Industry", 0.9, (TAGGER,))], frozenset({TAGGER}), listed)
    assert [text[m.start : m.end] for m in kept] == found
