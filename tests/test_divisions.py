"""Divisions of the country: what a name means, and that only divisions are District nodes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from extractors.annotations import Extraction, Mention, Section
from kg.annotated import Annotated
from kg.cli import app
from kg.graph import assemble
from kg.read import read_text
from kg.read.divisions import divisions, meant
from kg.resolve import resolve

CASES = json.loads((Path(__file__).parent / "cases/divisions.json").read_text("utf-8"))
REPORT = "2024年勐海县政府工作报告\n各位代表：\n学习静安区人民政府经验，与浦东合作。\n本区新增企业12家，各区支持勐混镇，原闸北区另有三家。\n"


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.get('before', '')}|{c['text']} of {c.get('home', 'nobody')}")
def test_a_name_means_the_division_that_its_text_means(case):
    division = meant(case["text"], case.get("before", ""), case.get("home", ""))
    assert (divisions().home_name(division) if division else "") == case["means"]


def test_every_division_is_found_again_by_its_home_name():
    assert [one for one in divisions() if divisions().find(divisions().home_name(one)) != one] == []


def test_a_former_division_has_a_present_successor_in_its_city():
    former = [one for one in divisions() if one.until]
    assert len(former) > 90
    for one in former:
        assert [d for d in divisions().named(one.successor) if d.until is None and d.parents == one.parents], one
        assert not [d for d in divisions().named(one.name) if d.until is None and d.parents == one.parents], one


@given(st.text(alphabet="静安区普陀县上海市浦东新各全本人民政府域镇北京朝阳", max_size=14))
def test_what_is_meant_is_a_division_of_the_list(text):
    division = meant(text, home="静安区")
    assert division is None or division in divisions().named(division.name)


def graph_of(text, names, ontology, kind="District", score=1.0):
    """Return the graph and the resolution of a report in which `names` are mentions."""
    [document] = read_text(text, ontology.district_names())
    places = sorted((document.view.text.index(name), name) for name in names)
    mentions = [Mention(start, start + len(name), kind, score, ("tagger",)) for start, name in places]
    size = len(document.view.text)
    section = Section(0, size, 1, ("全文",), 2024, "achieved")
    found = Extraction(document.view.text, (section,), ((0, size),), (), tuple(mentions), (), (), (), ())
    doc = Annotated(document, found)
    resolution = resolve([doc], ontology)
    return assemble([doc], resolution, ontology), resolution


def test_only_divisions_are_district_nodes_with_code_and_parent(ontology):
    names = ["勐海县", "静安区人民政府", "浦东", "本区", "各区", "勐混镇", "闸北区"]
    graph, resolution = graph_of(REPORT, names, ontology)
    found = {n.name: (n.props["code"], n.props["parent"]) for n in graph.nodes.values() if n.type == "District"}
    assert found == {
        "勐海县": ("532822", "西双版纳傣族自治州"),
        "静安区": ("310106", "上海市"),
        "浦东新区": ("310115", "上海市"),
        "闸北区": ("310108", "上海市"),
    }
    assert graph.nodes["District:勐海县"].props["mentions"] == 2
    assert "Town:勐混镇" in graph.nodes
    assert resolution.unplaced == {"各区": 1}


@pytest.mark.parametrize(("score", "doubtful"), [(0.9, False), (0.3, True)])
def test_that_a_report_names_something_is_as_sure_as_its_mention(score, doubtful, ontology):
    graph, _ = graph_of("2024年勐海县政府工作报告\n推进茶香计划。\n", ["茶香计划"], ontology, "Program", score)
    [edge] = [e for e in graph.edges.values() if e.type == "REPORTED_BY" and e.head == "Program:茶香计划"]
    assert (edge.props["confidence"], edge.props["doubtful"]) == (score, doubtful)


def test_words_that_mean_a_district_are_no_names_of_it(ontology):
    graph, _ = graph_of(REPORT, ["静安区人民政府", "本区", "浦东"], ontology)
    assert "浦东" in graph.nodes["District:浦东新区"].aliases
    assert not {"静安区人民政府", "本区"} & {a for n in graph.nodes.values() for a in n.aliases}


def test_a_former_district_names_what_it_became_part_of(ontology):
    graph, _ = graph_of(REPORT, ["闸北区"], ontology)
    props = graph.nodes["District:闸北区"].props
    assert (props["until"], props["successor"]) == (2015, "静安区")


@pytest.mark.parametrize(("name", "said"), [("火星区", "no division"), ("朝阳区", "北京市朝阳区")])
def test_a_district_that_cannot_be_meant_is_one_line(name, said, tmp_path):
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    for command in (["check"], ["extract"], ["build", "--graph", str(tmp_path / "g")]):
        done = CliRunner().invoke(app, [*command, str(tmp_path / "a.txt"), "--district", name])
        assert said in str(done.exception) and not (tmp_path / "g").exists()


def test_a_district_may_be_given_in_short(tmp_path):
    (tmp_path / "a.txt").write_text("各位同志：大家要继续努力，把工作做好。", "utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "a.txt"), "--district", "北京朝阳", "--format", "json"])
    assert json.loads(done.stdout)[0]["district"] == "北京市朝阳区"
