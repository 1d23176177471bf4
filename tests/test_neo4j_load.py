"""Loading into a real Neo4j: the same graph, in step, and nothing of other people's touched."""

import json

import pytest
from servers import HOSTILE, changed_copy, dump, embedded_dump, folder_dump, kg, settings_of

from kg.errors import StoreError
from kg.find import store_names
from kg.model import Edge, Node
from kg.query import run_query
from kg.stores.embedded import EmbeddedStore
from kg.stores.neo4j_load import dry_run, load

pytestmark = pytest.mark.neo4j
ZONE, INDUSTRY = "Zone:张江科学城", "Industry:生物医药"


@pytest.mark.parametrize(
    "graph", ["example_graph", pytest.param("corpus_graph", marks=pytest.mark.shared)], ids=["examples", "corpus"]
)
def test_both_stores_hold_every_node_relationship_and_property_of_the_folder(request, graph, database, ontology):
    folder = request.getfixturevalue(graph)
    load(database, folder)
    wanted = folder_dump(folder, ontology)
    assert dump(database) == wanted
    engine = EmbeddedStore(folder)
    nodes, edges = embedded_dump(engine)
    engine.close()
    assert nodes == {key: props for key, (_, props) in wanted[0].items()}
    assert edges == wanted[1]


def test_loading_twice_writes_nothing(database, example_graph, ontology):
    first = load(database, example_graph)
    assert first.counters["nodes_created"] == 1 + sum(d.new for d in first.diffs if not d.table.edge)
    again = load(database, example_graph)
    assert again.empty and again.counters == {}


def test_small_batches_make_the_same_graph(database, example_graph, ontology):
    load(database, example_graph, batch=7)
    assert dump(database) == folder_dump(example_graph, ontology)


def test_a_changed_graph_changes_exactly_what_differs(database, example_graph, ontology, tmp_path):
    def change(graph):
        graph.nodes[ZONE].props["mentions"] = 99
        del graph.nodes[ZONE].props["first_year"]
        graph.edges[ZONE, "FOCUSES_ON", INDUSTRY].props["confidence"] = 0.123
        for key in [k for k in graph.edges if "Zone:中以(上海)创新园" in (k[0], k[2])]:
            del graph.edges[key]
        del graph.nodes["Zone:中以(上海)创新园"]
        graph.nodes["Zone:新"] = Node("Zone:新", "Zone", "新", ["又名"], {"mentions": 1})
        graph.add(Edge("Zone:新", "PART_OF", ZONE, {"quote": "新区在此。", "inferred": False, "years": [2024]}))

    changed = changed_copy(example_graph, tmp_path / "g", ontology, change)
    load(database, example_graph)
    result = load(database, changed)
    assert dump(database) == folder_dump(changed, ontology)
    zones = next(d for d in result.diffs if d.table.name == "Zone")
    assert (zones.new, zones.changed, len(zones.gone)) == (1, 1, 1)
    assert result.counters["nodes_created"] == result.counters["nodes_deleted"] == 1


def put_notes(database):
    """What an analyst adds by hand: a property, a label, nodes, relationships."""
    for statement in (
        "MATCH (z:Zone {id: 'Zone:张江科学城'}) SET z.my_note = '去过', z:Favourite",
        "MATCH (z:Zone {id: 'Zone:张江科学城'}) CREATE (:Person {name: '王'})-[:KNOWS {since: 2020}]->(z)",
        "MATCH (z:Zone {id: 'Zone:张江科学城'}), (i:Industry {id: 'Industry:生物医药'}) CREATE (z)-[:FOCUSES_ON {by: 'me'}]->(i)",
        "MATCH (:Zone {id: 'Zone:张江科学城'})-[r:FOCUSES_ON]->(:Industry {id: 'Industry:集成电路'}) SET r.checked = true",
        "CREATE (:Zone {name: '我的园区'}), (:Zone {id: 'Zone:手工', name: '手工'})",
    ):
        database.write(statement, {})


NOTES = {
    "the property and label": "MATCH (z:Favourite {id: 'Zone:张江科学城', my_note: '去过'}) RETURN 1",
    "the person": "MATCH (:Person {name: '王'})-[:KNOWS {since: 2020}]->(:Zone {id: 'Zone:张江科学城'}) RETURN 1",
    "the relationship": "MATCH (:Zone)-[r:FOCUSES_ON {by: 'me'}]->(:Industry {id: 'Industry:生物医药'}) RETURN 1",
    "the property of a relationship": "MATCH (:Zone)-[r:FOCUSES_ON {checked: true}]->(:Industry {id: 'Industry:集成电路'}) RETURN 1",
    "the nodes": "MATCH (:Zone {name: '我的园区'}), (:Zone {id: 'Zone:手工', name: '手工'}) RETURN 1",
}


def without_zone(graph):
    for key in [k for k in graph.edges if ZONE in (k[0], k[2])]:
        del graph.edges[key]
    del graph.nodes[ZONE]


@pytest.mark.parametrize(
    "change", [lambda graph: None, without_zone], ids=["the same graph", "a graph without the zone"]
)
def test_what_analysts_add_survives(database, example_graph, ontology, tmp_path, change):
    load(database, example_graph)
    put_notes(database)
    result = load(database, changed_copy(example_graph, tmp_path / "g", ontology, change), verify=True)
    for what, question in NOTES.items():
        assert len(database.run(question, {})) == 1, what
    assert result.retired == (0 if result.empty else 2)
    again = load(database, example_graph)
    assert again.counters.get("nodes_created", 0) == 0, "the retired zone is taken back, not made again"
    assert load(database, example_graph).empty
    assert database.run("MATCH (n) WHERE n.kg_retired RETURN n.id", {}) == []
    for what, question in NOTES.items():
        assert len(database.run(question, {})) == 1, what


def test_somebody_elses_node_with_an_id_of_the_graph_stops_the_load_before_it_writes(database, example_graph, ontology):
    database.write("CREATE (:Zone {id: $id})", {"id": ZONE})
    with pytest.raises(StoreError, match="张江科学城.*rename or delete"):
        load(database, example_graph)
    assert database.run("MATCH (n) RETURN n.id AS id", {}) == [{"id": ZONE}]


def test_verify_finds_and_mends_what_was_changed_by_hand(database, example_graph, ontology):
    load(database, example_graph)
    database.write("MATCH (z:Zone {id: $id}) SET z.name = '改名', z.status = 7, z.aliases = 3", {"id": ZONE})
    database.write("MATCH ()-[r:FOCUSES_ON]->() SET r.quote = '改'", {})
    assert load(database, example_graph).empty
    assert not dry_run(database, example_graph, verify=True).empty
    load(database, example_graph, verify=True)
    assert dump(database) == folder_dump(example_graph, ontology)


def test_hostile_names_are_data(database, example_graph, ontology, tmp_path):
    def change(graph):
        for name in HOSTILE:
            node = Node(f"Zone:{name}", "Zone", name, [name], {"district": name})
            graph.nodes[node.id] = node
            graph.add(Edge(node.id, "FOCUSES_ON", INDUSTRY, {"quote": name, "rule": name, "passages": [name]}))

    folder = changed_copy(example_graph, tmp_path / "g", ontology, change)
    load(database, folder)
    assert dump(database) == folder_dump(folder, ontology)
    names = store_names(database)
    for name in HOSTILE:
        rows = run_query("zone-profile", [f"zone={name}"], database, names)
        assert [row["id"] for row in rows] == [INDUSTRY]


def test_a_name_that_no_index_takes_stops_the_load_before_it_writes(database, example_graph, ontology, tmp_path):
    def change(graph):
        graph.nodes["Zone:long"] = Node("Zone:long", "Zone", "长" * 100_000, [], {})

    folder = changed_copy(example_graph, tmp_path / "g", ontology, change)
    with pytest.raises(StoreError, match="100000 characters long.*nothing was written"):
        load(database, folder)
    assert database.run("MATCH (n) RETURN n", {}) == []


def test_a_dry_run_tells_the_difference_and_writes_nothing(database, example_graph, ontology):
    result = dry_run(database, example_graph)
    assert sum(d.new for d in result.diffs) > 100 and result.counters == {}
    assert database.run("MATCH (n) RETURN n", {}) == []


def test_a_question_cannot_write(database):
    with pytest.raises(StoreError, match="only read"):
        database.run("CREATE (n:Zone)", {})


def test_the_commands_load_and_ask(database, server, example_graph, tmp_path):
    dry = kg(server, tmp_path, "load", "--graph", str(example_graph), "--dry-run", "--format", "json")
    assert dry.returncode == 0 and {"Zone", "FOCUSES_ON"} <= {row["type"] for row in json.loads(dry.stdout)}
    assert kg(server, tmp_path, "query", "run", "zone-profile", "zone=张江科学城", "--store", "neo4j").returncode == 4
    done = kg(server, tmp_path, "load", "--graph", str(example_graph))
    assert done.returncode == 0, done.stderr
    again = kg(server, tmp_path, "load", "--graph", str(example_graph), "--format", "json")
    assert json.loads(again.stdout) == [] and "in step already" in again.stderr
    asked = kg(
        server, tmp_path, "query", "run", "zone-profile", "zone=张江科学城", "--store", "neo4j", "--format", "json"
    )
    assert "生物医药" in asked.stdout
    assert "张江科学城" in kg(server, tmp_path, "find", "张江科学城", "--store", "neo4j").stdout


def test_a_build_can_load_at_once(database, server, ontology, tmp_path):
    (tmp_path / "r.txt").write_text("浦东新区2024年政府工作报告\n张江科学城聚焦生物医药产业。", "utf-8")
    done = kg(server, tmp_path, "build", "r.txt", "--graph", "g", "--mode", "fast", "--store", "neo4j")
    assert done.returncode == 0, done.stderr
    assert dump(database) == folder_dump(tmp_path / "g", ontology)
    assert settings_of(server).uri in done.stderr
