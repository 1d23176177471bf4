"""How the modules of a package use their patterns: matched from one place, or looked for everywhere."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ANCHORED = frozenset({"match", "fullmatch"})
METHODS = ANCHORED | {"search", "finditer", "findall", "sub", "subn", "split"}
SEEN = METHODS | {"pattern"}


def anchored(package: Path) -> dict[str, str]:
    """Map `module.NAME` of the constants on which only match() or fullmatch() is called, in any module, to that method.

    A constant that a loop goes through counts for the loop's names. One with both is mapped to match().
    """
    called: dict[str, set[str]] = defaultdict(set)
    for file in sorted(package.rglob("*.py")):
        parts = (package.name, *file.relative_to(package).with_suffix("").parts)
        module = ".".join(part for part in parts if part != "__init__")
        for name, method in _calls(ast.parse(file.read_text("utf-8")), module):
            called[name].add(method)
    return {
        name: "fullmatch" if methods == {"fullmatch"} else "match"
        for name, methods in called.items()
        if methods <= ANCHORED
    }


def _calls(tree: ast.Module, module: str) -> Iterator[tuple[str, str]]:
    """Yield (full name of a constant, method called on it or on an item of it; "?" for another use)."""
    known = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    items: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            over = next((n.id for n in ast.walk(node.iter) if isinstance(n, ast.Name) and n.id.isupper()), None)
            if over:
                items |= {n.id: over for n in ast.walk(node.target) if isinstance(n, ast.Name)}
    seen = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in SEEN:
            seen.add(id(node.value))
            name = items.get(node.value.id, node.value.id)
            if name.isupper() and node.attr in METHODS:
                yield known.get(name, f"{module}.{name}"), node.attr
    for node in ast.walk(tree):
        # Handed on, so that it is not seen here what becomes of it.
        if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id.isupper()):
            continue
        if id(node) not in seen and node.id not in items.values():
            yield known.get(node.id, f"{module}.{node.id}"), "?"
