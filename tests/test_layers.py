"""Who may import whom; see docs/architecture.md."""

import ast

import pytest
from conftest import ROOT

RANKS = {
    "errors": 0,
    "paths": 0,
    "model": 1,
    "yamlmap": 1,
    "gazetteers": 1,
    "schema": 1,
    "ontology": 2,
    "same": 2,
    "resolve": 3,
    "read": 3,
    "extract": 4,
    "transform": 4,
    "outcome": 3,
    "adhoc": 6,
    "search": 6,
    "subgraph": 3,
    "diff": 7,
    "link": 7,
    "folder": 4,
    "explain": 5,
    "find": 5,
    "stores": 5,
    "query": 6,
    "examples": 7,
    "export": 6,
    "build": 6,
    "output": 6,
    "cli": 8,
    "__main__": 9,
}
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
        if names[0] == "extractors" and parts[0] == "kg":
            assert parts[1] in ("extract", "explain", "transform")
        if names[0] in ("ladybug", "neo4j"):
            assert parts[1:] == ("stores", {"ladybug": "embedded", "neo4j": "neo4j"}[names[0]])


def test_no_file_is_over_400_lines():
    assert max(len(p.read_text("utf-8").splitlines()) for p in FILES) <= 400
