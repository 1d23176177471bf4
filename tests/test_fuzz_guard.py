"""The guard of `kg cypher` against the engines' own plans, on made statements; see scripts/fuzz_guard.py."""

import fuzz_guard
import ladybug
import pytest
from fuzzing.engines import Embedded, Server

from kg.errors import QueryError
from kg.guard import check
from kg.stores.neo4j_load import load
from kg.stores.plans import check_engine_plan, check_server_plan, reading, server_operators

MANY = 2000
WRITING = [
    "CREATE (:Q)", "MERGE (:Q {a: 1})", "MATCH (n) SET n.a = 1", "MATCH (n) SET n += {a: 1}", "MATCH (n) SET n:Q",
    "MATCH (n) REMOVE n:Q", "MATCH (n) REMOVE n.a", "MATCH (n) DELETE n", "MATCH (n) DETACH DELETE n",
    "MATCH (n) FOREACH (x IN [1] | SET n.a = x)", "MATCH (n) CALL { WITH n SET n.a = 1 } IN TRANSACTIONS",
    "LOAD CSV FROM 'file:///x.csv' AS line RETURN line", "SHOW SETTINGS YIELD name RETURN name", "SHOW PROCEDURES",
    "SHOW FUNCTIONS", "SHOW INDEXES", "SHOW TRANSACTIONS", "TERMINATE TRANSACTIONS 'x'",
    "CREATE INDEX q FOR (n:Q) ON (n.a)", "MATCH (n) CALL (n) { SET n.a = 1 }",
]  # fmt: skip


@pytest.fixture
def csv_file(tmp_path):
    file = tmp_path / "fuzz.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    return file


@pytest.fixture
def engine(tiny):
    with Embedded(tiny) as made:
        yield made


def test_what_the_guard_accepts_only_reads_on_the_embedded_engine(engine, csv_file):
    tally = fuzz_guard.compare({"engine": engine}, fuzz_guard.statements(7, csv_file), MANY, run_every=50)
    assert tally.found == []
    assert tally.counts["understood by engine"] > 20


@pytest.mark.neo4j
def test_what_the_guard_accepts_only_reads_on_neo4j(empty_database, tiny, csv_file):
    load(empty_database, tiny)
    with Server(empty_database.driver) as server:
        before = server.state()
        tally = fuzz_guard.compare({"server": server}, fuzz_guard.statements(7, csv_file), MANY, run_every=5)
        after = server.state()
    assert tally.found == []
    assert tally.counts["understood by server"] > 20
    assert tally.counts["run by server"] > 0
    assert after == before


def test_a_guard_with_a_hole_is_found(engine, csv_file, monkeypatch):
    """The comparison is no empty one: without the check of words and places, clauses that write come through."""
    monkeypatch.setattr(check, "_check_word", lambda *_: None)
    monkeypatch.setattr(check, "check_place", lambda *_: None)
    assert fuzz_guard.compare({"engine": engine}, fuzz_guard.statements(7, csv_file), MANY, run_every=50).found


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("CREATE (:Zone {id: 'q'})", "INSERT"),
        ("MATCH (n:Zone) DELETE n", "DELETE"),
        ("MATCH (n:Zone) SET n.name = 'q'", "SET_PROPERTY"),
        ("COPY (MATCH (n:Zone) RETURN n.id) TO 'FILE.csv'", "COPY_TO"),
        ("LOAD FROM 'FILE' RETURN *", "READ_CSV"),
        ("UNWIND [1] AS x WITH x WHERE x = 5! LOAD FROM 'FILE' RETURN *", "READ_CSV"),
        ("CALL show_functions() RETURN *", "SHOW_FUNCTIONS"),
        ("CALL threads = 1", "STANDALONE_CALL"),
        ("CREATE NODE TABLE Q(id STRING, PRIMARY KEY(id))", "CREATE_TABLE"),
        ("INSTALL json", "INSTALL_EXTENSION"),
    ],
)
def test_a_plan_of_the_embedded_engine_that_does_more_than_read_is_refused(csv_file, question, holds):
    with ladybug.Database(str(csv_file.with_name("store"))) as made, ladybug.Connection(made) as connection:
        connection.execute("CREATE NODE TABLE Zone(id STRING, name STRING, PRIMARY KEY(id))")
        [[plan]] = connection.execute(f"EXPLAIN {question.replace('FILE', csv_file.as_posix())}").get_all()
    with pytest.raises(QueryError, match=holds):
        check_engine_plan(plan)


@pytest.mark.neo4j
@pytest.mark.parametrize("question", WRITING)
def test_a_plan_of_a_real_server_that_does_more_than_read_is_refused(empty_database, question):
    with empty_database.driver.session() as session, pytest.raises(QueryError):
        session.execute_write(lambda tx: check_server_plan(tx, question, {}))


@pytest.mark.neo4j
@pytest.mark.parametrize("question", WRITING)
def test_the_operator_that_writes_is_none_of_the_reading_ones(empty_database, question):
    """The list of names alone refuses it, whatever the server says of the kind of the query."""
    with empty_database.driver.session() as session:
        found = session.run(f"EXPLAIN {question}").consume()
    assert set(server_operators(found.plan)) - reading("neo4j")
