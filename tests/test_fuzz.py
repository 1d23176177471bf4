"""A short run of every target of `scripts/fuzz`, the same inputs each time, and what longer runs have found."""

import pytest
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
