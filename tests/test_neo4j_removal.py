"""What a load takes away: it asks first, names it before, keeps what analysts wrote and not what algorithms did."""

import contextlib
import os
import subprocess
import threading

import pytest
from servers import changed_copy, command_of, dump, folder_dump, kg

from kg.cli.neo4j import rows_of
from kg.ontology import load_ontology
from kg.stores.neo4j_load import dry_run, load
from kg.stores.neo4j_removal import COMPUTED, is_much, ontology_difference, purge_retired, retired

pytestmark = pytest.mark.neo4j
ZONE, OTHER, INDUSTRY = "Zone:张江科学城", "Zone:中以(上海)创新园", "Industry:生物医药"


def without(*ids):
    def change(graph):
        for key in [k for k in graph.edges if {k[0], k[2]} & {*ids}]:
            del graph.edges[key]
        for name in ids:
            del graph.nodes[name]

    return change


def half(graph):
    without(*sorted(graph.nodes)[::2])(graph)


@pytest.fixture
def loaded(database, example_graph):
    load(database, example_graph)
    return database


@pytest.fixture
def halved(example_graph, ontology, tmp_path):
    return changed_copy(example_graph, tmp_path / "half", ontology, half)


def test_a_load_that_removes_much_is_refused_without_a_terminal_and_changes_nothing(
    loaded, server, example_graph, halved, ontology, tmp_path
):
    done = kg(server, tmp_path, "load", "--graph", str(halved))
    assert done.returncode == 2 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("kg: this load removes ") and "nothing was changed" in line and "--yes" in line
    assert dump(loaded) == folder_dump(example_graph, ontology)
    done = kg(server, tmp_path, "load", "--graph", str(halved), "--yes")
    assert done.returncode == 0, done.stderr
    assert dump(loaded) == folder_dump(halved, ontology)


@pytest.mark.parametrize(("answer", "status", "kept"), [("n", 2, True), ("y", 0, False)])
def test_on_a_terminal_it_asks(loaded, server, example_graph, halved, ontology, tmp_path, answer, status, kept):
    pty = pytest.importorskip("pty", reason="needs a terminal of its own")
    ours, theirs = pty.openpty()
    shown = []

    def read():
        with contextlib.suppress(OSError):
            while data := os.read(ours, 4096):
                shown.append(data.decode("utf-8", "replace"))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    os.write(ours, f"{answer}\n".encode())
    command = command_of(server, "load", "--graph", str(halved))
    done = subprocess.run(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, cwd=tmp_path, check=False)
    os.close(theirs)
    reader.join()
    os.close(ours)
    assert done.returncode == status and "go on?" in "".join(shown)
    assert (dump(loaded) == folder_dump(example_graph, ontology)) is kept


@pytest.mark.parametrize(("removed", "there", "much"), [(0, 0, False), (20, 100, False), (21, 100, True), (1, 1, True)])
def test_more_than_a_fifth_is_much(removed, there, much):
    assert is_much(removed, there) is much


def test_a_dry_run_names_what_changes_and_what_would_be_retired(loaded, example_graph, ontology, tmp_path):
    def change(graph):
        without(ZONE, OTHER)(graph)
        graph.nodes[INDUSTRY].props["mentions"] = 99

    loaded.write("MATCH (z:Zone {id: $id}) SET z.note = '去过'", {"id": ZONE})
    folder = changed_copy(example_graph, tmp_path / "g", ontology, change)
    told = dry_run(loaded, folder)
    rows = {row["type"]: row for row in rows_of(told, None)}
    assert rows["Zone"]["names"] == [f"! {ZONE}", f"- {OTHER}"] and rows["Zone"]["retired"] == 1
    assert rows["Industry"]["names"] == [f"~ {INDUSTRY}"]
    assert f"- {ZONE} → {INDUSTRY}" in rows["FOCUSES_ON"]["names"]
    done = load(loaded, folder)
    assert done.retired == told.retired == 1 and retired(loaded) == [ZONE]
    again = {row["type"]: row for row in rows_of(dry_run(loaded, example_graph), None)}
    assert again["Zone"]["names"] == [f"~ {ZONE}", f"+ {OTHER}"], "a retired node is taken back"


def test_what_algorithms_write_keeps_nothing_alive(loaded, example_graph, ontology, tmp_path):
    loaded.write("MATCH (z:Zone) SET z.pagerank = 0.5, z.embedding = [0.1, 0.2], z.mine = 1", {})
    loaded.write("MATCH (z:Zone {id: $id}) REMOVE z.mine SET z.rank2 = 3", {"id": OTHER})
    folder = changed_copy(example_graph, tmp_path / "g", ontology, without(ZONE, OTHER))
    told = dry_run(loaded, folder, computed=(*COMPUTED, "rank2"))
    assert told.retired == 1
    assert load(loaded, folder, computed=(*COMPUTED, "rank2")).retired == 1
    assert retired(loaded) == [ZONE], "a property that is not listed is somebody's"


def test_purge_removes_what_is_retired_and_nothing_else(loaded, example_graph, ontology, tmp_path):
    loaded.write("MATCH (z:Zone {id: $id}) CREATE (:Person {name: '王'})-[:KNOWS]->(z)", {"id": ZONE})
    loaded.write("MATCH (:Zone {id: $id})-[r:LOCATED_IN|REPORTED_BY]->() SET r.checked = true", {"id": OTHER})
    folder = changed_copy(example_graph, tmp_path / "g", ontology, without(ZONE, OTHER))
    load(loaded, folder)
    assert {ZONE, OTHER} <= set(retired(loaded))
    gone = purge_retired(loaded)
    assert gone["nodes_deleted"] == 2 and gone["relationships_deleted"] >= 2
    assert retired(loaded) == []
    assert loaded.run("MATCH (n:Person) RETURN count(n) AS n", {}) == [{"n": 1}]
    loaded.write("MATCH (n:Person) DELETE n", {})
    assert dump(loaded) == folder_dump(folder, ontology)


def test_another_ontology_is_told(loaded, server, example_graph, tmp_path):
    loaded.write("MATCH (l:KgLoad) SET l.schema = replace(l.schema, '\"Town\"', '\"Village\"')", {})
    told = kg(server, tmp_path, "load", "--graph", str(example_graph), "--dry-run")
    assert "warning: " in told.stderr and "another ontology; only in the database: " in told.stderr
    assert "Village" in told.stderr and "only in the graph: Town" in told.stderr
    load(loaded, example_graph)
    assert dry_run(loaded, example_graph).other_ontology == ""


def test_the_same_ontology_and_an_empty_database_are_no_difference():
    known = load_ontology()
    state = {"schema": known.to_json(), "vocabulary": known.vocabulary_json()}
    assert ontology_difference({}, state) == ontology_difference(state, state) == ""
    assert ontology_difference({**state, "vocabulary": "{}"}, state) == "the same types, another vocabulary"


def test_purge_is_a_flag_of_the_command(loaded, server, example_graph, ontology, tmp_path):
    loaded.write("MATCH (z:Zone {id: $id}) SET z.note = 1", {"id": OTHER})
    folder = changed_copy(example_graph, tmp_path / "g", ontology, without(OTHER))
    done = kg(server, tmp_path, "load", "--graph", str(folder), "--purge-retired", "--yes")
    assert done.returncode == 0 and '"nodes_deleted": 1' in done.stderr
    assert dump(loaded) == folder_dump(folder, ontology)
