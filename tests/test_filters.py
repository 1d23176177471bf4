"""Filters of rows: one vocabulary on every query whose columns allow them."""

import csv
import json

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from kg.cli import app
from kg.query import load_queries

RUN = CliRunner()
with (ROOT / "tests/cases/filters.tsv").open(encoding="utf-8", newline="") as file:
    CASES = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("query", "options", "ids"), CASES)
def test_a_filter_keeps_the_rows_that_fit(tiny, query, options, ids):
    words = ["query", "run", *query.split(), *options.split(), "--graph", str(tiny), "--format", "json"]
    done = RUN.invoke(app, words)
    assert done.exit_code == (0 if ids else 3), done.stderr or done.exception
    assert {row["id"] for row in json.loads(done.stdout)} == set(ids.split())


@pytest.mark.parametrize(
    ("query", "option", "says"),
    [
        (
            "who-develops-what",
            ["--status", "planned"],
            "--status does not apply to who-develops-what, whose columns are",
        ),
        ("document-yield", ["--min-confidence", "0.5"], "filters that do: --industry, --district, --year, --type"),
        (
            "projects-of-district district=甲区",
            ["--status", "bald"],
            "--status is one of planned, under way, achieved; 'bald' is none",
        ),
        ("who-develops-what", ["--type", "Zoo"], "'Zoo' is none"),
        ("who-develops-what", ["--district", "壬区"], "no District named '壬区'"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_one_line(tiny, query, option, says):
    done = RUN.invoke(app, ["query", "run", *query.split(), *option, "--graph", str(tiny)])
    assert says in str(done.exception) and "\n" not in str(done.exception)


def test_doubtful_rows_are_left_out_and_counted_unless_they_are_asked_for(tiny):
    words = ["query", "run", "zones-of-industry", "industry=芯片", "--graph", str(tiny), "--format", "json"]
    usual = RUN.invoke(app, words)
    assert {row["id"] for row in json.loads(usual.stdout)} == {"Zone:甲园"}
    assert "kg: 1 doubtful rows left out; --doubtful shows them" in usual.stderr
    for asked in ("--doubtful", "--min-confidence=0.1"):
        assert {r["id"] for r in json.loads(RUN.invoke(app, [*words, asked]).stdout)} == {"Zone:甲园", "Zone:乙湾"}


def test_columns_are_those_that_a_query_returns(tiny):
    from kg.stores.embedded import ANY_ENTITY, EmbeddedStore

    with EmbeddedStore(tiny) as store:
        for query in load_queries().values():
            params = {
                key: ["x"] if kind.endswith("*") else 0 if kind == "int" else "x" for key, kind in query.params.items()
            }
            asked = ANY_ENTITY.sub(store._entities, query.cypher)
            assert store.connection.execute(asked, params).get_column_names() == query.columns, query.name
