"""`kg cypher`: questions of one's own, which may only read."""

import re
from typing import Any, Protocol

from kg.errors import QueryError

# Strings, quoted names and comments, which are left out before a query is judged.
QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
WORD = re.compile(r"(?P<before>[.:$|]\s*)?(?P<word>[A-Za-z_]\w*)")
# A number takes the dot that ends it with it, so that no clause after it passes for a property.
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
STARTS = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL", "EXPLAIN", "PROFILE"})
WRITES = frozenset({"CREATE", "MERGE", "DELETE", "DETACH", "SET", "REMOVE", "FOREACH", "DROP", "ALTER", "RENAME", "GRANT",
                    "DENY", "REVOKE", "TERMINATE", "CHECKPOINT", "BEGIN", "COMMIT", "ROLLBACK", "INSERT", "USE"})  # fmt: skip
FILES = frozenset({"LOAD", "COPY", "EXPORT", "IMPORT", "ATTACH", "DETACH", "INSTALL", "UNINSTALL", "CSV"})
PROCEDURES = frozenset({
    "db.labels", "db.relationshiptypes", "db.propertykeys", "db.schema.visualization", "db.schema.nodetypeproperties",
    "db.schema.reltypeproperties", "db.index.fulltext.querynodes", "show_tables", "table_info", "show_connection",
})  # fmt: skip
CALLED = re.compile(r"\bCALL\s+(?P<name>[A-Za-z_][\w.]*)\s*(?P<bracket>\()?", re.IGNORECASE)
UNICODE = re.compile(r"\\u+[0-9A-Fa-f]{4}")


class LimitedStore(Protocol):
    """A store that answers within limits."""

    def run_limited(self, cypher: str, params: dict[str, Any], rows: int, seconds: float) -> list[dict[str, Any]]:
        """Return at most so many rows of a query that may take so long."""


def run_cypher(store: LimitedStore, cypher: str, rows: int = 1000, seconds: float = 30.0) -> list[dict[str, Any]]:
    """Return the rows of a question that only reads. Raises QueryError with the reason where it does more."""
    check(cypher)
    return [{key: _flat(value) for key, value in row.items()} for row in store.run_limited(cypher, {}, rows, seconds)]


def check(cypher: str) -> None:
    """Raise QueryError for a question that writes, reads or writes files, or calls a procedure outside the list.

    Both stores refuse writes by themselves (a read transaction, a read-only database); this names the reason, and
    keeps files shut, which the embedded engine does not.
    """
    if UNICODE.search(cypher):
        raise QueryError("write characters as they are; \\uXXXX is read before anything else and could hide a clause")
    bare = NUMBER.sub(" 0 ", QUOTED.sub(" ' ", cypher)).strip().rstrip(";").strip()
    if not bare:
        raise QueryError("the question is empty; give a MATCH … RETURN …")
    if ";" in bare:
        raise QueryError("one statement at a time; drop what follows the ';'")
    words = [m["word"].upper() for m in WORD.finditer(bare) if not m["before"]]
    if not words or words[0] not in STARTS:
        wanted = ", ".join(sorted(STARTS))
        raise QueryError(f"a question starts with one of {wanted}; {bare.split()[0][:20]!r} is none")
    for word in words:
        if word in FILES:
            raise QueryError(f"{word} reads or writes files or other databases, and a question may only read the graph")
        if word in WRITES:
            raise QueryError(f"{word} writes, and a question may only read; to change the graph, build it again")
    for call in CALLED.finditer(bare):
        name = call["name"].lower()
        if name not in PROCEDURES:
            raise QueryError(
                f"the procedure {call['name']} is not among those allowed: {', '.join(sorted(PROCEDURES))}"
            )


def _flat(value: Any) -> Any:
    """Return a node or relationship of the embedded engine without its inner fields and empty columns."""
    if isinstance(value, dict):
        return {k: _flat(v) for k, v in value.items() if not k.startswith("_") and k != "kg_hash" and v is not None}
    return [_flat(item) for item in value] if isinstance(value, list | tuple) else value
