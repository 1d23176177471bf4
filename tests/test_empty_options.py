"""An empty text is refused by every option and argument of every command, before anything else is looked at."""

import pytest
import typer
from typer.testing import CliRunner

from kg.cli import app, main
from kg.cli.shell import command_names
from kg.errors import EXIT_USAGE, UsageError
from kg.same.compare import compare

TREE = typer.main.get_command(app)
EMPTY = ["", " ", "\t", "　"]


def command(words):
    found = TREE
    for word in words.split():
        found = found.commands[word]
    return found


# A flag takes no text.
TAKING = [
    (words, param)
    for words in ["", *command_names(TREE), "shell"]
    for param in command(words).params
    if not getattr(param, "is_flag", False) and not getattr(param, "count", False)
]


def line(words, param, text):
    """Return a command line in which this parameter is empty and every other that must be given is not."""
    before, rest = [], []
    for other in command(words).params:
        given = text if other is param else "2024"
        if other is not param and not other.required:
            continue
        if other.param_type_name == "option":
            before += [other.opts[0], given]
        else:
            rest.append(given)
    # The options of the command itself stand before a command.
    return [*words.split(), *before, *rest, *([] if words else ["find", "x"])]


@pytest.mark.parametrize(("words", "param"), TAKING, ids=[f"{words} {param.name}".strip() for words, param in TAKING])
def test_an_empty_text_is_wrong_usage(words, param, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in EMPTY:
        ended = CliRunner().invoke(app, line(words, param, text))
        assert isinstance(ended.exception, UsageError), (text, ended.output)
        assert "is empty" in str(ended.exception)
    assert not list(tmp_path.iterdir())


def test_most_parameters_were_tried():
    assert len(TAKING) > 150


def test_an_empty_text_among_others_is_wrong_usage():
    assert isinstance(CliRunner().invoke(app, ["build", "a.txt", "", "b.txt"]).exception, UsageError)


@pytest.mark.parametrize(
    "words", [["build", "x", "--graph", ""], ["explain-same", "", ""], ["check", "x", "--year", ""]]
)
def test_it_is_one_line_with_the_status_of_wrong_usage(words, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["kg", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err.count("\n")) == (EXIT_USAGE, "", 1)


def test_an_empty_variable_of_the_environment_is_none(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", "")
    ended = CliRunner().invoke(app, ["find", "甲"])
    assert str(ended.exception).startswith("graph: no graph here")


@pytest.mark.parametrize("kind", ["Zone", "Enterprise", "Institution", "Event", "Industry", "District"])
@pytest.mark.parametrize("name", ["", "“”", "·", "()", "（）", "Zone:", "-", "\u200b"])
def test_a_name_of_marks_alone_is_the_same_as_no_other(kind, name, ontology):
    assert compare(name, "张江科学城", ontology.node_types[kind], name=kind).score < 0.5
    assert compare("张江科学城", name, ontology.node_types[kind], name=kind).score < 0.5
