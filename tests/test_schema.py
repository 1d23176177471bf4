"""A type and a relation of the user's own, one block each, through every command; the schema that a graph carries."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT
from servers import dump, folder_dump, kg

from extractors.annotations import Extraction, Mention, Relation
from extractors.relations.declared import DeclaredRow, declared
from kg.errors import GraphError, KgError
from kg.extraction import of_ontology
from kg.find import store_names
from kg.folder import read_folder, read_ontology, read_schema
from kg.generations import generation
from kg.ontology import load_ontology
from kg.schema import Schema
from kg.stores.neo4j_load import load, stored_ontology

STATION = (
    '  Station: {zh: 车站, color: "#123456", shape: dot, entity: true, offer: 0.1, properties: [district, lines]}\n'
)
PLAIN = STATION.replace(", lines", "")
SERVES = "  SERVES: {zh: 服务于, en: serves, head: [Station], tail: [Zone, Town], stated_by: [{words: [服务, 直达]}]}\n"
BLOCKS = [
    ("  Indicator: {zh:", STATION),
    ("  MEASURES: {zh:", SERVES),
    ("  text: {type: string", "  lines: {type: strings, zh: 线路, en: lines}\n"),
    ("  Region:\n", "  Station: [东海路站, {name: 滨海枢纽站, aliases: [滨海枢纽]}]\n"),
]
REPORT = """2024年普陀区政府工作报告
一、2023年工作回顾
东海路站直达桃浦智创城和真如副中心,重点发展人工智能产业。
二、2024年工作安排
加快滨海枢纽建设,服务桃浦智创城。
"""


def with_blocks(*blocks):
    """Return the shipped ontology with blocks put before the lines that start so."""
    text = (ROOT / "ontology.yaml").read_text("utf-8")
    for before, block in blocks:
        assert text.count("\n" + before) == 1, before
        text = text.replace("\n" + before, f"\n{block}{before}")
    return text


def run(folder, *words):
    return subprocess.run([sys.executable, "-m", "kg", *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A folder with the graph of an ontology that knows stations; the ontology itself is gone after the build."""
    folder = tmp_path_factory.mktemp("station")
    (folder / "mine.yaml").write_text(with_blocks(*BLOCKS), "utf-8")
    (folder / "r.txt").write_text(REPORT, "utf-8")
    done = run(folder, "build", "r.txt", "--ontology", "mine.yaml", "--mode", "fast", "--graph", "graph")
    assert done.returncode == 0 and "Station 2" in done.stdout and "SERVES 3" in done.stdout, done.stderr
    (folder / "mine.yaml").unlink()
    return folder


READERS = {
    "find": (["find", "滨海枢纽"], "滨海枢纽站"),
    "search": (["search", "滨海枢纽", "--format", "json"], "Station:滨海枢纽站"),
    "query": (["query", "run", "entities-of-report", "district=普陀", "year=2024"], "东海路站"),
    "query of a pair": (["query", "run", "relation-evidence", "head=东海路站", "tail=桃浦智创城"], "SERVES"),
    "cypher": (["cypher", "MATCH (a:Station)-[r:SERVES]->(b:Zone) RETURN a.name AS a, b.name AS b"], "滨海枢纽站"),
    "link": (["link", "某某科技有限公司", "--industry", "人工智能", "--kinds", "Station"], "东海路站"),
    "brief": (["link", "某某科技有限公司", "--industry", "人工智能", "--kinds", "Station", "--format", "md"], "车站"),
    "page": (["export", "html", "-o", "p.html", "--types", "Station,Zone"], "p.html"),
    "pyvis": (["export", "html", "-o", "v.html", "--backend", "pyvis"], "v.html"),
    "report": (["export", "report", "--district", "普陀", "-o", "r.html"], "r.html"),
    "graph": (["export", "graph", "-o", "g.jsonld"], "g.jsonld"),
    "neo4j-admin": (["export", "neo4j-admin", "-o", "csv"], "Station.csv"),
}


@pytest.mark.parametrize("name", READERS)
def test_every_command_reads_the_graph_without_naming_the_ontology(work, name):
    words, expected = READERS[name]
    done = run(work, *words)
    assert done.returncode == 0, done.stderr
    made = work / (words[words.index("-o") + 1] if "-o" in words else "-")
    shown = done.stdout + done.stderr
    assert expected in shown
    if name in ("page", "report", "graph"):
        assert "东海路站" in made.read_text("utf-8")


def test_the_graph_holds_what_the_words_state(work):
    found = {(e.head, e.tail): e.props for e in read_folder(work / "graph").edges.values() if e.type == "SERVES"}
    assert set(found) == {
        ("Station:东海路站", "Zone:桃浦智创城"),
        ("Station:东海路站", "Zone:真如城市副中心"),
        ("Station:滨海枢纽站", "Zone:桃浦智创城"),
    }
    assert found["Station:滨海枢纽站", "Zone:桃浦智创城"]["quote"] == "加快滨海枢纽建设,服务桃浦智创城。"


def test_a_type_of_the_shipped_ontology_is_unknown_where_the_graph_has_none(work, example_graph):
    done = run(work, "export", "html", "-o", "x.html", "--types", "Station", "--graph", str(example_graph))
    assert done.returncode == 2 and "no type Station" in done.stderr


@pytest.mark.neo4j
def test_the_type_goes_into_neo4j_and_comes_back(work, server, database):
    load(database, work / "graph")
    assert dump(database) == folder_dump(work / "graph", read_schema(work / "graph"))
    assert stored_ontology(database) == read_ontology(work / "graph")
    assert "Station:东海路站" in {item.id for item in store_names(database).items}
    for name in ("find", "query", "link", "brief", "cypher"):
        words, expected = READERS[name]
        asked = kg(server, work, *words, "--store", "neo4j")
        assert expected in asked.stdout, asked.stderr
    done = kg(server, work, "browser", "setup", "-o", "browser")
    assert done.returncode == 0 and "node.Station" in (work / "browser/style.grass").read_text("utf-8")


def older(folder):
    data = json.loads((generation(folder) / "manifest.json").read_text("utf-8"))
    del data["format"]
    (generation(folder) / "manifest.json").write_text(json.dumps(data), "utf-8")


def changed(folder):
    text = (generation(folder) / "schema.json").read_text("utf-8")
    (generation(folder) / "schema.json").write_text(text.replace("车站", "站台"), "utf-8")


def broken(folder):
    (generation(folder) / "schema.json").write_text("{", "utf-8")


def lost(folder):
    (generation(folder) / "schema.json").unlink()


@pytest.mark.parametrize(
    ("damage", "says"),
    [(older, "format 1"), (changed, "was changed"), (broken, "is damaged"), (lost, "cannot be read")],
    ids=["older format", "changed", "broken", "lost"],
)
def test_a_folder_whose_schema_does_not_fit_is_told_in_one_line(work, tmp_path, damage, says):
    shutil.copytree(work, tmp_path / "copy")
    damage(tmp_path / "copy/graph")
    for name in ("page", "find") if damage is older else ("page", "graph"):
        done = run(tmp_path / "copy", *READERS[name][0])
        assert done.returncode == 4 and done.stdout == ""
        assert re.fullmatch(rf"kg: graph: .*{says}.*build the graph again( into a new folder)?\n", done.stderr)


def test_a_vocabulary_that_is_broken_is_told(work, tmp_path):
    shutil.copytree(work / "graph", tmp_path / "graph")
    (generation(tmp_path / "graph") / "vocabulary.json").write_text('{"version": 1}', "utf-8")
    with pytest.raises(GraphError, match=r"vocabulary\.json is (broken|damaged)"):
        read_ontology(tmp_path / "graph")


def test_schema_and_vocabulary_come_back_as_they_were(ontology):
    assert Schema.from_json(ontology.to_json()).digest == ontology.digest
    again = type(ontology).from_json_parts(ontology.to_json(), ontology.vocabulary_json())
    assert list(again.gazetteer()) == list(ontology.gazetteer()) and again.known_for == ontology.known_for


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (("  Indicator: {zh:", PLAIN.replace("entity: true", "entity: false")), "Station must have `entity: true`"),
        (
            ("  Indicator: {zh:", PLAIN.replace("offer: 0.1", "labels: {open: Open}")),
            "labels after its status and no property status",
        ),
        (("  Indicator: {zh:", STATION), "property 'lines' of Station is not declared"),
        (("  MEASURES: {zh:", SERVES), "names the unknown node type 'Station'"),
        (("  Region:\n", "  Station: [东海路站]\n"), "Station is no entity type"),
    ],
    ids=["no entity", "labels without status", "unknown property", "unknown end", "names of no type"],
)
def test_a_block_that_does_not_fit_is_told_with_its_line(tmp_path, block, says):
    (tmp_path / "mine.yaml").write_text(with_blocks(block), "utf-8")
    with pytest.raises(KgError, match=rf"mine\.yaml line \d+: .*{re.escape(says)}"):
        load_ontology(tmp_path / "mine.yaml")


def test_a_schema_without_a_type_that_the_program_writes_is_told(tmp_path):
    text = (ROOT / "ontology.yaml").read_text("utf-8")
    (tmp_path / "mine.yaml").write_text(re.sub(r"(?m)^  Passage: .*\n", "", text), "utf-8")
    with pytest.raises(KgError, match="Passage is missing"):
        load_ontology(tmp_path / "mine.yaml")


@pytest.mark.parametrize("line", (ROOT / "tests/cases/declared.jsonl").read_text("utf-8").splitlines())
def test_words_between_two_mentions_state_a_relation(line):
    case = json.loads(line)
    names = {"东海站": "Station", "西湖站": "Station", "北园": "Zone", "南镇": "Town"}
    found = sorted((m.start(), m.end(), names[m[0]]) for m in re.finditer("|".join(names), case["text"]))
    mentions = [Mention(start, end, kind, 0.9, ("new-type",)) for start, end, kind in found]
    sentences = [m.span() for m in re.finditer("[^。]+。", case["text"])]
    row = DeclaredRow("SERVES", frozenset({"Station"}), ("服务", "直达"), frozenset({"Zone", "Town"}))
    text = [case["text"][m.start : m.end] for m in mentions]
    hits = declared(case["text"], sentences, mentions, [row])
    assert sorted(f"{text[h.head]}>{text[h.tail]}" for h in hits) == sorted(case["pairs"])


def test_types_that_the_ontology_does_not_have_are_left_out_of_what_was_found(ontology):
    names = (("Event", 0), ("Zone", 2), ("Industry", 4))
    mentions = tuple(Mention(at, at + 2, kind, 0.9, ("crf",)) for kind, at in names)
    stated = tuple(Relation(head, kind, tail, 0, 6, 0.9, ()) for head, kind, tail in (
        (0, "LOCATED_IN", 1), (1, "FOCUSES_ON", 2), (1, "HOSTS", 2)))  # fmt: skip
    found = Extraction("论坛园区软件", (), (), (), mentions, (), (), stated, ())
    drop = {"node_types": "Event", "relation_types": "HOSTS"}
    smaller = ontology.model_copy(
        update={part: {k: v for k, v in getattr(ontology, part).items() if k != name} for part, name in drop.items()}
    )
    left = of_ontology(found, smaller)
    assert left.mentions == mentions[1:] and [m.trail for m in left.dropped] == [("crf", "ontology")]
    assert [(r.head, r.type, r.tail) for r in left.relations] == [(0, "FOCUSES_ON", 1)]
