"""The model of the graph: questions in plain Cypher, second labels, what a load makes of an older database, the picture."""

import json
import re

import pytest
from conftest import ROOT
from model_picture import filled

from kg.examples import example
from kg.find import store_names
from kg.query import answer, load_queries
from kg.stores.neo4j_load import load
from kg.stores.owned import owned
from kg.version import FORMAT

PAGE = (ROOT / "docs/model.md").read_text("utf-8")
QUESTIONS = re.findall(r"(?m)^([^\n]+):\n\n```cypher\n(.*?)```", PAGE, re.DOTALL)
# An older graph: a type and relations that are gone, properties that nothing writes any more.
OLDER = """CREATE (z:Entity:Zone {id: 'Zone:旧园', name: '旧园', kg_hash: 1})
CREATE (d:Entity:District {id: 'District:甲区', name: '甲区', kg_hash: 2, level: '区'})
CREATE (t:Target {id: 'Target:0', name: '收入', status: 'planned', kg_hash: 3})
CREATE (s:Statute {id: 'Statute:旧法', name: '旧法', kg_hash: 8})
CREATE (z)-[:LOCATED_IN {implied: true, passages: ['p'], kg_hash: 4}]->(d)
CREATE (d)-[:FOLLOWED_BY {kg_hash: 5}]->(z) CREATE (s)-[:IN {kg_hash: 6}]->(d)
CREATE (z)<-[:LIKES]-(:Analyst {name: 'A'})"""
STATE = """MERGE (l:KgLoad {id: 'district-kg'}) SET l += {state: 'complete', format: $format, schema: $schema,
properties: ['id', 'name', 'kg_hash', 'implied', 'passages', 'level', 'status']}"""


def test_the_page_answers_twelve_questions_without_string_work():
    assert len(QUESTIONS) == 12
    assert not [title for title, cypher in QUESTIONS if re.search("STARTS WITH|CONTAINS|split|substring", cypher)]


@pytest.mark.parametrize(("title", "cypher"), QUESTIONS, ids=[title for title, _ in QUESTIONS])
def test_a_question_in_plain_cypher_has_rows(store, title, cypher):
    assert store.run(cypher, {})


def test_the_picture_is_that_of_the_ontology(ontology):
    assert filled(PAGE, ontology) == PAGE, "stale: run scripts/docs"


def test_sectors_above_are_reached_by_traversal(store):
    rows = store.run(
        "MATCH (:Industry {name: '设计'})-[:SUBSECTOR_OF*1..5]->(n) RETURN n.name AS name ORDER BY name", {}
    )
    assert [row["name"] for row in rows] == ["制造", "芯片"]


def test_what_is_absent_is_no_property(store):
    assert not store.run("MATCH (n) WHERE n.district = '' OR n.unit = '' RETURN n.id", {})


def test_every_picture_has_an_order_and_a_relation():
    for query in load_queries().values():
        assert "ORDER BY" in query.graph and "UNION" not in query.graph, query.name
        assert re.search(r"-\[|-->", query.graph) or query.name == "maybe-the-same", query.name


@pytest.mark.neo4j
def test_figures_have_a_second_label_that_follows_their_status(database, tiny):
    load(database, tiny)
    rows = database.run("MATCH (t:Target) RETURN t.status AS status, labels(t) AS labels", {})
    assert {(row["status"], *sorted(row["labels"])) for row in rows} == {
        ("planned", "Planned", "Target"),
        ("achieved", "Achieved", "Target"),
    }


@pytest.mark.neo4j
def test_a_load_brings_an_older_database_over(database, tiny):
    database.write(OLDER, {})
    older = {"node_types": {"Statute": {}}, "relation_types": {"IN": {}, "FOLLOWED_BY": {}}}
    database.write(STATE, {"format": FORMAT - 1, "schema": json.dumps(older)})
    load(database, tiny)
    types = {row["type"] for row in database.run("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type", {})}
    assert "REPORTED_BY" in types and "LIKES" in types and not types & {"IN", "FOLLOWED_BY"}
    assert not database.run("MATCH ()-[r]->() WHERE r.implied IS NOT NULL OR r.passages IS NOT NULL RETURN r.rule", {})
    assert not database.run("MATCH (n) WHERE n:Statute OR n.level = '区' RETURN n.id", {})
    assert database.run("MATCH (t:Target:Planned {id: 'Target:0'}) RETURN t.caption", {})
    assert load(database, tiny).empty


# Nodes with labels and ids of this project, and every type of relationship: among them, to the graph's nodes, between those.
ADD_NODES = """MATCH (n) WHERE n.kg_hash IS NOT NULL AND NOT n:Passage AND NOT n:Section
CREATE (m:Mine) SET m = properties(n), m.id = n.id + '*', m.name = n.name + '*', m.kg_hash = null
SET m:$(labels(n))"""
ADD_EDGES = """MATCH (a)-[r]->(b) WHERE r.kg_hash IS NOT NULL AND a.id IS NOT NULL AND b.id IS NOT NULL
OPTIONAL MATCH (c:Mine {id: a.id + '*'}) OPTIONAL MATCH (d:Mine {id: b.id + '*'})
UNWIND [[c, b], [a, d], [c, d], [b, a], [a, b]] AS ends
WITH r, ends[0] AS x, ends[1] AS y, type(r) AS type WHERE x IS NOT NULL AND y IS NOT NULL
CREATE (x)-[s:$(type)]->(y) SET s = properties(r), s.kg_hash = null"""


@pytest.mark.neo4j
def test_what_others_add_does_not_enter_answers_unless_asked(database, tiny):
    load(database, tiny)
    names = store_names(database)
    asked = [(q, p) for q in load_queries().values() if (p := example(q, database, names)) is not None]
    before = {q.name: answer(q, p, database) for q, p in asked}
    assert len(before) > 30
    added = database.write(ADD_NODES, {})["nodes_created"], database.write(ADD_EDGES, {})["relationships_created"]
    assert added > (20, 100)
    assert {q.name: answer(q, p, database) for q, p in asked} == before
    others = [q.name for q, p in asked if answer(q, p, database, others=True) != before[q.name]]
    assert len(others) > len(asked) // 2


def test_every_step_of_a_canned_query_can_be_asked_who_wrote_it():
    for query in load_queries().values():
        steps = re.findall(r"\(\w*:[^)]*\)|\[\w*(?::[\w|]+)?\](?=-)", owned(query.cypher))
        assert all("kg_hash IS NOT NULL" in step for step in steps), query.name
        assert owned(query.cypher).count("kg_hash") > 0
