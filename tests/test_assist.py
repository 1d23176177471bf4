"""The graph for assistants: the description of its types, and the tools over the Model Context Protocol."""

import json
import socket
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import pytest
import typer
import yaml
from conftest import ROOT

from kg.assist.answers import Answers
from kg.assist.describe import describe, guidance
from kg.assist.forms import SchemaFormat
from kg.assist.pages import paged
from kg.cli import app
from kg.errors import QueryError
from kg.find import folder_names
from kg.folder import read_schema
from kg.guard import run_cypher
from kg.stores.embedded import EmbeddedStore

anyio = pytest.importorskip("anyio")
CASES = yaml.safe_load((ROOT / "tests" / "cases" / "assistant.yaml").read_text("utf-8"))
TOOLS = {"schema", "find", "search", "queries", "query", "cypher", "evidence", "link", "compare"}


def command(graph, *more):
    return [sys.executable, "-m", "kg", "mcp", "--graph", str(graph), *more]


@asynccontextmanager
async def over_stdio(graph):
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    first, *rest = command(graph)
    async with Client(stdio_client(StdioServerParameters(command=first, args=rest, cwd=str(ROOT)))) as client:
        yield client


@asynccontextmanager
async def over_http(graph):
    from mcp.client import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command(graph, "--transport", "http", "--port", str(port)), stderr=subprocess.PIPE, cwd=ROOT
    )
    try:
        while process.poll() is None:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            yield client
    finally:
        process.terminate()
        process.communicate(timeout=20)


async def asked(client, case):
    answer = await client.call_tool(case["tool"], case["given"])
    assert not answer.is_error, answer.content
    return "\n".join(part.text for part in answer.content)


@pytest.mark.parametrize("transport", [over_stdio, over_http])
def test_ten_questions_are_answered_through_the_tools(example_graph, transport):
    async def ask_all():
        async with transport(example_graph) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            for case in CASES:
                assert case.get("holds", "") in await asked(client, case), case
            refused = await client.call_tool("cypher", {"question": "MATCH (n) DELETE n"})
            assert refused.is_error
            unknown = await client.call_tool("query", {"name": "programs-of-distict"})
            assert unknown.is_error and "programs-of-district" in unknown.content[0].text

    anyio.run(ask_all)


@pytest.fixture(scope="module")
def answers(example_graph):
    with EmbeddedStore(example_graph) as store:
        yield Answers(store, folder_names(example_graph), read_schema(example_graph), pytest.fail, example_graph)


def test_every_row_with_a_sentence_has_its_place_in_the_file(answers):
    rows = answers.query("zones-of-industry", {"industry": "集成电路"})["rows"]
    texts = {}
    for row in rows:
        document = row["document"]
        source = answers.store.run("MATCH (d:Document) WHERE d.id = $id RETURN d.source AS source", {"id": document})
        texts.setdefault(document, (ROOT / "examples" / source[0]["source"]).read_text("utf-8"))
        assert texts[document][row["start"] : row["end"]] == row["quote"]
    assert rows


def test_pages_hold_every_row_once(answers):
    whole, offset = [], 0
    while offset is not None:
        page = answers.evidence("浦东新区", offset=offset, limit=3)
        whole += page["rows"]
        offset = page["next_offset"]
    assert len(whole) == page["total"]
    assert whole == answers.evidence("浦东新区", limit=200)["rows"]


@pytest.mark.parametrize(
    ("offset", "limit", "rows", "following"), [(0, 2, [1, 2], 2), (2, 2, [3], None), (9, 2, [], None)]
)
def test_a_page_says_where_the_next_one_begins(offset, limit, rows, following):
    page = paged([{"n": n} for n in (1, 2, 3)], offset, limit)
    assert ([row["n"] for row in page["rows"]], page["next_offset"], page["total"]) == (rows, following, 3)


def test_one_district_cannot_be_compared(answers):
    with pytest.raises(QueryError, match="two districts"):
        answers.compare(["普陀区"])


@pytest.mark.parametrize("example", guidance()["examples"], ids=lambda e: e["ask"])
def test_the_examples_of_the_description_run(example_graph, example):
    run_cypher(example_graph, example["cypher"])


def test_the_description_names_every_type_and_property(ontology):
    forms = {form: describe(ontology, form) for form in SchemaFormat}
    [form] = [p for p in typer.main.get_command(app).commands["schema"].params if p.name == "form"]
    assert [form.value for form in SchemaFormat] == list(form.type.choices)
    assert set(json.loads(forms[SchemaFormat.JSON])) == {"node_types", "relation_types", "notes", "examples"}
    for text in forms.values():
        for kind in (*ontology.node_types, *ontology.relation_types):
            assert kind in text
    for kind in ontology.node_types:
        assert all(name in forms[SchemaFormat.PROMPT] for name in ontology.columns(kind))
