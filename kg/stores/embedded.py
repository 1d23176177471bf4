"""The embedded store: ladybug, a database in each generation of a graph, read here and filled by `kg.stores.filling`."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Self

from kg.errors import StoreError
from kg.folder import SCHEMA, STORE, read_manifest, store_part
from kg.generations import hold, holding
from kg.stores.plans import check_engine_plan
from kg.stores.textindex import search_index

# The start of a node pattern of any entity; on Neo4j every entity has this label.
ANY_ENTITY = re.compile(r"(\(\s*(?:\w+\s*)?:\s*)Entity\b")


def reserved(store: Path) -> int:
    """Return the address space in bytes to open a store with: a power of two, as the engine wants, above its size."""
    size = store.stat().st_size if store.exists() else 0
    return 1 << max(30, (2 * size).bit_length())


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
