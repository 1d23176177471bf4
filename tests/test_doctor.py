"""`kg doctor`: each broken state is named with what to do; what is well is ok."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from extractors.paths import MODELS as SHIPPED
from kg import doctor
from kg.cli import app
from kg.doctor import State
from kg.errors import EXIT_PROBLEM
from kg.generations import generation
from kg.generations.locks import build_lock


def ran(*words, **env):
    """Return the exit status and the rows of `kg doctor --format json`."""
    clean = {"NEO4J_URI": "", "NEO4J_USERNAME": "", "NEO4J_PASSWORD": "", "NEO4J_DATABASE": "", "KG_GRAPH": ""}
    clean.update({key: str(value) for key, value in env.items()})
    done = CliRunner().invoke(app, ["doctor", "--format", "json", *map(str, words)], env=clean)
    return done.exit_code, json.loads(done.stdout), done.output


def states(rows, check):
    """Return the states of the rows about something."""
    return [row["state"] for row in rows if row["check"].startswith(check)]


@pytest.fixture
def graph(tiny, tmp_path):
    """A copy of a small graph that a test may damage."""
    return Path(shutil.copytree(tiny, tmp_path / "graph"))


def test_a_whole_graph_and_installation_is_well(graph):
    status, rows, _ = ran("--graph", graph)
    assert (status, {row["state"] for row in rows} - {"warning"}) == (0, {"ok"})
    assert states(rows, f"graph {graph}") == states(rows, f"store {graph}") == ["ok"]
    assert [row["detail"][:7] for row in rows if row["check"].startswith("model ")] == ["sha256 "] * len(doctor.MODELS)


def flip(path):
    """Change one byte of a file, not its size."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGE = {
    "a byte of a table": lambda home: flip(home / "nodes" / "Zone.parquet"),
    "a byte of the store": lambda home: flip(home / "store.lbug"),
    "a byte of the search index": lambda home: flip(home / "search.sqlite"),
    "a table that is gone": lambda home: (home / "edges" / "PART_OF.parquet").unlink(),
    "a store that is empty": lambda home: (home / "store.lbug").write_bytes(b""),
    "a store that is gone": lambda home: (home / "store.lbug").unlink(),
    "a schema that was cut": lambda home: (home / "schema.json").write_text("{"),
    "a manifest that is no JSON": lambda home: (home / "manifest.json").write_text("{"),
    "a manifest of another format": lambda home: (home / "manifest.json").write_text('{"format": 1}'),
    "a list of stores that is no JSON": lambda home: (home / "stores.json").write_text("[]"),
    "a generation that is gone": shutil.rmtree,
    "a name of no generation": lambda home: (home.parent.parent / "CURRENT").write_text("mine\n"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_graph_is_a_problem_with_a_way_out(damage, graph):
    DAMAGE[damage](generation(graph))
    status, rows, _ = ran("--graph", graph)
    bad = [row for row in rows if row["state"] == "problem"]
    assert status == EXIT_PROBLEM
    assert [row["check"] for row in bad] == [f"graph {graph}"]
    assert "build" in bad[0]["detail"] + bad[0]["advice"]


def test_no_graph_where_one_was_named_is_a_problem(tmp_path):
    status, rows, _ = ran("--graph", tmp_path / "none")
    assert (status, states(rows, "graph")) == (EXIT_PROBLEM, ["problem"])


def test_each_of_several_graphs_is_looked_at(graph, tiny, tmp_path):
    status, rows, _ = ran("--graph", graph, "--graph", tmp_path / "none")
    assert (status, states(rows, "graph")) == (EXIT_PROBLEM, ["ok", "problem"])


def test_files_of_others_in_a_graph_are_a_warning(graph):
    (generation(graph) / "notes.txt").write_text("mine")
    status, rows, _ = ran("--graph", graph)
    assert (status, states(rows, f"graph {graph}")) == (0, ["warning", "ok"])


def test_a_build_that_runs_is_a_warning(graph):
    with build_lock(graph / "LOCK"):
        status, rows, _ = ran("--graph", graph)
    assert (status, states(rows, f"graph {graph}")) == (0, ["warning", "ok"])


def test_the_shipped_models_are_the_ones_that_are_looked_at():
    manifests = {path.stem for path in SHIPPED.glob("*.json")}
    assert manifests == {Path(name).stem for name in doctor.MODELS}
    assert all((SHIPPED / name).exists() for name in doctor.MODELS)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("ner.npz", flip),
        ("ner.npz", Path.unlink),
        ("characters.onnx", flip),
        ("relations.json", Path.unlink),
        ("indicators.json", lambda path: path.write_text("{")),
        ("segment.json", lambda path: path.write_text('{"format": 0}')),
        ("relations-accurate.json", lambda path: path.write_text('{"format": 1}')),
    ],
)
def test_a_model_that_is_not_as_its_manifest_says_is_a_problem(name, damage, tmp_path):
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "model"))
    damage(folder / name)
    bad = [one for one in doctor.models(folder) if one.state is State.PROBLEM]
    assert [one.check.split()[1].split(".")[0] for one in bad] == [name.split(".")[0]]
    assert bad[0].advice


@pytest.mark.parametrize("text", ["node_types: [", "what: 1\n", "a: &a [*a]\n", "\x00"])
def test_an_ontology_that_cannot_be_read_is_a_problem(text, tmp_path):
    (tmp_path / "o.yaml").write_text(text)
    status, rows, _ = ran("--ontology", tmp_path / "o.yaml")
    assert (status, states(rows, "ontology")) == (EXIT_PROBLEM, ["problem"])


def test_a_gazetteer_that_cannot_be_read_is_a_problem(tmp_path):
    own = (ROOT / "ontology.yaml").read_text("utf-8") + "\ngazetteers: [mine.txt]\n"
    (tmp_path / "o.yaml").write_text(own, "utf-8")
    (tmp_path / "mine.txt").write_text("a name before any type\n", "utf-8")
    status, rows, _ = ran("--ontology", tmp_path / "o.yaml")
    assert (status, states(rows, "ontology")) == (EXIT_PROBLEM, ["problem"])


def test_a_server_that_does_not_answer_is_a_problem_and_no_secret_is_shown(tmp_path):
    status, rows, output = ran(NEO4J_URI="bolt://127.0.0.1:9", NEO4J_PASSWORD="hush-hush")
    assert (status, states(rows, "neo4j")) == (EXIT_PROBLEM, ["problem"])
    assert "hush" not in output


def test_an_address_with_a_password_is_a_problem_and_no_secret_is_shown():
    status, rows, output = ran(NEO4J_URI="bolt://neo4j:hush-hush@127.0.0.1:9", NEO4J_PASSWORD="other-secret")
    assert (status, states(rows, "neo4j")) == (EXIT_PROBLEM, ["problem"])
    assert "hush" not in output and "other" not in output


def test_without_a_server_in_the_environment_none_is_looked_for():
    _, rows, _ = ran()
    assert states(rows, "neo4j") == ["ok"]


@pytest.mark.neo4j
def test_a_server_with_the_graph_is_well_and_with_another_schema_is_a_warning(database, server, graph):
    from kg.stores.neo4j_load import load

    load(database, graph)
    status, rows, output = ran("--graph", graph, **server)
    assert (status, states(rows, "neo4j")) == (0, ["ok", "ok"])
    assert "neo4j/" in output.lower() and server["NEO4J_PASSWORD"] not in output
    database.write("MATCH (n:KgLoad) SET n.state = 'loading'", {})
    assert ran("--graph", graph, **server)[0] == EXIT_PROBLEM
    database.write("MATCH (n) DETACH DELETE n", {})
    status, rows, _ = ran("--graph", graph, **server)
    assert (status, states(rows, "neo4j")) == (0, ["ok", "warning"])


def test_an_encoding_without_chinese_is_a_warning(tmp_path):
    found = {one.check: one.state for one in doctor.machine([tmp_path / "not yet"], "ascii")}
    assert found.pop("terminal") is State.WARNING
    assert list(found) == [f"disk {tmp_path}"]


def test_a_full_disk_is_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 62)
    [disk, _] = doctor.machine([tmp_path], "utf-8")
    assert disk.state is State.WARNING and disk.advice
