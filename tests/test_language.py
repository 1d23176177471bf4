"""The language of help and messages, the examples of every command, and the shell."""

import json
import os
import re
import shlex
import subprocess
import sys

import pytest
import typer
from conftest import ROOT
from typer.testing import CliRunner

from kg import lang
from kg.cli import app
from kg.cli.panels import PANELS
from kg.cli.shell import command_names

RUN = CliRunner()
TREE = typer.main.get_command(app)
COMMANDS = [*command_names(TREE), "shell"]
# Examples that need a server, a terminal, a second report or minutes; these are only parsed.
PARSED = {"browser open", "browser setup", "load", "mcp", "shell", "build", "extract", "diff", "doctor"}
SAID = [
    "no query 'zonk'; nearest: zone-profile; see: kg query list",
    "no Zone named '甲' in this graph; nearest: 乙",
    "kg: 3 of 9 rows; --limit 0 shows all",
    "understood as: 区概况 (District overview)",
]


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setenv("KG_LANG", "zh")


def texts(command):
    yield " ".join((command.help or "").split())
    yield from (param.help for param in command.params if getattr(param, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)


def test_every_help_text_is_in_the_catalogue():
    wanted = {*texts(TREE), *PANELS} - {""}
    assert wanted <= set(lang.catalogue())


@pytest.mark.parametrize("text", SAID)
def test_a_message_with_names_is_translated(chinese, text):
    assert lang.translated(text) != text and lang.translated("no such text") == "no such text"


@pytest.mark.parametrize(
    "words",
    [
        ["build", "nowhere.txt"],
        ["check", "nowhere.txt"],
        ["link", ""],
        ["query", "run", "zone-profil"],
        ["query", "run", "zone-profile"],
    ],
)
def test_what_goes_wrong_is_said_in_the_language_asked_for(words, tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KG_LANG": "zh", "PYTHONUTF8": "1"}
    ended = subprocess.run([sys.executable, "-m", "kg", *words], env=env, cwd=tmp_path, capture_output=True)  # noqa: PLW1510
    said = ended.stderr.decode()
    assert ended.returncode and re.search("[\u4e00-\u9fff]{4}", said), said


def test_every_entry_keeps_the_places_of_its_text():
    for text, wanted in lang.catalogue().items():
        assert set(lang.PLACE.findall(lang.re.escape(wanted))) <= set(lang.PLACE.findall(lang.re.escape(text))), text


@pytest.mark.parametrize(
    ("given", "language"),
    [({"KG_LANG": "zh"}, "zh"), ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN.UTF-8", "KG_LANG": "en"}, "en"),
     ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"), ({"LANG": "de_DE"}, "en"), ({}, "en")],
)  # fmt: skip
def test_the_language_is_that_of_the_variable_else_of_the_locale(monkeypatch, given, language):
    for name in ("KG_LANG", *lang.VARIABLES):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert lang.language() == language


def test_help_is_in_panels_with_examples_in_the_language_asked_for():
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KG_LANG": "zh", "PYTHONUTF8": "1"}
    shown = [
        subprocess.run(
            [sys.executable, "-m", "kg", *words, "--help"], env=env, capture_output=True, check=True
        ).stdout.decode()
        for words in ([], ["query", "run"])
    ]
    assert "提问:" in shown[0] and shown[0].index("建立图谱") < shown[0].index("维护")
    assert "示例:" in shown[1] and "kg query run zone-profile zone=张江科学城" in shown[1]


def test_every_command_is_in_a_panel_and_has_two_examples():
    assert set(TREE.commands) == {name for names in PANELS.values() for name in names}
    assert {name: len(lang.examples().get(name, [])) for name in COMMANDS} == dict.fromkeys(COMMANDS, 2)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_a_command_run(name, example_graph, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", str(example_graph))
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "graph").symlink_to(example_graph)
    for line in lang.examples()[name]:
        words = shlex.split(line)[1:]
        assert " ".join(words).startswith(name)
        if name in PARSED:
            parsed(TREE, words)
        else:
            done = RUN.invoke(app, words)
            assert done.exit_code == 0, (line, done.stderr or done.exception)


def parsed(command, words):
    """Parse words as a command does, without running it."""
    context = command.make_context("kg", list(words))
    while hasattr(command, "commands"):
        name, command, words = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(name, list(words), parent=context)


def shell(tiny, *lines):
    return RUN.invoke(app, ["shell", "--graph", str(tiny)], input="\n".join(lines) + "\n")


def test_the_shell_runs_commands_queries_and_questions_and_goes_on_after_an_error(tiny, monkeypatch):
    monkeypatch.setenv("KG_GRAPH", "elsewhere")
    monkeypatch.setenv("KG_STORE", "embedded")
    done = shell(
        tiny, "# nothing", "", "query run zonk", "find", "zone-profile zone=壬", "query matrix --measure 收入 --format json",
        "enterprises-of-zone zone=甲园 --format json", "甲区有哪些园区", "今天吃什么", "'", "exit", "find 乙湾",
    )  # fmt: skip
    assert done.exit_code == 0
    for said in (
        "no query 'zonk'",
        "Missing argument",
        "no Zone named '壬'",
        "not understood: '今天吃什么'",
        "zones-of-district district=甲区",
    ):
        assert said in done.stderr
    assert '"Enterprise:甲公司"' in done.stdout and '"乙区"' in done.stdout and "Zone:乙湾" not in done.stdout


@pytest.mark.parametrize(
    ("before", "word", "wanted"),
    [
        ("", "zone-p", "zone-profile"),
        ("", "dif", "diff"),
        ("query", "ma", "matrix"),
        ("query run", "zones-n", "zones-nested"),
        ("query run zone-profile", "z", "zone="),
        ("zone-profile", "zone=甲园核", "zone=甲园核心区"),
        ("zone-profile", "zone=又名乙", "zone=乙湾"),
        ("find", "甲公", "甲公司"),
    ],
)
def test_the_shell_completes_commands_queries_and_names(tiny, before, word, wanted):
    from kg.find import folder_names
    from kg.shell.completion import Completions

    completions = Completions(COMMANDS, folder_names(tiny))
    assert wanted in completions.after(before, word)
    assert json.dumps(completions.after(before, "zzz")) == "[]"
