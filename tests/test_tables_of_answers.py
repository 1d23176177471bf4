"""Answers as tables: a measure over districts and years, themes, workbooks, and tables that are not cut."""

import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest
from conftest import ROOT
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import UsageError
from kg.output import Output, OutputFormat, rendered
from kg.sheets import CELL, workbook
from kg.themes import load_themes, theme_named

RUN = CliRunner()


def run(tiny, *words):
    done = RUN.invoke(app, ["query", *words, "--graph", str(tiny)])
    assert done.exit_code == 0, done.stderr or done.exception
    return done


def test_a_matrix_has_districts_as_rows_and_years_as_columns(tiny):
    done = run(tiny, "matrix", "--measure", "收入", "--format", "csv")
    assert done.stdout_bytes.decode("utf-8-sig").splitlines() == [
        "district,2024",
        "乙区,70亿元",
        "甲区,110亿元; 100亿元 (计划)",
    ]


def test_figures_of_zones_and_programs_count_only_by_owner(tiny):
    rows = json.loads(run(tiny, "matrix", "--measure", "企业", "--format", "json").stdout)
    assert [row["district"] for row in rows] == ["甲区"]
    rows = json.loads(run(tiny, "matrix", "--measure", "企业", "--rows", "owner", "--format", "json").stdout)
    assert [row["owner"] for row in rows] == ["甲区", "甲园"]
    assert {source["quote"] for row in rows for source in row["sources"]} == {
        "企业50家。",
        "企业40家。",
        "企业60家。",
        "企业9家。",
    }


def test_figures_of_another_kind_are_counted_and_can_be_asked_for(tiny):
    assert "1 of kind change" in run(tiny, "matrix", "--measure", "企业", "--rows", "owner").stderr
    done = run(tiny, "matrix", "--measure", "企业", "--rows", "owner", "--kind", "change", "--format", "json")
    assert json.loads(done.stdout)[0]["2024"] == "3% (计划)"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--measure", "收入", "--rows", "year"], "--rows and --columns are both year"),
        (["--measure", "税收"], "no Indicator named '税收'"),
        (["--measure", "收入", "--min-confidence", "0.5"], "--min-confidence does not apply to matrix"),
    ],
)
def test_a_matrix_that_cannot_be_meant_is_one_line(tiny, words, says):
    done = RUN.invoke(app, ["query", "matrix", *words, "--graph", str(tiny)])
    assert says in str(done.exception) and done.exit_code


def test_a_workbook_has_the_matrix_and_the_sentence_of_every_figure(tiny, tmp_path):
    file = tmp_path / "m.xlsx"
    run(tiny, "matrix", "--measure", "收入", "--format", "xlsx", "-o", str(file))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["matrix", "sources"]
    assert [cell.value for cell in book["matrix"][2]] == ["乙区", "70亿元"]
    head = [cell.value for cell in book["sources"][1]]
    assert book["sources"][2][head.index("number")].value == 7e9 and book["sources"].max_row == 4


def test_no_cell_of_a_workbook_is_a_formula_and_no_text_is_lost():
    rows = [
        {"text": "=1+1", "number": 1.5, "flag": True, "none": None, "list": ["a", "b"]},
        dict.fromkeys(["text", "number", "flag", "none", "list"], "x" * (CELL + 1)),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook({"a" * 40: rows})))["a" * 31]
    assert [cell.value for cell in sheet[2]] == ["=1+1", 1.5, "True", None, "a, b"]
    assert sheet["A2"].data_type != "f" and len(sheet["A3"].value) == CELL and sheet["A3"].value.endswith("…")


def test_a_question_without_rows_is_a_workbook_without_rows():
    assert openpyxl.load_workbook(io.BytesIO(workbook({"rows": []}))).sheetnames == ["rows"]


def test_a_table_in_a_pipe_cuts_no_cell():
    quote = "推进园区建设。" * 60
    text = rendered(
        [{"name": "甲" * 50, "aliases": "乙" * 70, "quote": quote, "document": "Document:丙区" + "丁" * 40}],
        OutputFormat.TABLE,
    )
    assert quote in text and "甲" * 50 in text and "乙" * 70 in text and "…" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("wide", [False, True])
def test_a_table_on_a_terminal_fits_or_says_wide(tiny, wide):
    import pty

    ours, theirs = pty.openpty()
    words = ["query", "run", "zone-profile", "zone=甲园", "--graph", str(tiny), *(["--wide"] if wide else [])]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "70", "TERM": "dumb"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words], stdout=theirs, stderr=subprocess.PIPE, check=True, env=env
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode("utf-8", "replace")
    os.close(ours)
    assert ("--wide shows them in full" in done.stderr.decode()) != wide
    assert ("Enterprise:甲公司与Zone:甲园。" in shown) == wide


def test_a_workbook_is_not_written_to_a_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdout", type("Terminal", (io.StringIO,), {"isatty": lambda _: True})())
    with pytest.raises(UsageError, match="give a file"):
        Output(OutputFormat.XLSX).show([{"a": 1}])


def test_a_theme_has_programs_figures_and_passages(tiny, monkeypatch):
    theme = theme_named("外资")
    monkeypatch.setattr(
        "kg.themes.theme_named", lambda _: type(theme)("试", "try", (), ("计划", "数字广告"), ("制造",), ("收入",))
    )
    rows = json.loads(run(tiny, "theme", "试", "--district", "甲区", "--format", "json").stdout)
    kinds = {kind: [row["id"] for row in rows if row["kind"] == kind] for kind in ("program", "figure", "passage")}
    assert "Program:甲计划" in kinds["program"] and "Program:空计划" in kinds["program"]
    assert kinds["figure"] == ["Target:0", "Target:1", "Target:5"] and len(kinds["passage"]) == 6
    assert all(row["district"] == "甲区" for row in rows)


def test_themes_are_named_once_and_an_unknown_one_is_answered_with_all():
    names = [name for theme in load_themes().values() for name in (theme.name, theme.en, *theme.also)]
    assert len(names) == len(set(names))
    done = RUN.invoke(app, ["query", "theme", "外星", "--graph", "nowhere"])
    assert "no theme '外星'; nearest: " in str(done.exception) and "营商环境" in str(done.exception)


def test_a_list_has_the_zones_that_a_sentence_puts_on_it(tiny):
    rows = json.loads(run(tiny, "run", "list-members", "list=数字广告园区", "--format", "json").stdout)
    assert {row["id"] for row in rows} == {"Zone:甲园", "Zone:孤岛", "Zone:乙湾"} and not any(
        row["said"] for row in rows
    )
