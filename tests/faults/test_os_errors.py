"""What the operating system refuses is one line and a documented status, for every command that reads or writes.

The cases are os_errors.json: the commands with the files of a graph that each reads, what befalls these files, where
outputs cannot go, and inputs that are none.
"""

import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT

from kg.cli import main
from kg.errors import EXIT_STORE, EXIT_USAGE, OutputError
from kg.export.browser import write_browser
from kg.generations import generation

CASES = json.loads(Path(__file__).with_name("os_errors.json").read_text("utf-8"))
COMMANDS, OUTPUTS, INPUTS, STREAMS = (CASES[key] for key in ("commands", "outputs", "inputs", "streams"))
# Of all pairs of a command and a damage every third is tried, so that each of both has its turn and the file takes a minute;
# KG_ALL=1 tries all.
SPREAD = 1 if os.environ.get("KG_ALL") else 3
FIRMS, REPORT = "企业名称\n甲公司\n乙公司\n", "浦东新区2024年政府工作报告\n\n推进张江科学城建设。\n"


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def folder(path):
    path.unlink()
    path.mkdir()


def into_file(path):
    shutil.rmtree(path)
    path.write_text("mine")


def foreign(path):
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 99}))


PART_DAMAGE = {
    "cut": cut,
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "gone": Path.unlink,
    "a folder": folder,
}
GRAPH_DAMAGE = {
    "manifest cut": lambda graph: cut(generation(graph) / "manifest.json"),
    "manifest empty": lambda graph: (generation(graph) / "manifest.json").write_bytes(b""),
    "manifest a folder": lambda graph: folder(generation(graph) / "manifest.json"),
    "manifest of another version": lambda graph: foreign(generation(graph) / "manifest.json"),
    "CURRENT cut": lambda graph: cut(graph / "CURRENT"),
    "CURRENT a folder": lambda graph: folder(graph / "CURRENT"),
    "generation gone": lambda graph: shutil.rmtree(generation(graph)),
    "generation a file": lambda graph: into_file(generation(graph)),
    "graph a file": into_file,
    "graph gone": shutil.rmtree,
}


@pytest.fixture
def graph(tiny, tmp_path):
    return Path(shutil.copytree(tiny, tmp_path / "graph"))


@pytest.fixture
def kg(monkeypatch, capsys, tmp_path):
    """Run a command line through the entry that prints errors; return status, stdout and stderr."""
    (tmp_path / "firms.csv").write_text(FIRMS, "utf-8")
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    (tmp_path / "empty").write_bytes(b"")
    # No server is there: a damaged graph is found before one is asked.
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:9")
    monkeypatch.setenv("NEO4J_PASSWORD", "not-used")

    def run(line, **places):
        known = {"graph": tmp_path / "graph", "out": tmp_path / "out", "tmp": tmp_path, **places}
        words = [word.format(**known) for word in shlex.split(line)]
        monkeypatch.setattr(sys, "argv", ["kg", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


@contextmanager
def full_disk(size=64):
    """No file of this process may grow over some bytes; the error is that of a file that is too large.

    Only around a command: what pytest says may go into a file, too.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def one_line(text):
    return len(text.splitlines()) == 1 and text.startswith("kg: ") and text.endswith("\n")


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if "server" not in command])
def test_a_whole_graph_answers(name, graph, kg):
    status, out, err = kg(COMMANDS[name]["line"])
    assert (status, bool(out or err)) == (0, True), err


@pytest.mark.parametrize(
    ("name", "part", "damage"),
    [
        (name, part, damage)
        for name, command in COMMANDS.items()
        for part in command["reads"]
        for damage in command.get("damages", PART_DAMAGE)
    ][::SPREAD],
)
def test_a_damaged_part_of_a_graph_is_one_line(name, part, damage, graph, kg, tmp_path):
    PART_DAMAGE[damage](generation(graph) / part)
    status, out, err = kg(COMMANDS[name]["line"])
    assert (status, out) == (EXIT_STORE, ""), err
    assert one_line(err) and "build" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, damage) for name, command in COMMANDS.items() if "damages" not in command for damage in GRAPH_DAMAGE][
        ::SPREAD
    ],
)
def test_a_graph_that_cannot_be_used_is_one_line(name, damage, graph, kg, tmp_path):
    GRAPH_DAMAGE[damage](graph)
    status, out, err = kg(COMMANDS[name]["line"])
    assert (status, out) == (EXIT_STORE, ""), err
    assert one_line(err) and str(graph) in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("place", ["a folder", "under a file", "in /proc"])
@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_has_no_place_is_one_line(name, place, graph, kg, tmp_path):
    command = OUTPUTS[name]
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine").write_text("mine")
    ending = command.get("ending", "")
    if ending and place == "a folder":
        (tmp_path / f"taken{ending}").mkdir()
    places = {
        "a folder": tmp_path / f"taken{ending}",
        "under a file": tmp_path / "empty" / f"x{ending}",
        "in /proc": Path(f"/proc/none/x{ending}"),
    }
    status, out, err = kg(command["line"], out=places[place])
    assert (status, out) == (command.get("status", EXIT_USAGE), ""), err
    assert one_line(err.splitlines(keepends=True)[-1])
    assert (tmp_path / "empty").read_bytes() == b"" and (tmp_path / "taken" / "mine").read_text() == "mine"


# A build on a full disk is in test_generations.py.
@pytest.mark.parametrize("name", [name for name in OUTPUTS if name != "build"])
def test_a_full_disk_is_one_line_and_what_was_there_stays(name, graph, kg, tmp_path):
    command = OUTPUTS[name]
    out = tmp_path / f"out{command.get('ending', '')}"
    status, _, err = kg(command["line"], out=out)
    assert status == 0, err
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with full_disk():
        status, said, err = kg(command["line"], out=out)
    assert (status, said) == (command.get("status", EXIT_USAGE), ""), err
    assert one_line(err.splitlines(keepends=True)[-1])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("place", ["empty", "/proc/none"])
def test_the_files_of_neo4j_browser_that_have_no_place_are_an_error(place, tmp_path, ontology):
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_browser(tmp_path / place, [], ontology, "http://localhost:7474")


@pytest.mark.parametrize("line", INPUTS)
def test_an_input_that_cannot_be_read_is_one_line(line, graph, kg):
    status, out, err = kg(line)
    assert (status, out) == (EXIT_USAGE, ""), err
    assert one_line(err)


@pytest.mark.parametrize("case", STREAMS, ids=[case["shell"] for case in STREAMS])
def test_a_standard_stream_that_fails_is_one_line(case, tmp_path):
    shell = case["shell"].replace("kg ", f"{shlex.quote(sys.executable)} -m kg ", 1)
    done = subprocess.run(
        ["bash", "-c", f"cd {shlex.quote(str(ROOT))}; {shell}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == case["status"], done.stderr
    assert one_line(done.stderr) if case["line"] else not done.stderr
