"""Strings from reports and paths from users never become code: for engines, terminals, spreadsheets, Markdown."""

import csv
import importlib
import io
import json

import ladybug
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.errors import OntologyError, QueryError
from kg.gazetteers import read_gazetteer
from kg.guard import checked
from kg.log import secrets_hidden
from kg.ontology import load_ontology
from kg.output import OutputFormat, show
from kg.stores.loading import path_literal
from kg.stores.plans import check_server_plan
from kg.yamlmap import load_located

cli = importlib.import_module("kg.cli.app")


@pytest.mark.parametrize("name", ["it's", "a[b]", "q?x", "s*r", "#%20", "n\nl", "b\\s", "mix '[a]*\"`$.x"])
def test_a_path_names_one_file_for_the_engine(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    pq.write_table(pa.table({"id": ["a", "b"]}), folder / "A.parquet")
    with ladybug.Database(str(folder / "x.lbug")) as made, ladybug.Connection(made) as connection:
        connection.execute("CREATE NODE TABLE A(id STRING, PRIMARY KEY(id))")
        connection.execute(f"COPY A FROM {path_literal(folder / 'A.parquet')}")
        assert connection.execute("MATCH (a:A) RETURN count(*)").get_all() == [[2]]


# The byte order mark, by which Excel knows UTF-8.
MARK = "\ufeff"


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1"])
def test_a_csv_cell_is_no_formula(text, capsys):
    show([{"name": text}], OutputFormat.CSV)
    assert next(iter(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix(MARK)))))["name"].startswith("'")


@pytest.mark.parametrize("value", [-1.5, "-32.1", "-32.1%", 7, "浦东"])
def test_a_number_stays_a_number_in_csv(value, capsys):
    show([{"value": value}], OutputFormat.CSV)
    assert capsys.readouterr().out.removeprefix(MARK) == f"value\n{value}\n"


@pytest.mark.parametrize("output", [form for form in OutputFormat if form is not OutputFormat.XLSX])
def test_no_control_character_reaches_the_terminal(output, capsys):
    show([{"name": "a\x1b[31mb\x07\x9b2J\u202ec"}], output)
    assert not set("\x1b\x07\x9b\u202e") & set(capsys.readouterr().out)


def test_json_is_exact(capsys):
    rows = [{"name": "a\x1b\x9b\u202e|<b>"}]
    show(rows, OutputFormat.JSON)
    assert json.loads(capsys.readouterr().out) == rows


def test_a_markdown_cell_holds_no_markup(capsys):
    show([{"name": "\\|x<img src=x>[a](javascript:b)\nc"}], OutputFormat.MD)
    assert capsys.readouterr().out.splitlines()[2] == "| \\\\\\|x&lt;img src=x>\\[a\\](javascript:b) c |"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: &a [1]\nb: *a\n", "line 2: .a repeats"),
        (b"a: 1\nversion: !foo bar\n", "line 2: the tag !foo"),
        (b"a: 1\nb: \xd0\xc2\xd2\xb5\n", "line 2: not UTF-8"),
        (b"a: 2024-13-45\n", "line 1: .*no value"),
        (b"a: !!timestamp 2020\n", "line 1: .*no value"),
    ],
)
def test_yaml_that_cannot_be_meant_is_said_with_its_line(tmp_path, content, says):
    file = tmp_path / "o.yaml"
    file.write_bytes(content)
    with pytest.raises(OntologyError, match=says):
        load_located(file)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("- a\n", "o.yaml line 1: the file: a block with the keys properties, node_types"),
        ("properties:\n  a: {type: string, zh: 甲, en: a, colour: red}\n", "line 2: properties.a.colour: .*possible are type, zh, en$"),
        ("properties: {}\nnode_types: {}\nrelation_types: {}\nversion: '1'\nzones: []\n", "line 5: zones: .*possible are .*districts"),
        ("properties: {}\n", "line 1: node_types: this key is missing"),
    ],
)  # fmt: skip
def test_a_key_of_an_ontology_that_is_wrong_is_said_with_what_is_possible(tmp_path, content, says):
    file = tmp_path / "o.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(OntologyError, match=says):
        load_ontology(file)


def test_a_gazetteer_may_begin_with_a_byte_order_mark(tmp_path):
    file = tmp_path / "g.txt"
    file.write_bytes("\ufeff[Zone]\n甲园\n".encode())
    assert [entry.names for entry in read_gazetteer(file, ["Zone"], [])] == [("甲园",)]


def test_a_gazetteer_in_another_encoding_is_said_with_its_line(tmp_path):
    file = tmp_path / "g.txt"
    file.write_bytes("[Zone]\n新业坊\n".encode("gbk"))
    with pytest.raises(OntologyError, match="line 2: not UTF-8"):
        list(read_gazetteer(file, ["Zone"], []))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("MATCH (n) RETURN n GRAPH x", "GRAPH"),
        ("MATCH (n) NEXT RETURN n", "NEXT"),
        ("MATCH (n) WHERE n.name =~ '(a+)+b' RETURN n", "pattern"),
        ("MATCH (n) WHERE n.name =~ n.text RETURN n", "pattern"),
    ],
)
def test_a_clause_outside_the_list_begins_nowhere(question, says):
    with pytest.raises(QueryError, match=says):
        checked(question)


class Planned:
    """A transaction whose EXPLAIN gives one plan, as the driver's summary has it."""

    def __init__(self, kind, *names):
        self.query_type = kind
        self.plan = {"operatorType": f"{names[0]}@neo4j", "children": [{"operatorType": n} for n in names[1:]]}

    def run(self, cypher, _):
        assert cypher.startswith("EXPLAIN ")
        return self

    def consume(self):
        return self


@pytest.mark.parametrize("plan", [("rw", "ProduceResults"), ("r", "ProduceResults", "LoadCSV"), ("r", "Create")])
def test_a_plan_that_does_more_than_read_is_refused(plan):
    with pytest.raises(QueryError):
        check_server_plan(Planned(*plan), "RETURN 1", {})


def test_a_plan_that_reads_is_accepted():
    check_server_plan(Planned("r", "ProduceResults", "NodeByLabelScan", "EagerAggregation"), "RETURN 1", {})


def test_a_fault_of_the_program_is_one_line_and_a_file(monkeypatch, capsys):
    def broken():
        raise RuntimeError("bolt://neo4j:secret@host")

    monkeypatch.setattr(cli, "command", lambda: broken)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    said = capsys.readouterr().err
    assert (caught.value.code, said.count("\n")) == (cli.EXIT_CRASH, 1)
    with open(said.rsplit(maxsplit=1)[1], encoding="utf-8") as file:  # noqa: PTH123
        trace = file.read()
    assert "RuntimeError" in trace
    assert "secret" not in trace


def test_secrets_are_hidden(monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "s3cret!x")
    assert secrets_hidden("bolt://a:b@h uses s3cret!x") == "bolt://…@h uses …"
