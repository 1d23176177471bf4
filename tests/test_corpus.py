"""The real downloads: documents, skipped text, the indicator table, the three names of the mission."""

import json

import pytest
from conftest import ROOT

from kg.extraction import Models, extract_document
from kg.find import folder_names
from kg.folder import read_folder
from kg.query import run_query
from kg.read import find_sources, load_source, read_documents
from kg.read.characters import normalise
from kg.stores.embedded import EmbeddedStore

pytestmark = pytest.mark.shared
TABLE = [json.loads(line) for line in (ROOT / "tests/cases/pudong_table.jsonl").read_text("utf-8").splitlines()]


def documents(corpus, ontology, name):
    [found], _ = find_sources([str(corpus / name)])
    return read_documents(load_source(found), ontology.district_names())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("putuo-2024.txt", [("普陀区", 2024, "plan")]),
        ("pudong-2024.txt", [("浦东新区", 2024, "plan")]),
        ("jingan-2022.txt", [("静安区", 2022, "plan")]),
        (
            "park-listing-2021.txt",
            [
                (f"{d}区", y, "work report")
                for d, y in zip(
                    ["青浦", "普陀", "虹口", "闵行", "杨浦", "松江"], (2021,) * 4 + (2012, 2021), strict=True
                )
            ]
            + [("", None, "news"), ("", 2023, "news")],
        ),
    ],
)
def test_each_document_has_its_district_year_and_kind(corpus, ontology, name, expected):
    assert [(d.district, d.year, d.kind) for d in documents(corpus, ontology, name)] == expected


def test_the_view_maps_back_to_the_file(corpus, ontology):
    text = (corpus / "pudong-2024.txt").read_text("utf-8")
    [document] = documents(corpus, ontology, "pudong-2024.txt")
    assert "体育经济会展经济" not in document.view.text
    assert "97.6% —— 75%左右" in document.view.text
    for at in range(0, len(document.view.text), 97):
        assert document.view.text[at] in (text[document.view.to_file(at)], " ")


@pytest.fixture(scope="module")
def extracted(corpus, ontology):
    [document] = documents(corpus, ontology, "pudong-2024.txt")
    return extract_document(document, ontology)


@pytest.fixture(scope="module")
def table(extracted):
    return [t for t in extracted["targets"] if t["rule"] == "table" and t["year"] == 2023]


@pytest.mark.parametrize("row", TABLE, ids=lambda r: r["indicator"])
def test_every_row_of_the_table_has_its_three_figures(table, row):
    mine = [t for t in table if t["indicator"]["text"] == row["indicator"]]
    done = {t["kind"]: t["value"] for t in mine if t["status"] == "achieved"}
    assert done.get("level", "") == row["achieved"]
    assert done.get("change", "") == row["growth"]
    planned = [[t["value"], t["comparator"], t["kind"]] for t in mine if t["status"] == "planned"]
    assert planned == row["planned"]


@pytest.mark.parametrize(
    ("area", "value"),
    [
        ("保税区片区", "69家"),
        ("陆家嘴片区", "21家"),
        ("世博片区", "20个"),
        ("张江片区", "8家"),
        ("金桥片区", "7家"),
        ("临港新片区", "15家"),
    ],
)
def test_each_row_of_the_area_table_belongs_to_its_area(extracted, area, value):
    owned = [
        t["value"]
        for t in extracted["targets"]
        if t["subject"] is not None and extracted["mentions"][t["subject"]]["text"] == area
    ]
    assert value in owned


def test_no_fact_comes_from_skipped_text(corpus, ontology):
    # What is skipped is the same in every mode; fast is much faster.
    for found in find_sources([str(corpus)])[0]:
        for document in read_documents(load_source(found), ontology.district_names()):
            found_there = extract_document(document, ontology, Models("fast"))
            for item in (*found_there["mentions"], *found_there["targets"]):
                assert not any(s.start < item["end"] and item["start"] < s.end for s in document.skipped)


@pytest.mark.parametrize(
    ("zone", "district"), [("中以创新园", "普陀区"), ("苏河湾", "静安区"), ("临港新片区", "浦东新区")]
)
def test_the_three_names_have_a_profile_with_quotes(corpus_graph, ontology, zone, district):
    store = EmbeddedStore(corpus_graph)
    rows = run_query("zone-profile", [f"zone={zone}"], store, folder_names(corpus_graph))
    store.close()
    assert district in [r["name"] for r in rows if r["relation"] in ("LOCATED_IN", "REPORTED_BY")]
    assert all(r["quote"] for r in rows)


def plain(text):
    """Return a text as it is read: numerals of years as figures, no blanks."""
    return "".join(normalise(text).text.split())


def test_every_fact_of_the_graph_has_its_literal_sentence(corpus, corpus_graph):
    graph = read_folder(corpus_graph)
    texts = {p.name: p.read_text("utf-8") for p in corpus.iterdir()}
    skipping = set()
    for edge in graph.edges.values():
        if "quote" in edge.props:
            source = texts[graph.nodes[edge.props["document"]].props["source"]]
            written = source[edge.props["start"] : edge.props["end"]]
            if plain(written) != plain(edge.props["quote"]):
                skipping.add((edge.props["document"], edge.props["start"]))
    assert len(skipping) <= 6, "but for blanks and numerals, only quotes around skipped text may differ from the file"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("query", "kind"),
    [("programs-of-district", "Program"), ("zones-of-district", "Zone"), ("projects-of-district", "Project")],
)
def test_what_a_districts_reports_name_is_found_by_the_question_about_the_district(corpus_graph, query, kind):
    named = (
        f"MATCH (n:{kind})-[:MENTIONED_IN]->(:Passage)-[:CONTAINED_IN]->(:Section)-[:CONTAINED_IN]->(:Document)"
        "-[:REPORTED_BY]->(d:District) WHERE coalesce(n.district, '') IN ['', d.name] "
        "MATCH (n)-[r:REPORTED_BY]->(d) RETURN DISTINCT n.id AS id, d.id AS district, r.doubtful AS doubtful"
    )
    with EmbeddedStore(corpus_graph) as store:
        names = folder_names(corpus_graph)
        wanted: dict[str, dict[str, bool]] = {}
        for row in store.run(named, {}):
            wanted.setdefault(row["district"], {})[row["id"]] = row["doubtful"]
        assert len(wanted) == 8
        for district, ids in wanted.items():
            rows = run_query(query, [f"district={district.partition(':')[2]}"], store, names)
            assert set(ids) <= {row["id"] for row in rows}, district
            sure = {key for key, doubtful in ids.items() if not doubtful}
            assert sure <= {row["id"] for row in rows if not row["doubtful"]}, district
            assert len(sure) > len(ids) / 2, district
