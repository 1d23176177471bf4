"""The process that fills the embedded store of a generation: the folder is its argument, the answer one object of JSON."""

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, StoreError
from kg.folder import STORE, edge_schema, node_schema, read_manifest, read_schema, read_table
from kg.limits import ignore_interrupts, no_core

if TYPE_CHECKING:
    from kg.schema import Schema

# The tables of relations as COPY takes them, one for each pair of types; gone when the store is filled.
PARTS = "load"
SQL = {"string": "STRING", "int64": "INT64", "double": "DOUBLE", "bool": "BOOL"}


def load(folder: Path) -> None:
    """Put the embedded store into a generation, open it again from disk and verify its counts.

    Raises StoreError when they differ from the manifest's or the engine refuses, OSError where the disk does.
    """
    manifest, known = read_manifest(folder), read_schema(folder)
    parts = folder / PARTS
    parts.mkdir()
    try:
        _load(folder, parts, known)
        _verify(folder / STORE, manifest)
    except RuntimeError as error:
        raise StoreError(f"{folder / STORE}: the embedded store cannot be filled ({error})") from None
    shutil.rmtree(parts)


def path_literal(path: Path) -> str:
    """Return a path as a string of the engine that names this one file: COPY takes `*`, `?` and `[` for patterns."""
    text = "".join(f"[{char}]" if char in "[?*" else char for char in path.as_posix())
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _column(field: Any) -> str:
    kind = str(field.type)
    inner = kind.removeprefix("list<element: ").removeprefix("list<item: ").rstrip(">")
    return f"`{field.name}` {SQL[inner]}{'[]' if kind.startswith('list') else ''}"


def _load(folder: Path, parts: Path, known: "Schema") -> None:
    import ladybug

    with ladybug.Database(str(folder / STORE)) as database, ladybug.Connection(database) as connection:
        # One transaction, so that the engine flushes once and not once a type.
        connection.execute("BEGIN TRANSACTION")
        for kind in known.node_types:
            columns = ", ".join(map(_column, node_schema(known, kind)))
            connection.execute(f"CREATE NODE TABLE `{kind}`({columns}, PRIMARY KEY(id))")
            connection.execute(f"COPY `{kind}` FROM {path_literal(folder / 'nodes' / f'{kind}.parquet')}")
        for kind in known.relation_types:
            _fill_relation(connection, folder, parts, known, kind)
        for macro in ("type(r) AS label(r)", "relationships(p) AS rels(p)"):
            connection.execute(f"CREATE MACRO {macro}")
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")


def _fill_relation(connection: Any, folder: Path, work: Path, known: "Schema", kind: str) -> None:
    import pyarrow.parquet as pq

    pairs = ", ".join(f"FROM `{h}` TO `{t}`" for h in known.heads(kind) for t in known.tails(kind))
    columns = ", ".join(map(_column, list(edge_schema(known, kind))[2:]))
    connection.execute(f"CREATE REL TABLE `{kind}`({pairs}, {columns})")
    table = read_table(folder, f"edges/{kind}.parquet")
    ends = list(zip(table["from"].to_pylist(), table["to"].to_pylist(), strict=True))
    rows: dict[tuple[str, str], list[int]] = {}
    for index, (head, tail) in enumerate(ends):
        rows.setdefault((head.split(":", 1)[0], tail.split(":", 1)[0]), []).append(index)
    for (head, tail), indexes in sorted(rows.items()):
        part = work / f"{kind}-{head}-{tail}.parquet"
        pq.write_table(table.take(indexes), part)
        connection.execute(f"COPY `{kind}` FROM {path_literal(part)} (from='{head}', to='{tail}')")


def _verify(store: Path, manifest: dict[str, Any]) -> None:
    import ladybug

    with ladybug.Database(str(store), read_only=True) as database, ladybug.Connection(database) as connection:
        _count(connection, manifest)


def _count(connection: Any, manifest: dict[str, Any]) -> None:
    for pattern, key in (("(n)", "nodes"), ("()-[n]->()", "edges")):
        count = connection.execute(f"MATCH {pattern} RETURN count(n)").get_all()[0][0]
        wanted = sum(manifest[key].values())
        if count != wanted:
            raise StoreError(f"the embedded store took {count} of {wanted} {key}; build the graph again")


def answer(folder: Path) -> dict[str, Any]:
    """Return nothing where the store was filled, else why not: `error` in words, or `os` with number and file."""
    try:
        load(folder)
    except KgError as error:
        return {"error": str(error)}
    except OSError as error:
        # The name of a file need not be UTF-8, the answer is ASCII.
        return {"os": [error.errno, error.filename if error.filename is None else os.fsdecode(error.filename)]}
    return {}


def _end_with_parent() -> None:
    """End this process when standard input ends, as it does when the build that started it was killed."""
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    """Entry point."""
    ignore_interrupts()
    no_core()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    found = answer(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    # The thread waits inside of a read that the end of the interpreter would wait for.
    os._exit(0)


if __name__ == "__main__":
    main()
