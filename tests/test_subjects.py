"""Whose a figure is in its sentence, and which years a review is of."""

import pytest

from extractors.annotations import Mention
from extractors.structure import analyse
from extractors.targets.subjects import Subjects
from kg.measures import looks_back


@pytest.mark.parametrize(
    ("kind", "name", "text", "figure", "is_its"),
    [
        ("Institution", "甲实验室", "甲实验室快速成长,集聚人员698人。", "698", True),
        ("Enterprise", "甲汽车", "甲汽车产销两旺,全省汽车产量超过10万辆。", "10万", False),
        ("Enterprise", "甲汽车", "支持甲汽车等5家企业发展。", "5家", False),
        ("Enterprise", "甲集团", "做强甲集团,纺织产业增加值增长15%。", "15", False),
        ("Program", "安居行动", "实施安居行动,持续加密路网,改造小区50个。", "50", True),
        ("Program", "安居行动", "实施安居行动,全省投资增长5%。", "5%", False),
    ],
)
def test_a_figure_is_of_the_name_that_opens_its_sentence_unless_its_clause_has_another_subject(
    kind, name, text, figure, is_its
):
    start = text.index(name)
    mention = Mention(start, start + len(name), kind, 1.0, ("test",))
    found = Subjects(analyse(text, 2024), [mention]).find(0, text.index(figure))
    assert (found == 0) is is_its


@pytest.mark.parametrize(
    ("before", "years"),
    [
        ("过去的五年极不寻常。\n民生不断增进。", 5),
        ("五年来,我们攻坚克难。\n2025年,我们做了以下工作。", 1),
        ("过去一年极不平凡。", 1),
        ("过去一年极不平凡。回望来路,我们走过了爬坡过坎的五年。", 5),
        ("各位代表!“十四五”时期是重要的五年。就业扩大。", 5),
    ],
)
def test_a_review_is_of_the_years_that_its_last_opening_names(before, years):
    assert looks_back(before) == years


def test_a_heading_that_ends_in_the_one_year_of_a_plan_is_no_look_back():
    text = "一、2023年工作回顾\n新建公园三座。\n二、全力做好开局工作今年是具有特殊意义的一年\n新建学校两所。\n"
    sections = analyse(text, 2024).sections
    assert [(s.year, s.status) for s in sections][-2:] == [(2023, "achieved"), (2024, "planned")]
