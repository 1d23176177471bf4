"""The embedded store: ladybug, a database in each generation of a graph, filled with COPY."""

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.errors import StoreError
from kg.folder import SCHEMA, edge_schema, node_schema, read_manifest, read_schema, read_table, store_part
from kg.generations import hold, holding
from kg.stores.plans import check_engine_plan
from kg.stores.textindex import search_index, write_index

if TYPE_CHECKING:
    from kg.schema import Schema

STORE = "store.lbug"
# The start of a node pattern of any entity; on Neo4j every entity has this label.
ANY_ENTITY = re.compile(r"(\(\s*(?:\w+\s*)?:\s*)Entity\b")
SQL = {"string": "STRING", "int64": "INT64", "double": "DOUBLE", "bool": "BOOL"}


def _column(field: Any) -> str:
    kind = str(field.type)
    inner = kind.removeprefix("list<element: ").removeprefix("list<item: ").rstrip(">")
    return f"`{field.name}` {SQL[inner]}{'[]' if kind.startswith('list') else ''}"


def path_literal(path: Path) -> str:
    """Return a path as a string of the engine that names this one file: COPY takes `*`, `?` and `[` for patterns."""
    text = "".join(f"[{char}]" if char in "[?*" else char for char in path.as_posix())
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def reserved(store: Path) -> int:
    """Return the address space in bytes to open a store with: a power of two, as the engine wants, above its size."""
    size = store.stat().st_size if store.exists() else 0
    return 1 << max(30, (2 * size).bit_length())


def fill(folder: Path) -> None:
    """Put the embedded store and the search index into a generation that is being written.

    The store is opened again from disk and its counts are verified. Raises StoreError when they differ from the
    manifest's or the disk refuses.
    """
    manifest, known = read_manifest(folder), read_schema(folder)
    load = folder / "load"
    load.mkdir()
    try:
        _load(folder, load, known)
        _verify(folder / STORE, manifest)
    except RuntimeError as error:
        raise StoreError(f"{folder / STORE}: the embedded store cannot be filled ({error})") from None
    shutil.rmtree(load)
    write_index(folder)


def _load(folder: Path, load: Path, known: "Schema") -> None:
    import ladybug

    with ladybug.Database(str(folder / STORE)) as database, ladybug.Connection(database) as connection:
        # One transaction, so that the engine flushes once and not once a type.
        connection.execute("BEGIN TRANSACTION")
        for kind in known.node_types:
            columns = ", ".join(map(_column, node_schema(known, kind)))
            connection.execute(f"CREATE NODE TABLE `{kind}`({columns}, PRIMARY KEY(id))")
            connection.execute(f"COPY `{kind}` FROM {path_literal(folder / 'nodes' / f'{kind}.parquet')}")
        for kind in known.relation_types:
            _fill_relation(connection, folder, load, known, kind)
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


def _plain(value: Any) -> Any:
    """Return a sum, which the engine gives as a Decimal, as the whole number it is."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


class EmbeddedStore:
    """Reads the embedded store of a graph folder."""

    def __init__(self, folder: Path, memory: int = 0, space: int = 0) -> None:
        """Open the store; `memory` are the bytes that the engine may plan with, `space` those of addresses that it
        reserves, 0 for its own choice.

        Raises StoreError where it is missing or cannot be opened.
        """
        import ladybug

        read_manifest(folder)
        self._held = hold(folder)
        self.folder = self._held.path
        try:
            path = str(store_part(self.folder, STORE))
            self.database = ladybug.Database(path, buffer_pool_size=memory, max_db_size=space or None, read_only=True)
        except RuntimeError as error:
            self._held.release()
            raise StoreError(f"{self.folder / STORE}: cannot be opened ({error}); build the graph again") from None
        self.connection = ladybug.Connection(self.database)

    def run(self, cypher: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows of a query as dicts. Raises StoreError with the engine's reason."""
        return list(self._rows(cypher, params))

    def run_canned(self, cypher: str, params: dict[str, Any], others: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a canned query; nobody can add anything to this store."""
        return self.run(cypher, params)

    def run_limited(self, cypher: str, params: dict[str, Any], rows: int, seconds: float) -> list[dict[str, Any]]:
        """Return at most so many rows of a query that may take so long; see `check_engine_plan`."""
        self.connection.set_query_timeout(max(1, int(seconds * 1000)))
        try:
            check_engine_plan(
                "".join(str(value) for row in self._rows(f"EXPLAIN {cypher}", params) for value in row.values())
            )
            return list(islice(self._rows(cypher, params), rows))
        finally:
            self.connection.set_query_timeout(0)

    def _rows(self, cypher: str, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        try:
            result: Any = self.connection.execute(ANY_ENTITY.sub(self._entities, cypher), params)
            names = result.get_column_names()
            while result.has_next():
                yield dict(zip(names, map(_plain, result.get_next()), strict=True))
        except RuntimeError as error:
            raise StoreError(f"the query failed: {error}") from None

    @cached_property
    def _tables(self) -> str:
        """The entity types of this graph, as a pattern names them."""
        with holding(self.folder) as home:
            types = json.loads((home / SCHEMA).read_text("utf-8"))["node_types"]
        return "|".join(f"`{name}`" for name, known in types.items() if known["entity"])

    def _entities(self, found: re.Match[str]) -> str:
        """Return `(n:Entity` with the tables of this engine, which has one label a node and no Entity."""
        return f"{found[1]}{self._tables}"

    def search(self, kind: str, terms: list[str], limit: int) -> list[tuple[str, float]]:
        """Return (node id, score), best first, of the `names` or `passages` that hold the terms."""
        return search_index(self.folder, kind, terms, limit)

    def close(self) -> None:
        """Close the database."""
        self.connection.close()
        self.database.close()
        self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
