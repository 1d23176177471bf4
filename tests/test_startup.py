"""What a command imports: a question to a graph does not wait for libraries that it has no use for."""

import json
import subprocess
import sys

import pytest

HEAVY = {"spacy", "numpy", "torch", "pyarrow", "pandas", "networkx", "neo4j", "docx", "trafilatura", "jinja2"}
HEAVY |= {"pydantic", "onnxruntime"}
PROBE = """
import json, sys
from kg.cli.app import app
import kg.cli
try:
    app(sys.argv[1:])
except SystemExit as done:
    status = done.code
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""
NO_GRAPH = [["--help"], ["query", "--help"], ["build", "--help"], ["query", "list"], ["query", "show", "zone-profile"]]
OF_GRAPH = [
    ["query", "run", "zone-profile", "zone=张江科学城"],
    ["find", "张江"],
    ["search", "集成电路"],
    ["cypher", "MATCH (d:District) RETURN d.name AS name"],
    ["link", "砺算科技", "--industry", "集成电路"],
]


def modules_after(*words):
    """Return the top-level modules that a process has imported when a command has ended well."""
    done = subprocess.run([sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True)
    status, names = json.loads(done.stderr.splitlines()[-1])
    assert not status, done.stderr
    return {name.partition(".")[0] for name in names} | {n for n in names if n.startswith(("kg.", "extractors"))}


@pytest.mark.parametrize("words", NO_GRAPH, ids=" ".join)
def test_help_and_lists_import_no_heavy_library_and_no_engine(words):
    found = modules_after(*words)
    assert not found & (HEAVY | {"ladybug", "extractors", "rapidfuzz", "kg.ontology", "kg.schema"})


@pytest.mark.parametrize("words", OF_GRAPH, ids=lambda words: words[0])
def test_a_question_to_a_graph_imports_no_heavy_library(words, example_graph):
    found = modules_after(*words, "--graph", str(example_graph))
    # Names and links have an index; the engine answers a question of one's own in a process of its own.
    assert ("ladybug" in found) == (words[0] in ("query", "search"))
    # What reads files, models and numerals, and what writes a graph, is for a build.
    assert not found & (HEAVY | {"extractors", "cn2an", "kg.extraction", "kg.read", "kg.model", "kg.generations.write"})
