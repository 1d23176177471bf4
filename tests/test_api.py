"""The Python interface: its docstring examples, its errors, and what `import kg` brings in."""

import doctest
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import kg
import kg.api
from kg.errors import GraphError, NotFoundError, QueryError, ReadError, UsageError


@pytest.fixture(scope="module")
def work(tmp_path_factory, example_graph):
    """A folder with `examples` and the graph of them, where the docstring examples run."""
    folder = tmp_path_factory.mktemp("api")
    shutil.copytree(ROOT / "examples", folder / "examples")
    for path in example_graph.parent.glob("graph*"):
        (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / path.name)
    return folder


@pytest.fixture
def graph(example_graph):
    with kg.open_graph(example_graph) as opened:
        yield opened


EXAMPLES = [e for e in doctest.DocTestFinder().find(kg.api, globs={"kg": kg, "Path": Path}) if e.examples]


def test_every_public_call_has_an_example():
    assert {e.name.removeprefix("kg.api.") for e in EXAMPLES} >= {
        "build", "extract", "open_graph", "Graph.query", "Graph.find", "Graph.search", "Graph.link", "Graph.export"
    }  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_docstring_examples_give_what_they_say(example, work, monkeypatch):
    monkeypatch.chdir(work)
    output = []
    result = doctest.DocTestRunner().run(example, out=output.append)
    assert not result.failed, "".join(output)


def test_a_list_of_names_is_one_parameter(graph):
    rows = graph.query("district-compare", districts=["浦东新区", "普陀区"])
    assert rows


@pytest.mark.parametrize("name", ["part.graphml", "part.jsonld"])
def test_a_part_is_exported_as_data(graph, tmp_path, name):
    assert [p.name for p in graph.export(tmp_path / name, "graph", around="张江科学城")] == [name]
    assert "张江科学城" in (tmp_path / name).read_text("utf-8")


def test_a_report_is_about_one_district(graph, tmp_path):
    graph.export(tmp_path / "r.html", "report", district="普陀区")
    assert "普陀区" in (tmp_path / "r.html").read_text("utf-8")
    with pytest.raises(UsageError, match="one district"):
        graph.export(tmp_path / "r.html", "report")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda graph: graph.query("no-such-query"), QueryError),
        (lambda graph: graph.query("zone-profile", zone="无此园区"), NotFoundError),
        (lambda graph: graph.link(""), UsageError),
        (lambda graph: graph.search(""), QueryError),
        (lambda graph: kg.open_graph("/nowhere"), GraphError),
        (lambda graph: kg.build("/nowhere", "/nowhere/graph", mode="fast"), ReadError),
        (lambda graph: graph.export("x.html", "picture"), UsageError),
    ],
)
def test_errors_are_those_of_the_project(graph, call, error):
    with pytest.raises(error) as raised:
        call(graph)
    assert isinstance(raised.value, kg.KgError)


def test_import_kg_brings_in_no_other_library():
    probe = "import sys; before = set(sys.modules); import kg; print(*{m.partition('.')[0] for m in set(sys.modules) - before})"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if name not in sys.stdlib_module_names} == {"kg"}
