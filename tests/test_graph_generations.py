"""A graph folder over several builds: what readers see, what is swept, who may build, and whose files stay."""

import json
import shutil
import signal
import subprocess
import sys
import threading

import pytest
from conftest import ROOT
from tiny import tiny_graph

from kg.builder import build
from kg.errors import GraphError
from kg.folder import read_manifest
from kg.generations import generation, hold, pins
from kg.generations.write import building
from kg.stores.embedded import EmbeddedStore
from kg.stores.textindex import read_names


@pytest.fixture(scope="module")
def built(tmp_path_factory, ontology):
    return tiny_graph(tmp_path_factory.mktemp("built") / "g", ontology, "old")


@pytest.fixture
def graph(built, tmp_path):
    return shutil.copytree(built, tmp_path / "g")


def names(graph):
    return sorted(path.name for path in (graph / "generations").iterdir())


def test_a_reader_keeps_the_generation_it_began_with(graph, ontology):
    with pins():
        before = read_manifest(graph)["tool"]
        tiny_graph(graph, ontology, "new")
        assert (before, read_manifest(graph)["tool"]) == ("old", "old")
    assert read_manifest(graph)["tool"] == "new"


def test_a_held_generation_is_swept_by_the_build_after_its_release(graph, ontology):
    held = hold(graph)
    tiny_graph(graph, ontology, "new")
    assert held.path.name in names(graph) and len(names(graph)) == 2
    held.release()
    tiny_graph(graph, ontology, "newer")
    assert len(names(graph)) == 1


def test_an_open_store_answers_from_its_generation(graph, ontology):
    with EmbeddedStore(graph) as store:
        tiny_graph(graph, ontology, "new")
        assert store.run("MATCH (n:Zone) RETURN count(n) AS zones", {})[0]["zones"] > 0


def test_names_are_found_whenever_they_are_asked_for_during_builds(graph, ontology):
    wanted, missed, done = read_names(graph), [], threading.Event()

    def ask():
        while not done.is_set():
            if read_names(graph) != wanted:
                missed.append(1)

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(3):
        tiny_graph(graph, ontology, f"build {number}")
    done.set()
    asking.join()
    assert not missed


@pytest.mark.parametrize("place", ["notes.txt", "generations/{current}/notes.txt"])
def test_files_of_others_stay(graph, ontology, place):
    notes = graph / place.format(current=generation(graph).name)
    notes.write_text("mine", "utf-8")
    tiny_graph(graph, ontology, "new")
    tiny_graph(graph, ontology, "newer")
    assert notes.read_text("utf-8") == "mine"
    assert read_manifest(graph)["tool"] == "newer"


def test_a_file_of_a_generation_that_was_changed_stays(graph, ontology):
    changed = generation(graph) / "schema.json"
    changed.write_text("{}", "utf-8")
    tiny_graph(graph, ontology, "new")
    assert changed.read_text("utf-8") == "{}"


@pytest.mark.parametrize(
    "content", [{"manifest.json": "{}"}, {"index.html": "x", "manifest.json": '{"files": {}}'}, {"a/b": "x"}]
)
def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path, ontology, content):
    folder = tmp_path / "web"
    for name, text in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with pytest.raises(GraphError, match=r"holds something else than a graph; give a new or empty folder"):
        build([str(ROOT / "examples")], folder, ontology)
    assert {n: (folder / n).read_text("utf-8") for n in content} == content
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == set(content)


def test_a_second_builder_is_told_who_builds(graph):
    with building(graph), pytest.raises(GraphError, match=r"process \d+ on .* is building here"), building(graph):
        pass


def test_a_lock_that_a_killed_build_left_is_taken_over(graph, ontology):
    (graph / "LOCK").write_text(json.dumps({"pid": 1, "host": "gone", "since": "long ago"}), "utf-8")
    (graph / "generations/writing-0123456789abcdef/nodes").mkdir(parents=True)
    (graph / "generations/writing-0123456789abcdef/nodes/Zone.parquet").write_bytes(b"half")
    tiny_graph(graph, ontology, "new")
    assert len(names(graph)) == 1 and not (graph / "LOCK").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for another process there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_build_with_one_line_and_the_graph_as_before(graph, number):
    command = [sys.executable, "-m", "kg", "build", str(ROOT / "examples"), "--graph", str(graph), "--mode", "fast"]
    before = names(graph)
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        while not (graph / "LOCK").exists() and running.poll() is None:
            pass
        running.send_signal(number)
        _, errors = running.communicate()
    assert running.returncode == 128 + number
    assert [line for line in errors.splitlines() if line.startswith("kg: ")][-1].startswith("kg: ")
    assert "Traceback" not in errors
    assert names(graph) == before and not (graph / "LOCK").exists()
