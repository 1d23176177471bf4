"""What canned queries cost a server: database hits a row returned, by PROFILE."""

import csv
from pathlib import Path

import pytest
from query_hits import limit, measured

from kg.query import load_queries
from kg.stores.neo4j_load import load

# Looking a parameter up in an index, and asking an index that has nothing, costs some hits however few rows there are.
LOOKUPS = 60


def bounds():
    """Return {query: (hits a row, why)} of those that may cost more than `limit`."""
    with (Path(__file__).parent / "cases/query-hits.tsv").open(encoding="utf-8", newline="") as file:
        return {row["query"]: (int(row["hits"]), row["reason"]) for row in csv.DictReader(file, delimiter="\t")}


@pytest.mark.neo4j
@pytest.mark.shared
def test_a_row_costs_ten_hits_and_one_for_each_column_or_what_is_documented(database, corpus_graph):
    # Over a handful of nodes the planner scans labels, whatever the query; the real downloads say something.
    load(database, corpus_graph)
    queries, above = load_queries(), bounds()
    found = measured(database)
    assert len(found) > 30
    dear = {
        name: (hits, rows)
        for name, (hits, rows) in found.items()
        if hits > LOOKUPS + rows * above.get(name, (limit(queries[name]), ""))[0]
    }
    assert dear == {}


def test_what_costs_more_is_a_query_and_has_a_reason():
    queries = load_queries()
    assert all(hits > limit(queries[name]) and reason for name, (hits, reason) in bounds().items())
