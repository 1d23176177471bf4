"""No character class of a pattern holds the same character twice: the second one was meant to be another."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CODE = ("kg", "extractors", "scripts")
RULES = sorted(file for part in CODE for kind in ("yaml", "yml") for file in (ROOT / part).rglob(f"*.{kind}"))
CALLS = frozenset(("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"))
PRIVATE = 0xE000
ESCAPE = r"\\(?:x..|u.{4}|U.{8}|.)|[^\]\\]"
TOKEN = re.compile(rf"(?:{ESCAPE})-(?:{ESCAPE})|\\(?:x..|u.{{4}}|U.{{8}}|.)|.", re.DOTALL)


def classes(pattern: str) -> Iterator[list[str]]:
    """Yield the members of each character class as they are written: a character, an escape or a range."""
    members: list[str] | None = None
    parts = TOKEN.findall(pattern)
    for at, part in enumerate(parts):
        if members is None:
            members = [] if part == "[" else None
        elif part == "]" and members:
            yield members
            members = None
        elif not (part == "^" and parts[at - 1] == "["):
            members.append(part)


def twice(pattern: str) -> list[str]:
    """Return the members that a class of the pattern holds more than once."""
    return [member for members in classes(pattern) for member, count in Counter(members).items() if count > 1]


def _text(node: ast.expr) -> str:
    """Return a literal, an f-string or strings that are added; what is put in is a private character, each time another."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or chr(PRIVATE + at) for at, part in enumerate(node.values))
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return ""


def _in_code(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            for given in node.args[:1]:
                yield node.lineno, _text(given)


def _in_rules(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not str(key).startswith("example"):
                yield from _in_rules(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_rules(inner)
    elif isinstance(value, str) and "[" in value:
        yield value


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("[,;,;\u3002]", [",", ";"]),
        ("[,;\uff0c\uff1b\u3002]", []),
        (r"\[,,\]", []),
        (r"[^]\]]", []),
        (r"[]a\d\d-]", [r"\d"]),
        (r"[\u4e00-\u9fff\u9fa5a-z^^]", ["^"]),
        ("x[ab]y[ba]", []),
    ],
)
def test_a_character_that_a_class_holds_twice_is_found(pattern: str, found: list[str]) -> None:
    assert twice(pattern) == found


@pytest.mark.parametrize("part", CODE)
def test_no_class_of_a_pattern_in_code_holds_a_character_twice(part: str) -> None:
    files = [file for file in (ROOT / part).rglob("*") if file.is_file() and _is_code(file)]
    found = [
        f"{file.relative_to(ROOT)}:{line}: {twice(pattern)} in {pattern!r}"
        for file in sorted(files)
        for line, pattern in _in_code(file)
        if twice(pattern)
    ]
    assert files
    assert found == []


def _is_code(file: Path) -> bool:
    return file.suffix == ".py" or (not file.suffix and file.read_bytes()[:40].startswith(b"#!/usr/bin/env python"))


def test_no_class_of_a_rule_holds_a_character_twice() -> None:
    rules = [
        (file, text)
        for file in RULES
        for document in yaml.load_all(file.read_text("utf-8"), yaml.CSafeLoader)
        for text in _in_rules(document)
        if _compiles(text)
    ]
    assert len(rules) > 100
    assert [f"{file.relative_to(ROOT)}: {text!r}" for file, text in rules if twice(text)] == []


def _compiles(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
