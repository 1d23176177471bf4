"""`kg ask`: which answer a question is taken for, and what is said about it."""

import ask_quality
import pytest
from typer.testing import CliRunner

from kg.ask import answers, surfaces, understand
from kg.cli import app
from kg.query import load_queries
from kg.schema import STRUCTURE
from kg.themes import load_themes

RUN = CliRunner()


@pytest.fixture(scope="module")
def known():
    return surfaces(ask_quality.case_names())


@pytest.mark.parametrize("half", ["seen", "held"])
def test_questions_in_the_words_of_analysts_are_understood(known, half):
    rows = [(question, wanted) for part, question, wanted in ask_quality.questions() if part == half]
    said = [
        ([ask_quality.shown(reading) for reading in understand(question, known)], wanted) for question, wanted in rows
    ]
    first = sum(texts[:1] != [] and texts[0] in wanted for texts, wanted in said)
    three = sum(bool(set(texts) & set(wanted)) for texts, wanted in said)
    assert first >= 0.75 * len(rows) and three >= 0.9 * len(rows)


@pytest.mark.parametrize("question", ["今天天气怎么样", "你好", "", "？？", "hello", "谢谢你", "园区", "\x00"])
def test_a_question_that_asks_for_nothing_known_is_not_understood(known, question):
    assert understand(question, known) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("普陀和静安谁更重视人工智能", ["--industry", "人工智能"]),
        ("2024年浦东地区生产总值的目标", ["--year", "2024"]),
        ("虹口区的航运企业有哪些", ["--district", "虹口区"]),
    ],
)
def test_a_name_that_the_query_has_no_parameter_for_becomes_a_filter(known, question, words):
    said = understand(question, known)[0].words()
    assert said[-2:] == words


def test_an_indicator_made_of_the_words_of_the_question_is_no_name(known):
    names = ask_quality.case_names()
    names.items.append(names.items[-1].__class__("Indicator:重大项目", "Indicator", "重大项目", (), 9))
    best = understand("青浦区有哪些重大项目", surfaces(names))[0]
    assert best.answer.name == "projects-of-district"


def test_every_answer_has_ideas_that_exist_and_names_a_query_or_a_command():
    rules = answers()
    assert {answer.name for answer in rules.answers} >= set(load_queries()) - {
        "enterprise-two-hops",
        "without-relation",
    }
    for answer in rules.answers:
        assert answer.ideas | answer.never <= set(rules.ideas), answer.name
        assert not answer.default & STRUCTURE - {"Indicator"}


def test_a_theme_is_found_by_any_of_its_names(known):
    for theme in load_themes().values():
        for name in (theme.name, *theme.also):
            best = understand(f"{name}有哪些举措", known)
            assert best and best[0].words()[:3] == ["query", "theme", theme.name], name


def test_the_command_says_what_it_understood_and_answers(tiny):
    done = RUN.invoke(app, ["ask", "又名甲园里有哪些企业？", "--graph", str(tiny), "--format", "csv"])
    assert done.exit_code == 0
    assert "$ kg query run enterprises-of-zone zone=甲园\n" in done.stderr
    assert "甲公司" in done.stdout and "understood" not in done.stdout


def test_another_reading_can_be_chosen(tiny):
    args = ["ask", "甲园里有哪些企业", "--graph", str(tiny), "--dry-run"]
    first = RUN.invoke(app, args).stderr.splitlines()[1]
    second = RUN.invoke(app, [*args, "--choice", "2"]).stderr.splitlines()
    assert second[1] != first and first in second


def test_what_is_not_understood_is_one_line_and_no_answer(tiny):
    done = RUN.invoke(app, ["ask", "今天吃什么", "--graph", str(tiny)])
    assert done.stdout == "" and str(done.exception).startswith("not understood")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("砺剑科技有哪些项目？", "砺剑科技"),
        ("丁海区有哪些功能区", "丁海区"),
        ("甲园里的云雀公司做什么", "云雀公司"),
        ("青禾计划支持谁", "青禾"),
    ],
)
def test_a_name_that_the_graph_has_not_is_told(tiny, question, missing):
    done = RUN.invoke(app, ["ask", question, "--graph", str(tiny), "--dry-run"])
    told = done.stderr + str(done.exception or "")
    assert f"no name like '{missing}" in told or (missing == "青禾" and "not understood" in told)
    assert "industry=科技" not in told


def test_a_question_with_one_known_and_one_unknown_name_is_answered_for_the_known_one(tiny):
    done = RUN.invoke(app, ["ask", "甲区和丁海区谁更重视芯片", "--graph", str(tiny), "--dry-run"])
    assert done.exit_code == 0 and "no name like '丁海区'" in done.stderr and "芯片" in done.stderr


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("甲园聚焦什么产业", ["zone-profile", "zone=甲园"]),
        ("甲区的主导产业有哪些", ["district-overview", "district=甲区"]),
    ],
)
def test_what_a_place_focuses_on_is_its_industries(tiny, question, words):
    done = RUN.invoke(app, ["ask", question, "--graph", str(tiny), "--dry-run"])
    command = done.stderr.splitlines()[1]
    assert all(word in command for word in words) and command.endswith("--type Industry")
