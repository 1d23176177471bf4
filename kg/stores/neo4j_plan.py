"""Whether the server would do more than read: its own plan of a question, looked at before the question runs."""

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import QueryError

# Names of operators of Neo4j 5 and 2026 that write, read files, or run something in transactions of their own.
REFUSED = re.compile(
    r"Create|Merge|Delete|Detach|Set|Remove|Foreach|LoadCSV|Transaction|Drop|Alter|Grant|Deny|Revoke|Insert|Command",
    re.IGNORECASE,
)
# Operators that read although their names hold one of the words above.
READING = frozenset({"RollUpApply", "SelectOrSemiApply", "AssertSameNode", "AssertSameRelationship", "SetExtract"})


def check_plan(tx: Any, cypher: str, params: dict[str, Any]) -> None:
    """Raise QueryError when the server's plan of a question holds an operator that does more than read."""
    result = tx.run("EXPLAIN " + cypher, params).consume()
    if result.query_type != "r":
        raise QueryError("the server says that this question does more than read; to change the graph, build it again")
    for name in operators(result.plan or {}):
        if REFUSED.search(name) and name not in READING:
            raise QueryError(f"the server's plan holds the operator {name}, and a question may only read")


def operators(plan: dict[str, Any]) -> Iterator[str]:
    """Yield the name of each operator of a plan, without the runtime's suffix."""
    yield str(plan.get("operatorType", "")).partition("@")[0].strip()
    for child in plan.get("children", ()):
        yield from operators(child)
