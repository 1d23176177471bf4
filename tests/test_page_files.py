"""What goes into a page, the commands that write one, and a district's report."""

import subprocess
import sys
import time

import pytest
from browsers import opened, screenshot, visible
from servers import EVIL

from kg.errors import KgError, NotFoundError, UsageError
from kg.export.page import HIDDEN, choose
from kg.export.pyvis_page import write_pyvis
from kg.export.report import write_report
from kg.find import folder_names
from kg.folder import read_folder, write_folder
from kg.model import Edge, Graph, Node
from kg.selection import kinds, select, span
from kg.stores.filling import fill
from kg.stores.neo4j_load import load
from kg.subgraph import around

pytestmark = pytest.mark.browser


def test_the_most_relevant_stay_and_the_rest_is_told(tiny):
    graph = read_folder(tiny)
    chosen = choose(graph, set(graph.nodes), limit=5, keep={"Zone:孤岛"})
    assert "Zone:孤岛" in chosen.graph.nodes and "District:甲区" in chosen.graph.nodes and len(chosen.graph.nodes) == 5
    assert any("--limit" in line for line in chosen.left_out)
    only = choose(graph, set(graph.nodes), types=["Zone"])
    assert {n.type for n in only.graph.nodes.values()} == {"Zone"} and "of other types" in only.left_out[0]
    with pytest.raises(NotFoundError, match="nothing is left"):
        choose(graph, set(graph.nodes), years=(1990, 1991))
    assert not {n.type for n in choose(graph, set(graph.nodes)).graph.nodes.values()} & HIDDEN
    assert "Zone:乙湾" not in around(graph, "Zone:甲园", 1, HIDDEN)


@pytest.mark.parametrize("text", ["2021", "2021-2024"])
def test_a_span_of_years(text):
    assert span(text) == (2021, int(text[-4:]))


@pytest.mark.parametrize(("call", "says"), [
    (lambda k: span("2024-2021"), "as in 2021-2024"),
    (lambda k: span("soon"), "as in 2021-2024"),
    (lambda k: kinds("Zone,Planet", k), "no type Planet"),
])  # fmt: skip
def test_a_choice_that_cannot_be_meant_is_told(ontology, call, says):
    with pytest.raises(UsageError, match=says):
        call(ontology)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("甲园", 1, "zone-profile", ["zone=甲园"], ""), "one of"),
        (("", 1, "", ["zone=甲园"], ""), "add --query"),
        (("甲圆", 1, "", [], ""), "nearest: .*甲园"),
        (("", 1, "projects-of-zone", ["zone=孤岛"], ""), "nothing to export"),
    ],
)
def test_a_part_that_is_not_there_is_told(tiny, ontology, words, says):
    with pytest.raises(KgError, match=says):
        select(read_folder(tiny), tiny, *words)


@pytest.mark.parametrize(
    "words",
    [
        ["--around", "甲园", "--depth", "2"],
        ["--query", "zone-profile", "zone=甲园"],
        ["--district", "甲区"],
        [],
        ["--around", "甲园", "--backend", "pyvis"],
    ],
)
def test_the_command_writes_a_page_that_opens(page, seen, tiny, tmp_path, words):
    file = tmp_path / "x.html"
    done = subprocess.run(
        [sys.executable, "-m", "kg", "export", "html", *words, "-o", file, "--graph", tiny],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if "pyvis" not in words:
        opened(page, file)
        assert visible(page) > 3 and page.evaluate(
            "JSON.parse(document.getElementById('data').textContent).cypher"
        ).startswith(("MATCH", "//"))
        assert seen["console"] == []
    else:
        page.goto(file.as_uri())
    assert seen["requests"] == [file.as_uri()]


@pytest.mark.neo4j
def test_the_copied_cypher_gives_the_picture_in_neo4j(database, tiny, ontology):
    load(database, tiny)
    graph = read_folder(tiny)
    for words in (("甲园", 2, "", [], ""), ("", 1, "zone-profile", ["zone=甲园"], ""), ("", 1, "", [], "甲区")):
        assert database.run(select(graph, tiny, *words).cypher, {})


def test_a_report_holds_figures_and_a_footnote_for_every_statement(page, seen, tiny, ontology, tmp_path):
    graph = read_folder(tiny)
    count = write_report(graph, ontology, folder_names(tiny), "甲区", tmp_path / "r.html")
    with pytest.raises(NotFoundError, match="no report of 丙区"):
        write_report(graph, ontology, folder_names(tiny), "丙区", tmp_path / "none.html")
    assert not (tmp_path / "none.html").exists()
    page.goto((tmp_path / "r.html").as_uri())
    text = page.inner_text("body")
    for part in (
        "甲区2024年报告",
        "110亿元",
        "✓ 达到",
        "✗ 未达",
        "110%",
        "80%",
        "甲园核心区",
        "甲计划一号",
        "甲楼",
        "甲塔",
    ):
        assert part in text, part
    links = page.eval_on_selector_all("sup a", "all => all.map(a => a.getAttribute('href'))")
    assert len(set(links)) == count and page.evaluate("links => links.every(l => document.querySelector(l))", links)
    assert seen["console"] == [] and len(seen["requests"]) == 1
    screenshot(page, "report.png")


def test_a_report_shows_hostile_texts_as_text(page, seen, ontology, tmp_path):
    graph = Graph({"District:甲区": Node("District:甲区", "District", "甲区", [], {})})
    graph.nodes["Document:d"] = Node(
        "Document:d", "Document", EVIL[-6], [], {"title": EVIL[-6], "district": "甲区", "year": 2024}
    )
    for name in EVIL[:-1]:
        graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [], {"district": "甲区", "mentions": 1})
        graph.add(
            Edge(
                f"Zone:{name}",
                "LOCATED_IN",
                "District:甲区",
                {"quote": name, "document": "Document:d", "inferred": True, "doubtful": False, "confidence": 0.5},
            )
        )
    counts = {"District": 1, "Document": 1, "Zone": len(EVIL) - 1}
    write_folder(
        graph,
        tmp_path / "g",
        ontology,
        {"tool": "x", "ontology": "1", "nodes": counts, "edges": {"LOCATED_IN": len(EVIL) - 1}},
        fill,
    )
    write_report(read_folder(tmp_path / "g"), ontology, folder_names(tmp_path / "g"), "甲区", tmp_path / "r.html")
    page.goto((tmp_path / "r.html").as_uri())
    assert "<img src=x onerror=alert(1)>" in page.inner_text("body")
    assert page.evaluate("document.querySelectorAll('img, script').length") == 0 and seen["console"] == []


def test_pyvis_stays_a_backend(tiny, ontology, tmp_path):
    graph = read_folder(tiny)
    begin = time.monotonic()
    assert write_pyvis(choose(graph, set(graph.nodes)), tmp_path / "p.html", ontology) == len(
        choose(graph, set(graph.nodes)).graph.nodes
    )
    assert time.monotonic() - begin < 60
    assert 'src="http' not in (tmp_path / "p.html").read_text("utf-8")
