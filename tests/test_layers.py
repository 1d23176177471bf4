"""Who may import whom; see docs/architecture.md."""

import ast
import re

import networkx as nx
import pytest
from conftest import ROOT

RANKS = {
    "errors": 0,
    "version": 0,
    "log": 0,
    "paths": 0,
    "limits": 0,
    "crash": 1,
    "mode": 0,
    "kinds": 0,
    "cells": 0,
    "model": 1,
    "statements": 0,
    "annotated": 2,
    "yamlmap": 1,
    "embedding": 1,
    "generations": 1,
    "outfile": 1,
    "streams": 1,
    "gazetteers": 1,
    "schema": 1,
    "ontology": 2,
    "same": 3,
    "measures": 3,
    "resolve": 3,
    "read": 3,
    "outline": 2,
    "extraction": 4,
    "graph": 4,
    "outcome": 3,
    "guard": 6,
    "assist": 8,
    "search": 6,
    "subgraph": 3,
    "diff": 7,
    "link": 6,
    "folder": 4,
    "source_tables": 3,
    "explain": 5,
    "find": 5,
    "stores": 5,
    "query": 6,
    "examples": 7,
    "export": 6,
    "copies": 2,
    "builder": 6,
    "selection": 7,
    "doctor": 7,
    "filters": 6,
    "lang": 0,
    "shell": 8,
    "matrix": 7,
    "sheets": 6,
    "themes": 6,
    "ask": 7,
    "api": 8,
    "output": 6,
    "cli": 8,
    "__main__": 9,
}
# The modules that import the driver of an engine: the embedded one reads in one and fills in another, which runs by itself.
ENGINES = {"ladybug": ("embedded", "loading"), "neo4j": ("neo4j",)}
FILES = sorted((ROOT / "kg").rglob("*.py")) + sorted((ROOT / "extractors").rglob("*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    for module in imports(path):
        names = module.split(".")
        if parts[0] == "extractors":
            assert names[0] not in ("kg", "neo4j", "networkx", "typer", "ladybug")
        elif names[0] == "kg" and len(names) > 1 and len(parts) > 1 and parts[1] != names[1] and parts[1] != "__init__":
            assert RANKS[names[1]] <= RANKS[parts[1]], f"{path.name} imports {module}"
        # A table is one shape from the reader to the targets: that of the contract between both packages.
        if (
            names[0] == "extractors"
            and parts[0] == "kg"
            and not (module == "extractors.annotations" and parts[1] in ("model", "read", "resolve"))
        ):
            assert parts[1] in ("extraction", "outline", "explain", "annotated", "graph", "doctor", "measures", "link")
        if names[0] in ("ladybug", "neo4j"):
            assert parts[1:] in [("stores", name) for name in ENGINES[names[0]]]


def test_no_file_is_over_400_lines():
    assert max(len(p.read_text("utf-8").splitlines()) for p in FILES) <= 400


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def needed(path):
    """Yield the modules of this project that a file imports when it runs; imports for type checking do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in skipped:
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                yield longer if longer in MODULES else node.module


MODULES = {module_name(path): path for path in FILES}
ARROWS = {name: {m for m in needed(path) if m in MODULES and m != name} for name, path in MODULES.items()}


def circles(arrows):
    """Return the groups of nodes that reach each other."""
    graph = nx.DiGraph([(a, b) for a, others in arrows.items() for b in others])
    return [sorted(group) for group in nx.strongly_connected_components(graph) if len(group) > 1]


def test_no_modules_form_a_circle():
    assert circles(ARROWS) == []


@pytest.mark.parametrize("package", sorted({""} | {n.rpartition(".")[0] for n in MODULES} - {""}) or [""])
def test_no_parts_of_a_package_form_a_circle(package):
    """The children of a package, modules and packages alike, import each other in one direction."""
    prefix = f"{package}." if package else ""

    def child(name):
        return name.removeprefix(prefix).partition(".")[0] if name.startswith(prefix) and name != package else None

    arrows = {}
    for name, others in ARROWS.items():
        here = child(name)
        if here:
            arrows.setdefault(here, set()).update(c for c in map(child, others) if c and c != here)
    assert circles(arrows) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_structure_package_looks_for_headings(path):
    """A numbered heading is found by one module; the others take Structure.headings or sections."""
    text = path.read_text("utf-8")
    if "structure" not in path.parts:
        assert "find_headings" not in text
        # Before a text has structure, the headings of a site's own terms are cut and a heading's line end is kept.
        numeral = r"\[一二三四五六七八九十\](?:\{[\d,]+\}|\+)?\)?(?:、|\[[)）]+\])"
        assert path.name in ("boilerplate.py", "lines.py") or not re.search(numeral, text)
