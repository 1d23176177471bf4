"""Relations: what the rules state, and what the layout of a text tells the judge of pairs."""

import numpy as np
import pytest

from extractors.relations.candidates import pairs
from extractors.relations.classes import NAMES
from extractors.relations.classifier import FLOOR, floors, one_of, ruled_pairs
from extractors.relations.context import read_context
from extractors.relations.features import common
from extractors.relations.rules import stated
from extractors.relations.statements import decisions
from extractors.training import read
from extractors.training.annotated import unmarked


def found(text):
    plain, ents = unmarked(text)
    structure, mentions = read(plain, [(*e, 1.0) for e in ents])
    hits = stated(structure, read_context(structure, mentions)).values()
    return {(plain[slice(*ents[h.head][:2])], h.type, plain[slice(*ents[h.tail][:2])]): h.trail[0] for h in hits}


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        (
            "[吴淞创新城]Z:发布《[碳谷行动方案]Y》。实施[双百人才计划]G。",
            "scope-implements",
            {("吴淞创新城", "IMPLEMENTS", "碳谷行动方案"), ("吴淞创新城", "IMPLEMENTS", "双百人才计划")},
        ),
        ("[吴淞创新城]Z:办好[滨江艺术周]V。", "scope-holds", {("吴淞创新城", "HOSTS", "滨江艺术周")}),
        (
            "(三)加快重点地区建设[吴淞创新城]Z:[材料实验楼]J封顶。[宝信软件]E入驻。",
            "scope-located",
            {("材料实验楼", "LOCATED_IN", "吴淞创新城"), ("宝信软件", "LOCATED_IN", "吴淞创新城")},
        ),
        (
            "[智慧医疗]N:[联影智能]E产线投用,[精准医学园]Z开园。推进[临床试验平台]I建设。",
            "scope-topic",
            {
                ("联影智能", "OPERATES_IN", "智慧医疗"),
                ("精准医学园", "FOCUSES_ON", "智慧医疗"),
                ("临床试验平台", "FOCUSES_ON", "智慧医疗"),
            },
        ),
        (
            "推进[科创湾]Z、[智慧谷]Z建设,重点发展[机器人]N、[新材料]N。",
            "sentence-focus",
            {(zone, "FOCUSES_ON", sector) for zone in ("科创湾", "智慧谷") for sector in ("机器人", "新材料")},
        ),
        (
            "推进[杨树浦路]J、[许昌路]J等道路“[滨江步道]G”建设。“[海派之光]G”项目“[船坞剧场]J”开工。",
            "list-part",
            {
                ("杨树浦路", "PART_OF", "滨江步道"),
                ("许昌路", "PART_OF", "滨江步道"),
                ("船坞剧场", "PART_OF", "海派之光"),
            },
        ),
        (
            "[电竞园]Z开园运营,[甲壳科技]E、[乙木动画]E等头部企业顺利入驻。",
            "list-settled",
            {("甲壳科技", "LOCATED_IN", "电竞园"), ("乙木动画", "LOCATED_IN", "电竞园")},
        ),
        (
            "“[三色行动]G”深入实施。“[碧水]G”:治理河道。“[青径]G”:建成绿道。“[安居]G”:改造小区。",
            "run-part",
            {(part, "PART_OF", "三色行动") for part in ("碧水", "青径", "安居")},
        ),
        (
            "\n(一)以“[一江一谷]G”为引领\n[碳谷]Z:启动建设。",
            "heading-supports",
            {("一江一谷", "SUPPORTS", "碳谷")},
        ),
        ("[外冈镇]T[葛隆村]Z建成示范村。", "sentence-within", {("葛隆村", "LOCATED_IN", "外冈镇")}),
        ("[隧道改建项目]J的[东段]J通车。", "sentence-of", {("东段", "PART_OF", "隧道改建项目")}),
        (
            "推进[引才伙伴计划(GTP)]G,出台[引才伙伴计划实施方案]Y。",
            "name-part",
            {("引才伙伴计划实施方案", "PART_OF", "引才伙伴计划(GTP)")},
        ),
        ("[陈家镇]T:[自行车公园]J开放。", "scope-located", {("自行车公园", "LOCATED_IN", "陈家镇")}),
        ("[邮轮旅游]N逐步恢复,[长滩音乐厅]J开放。", "sentence-topic", {("长滩音乐厅", "FOCUSES_ON", "邮轮旅游")}),
        ("[邮轮旅游]N逐步恢复。[长滩音乐厅]J开放。", "before-topic", {("长滩音乐厅", "FOCUSES_ON", "邮轮旅游")}),
        (
            "[宝武集团]E与[上海大学]I、[上理工]I等共建实验室。",
            "sentence-partners",
            {("宝武集团", "COOPERATES_WITH", "上海大学"), ("宝武集团", "COOPERATES_WITH", "上理工")},
        ),
        (
            "深化[昆山]D、[太仓]D两地教育联盟。",
            "sentence-partners",
            {("昆山", "COOPERATES_WITH", "太仓")},
        ),
        (
            "[南大智慧城]Z:与[同济大学]I签署战略协议。",
            "sentence-partners",
            {("南大智慧城", "COOPERATES_WITH", "同济大学")},
        ),
    ],
)
def test_a_rule_states_what_the_sentence_or_its_label_says(text, rule, expected):
    assert {key for key, by in found(text).items() if by == rule} == expected


@pytest.mark.parametrize(
    "text",
    [
        "加强与[上海大学]I、[上理工]I的合作。",  # whose, the sentence does not say
        "[宝信软件]E、[上海大学]I等32家机构签约入驻。",
        "加强对[云南]R[普洱]R、[新疆]R[喀什]R等地的对口帮扶。",
    ],
)
def test_a_list_is_no_partnership(text):
    assert not [key for key in found(text) if key[1] == "COOPERATES_WITH"]


def test_a_sector_does_not_reach_past_the_next_one_or_the_line():
    assert not [k for k in found("[邮轮旅游]N恢复。\n[长滩音乐厅]J开放。") if k[1] == "FOCUSES_ON"]
    after = found("[邮轮旅游]N恢复。发展[绿色能源]N。[长滩音乐厅]J开放。")
    assert ("长滩音乐厅", "FOCUSES_ON", "邮轮旅游") not in after


def test_a_quoted_label_ends_the_one_before_it():
    hits = found("“[绿脉]G”:新建绿地。\n“[橙圈]G”:建成[邻里中心]J。".replace("\n", ""))
    assert ("邻里中心", "PART_OF", "橙圈") in hits and ("邻里中心", "PART_OF", "绿脉") not in hits


def test_an_event_is_held_by_whom_the_sentence_opens_with():
    assert ("罗店古镇", "HOSTS", "龙船节") in found("[罗店古镇]Z举办[龙船节]V。")
    assert ("巡回审判站", "HOSTS", "龙船节") not in found("推动[巡回审判站]I入驻,举办[龙船节]V。")


def test_a_sure_rule_sets_a_floor_that_falls_with_doubtful_mentions():
    text, ents = unmarked("[宝武集团]E与[上海大学]I签署协议。[发那科]E落户[机器人产业园]Z。")
    structure, mentions = read(text, [(*e, s) for e, s in zip(ents, [1.0, 0.5, 1.0, 1.0], strict=True)])
    at = read_context(structure, mentions)
    ruled = ruled_pairs(structure, at)
    assert all(decisions()[hit.trail[0]].floor for hit in ruled.values())
    assert floors(at, list(ruled), ruled).tolist() == [FLOOR / 2, FLOOR]


def test_a_zone_is_a_part_of_another_or_lies_in_it_not_both():
    text, ents = unmarked("[碳谷]Z的[研发湾]Z属于[吴淞创新城]Z。")
    at = read_context(*read(text, [(*e, 1.0) for e in ents]))
    lies, part = NAMES.index("LOCATED_IN"), NAMES.index("PART_OF")
    keys = [(1, lies, 0), (1, part, 0), (1, part, 2)]
    assert one_of(at, keys, np.array([0.4, 0.6, 0.2])).tolist() == [0.0, 0.6, 0.2]


def test_a_heading_s_name_is_paired_with_what_stands_under_it():
    text, ents = unmarked("(一)推进“[五彩计划]G”\n" + "加快建设。" * 9 + "[苏州路]J开工。\n(二)其他\n[海宁路]J开工。")
    at = read_context(*read(text, [(*e, 1.0) for e in ents]))
    assert list(at.heading) == [0, 0, -1]
    assert (0, 1) in pairs(at) and (0, 2) not in pairs(at)


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [("海纳小镇数字化转型方案", "海纳小镇", 4), ("五角场商圈", "五角场城市副中心", 3), ("甲", "乙", 0)],
)
def test_names_share_their_longest_common_text(one, other, length):
    assert common(one, other) == common(other, one) == length
