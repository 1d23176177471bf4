"""Questions of one's own: what may be asked, what is refused, and the limits they run in."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError
from kg.guard import checked, run_cypher
from kg.guard.check import allowed
from kg.guard.tokens import read_tokens
from kg.limits import environment
from kg.stores.embedded import EmbeddedStore
from kg.stores.neo4j_load import load

CASES = json.loads((ROOT / "tests/cases/cypher.json").read_text("utf-8"))


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def target(request, tiny):
    """What `kg cypher` asks: a graph folder, or the settings of a server with the same graph."""
    if request.param == "embedded":
        return tiny
    database = request.getfixturevalue("empty_database")
    load(database, tiny)
    return database.settings


@pytest.mark.parametrize("question", CASES["reading"])
def test_a_question_of_ones_own_is_answered(target, question):
    assert run_cypher(target, question)


@pytest.mark.parametrize(("question", "says"), CASES["refused"])
def test_a_question_that_does_more_than_read_is_refused_with_the_reason(question, says):
    with pytest.raises(QueryError, match=says):
        checked(question)


def test_a_question_has_a_limit_of_rows(target):
    assert len(run_cypher(target, "UNWIND range(1, 100000) AS x RETURN x", rows=7)) == 7


def test_a_question_that_takes_too_long_is_ended(target):
    slow = "MATCH (a), (b), (c), (d), (e), (f) WHERE a.id > b.id AND c.id > d.id AND e.id > f.id RETURN count(*) AS n"
    with pytest.raises(
        (QueryError, StoreError), match="took more than|failed|imeout|timed out|interrupted|Interrupted"
    ):
        run_cypher(target, slow, seconds=0.5)


def test_a_question_that_takes_too_much_memory_is_ended(tiny):
    grows = (
        "UNWIND range(1, 1000000) AS x UNWIND range(1, 50) AS y "
        "RETURN collect(cast(x, 'STRING') + cast(y, 'STRING')) AS texts"
    )
    with pytest.raises((QueryError, StoreError), match="memory|Buffer|buffer|ended"):
        run_cypher(tiny, grows, memory=200 << 20)


def test_an_answer_that_the_engine_cannot_give_is_one_line(target):
    with pytest.raises(StoreError) as caught:
        run_cypher(target, "MATCH (z:Zone RETURN z")
    assert "\n" not in str(caught.value)


def test_strings_with_quotes_arrive_as_they_are(target):
    text = 'it\'s "x" \\ `y`'
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    assert run_cypher(target, f"RETURN '{quoted}' AS x") == [{"x": text}]


WORDS = [
    *allowed()["writes"],
    *allowed()["files"],
    "MATCH",
    "(n)",
    "RETURN",
    "n",
    "'",
    '"',
    "`",
    "//",
    "/*",
    "*/",
    "\r",
    "\n",
    ";",
    ".",
    ":",
    "|",
    "CALL",
    "{",
    "}",
    "(",
    ")",
    "x",
    "1.",
    "$p",
    "\\",
    "SET n.x = 1",
    "LOAD CSV FROM 'x' AS y",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_what_is_let_through_holds_no_clause_that_writes(parts):
    """What is sent has no comments, and its bare words are none of the refused ones, whatever came in."""
    try:
        question = checked("MATCH (n) " + " ".join(parts))
    except QueryError:
        return
    again = read_tokens(question.cypher.replace("$kg_text_", "p_"))
    assert "//" not in question.cypher.replace("'", "") or "'" in question.cypher
    for at, token in enumerate(again):
        named = at and again[at - 1].text in (".", ":", "|", "&", "!")
        assert named or token.upper not in (*allowed()["writes"], *allowed()["files"])


@given(st.text(max_size=80))
def test_no_text_makes_the_guard_fail_otherwise_than_by_refusing(text):
    try:
        question = checked(text)
    except QueryError as error:
        assert "\n" not in str(error)
        return
    assert checked(question.cypher).cypher == question.cypher or question.params


@pytest.mark.parametrize("question", CASES["reading"])
def test_the_embedded_store_is_unchanged_by_questions(tiny, question):
    with EmbeddedStore(tiny) as store:
        before = store.run("MATCH (n) RETURN count(n) AS n", {})
    run_cypher(tiny, question)
    with EmbeddedStore(tiny) as store:
        assert store.run("MATCH (n) RETURN count(n) AS n", {}) == before


def test_a_package_of_the_same_name_in_the_working_folder_is_not_run(tiny, tmp_path, monkeypatch):
    (tmp_path / "kg").mkdir()
    (tmp_path / "kg/__init__.py").write_text("raise SystemExit('the wrong kg')", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", ".")
    assert run_cypher(tiny.resolve(), "RETURN 1 AS x") == [{"x": 1}]


def test_the_process_that_answers_does_not_know_the_password(monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "secret-word")
    assert "secret-word" not in environment().values()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of address space is the system's")
def test_the_process_that_answers_has_a_limit_of_address_space(tiny):
    code = (
        "import resource, sys; from kg.guard.child import answer; from pathlib import Path;"
        f"t = dict(folder={str(tiny.resolve())!r}, server=None, cypher='RETURN 1 AS x', params={{}}, rows=1, "
        "seconds=9, memory=1 << 29);"
        "print(answer(t), 0 < resource.getrlimit(resource.RLIMIT_AS)[0] < 1 << 40)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "{'rows': [{'x': 1}]} True\n"
