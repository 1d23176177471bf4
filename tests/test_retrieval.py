"""Passages by vectors, full text and the graph together: on a real Neo4j, with made vectors and with the real ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import kg
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import StoreError, UsageError
from kg.stores.neo4j_load import load
from kg.stores.vectors import retrieve, words, write_vectors


class Counting:
    """Vectors that tell how often some characters stand in a text; what it was asked for is kept."""

    letters = "甲乙推进广告园"
    width = len(letters) + 1

    def __init__(self):
        self.seen = []

    def question(self, text):
        row = np.asarray([1.0, *(text.count(c) for c in self.letters)], np.float32)
        return row / np.linalg.norm(row)

    def passages(self, texts):
        self.seen += texts
        return np.stack([self.question(text) for text in texts])


@given(st.text())
def test_no_text_is_read_as_the_query_language(text):
    assert all(c.isalnum() or c == " " for c in words(text))


@pytest.mark.neo4j
def test_vectors_are_written_once_and_again_for_a_changed_text(database, tiny):
    load(database, tiny)
    model = Counting()
    first = write_vectors(database, model)
    assert first == len(model.seen) > 0
    assert write_vectors(database, model) == 0
    database.write("MATCH (p:Passage) WITH p ORDER BY p.id LIMIT 1 SET p.kg_hash = p.kg_hash + 1", {})
    assert write_vectors(database, model) == 1
    assert load(database, tiny).counters.get("nodes_deleted", 0) == 0


@pytest.mark.neo4j
def test_a_passage_says_which_lists_hold_it_and_what_it_mentions(database, tiny):
    load(database, tiny)
    write_vectors(database, Counting())
    rows = retrieve(database, Counting(), "甲园 数字广告", 5)
    assert "甲园" in rows[0]["text"] and "甲园" in rows[0]["mentions"]
    assert set(rows[0]["found"]) == {"vector", "text", "graph"}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert {way for row in retrieve(database, Counting(), "甲园", 5, ("text",)) for way in row["found"]} == {"text"}


@pytest.mark.neo4j
def test_a_database_without_vectors_says_how_to_make_them(database, tiny):
    load(database, tiny)
    database.schema("DROP INDEX kg_passage_vectors IF EXISTS")
    with pytest.raises(StoreError, match="kg load --vectors"):
        retrieve(database, Counting(), "甲园")


@pytest.mark.neo4j
def test_the_commands_write_and_ask(database, server, tiny, tmp_path):
    database.schema("DROP INDEX kg_passage_vectors IF EXISTS")
    made = kg(server, tmp_path, "load", "--graph", str(tiny), "--vectors", check=True)
    assert "vectors of" in made.stderr
    found = kg(
        server, tmp_path, "search", "甲园的数字广告", "--hybrid", "--store", "neo4j", "--format", "json", check=True
    )
    assert "甲园" in found.stdout
    database.schema("DROP INDEX kg_passage_vectors IF EXISTS")


def test_the_embedded_store_has_no_vectors_and_says_so(tiny):
    answer = CliRunner().invoke(app, ["search", "甲园", "--hybrid", "--graph", str(tiny)])
    assert isinstance(answer.exception, UsageError) and "kg load --vectors" in str(answer.exception)
