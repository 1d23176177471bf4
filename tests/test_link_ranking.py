"""Which candidates a ranking looks at and leaves out, whatever the width of marks or the way they are found."""

import json

import pytest

from kg.link import load_context, rank, rank_each, read_links, understand
from kg.link.context import Context
from kg.link.editions import superseded
from kg.link.fields import Audience, Fields, firm_fields, lexicon
from kg.link.rank import SHOWN
from kg.link.scopes import Lexicon
from kg.link.write import derived

FIRMS = [
    ("某微电子有限公司", "集成电路设计;集成电路芯片销售;软件开发", "普陀区"),
    ("某会展服务有限公司", "会议及展览服务;广告设计、代理", ""),
    ("某律师事务所", "法律服务", "静安区"),
    ("某生物医药科技公司", "生物技术研发;药品零售;货物进出口", "浦东新区"),
    ("某环保公司", "污染治理;节能服务;物业管理", "普陀区"),
    ("某殡葬服务公司", "殡葬服务", "静安区"),
]
WIDE = str.maketrans(",;:!?()", "\uff0c\uff1b\uff1a\uff01\uff1f\uff08\uff09")


def links(context, firm):
    return [(link.id, link.score, link.path) for link in rank(context, understand(context, *firm))]


@pytest.fixture(scope="module")
def text(example_graph):
    return read_links(example_graph)


@pytest.mark.parametrize("firm", FIRMS, ids=[firm[0] for firm in FIRMS])
def test_a_list_of_firms_and_one_firm_give_the_same_links(text, firm):
    one, many = load_context(text), load_context(text)
    many.prepare()
    assert links(many, firm) == links(one, firm)
    each = [(link.id, link.score) for link in rank_each(many, understand(many, *firm), 5)]
    assert each == [(link.id, link.score) for link in rank_each(one, understand(one, *firm), 5)]


def test_a_report_with_full_width_marks_gives_the_same_links(text):
    given = json.loads(text)
    for row in given["passages"]:
        row["text"] = row["text"].translate(WIDE)
    wide = load_context(json.dumps(given | derived(Context(given))))
    narrow = load_context(text)
    found = [links(narrow, firm) for firm in FIRMS]
    assert any(found) and [links(wide, firm) for firm in FIRMS] == found


def test_what_scores_little_is_not_shown_but_measures_for_any_firm(text):
    context = load_context(text)
    shown = [link for firm in FIRMS for link in rank(context, understand(context, *firm), 100)]
    assert shown and all(link.score >= SHOWN or link.parts.get("measure", 0) > 0 for link in shown)


@pytest.mark.parametrize(
    ("names", "earlier"),
    [
        (["第五轮环保三年行动计划", "第八轮环保三年行动计划", "环保三年行动计划"], {0}),
        (["第十届花展", "第二十一届花展", "第九届花展"], {0, 2}),
        (["第3期人才计划", "第12期人才计划"], {0}),
        (["第五轮环保计划", "第八轮健康计划", "第一中学", "第二中学"], set()),
    ],
)
def test_earlier_editions_are_left_out(names, earlier):
    found = superseded({f"Program:{place}": name for place, name in enumerate(names)})
    assert found == {f"Program:{place}" for place in earlier}


def test_a_policy_and_an_event_of_one_name_are_no_editions_of_each_other():
    assert not superseded({"Policy:a": "第一届论坛", "Event:b": "第二届论坛"})


@pytest.mark.parametrize(
    ("name", "any_firm", "technology"),
    [
        ("惠企17条", True, False),
        ("科技创新20条", False, True),
        ("上市公司高质量发展行动方案", False, True),
        ("智慧公园", False, False),
    ],
)
def test_measures_are_for_any_firm_or_for_firms_of_technology(name, any_firm, technology):
    audience = Audience(lexicon()["audience"])
    assert bool(audience.measure.search(name)) is any_firm
    assert bool(audience.technical.search(name)) is technology
    assert audience.measures(name) is (any_firm or technology)


def test_words_across_the_border_of_two_others_are_no_field():
    fields = Fields(lexicon())
    assert not fields.of_report("人居环境优化工程") and not fields.of_report("绿化工作深化工程")
    assert {one.field for one in fields.of_report("精细化工园区")} == {"化工"}


def test_what_only_says_how_a_thing_is_sold_says_little_of_a_firm():
    fields = Fields(lexicon())
    sold = firm_fields(fields, Lexicon({}), "某公司", "风筝制造;风筝零售", "", {"都市型工业": 0.9})
    worn = firm_fields(fields, Lexicon({}), "某公司", "服装零售;鞋帽销售", "", {"都市型工业": 0.9})
    assert sold["消费"] < 0.5 < worn["消费"]


def test_a_field_that_the_first_clause_does_not_name_weighs_less():
    fields = Fields(lexicon())
    first = firm_fields(fields, Lexicon({}), "某公司", "花卉种植;风筝修理", "", {"农业": 0.5})
    later = firm_fields(fields, Lexicon({}), "某公司", "风筝修理;花卉种植", "", {"农业": 0.5})
    assert later["农业"] < first["农业"] == 1.0
