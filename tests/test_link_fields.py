"""Fields of work in names, scopes and reports: what only looks like one, what is only the form of a work, what is of no firm."""

import pytest

from kg.link.fields import Audience, Fields, firm_fields, lexicon
from kg.link.scopes import Lexicon


@pytest.fixture(scope="module")
def fields():
    return Fields(lexicon())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("落实国家政策", "家政托育"),
        ("推广时间银行", "金融"),
        ("实施道路优化工程", "化工"),
        ("获得AIP证书", "人工智能"),
        ("完善评估机制", "咨询"),
    ],
)
def test_a_word_that_only_looks_like_a_field_names_none(fields, text, field):
    assert field not in {found.field for found in fields.of_report(text)}


@pytest.mark.parametrize(
    ("text", "field"),
    [("家政服务", "家政托育"), ("推动AI应用", "人工智能"), ("石油化工", "化工"), ("商业银行", "金融")],
)
def test_the_word_itself_names_its_field(fields, text, field):
    assert field in {found.field for found in fields.of_report(text)}


def test_trade_is_the_form_of_a_work_where_the_clause_names_another(fields):
    assert "贸易" not in firm_fields(fields, Lexicon({}), "", "化妆品的批发、零售、进出口", "", {})
    assert "贸易" in firm_fields(fields, Lexicon({}), "", "服装进出口代理;转口贸易", "", {})


def test_a_scope_of_what_all_firms_register_says_nothing(fields):
    assert firm_fields(fields, Lexicon({}), "某实业", "技术服务、技术开发;货物进出口;软件开发", "", {}) == {}


def test_an_act_within_the_government_is_of_no_firm_unless_it_says_so():
    audience = Audience(lexicon()["audience"])
    assert audience.internal("中央环保督察", "环保科技")
    assert not audience.internal("图纸审查平台", "施工图审查服务")
    assert not audience.internal("环保产业园", "")
