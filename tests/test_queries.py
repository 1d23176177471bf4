"""Canned queries: expected rows on a made graph, the same on every store; completion, search, diff, ad-hoc Cypher."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from itertools import islice

import networkx as nx
import pytest
import rdflib
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from servers import HOSTILE
from typer.testing import CliRunner

from kg.cli import app
from kg.cli.query import complete_params, complete_query
from kg.diff import diff
from kg.errors import KgError, NotFoundError, QueryError
from kg.examples import candidates, example
from kg.export.data import write_data
from kg.find import folder_names
from kg.folder import read_folder
from kg.model import Edge, Graph, Node
from kg.outcome import outcome
from kg.query import answer, get_query, load_queries, parse, resolve_params
from kg.search import search, snippet
from kg.stores.embedded import EmbeddedStore
from kg.stores.memory import to_networkx
from kg.stores.neo4j_load import load
from kg.stores.textindex import pairs
from kg.subgraph import around, ids_in, induced

# No project of the small graph, or of the real downloads, has an amount of money; tests/test_largest_projects.py gives some.
EMPTY = {"largest-projects"}
CASES = [json.loads(line) for line in (ROOT / "tests/cases/queries.jsonl").read_text("utf-8").splitlines()]
RUN = CliRunner()


@pytest.fixture(scope="module")
def names(tiny, ontology):
    return folder_names(tiny)


@pytest.mark.parametrize("case", CASES, ids=[case["query"] for case in CASES])
def test_a_query_gives_the_expected_rows(store, names, case):
    query = get_query(case["query"])
    rows = answer(query, resolve_params(query, case["params"], names), store)
    assert [[row[column] for column in case["columns"]] for row in rows] == case["rows"]


def test_every_query_has_a_case_and_something_to_find():
    assert sorted(case["query"] for case in CASES) == sorted(load_queries())
    assert {case["query"] for case in CASES if not case["rows"]} == EMPTY
    assert len(CASES) >= 30


def test_every_stated_row_has_its_evidence(store, names):
    for case in CASES:
        query = get_query(case["query"])
        for row in answer(query, resolve_params(query, case["params"], names), store):
            assert row.get("quote", "-") and ("document" in row or "quote" not in row), (query.name, row)


def test_an_example_is_found_for_every_query(store, names):
    assert [q.name for q in load_queries().values() if example(q, store, names) is None] == [*EMPTY]


@pytest.mark.shared
@pytest.mark.neo4j
def test_every_query_gives_the_same_rows_over_the_real_downloads(database, corpus_graph, ontology):
    load(database, corpus_graph)
    engine, found = EmbeddedStore(corpus_graph), folder_names(corpus_graph)
    empty = []
    for query in load_queries().values():
        rows = 0
        for params in islice(candidates(query, engine, found), 12):
            mine = answer(query, params, engine)
            assert answer(query, params, database) == mine, (query.name, params)
            rows += len(mine)
        if not rows and example(query, engine, found) is None:
            empty.append(query.name)
    engine.close()
    assert empty == [*EMPTY]


@pytest.mark.shared
def test_the_real_table_gives_a_dozen_pairs_of_plan_and_result(corpus_graph, ontology):
    engine = EmbeddedStore(corpus_graph)
    query = get_query("planned-against-achieved")
    rows = answer(query, resolve_params(query, ["district=浦东"], folder_names(corpus_graph)), engine)
    engine.close()
    assert len(rows) >= 12 and {row["outcome"] for row in rows} <= {"met", "missed", "unknown"}
    one = next(row for row in rows if row["indicator"] == "地区生产总值" and row["achieved"].endswith("%"))
    assert (one["planned"], one["achieved"], one["outcome"]) == ("7%", "4.8%", "missed")


OUTCOMES = [
    ("收入", "100亿元", "1e10", "ge", "1.1e10", "met"),
    ("收入", "100亿元", "1e10", "eq", "9.9e9", "missed"),
    ("产值", "1.37万亿元", "1370000000000", "eq", "1366080000000", "met"),
    ("产值", "1.37万亿元", "1370000000000", "eq", "1364000000000", "missed"),
    ("增速", "5%", "5", "approx", "4.8", "met"),
    ("增速", "5%", "5", "approx", "4.7", "missed"),
    ("失业人数", "3.39万人", "33900", "le", "31442", "met"),
    ("调查失业率", "5%", "5", "eq", "5.4", "missed"),
    ("保持稳定", "", None, "eq", "5", "unknown"),
]


@pytest.mark.parametrize(("indicator", "value", "amount", "comparator", "done", "expected"), OUTCOMES)
def test_a_plan_is_met_or_missed(indicator, value, amount, comparator, done, expected):
    plan = Node(
        "Target:1",
        "Target",
        "",
        [],
        {"indicator": indicator, "value": value, "amount": amount, "comparator": comparator},
    )
    assert outcome(plan, Node("Target:2", "Target", "", [], {"amount": done})) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("// title: x\nRETURN 1", "header lacks title_zh, family, params, returns"),
        ("// title: x\n// title_zh: x\n// family: zones\n// params: a: Zone\n// returns: x\nRETURN $b", "declares"),
        ("// title: x\n// title_zh: x\n// family: weather\n// params: -\n// returns: x\nRETURN 1", "weather"),
    ],
)
def test_a_broken_query_file_is_told(tmp_path, text, message):
    (tmp_path / "q.cypher").write_text(text, "utf-8")
    with pytest.raises(QueryError, match=message):
        parse(tmp_path / "q.cypher")


@pytest.mark.parametrize(
    ("query", "given", "message"),
    [
        ("entities-of-report", ["district=甲区", "year=next"], "whole number"),
        ("shared-industries", ["districts=,"], "empty"),
        ("shared-industries", ["districts=甲区,亥区"], "no District named '亥区'"),
        ("without-relation", ["type=Planet"], "one of .*Zone"),
        ("who-develops-what", ["x=1"], "takes none"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_told(names, query, given, message):
    with pytest.raises(KgError, match=message):
        resolve_params(get_query(query), given, names)


class Context:
    def __init__(self, **params):
        self.params = params


def test_the_shell_completes_queries_parameters_and_names(tiny):
    assert "zone-profile" in complete_query("zone-p")
    assert complete_params(Context(name="path-between"), "") == ["first=", "second="]
    assert complete_params(Context(name="zone-profile", graph=str(tiny)), "zone=甲") == [
        "zone=甲园", "zone=甲园核心区", "zone=甲园核心区东块",
    ]  # fmt: skip
    assert complete_params(Context(name="zone-profile", graph="nowhere"), "zone=甲") == []
    assert complete_params(Context(name="nothing"), "") == []


def test_search_ranks_names_before_passages_and_shows_where(store):
    rows = search(store, "甲园")
    assert [row["id"] for row in rows[:1]] == ["Zone:甲园"]
    passages = search(store, "数字广告 园区")
    assert len(passages) == 8 and all("数字广告园区" in row["snippet"] for row in passages)
    assert [row["id"] for row in search(store, "又名乙湾")] == ["Zone:乙湾"]
    assert {row["id"] for row in search(store, "孤岛 天书")} >= {"Zone:孤岛"}


@pytest.mark.parametrize("text", ["", "  ", "。,", *HOSTILE, '"', "a OR b*", "AND", "园区)"])
def test_search_takes_any_text(store, text):
    try:
        assert isinstance(search(store, text), list)
    except QueryError as error:
        assert "nothing to search for" in str(error)


@given(st.text(max_size=60))
def test_pairs_cover_every_letter(text):
    made = "".join(pairs(text))
    assert all(c.lower() in made for c in text if "\u4e00" <= c <= "\u9fff" or (c.isascii() and c.isalnum()))


def test_a_snippet_stays_around_the_word():
    assert snippet("前" * 100 + "目标" + "后" * 100, ["目标"]).count("目标") == 1
    assert snippet("短文", ["没有"]) == "短文"


def test_diff_tells_new_gone_status_and_figures(store, names):
    rows = diff(store, names, "甲区", 2021, 2024)
    assert [(r["change"], r["name"], r["before"], r["after"]) for r in rows] == [
        ("raised", "甲区 企业", "50家", "60家"),
        ("status", "甲楼", "planned", "achieved"),
        ("new", "甲公司", "", ""),
        ("gone", "甲塔", "", ""),
    ]
    with pytest.raises(NotFoundError, match="no report of 甲区 for 2019"):
        diff(store, names, "甲区", 2019, 2024)


def hostile_graph():
    graph = Graph()
    for name in HOSTILE:
        graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [name, "b"], {"mentions": 1})
    first, *others = graph.nodes
    for other in others:
        graph.add(
            Edge(
                first,
                "PART_OF",
                other,
                {"quote": other, "confidence": 0.5, "years": [1, 2], "start": 3, "inferred": False},
            )
        )
    return graph


@pytest.fixture(params=["tiny", "hostile"])
def graph(request, tiny):
    return read_folder(tiny) if request.param == "tiny" else hostile_graph()


@pytest.mark.parametrize(("ending", "read"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)])
def test_networkx_reads_back_what_is_written(graph, ontology, tmp_path, ending, read):
    [file] = write_data(graph, tmp_path / f"g{ending}", ontology)
    back = read(file)
    strip = dict.fromkeys(map(chr, [*range(9), 11, 12, *range(14, 32)]))
    wanted = {key.translate(str.maketrans(strip)).replace("\r", "\n") for key in graph.nodes}
    assert {key.replace("\r", "\n") for key in back.nodes} == wanted
    assert back.number_of_edges() == len(graph.edges)
    kinds = sorted(data["relation"] for *_, data in back.edges(data=True))
    assert kinds == sorted(edge.type for edge in graph.edges.values())


def test_csv_pairs_hold_every_row(graph, ontology, tmp_path):
    nodes, edges = write_data(graph, tmp_path / "g.csv", ontology)
    with nodes.open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == list(graph.nodes)
    with edges.open(encoding="utf-8-sig", newline="") as file:
        assert [(r["from"], r["type"], r["to"]) for r in csv.DictReader(file)] == list(graph.edges)


def test_csv_pairs_hold_no_formula_and_no_escape(graph, ontology, tmp_path):
    zone = next(node for node in graph.nodes.values() if node.type == "Zone")
    more = Graph({**graph.nodes, "Zone:x": replace(zone, id="Zone:x", name="=1+1园\x1b[2J")}, dict(graph.edges))
    nodes, _ = write_data(more, tmp_path / "g.csv", ontology)
    with nodes.open(encoding="utf-8-sig", newline="") as file:
        [name] = [row["name"] for row in csv.DictReader(file) if row["id"] == "Zone:x"]
    assert name == "'=1+1园\ufffd[2J"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_rdflib_reads_the_json_ld(graph, ontology, tmp_path):
    [file] = write_data(graph, tmp_path / "g.jsonld", ontology)
    read = rdflib.Graph().parse(file, format="json-ld")
    labels = {str(o) for o in read.objects(predicate=rdflib.RDFS.label)}
    assert labels == {node.name for node in graph.nodes.values()}
    statements = set(read.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert len(statements) == len(graph.edges)
    for edge in {edge.type for edge in graph.edges.values()}:
        count = sum(e.type == edge for e in graph.edges.values())
        assert len(list(read.triples((None, rdflib.URIRef(f"urn:district-kg:{edge}"), None)))) == count


def test_the_graph_of_a_query_is_what_its_rows_name(tiny, names, ontology):
    whole, query = read_folder(tiny), get_query("zone-profile")
    params = resolve_params(query, ["zone=甲园"], names)
    engine = EmbeddedStore(tiny)
    part = induced(whole, ids_in(answer(query, params, engine), params))
    engine.close()
    assert {"Zone:甲园", "Industry:芯片", "Enterprise:甲公司"} <= set(part.nodes) and "Zone:乙湾" not in part.nodes
    assert ("Enterprise:甲公司", "LOCATED_IN", "Zone:甲园") in part.edges
    assert to_networkx(part).number_of_edges() == len(part.edges)
    assert around(whole, "Zone:甲园", 1).keys() < around(whole, "Zone:甲园", 2).keys()


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["query", "run", "zone-profile", "zone=甲园", "--limit", "2", "--show-cypher"], 0, "2 of 8 rows"),
        (["query", "run", "who-works-with-whom", "--format", "json"], 0, ""),
        (["query", "run", "projects-of-zone", "zone=孤岛"], 3, ""),
        (["search", "数字广告", "--limit", "3"], 0, ""),
        (["search", "。"], 2, "nothing to search"),
        (["diff", "--from", "2021", "--to", "2024", "--district", "甲区", "--format", "csv"], 0, ""),
        (["cypher", "MATCH (z:Zone) RETURN z"], 0, ""),
        (["cypher", "MATCH (z:Zone) DELETE z"], 2, "DELETE writes"),
        (["export", "graph", "-o", "x.graphml", "--query", "zone-profile", "zone=甲园"], 0, "9 nodes"),
        (["export", "graph", "-o", "x.jsonld", "--around", "甲园"], 0, "nodes"),
        (["export", "graph", "-o", "x.xls"], 2, "unknown format '.xls'"),
        (["export", "graph", "-o", "x.gexf", "--query", "projects-of-zone", "zone=孤岛"], 3, "nothing to export"),
    ],
)
def test_the_commands_print_data_on_stdout_and_talk_on_stderr(tiny, tmp_path, args, status, says):
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args, "--graph", tiny], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    assert says in done.stderr and "Traceback" not in done.stderr
    assert says == "" or says not in done.stdout


@pytest.mark.parametrize("output", ["table", "json", "csv", "md"])
def test_a_question_without_rows_says_so_in_one_line_on_stderr(tiny, output):
    done = RUN.invoke(app, ["query", "run", "projects-of-zone", "zone=孤岛", "--graph", str(tiny), "--format", output])
    assert done.exit_code == 3
    assert done.stderr == "kg: no rows: nothing in this graph answers the question\n"


def test_the_list_of_queries_prints_in_every_format():
    for output in ("table", "json", "csv", "md"):
        result = RUN.invoke(app, ["query", "list", "--format", output])
        assert result.exit_code == 0 and "planned-against-achieved" in result.stdout
    rows = json.loads(RUN.invoke(app, ["query", "list", "--format", "json"]).stdout)
    assert {"name", "title", "title_zh", "params"} <= rows[0].keys()
