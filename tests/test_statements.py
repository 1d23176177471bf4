"""What the texts say stays in the graph folder: every statement of an edge, every mention, every scope of a label."""

from types import SimpleNamespace

import pytest

from kg.builder import build
from kg.extraction import models_for
from kg.folder import read_folder
from kg.graph.edges import add_statements
from kg.mode import ModeName
from kg.model import Graph
from kg.source_tables import read_said
from kg.statements import Evidence, Statement

REPORT = """2024年普陀区政府工作报告
一、2023年工作回顾
桃浦智创城聚焦人工智能产业。桃浦智创城重点发展人工智能产业,桃浦智创城引进企业20家。
中以(上海)创新园:引进生命健康企业12家。
"""


def statement(confidence, document="d", start=0, inferred=False, year=2024, head="Zone:甲"):
    evidence = Evidence(f"{document}{start}", document, f"Passage:{document}:{start}", start, start + 9, year)
    return Statement(head, "FOCUSES_ON", "Industry:乙", evidence, confidence, ("rule", "classifier"), inferred)


def test_an_edge_has_the_best_evidence_and_all_statements_stay():
    graph = Graph()
    given = [statement(0.9, inferred=True, year=None), statement(0.6, "e", 5), statement(0.8, "e", 30, year=2023)]
    add_statements(graph, given)
    [edge] = graph.edges.values()
    assert (edge.props["quote"], edge.props["rule"], edge.props["doubtful"]) == ("e30", "rule", False)
    assert edge.props["years"] == [2023, 2024] and edge.props["sentences"] == 3
    assert graph.statements == given


@pytest.mark.parametrize(
    ("confidence", "inferred", "doubtful"),
    [(0.49, False, True), (0.5, False, False), (0.69, True, True), (0.7, True, False)],
)
def test_a_statement_that_is_likelier_wrong_than_right_makes_a_doubtful_edge(confidence, inferred, doubtful):
    graph = Graph()
    add_statements(graph, [statement(confidence, inferred=inferred)])
    assert [e.props["doubtful"] for e in graph.edges.values()] == [doubtful]


def test_a_node_says_nothing_of_itself():
    graph = Graph()
    add_statements(graph, [statement(0.9, head="Industry:乙")])
    assert not graph.edges and not graph.statements


@pytest.fixture(scope="module")
def said(tmp_path_factory, ontology):
    folder = tmp_path_factory.mktemp("said")
    (folder / "r.txt").write_text(REPORT, "utf-8")
    build([str(folder / "r.txt")], folder / "g", ontology, models=models_for(ModeName.FAST))
    tables = {name: read_said(folder / "g", name) for name in ("statements", "mentions", "scopes")}
    return SimpleNamespace(graph=read_folder(folder / "g"), **tables)


def test_every_edge_with_evidence_has_its_statements(said):
    keys = {(row["head"], row["relation"], row["tail"]) for row in said.statements}
    assert keys == {key for key, edge in said.graph.edges.items() if "quote" in edge.props}
    stated = [row for row in said.statements if row["head"] == "Zone:桃浦智创城" and row["relation"] == "FOCUSES_ON"]
    assert len({row["quote"] for row in stated}) == 2 and all(row["trail"] for row in stated)


def test_every_mention_keeps_its_offsets_and_the_file_holds_the_name_there(said):
    places = [(row["start"], row["end"]) for row in said.mentions if row["entity"] == "Zone:桃浦智创城"]
    assert len(places) == 3 and {REPORT[a:b] for a, b in places} == {"桃浦智创城"}
    assert said.graph.nodes["Zone:桃浦智创城"].props["mentions"] == 3
    assert all(row["passage"] in said.graph.nodes for row in said.mentions)


def test_a_label_keeps_what_it_names_and_what_stands_under_it(said):
    [row] = [row for row in said.scopes if row["entity"] == "Zone:中以(上海)创新园"]
    assert REPORT[row["label_start"] : row["label_end"]].startswith("中以(上海)创新园")
    assert "生命健康企业12家" in REPORT[row["start"] : row["end"]]


def test_firms_under_the_label_of_an_institution_work_with_it(tmp_path, ontology):
    (tmp_path / "r.txt").write_text(
        "2023年普陀区政府工作报告\n一、创新平台\n上海机器人研究所:新引进商汤科技、依图科技等企业。\n", "utf-8"
    )
    build([str(tmp_path / "r.txt")], tmp_path / "g", ontology, models=models_for(ModeName.FAST))
    graph = read_folder(tmp_path / "g")
    found = {key: edge for key, edge in graph.edges.items() if key[1] == "COOPERATES_WITH"}
    assert {key[0] for key in found} == {"Enterprise:商汤科技", "Enterprise:依图科技"}
    assert {key[2] for key in found} == {"Institution:上海机器人研究所"}
    assert all(edge.props["inferred"] and edge.props["sentences"] == 1 for edge in found.values())
