"""Builds: the same bytes, bad input, nothing half-written; and the CLI over the result."""

import json
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from kg.builder import build
from kg.cli import app
from kg.errors import KgError
from kg.extraction import Models
from kg.find import folder_names
from kg.folder import read_folder
from kg.ontology import load_ontology
from kg.query import run_query
from kg.read import Found, load_source
from kg.stores.embedded import EmbeddedStore
from kg.stores.memory import to_networkx

RUN = CliRunner()


# The engine's file differs from run to run, and so does the list that has its hash.
VARYING = {"store.lbug", "stores.json"}


def contents(folder):
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name not in VARYING]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_the_same_files_in_any_order_give_the_same_folder(tmp_path, ontology):
    files = sorted(str(p) for p in (ROOT / "examples").iterdir())
    build(files, tmp_path / "a", ontology)
    build(files[::-1], tmp_path / "b", ontology)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


BAD = {"empty.txt": b"", "binary.txt": bytes(range(256)) * 40, "zero.docx": b"", "broken.pdf": b"%PDF-1.4 nothing"}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_and_the_others_are_built(tmp_path, ontology, name):
    shutil.copy(ROOT / "examples/普陀区-2024.txt", tmp_path / "good.txt")
    (tmp_path / name).write_bytes(BAD[name])
    report = build([str(tmp_path)], tmp_path / "out" / "g", ontology)
    assert len(report.documents) == 1
    [line] = report.failures
    assert line.startswith(name) and "\n" not in line


def test_a_file_that_cannot_be_opened_is_one_line(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(KgError, match=r"x\.txt: cannot be opened"):
        load_source(Found(tmp_path / "folder.txt", "x.txt"))


def test_a_failed_build_leaves_the_graph_that_was_there(tmp_path, ontology):
    build([str(ROOT / "examples")], tmp_path / "g", ontology)
    before = contents(tmp_path / "g")
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(KgError):
        build([str(tmp_path / "empty.txt")], tmp_path / "g", ontology)
    assert contents(tmp_path / "g") == before


def test_a_folder_with_other_things_is_not_overwritten(tmp_path, ontology):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(KgError, match="something else"):
        build([str(ROOT / "examples")], tmp_path, ontology)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["build", "missing.txt", "--graph", "g"], 2),
        (["find", "x", "--graph", "nowhere"], 4),
        (["query", "run", "nothing"], 2),
        (["extract", "missing.txt"], 2),
    ],
)
def test_the_command_says_one_line_and_its_exit_status(tmp_path, args, status):
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("kg: ")


def test_a_neighbourhood_goes_to_networkx(example_graph):
    graph = read_folder(example_graph)
    near = to_networkx(graph, "Zone:张江科学城")
    assert near.has_edge("Zone:张江科学城", "Industry:生物医药", key="FOCUSES_ON")
    assert len(near) < len(to_networkx(graph)) == len(graph.nodes)


@pytest.mark.parametrize("given", ["missing.txt", "empty-folder"])
def test_nothing_is_written_when_nothing_can_be_read(tmp_path, ontology, given):
    (tmp_path / "empty-folder").mkdir()
    with pytest.raises(KgError, match=given):
        build([str(tmp_path / given)], tmp_path / "g", ontology)
    assert not (tmp_path / "g").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("version:", "colour: red\nversion:"), "colour"),
        (("{name: 五个新城}", "{name: 五个新城}\n    - {name: 五个新城}"), "五个新城"),
        (("{name: 楼宇经济,", "{name: 楼宇经济, parent: 流量经济,"), None),
        (("- {name: 流量经济}", "- {name: 流量经济, children: [流量经济]}"), "appears twice"),
    ],
)
def test_a_broken_ontology_is_named_with_its_line(tmp_path, change, message):
    text = (ROOT / "ontology.yaml").read_text("utf-8")
    assert change[0] in text
    (tmp_path / "ontology.yaml").write_text(text.replace(*change, 1), "utf-8")
    if message is None:
        load_ontology(tmp_path / "ontology.yaml")
        return
    with pytest.raises(KgError, match=rf"line \d+.*{message}"):
        load_ontology(tmp_path / "ontology.yaml")


def test_a_cycle_in_the_taxonomy_is_an_error(tmp_path):
    text = (ROOT / "ontology.yaml").read_text("utf-8")
    text = text.replace("{name: 楼宇经济,", "{name: 楼宇经济, parent: 流量经济,")
    text = text.replace("{name: 流量经济}", "{name: 流量经济, parent: 楼宇经济}")
    (tmp_path / "ontology.yaml").write_text(text, "utf-8")
    with pytest.raises(KgError, match="cycle in the taxonomy"):
        load_ontology(tmp_path / "ontology.yaml")


CASES = [
    ("district-overview", ["district=浦东"], "张江科学城"),
    ("zone-profile", ["zone=中以创新园"], "人工智能"),
    ("zones-of-industry", ["industry=集成电路产业"], "张江科学城"),
    ("targets-of-indicator", ["indicator=GDP"], "16715.2亿元"),
    ("relation-evidence", ["head=张江科学城", "tail=生物医药"], "FOCUSES_ON"),
    ("projects-of-zone", ["zone=真如城市副中心"], "京东上海大厦"),
]


@pytest.mark.parametrize(("name", "params", "expected"), CASES)
def test_a_canned_query_answers_on_the_examples(example_graph, ontology, name, params, expected):
    store = EmbeddedStore(example_graph)
    rows = run_query(name, params, store, folder_names(example_graph))
    store.close()
    assert expected in json.dumps(rows, ensure_ascii=False)


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["query", "run", "zone-profil"], 2, "zone-profile"),
        (["query", "run", "zone-profile"], 2, "zone=<Zone>"),
        (["query", "run", "zone-profile", "area=x"], 2, "zone=<Zone>"),
        (["query", "run", "zone-profile", "zone=张江科学诚"], 3, "张江科学城"),
    ],
)
def test_a_wrong_question_says_what_is_possible(example_graph, args, status, says):
    result = RUN.invoke(app, [*args, "--graph", str(example_graph)] if len(args) > 2 else args)
    assert isinstance(result.exception, KgError)
    assert result.exception.exit_code == status
    assert says in str(result.exception)


@pytest.mark.parametrize("output", ["json", "csv", "md", "table"])
def test_find_prints_every_format(example_graph, output):
    result = RUN.invoke(app, ["find", "中以创新园", "--graph", str(example_graph), "--format", output])
    assert result.exit_code == 0
    assert "中以(上海)创新园" in result.stdout


def test_the_html_loads_nothing_from_outside(example_graph, tmp_path):
    out = tmp_path / "a.html"
    result = RUN.invoke(
        app, ["export", "html", "--around", "张江科学城", "-o", str(out), "--graph", str(example_graph)]
    )
    assert result.exit_code == 0, result.output
    page = out.read_text("utf-8")
    assert "张江科学城" in page or "\\u5f20" in page
    assert 'src="http' not in page and 'href="http' not in page


def test_extract_explains_how_a_span_became_a_mention(tmp_path):
    text = tmp_path / "t.txt"
    text.write_text("普陀区2024年政府工作报告\n一、2023年工作回顾\n中以(上海)创新园建成。\n", "utf-8")
    shown = CliRunner().invoke(app, ["extract", str(text), "--mode", "fast", "--explain", "创新园"])
    assert shown.exit_code == 0 and "中以(上海)创新园" in shown.output and "gazetteer > select" in shown.output
    none = CliRunner().invoke(app, ["extract", str(text), "--mode", "fast", "--explain", "灯塔"])
    assert none.exit_code == 3 and "灯塔" in none.output


def test_figures_of_a_document_without_district_stay_and_the_summary_counts_them(tmp_path, ontology):
    file = tmp_path / "a.txt"
    file.write_text("重点工作安排\n\n一、经济发展\n2024年新增企业300家,完成固定资产投资50亿元。\n", "utf-8")
    report = build([str(file)], tmp_path / "graph", ontology, models=Models("fast"))
    assert report.nodes["Target"] == 2
    assert any("its 2 figures are of no district" in line for line in report.summary())
    with EmbeddedStore(tmp_path / "graph") as store:
        rows = run_query("targets-of-indicator", ["indicator=固定资产投资"], store, folder_names(tmp_path / "graph"))
    assert [(row["owner"], row["value"], row["status"]) for row in rows] == [(None, "50亿元", "planned")]
