"""Conditions and amounts that policies state, and whether a firm meets them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.link.eligibility.facts import Facts
from kg.link.eligibility.terms import SUPPORT, read_terms
from kg.link.eligibility.verdict import verdict
from kg.link.fields import Fields, lexicon

CASES = json.loads((Path(__file__).parent / "cases/link/eligibility.json").read_text("utf-8"))
HOME, YEAR, WORK = "甲区", 2024, {"集成电路": 1.0}


@pytest.fixture(scope="module")
def fields():
    return Fields(lexicon())


@pytest.mark.parametrize("case", CASES["terms"], ids=lambda case: case["sentence"][:12])
def test_conditions_and_amounts_of_a_sentence(case):
    found = [[t.kind, t.text, t.value, t.most, t.word] for t in read_terms(case["sentence"])]
    assert found == case["found"]


@pytest.mark.parametrize("case", CASES["verdicts"], ids=lambda case: f"{case['sentence'][:10]}-{case['verdicts'][0]}")
def test_a_condition_is_met_not_met_or_unknown(case, fields):
    facts, district = Facts.read(case["facts"]), case.get("district", "")
    terms = [term for term in read_terms(case["sentence"]) if term.kind != SUPPORT]
    assert [verdict(t, facts, district, YEAR, HOME, WORK, fields) for t in terms] == case["verdicts"]


@given(st.text(alphabet="在注册地营业收入超过5000万元给予最高一二三年成立满,。、的区", max_size=60))
def test_every_term_is_literally_in_its_sentence(sentence):
    for term in read_terms(sentence):
        assert sentence[term.start : term.end] == term.text and term.text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"revenue": "很多"}, "revenue '很多' is no amount"),
        ({"founded": "去年"}, "founded"),
        ({"staff": "若干"}, "staff"),
    ],
)
def test_a_fact_that_cannot_be_read_is_told(given, says):
    with pytest.raises(UsageError, match=says):
        Facts.read(given)


def test_amounts_are_read_in_yuan():
    facts = Facts.read(
        {"revenue": "1.2亿元", "capital": "1,000万", "staff": "1,200人", "founded": "2018年3月", "standing": ""}
    )
    assert facts == Facts(revenue=120_000_000, capital=10_000_000, staff=1200, founded=2018)
