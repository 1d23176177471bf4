"""A short run of every target of `scripts/fuzz`, the same inputs each time, and what longer runs have found."""

import os
import re

import pytest
from fuzzing.growth import Pattern, growth, inputs, module_patterns, rule_patterns
from fuzzing.targets import TARGETS, fuzz

from kg.errors import QueryError
from kg.query import parse

RUNS = {"reader": 20, "ontology": 10}


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name):
    found = fuzz(name, RUNS.get(name, 100), 1)
    assert found.faults == []
    assert found.inputs >= RUNS.get(name, 100) // 2


HEADER = "// title: a\n// title_zh: 甲\n// family: zones\n// params: {}\n// returns: a\nRETURN $a AS a\n"


@pytest.mark.parametrize("params", ["a", "a:", "a: ", "a: int, b", ": int"])
def test_a_parameter_without_a_kind_is_named(params, tmp_path):
    file = tmp_path / "mine.cypher"
    file.write_text(HEADER.format(params), "utf-8")
    with pytest.raises(QueryError, match=r"mine\.cypher"):
        parse(file)


def test_a_query_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "mine.cypher").write_bytes(HEADER.encode("gbk"))
    with pytest.raises(QueryError, match=r"mine\.cypher: not UTF-8"):
        parse(tmp_path / "mine.cypher")


PATTERNS = {one.name: one for one in rule_patterns()}
# All of them take minutes; `scripts/fuzz rules` tries the patterns of modules as well.
TRIED = list(PATTERNS.items())[:: 1 if os.environ.get("KG_ALL") else 4]


@pytest.mark.parametrize("file", sorted({name.split()[0] for name in PATTERNS}))
def test_no_rule_takes_more_than_its_share_of_time_for_a_longer_text(file):
    assert [said for name, one in TRIED if name.startswith(f"{file} ") and (said := growth(one))] == []


@pytest.mark.parametrize(
    "pattern", [r"(?:a+)+b", r"(?:\S+\.png)+$", r"(\w|甲)*。", "a+b", r"(?!.*甲型)[\u4e00-\u9fff]{2}型$"]
)
def test_a_pattern_that_explodes_or_takes_the_square_is_found(pattern):
    assert growth(Pattern("made", re.compile(pattern)))


# How a rule, a reader and the comparison of names were written: each takes a text that two of its parts may take.
WERE = {
    "(?:20\\d\\d年?|完成|数量|数值|数|值|指标)*": "fullmatch",
    "---\\n(?P<fields>(?:[\\w \\t-]{1,40}:[^\\n]*\\n|[ \\t]+[^\\n]*\\n){1,60}?)---": "match",
    "^.{2,}(?:大学|学院)(?:.*附属)?(.+(?:医院|中学))$": "match",
    "\\s*[\\r\\n]+\\s*": "finditer",
}


@pytest.mark.parametrize("pattern", WERE)
def test_what_two_alternatives_may_both_take_is_found(pattern):
    assert growth(Pattern("made", re.compile(pattern), WERE[pattern]))


ALL = [*rule_patterns(), *module_patterns()]
# The ones that were mended, of any module: doubled, they take twice the time.
MENDED = ["column-generic", "kg.stores.embedded.ANY_ENTITY", "kg.read.header.NUMBER", "kg.same.compare.NUMBER", "kg.stores.plans.CALLED",
          "boilerplate.FRONT_MATTER", "boilerplate.FRONT_TITLE", "same.institutions.ATTACHED", "firms.BREAK", "header.MEETING"]  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_a_pattern_that_was_mended_stays_linear(name):
    assert [growth(one) for one in ALL if one.name.endswith(name)] == [""]


@pytest.mark.parametrize("pattern", [r"[^。\n]+[。\n]?", "增长|下降", r"(?<!\d)\d{1,15}(?:\.\d{1,8})?%"])
def test_a_linear_pattern_is_none(pattern):
    assert not growth(Pattern("made", re.compile(pattern)))


@pytest.mark.parametrize("name", list(PATTERNS)[::10])
def test_inputs_are_made_of_what_a_pattern_holds_and_have_the_asked_length(name):
    for made in inputs(PATTERNS[name].regex):
        short, long = (len(made.text(n)) - len(made.head + made.tail) for n in (1_000, 4_000))
        assert 0 < short <= max(1_000, len(made.piece)) and long >= 3 * short - len(made.piece)
