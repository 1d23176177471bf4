"""A fault of kg itself in one document is that file's line with the file of its trace; the other documents are built."""

import importlib
import json
import re
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import EXIT_CRASH, EXIT_PARTIAL, StoreError
from kg.generations import generation

BAD, GOOD = "松江区2024年政府工作报告\n\n建设G60科创走廊。\n", "浦东新区2024年政府工作报告\n\n推进张江科学城建设。\n"
# Where an error nobody foresaw may come from, as the command has its name.
PLACES = {
    "reading, build": ("kg.builder", "read_documents", "build"),
    "annotating, build": ("kg.builder", "annotate", "build"),
    "counting, build": ("kg.builder", "unmeasured", "build"),
    "reading, check": ("kg.read", "read_documents", "check"),
    "reading, extract": ("kg.read", "read_documents", "extract"),
    "annotating, extract": ("kg.extraction", "extract_document", "extract"),
}
FAULTS = [
    KeyError("bolt://neo4j:secret@host"),
    RecursionError("deep"),
    AssertionError(),
    UnicodeError("\udcff"),
    MemoryError(),
]


@pytest.fixture
def kg(tmp_path, monkeypatch, capsys):
    """Run a command on the files in which `fault` is raised at a place for the document of 松江区."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run(place, fault, *files):
        module, name, command = PLACES[place]
        whole = getattr(importlib.import_module(module), name)

        def failing(given, *rest):
            if "松江区" in (given.text if hasattr(given, "text") else given.title):
                raise fault
            return whole(given, *rest)

        monkeypatch.setattr(f"{module}.{name}", failing)
        mode = [] if command == "check" else ["--mode", "fast"]
        monkeypatch.setattr("sys.argv", ["kg", command, *files, *mode])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    (tmp_path / "bad.txt").write_text(BAD, "utf-8")
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    return run


def crash(said):
    """Return the one line about the file, and what the file that it names holds."""
    [line] = [line for line in said.splitlines() if "fault of kg itself" in line]
    return line, Path(re.search(r"\S+kg-crash-\S+\.txt", line)[0]).read_text("utf-8")


@pytest.mark.parametrize("place", PLACES)
def test_the_rest_is_done_and_the_line_names_file_and_trace(place, kg):
    status, out, said = kg(place, FAULTS[0], "bad.txt", "good.txt")
    line, trace = crash(said)
    assert status == EXIT_PARTIAL
    assert line.startswith("kg: bad.txt") and "KeyError" in line
    assert "failing" in trace and "secret" not in trace
    assert "浦东新区" in out and "Traceback" not in said


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_every_kind_of_fault_is_a_line_and_the_rest_is_in_the_graph(fault, kg):
    status, _, said = kg("annotating, build", fault, "bad.txt", "good.txt")
    assert (status, type(fault).__name__ in crash(said)[0]) == (EXIT_PARTIAL, True)
    assert "2 files read, 1 refused, 1 documents" in said
    inputs = json.loads((generation(Path("graph")) / "manifest.json").read_text("utf-8"))["inputs"]
    assert [one["source"] for one in inputs] == ["good.txt"]


@pytest.mark.parametrize("place", PLACES)
def test_where_nothing_is_left_the_status_is_that_of_a_fault(place, kg):
    status, out, said = kg(place, FAULTS[0], "bad.txt")
    assert (status, out) == (EXIT_CRASH, "")
    assert crash(said)[1].startswith("kg ")
    assert not Path("graph").exists()


@pytest.mark.parametrize("fault", [StoreError("known"), KeyboardInterrupt()])
def test_what_was_foreseen_goes_through(fault):
    from kg.crash import net

    with pytest.raises(type(fault)) as caught, net("a file"):
        raise fault
    assert caught.value is fault
