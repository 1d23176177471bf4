"""Checks an engine's own query plan for operators that do more than read, before the query runs."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import QueryError

FILE = Path(__file__).with_name("operators.yaml")
# A line of a box of the embedded engine's plan: the name of an operator, or what a table function calls.
BOXED = re.compile(r"│ *([A-Z][A-Z_]+)\[\d+\] *(?=│)")
CALLED = re.compile(r"│ *Function: ([^│]*)(?=│)")


@cache
def reading(kind: str) -> frozenset[str]:
    """Return the names that operators.yaml lists under `kind`: what they do is only read."""
    # Both stores import this module, and only a question of one's own has its plan looked at.
    import yaml

    data: dict[str, list[str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return frozenset(data[kind])


def check_server_plan(tx: Any, cypher: str, params: dict[str, Any]) -> None:
    """Raise QueryError when a Neo4j server's plan of a question holds an operator that does more than read."""
    result = tx.run("EXPLAIN " + cypher, params).consume()
    if result.query_type != "r":
        raise QueryError("the server says that this question does more than read; to change the graph, build it again")
    _check(server_operators(result.plan or {}), "neo4j")


def server_operators(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the name of each operator of a server's plan, without the runtime's suffix and what stands in brackets."""
    yield str(plan.get("operatorType", "")).partition("@")[0].partition("(")[0].strip()
    for child in plan.get("children", ()):
        yield from server_operators(child)


def check_engine_plan(plan: str) -> None:
    """Raise QueryError when the embedded engine's plan, as EXPLAIN prints it, holds what does more than read."""
    names = BOXED.findall(plan)
    if not names:
        raise QueryError("the engine gives no plan of this question; ask with MATCH … RETURN …")
    _check(iter(names), "embedded")
    _check((name.strip() for name in CALLED.findall(plan)), "embedded-functions")


def _check(names: Iterator[str], kind: str) -> None:
    for name in names:
        if name not in reading(kind):
            raise QueryError(
                f"the plan of this question holds {name[:40]}, which is none of the operators known to read the graph"
            )
