"""Loading a graph folder into Neo4j so that the database is in step with it and nothing else is touched."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kg.errors import StoreError
from kg.folder import LINKS, edge_schema, node_schema, read_manifest, read_ontology, read_schema, store_part
from kg.generations import holding
from kg.ontology import Ontology
from kg.schema import Schema
from kg.stores import statements
from kg.stores.base import Store
from kg.stores.neo4j import FullError, Lock, Neo4jStore
from kg.stores.neo4j_diff import NEW, SAME, Diff, compare
from kg.stores.neo4j_removal import COMPUTED, ontology_difference
from kg.stores.rows import Table, gone_tables, row_dicts, tables
from kg.version import FORMAT

BATCH = 5_000
SMALLEST = 50
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Loaded:
    """What a load did or, in a dry run, would do; `counters` is what the server says it changed."""

    diffs: list[Diff]
    counters: Counter[str] = field(default_factory=Counter)
    other_ontology: str = ""

    @property
    def empty(self) -> bool:
        """Whether the database was in step already."""
        return all(diff.empty for diff in self.diffs)

    @property
    def retired(self) -> int:
        """Nodes and relationships that stay as `kg_retired`."""
        return sum(diff.retired for diff in self.diffs)

    @property
    def removed(self) -> int:
        """Nodes and relationships of the database that the graph no longer has."""
        return sum(len(diff.gone) for diff in self.diffs)

    @property
    def there(self) -> int:
        """Nodes and relationships that an earlier load has left in the database."""
        return sum(diff.there for diff in self.diffs)


def check_folder(folder: Path) -> None:
    """Raise GraphError where a graph folder cannot be loaded; no server is asked."""
    load_state(folder)
    for table in tables(folder):
        table.check()


def dry_run(store: Neo4jStore, folder: Path, verify: bool = False, computed: Sequence[str] = COMPUTED) -> Loaded:
    """Return what a load would change, and in `Diff.kept` what it would retire; writes nothing.

    Raises StoreError, GraphError.
    """
    state = _state(store)
    loaded = _compared(store, folder, state, verify)
    known, managed = read_schema(folder), load_state(folder, state.get("properties", ()))["properties"]
    for diff in loaded.diffs:
        params = {"managed": [*managed, *computed], "labels": _labels(diff.table, known)}
        statement = statements.KEPT_EDGE if diff.table.edge else statements.KEPT_NODE
        for at in range(0, len(diff.gone), BATCH):
            diff.kept |= {row for (row,) in store.stream(statement, {"rows": diff.gone[at : at + BATCH], **params})}
        diff.retired = len(diff.kept)
    return loaded


def _compared(store: Neo4jStore, folder: Path, state: dict[str, Any], verify: bool) -> Loaded:
    """Compare every table. Types that only the graph in the database has are a part of it: what is left is removed."""
    nodes, edges = gone_tables(read_schema(folder), *_stored_types(state))
    diffs = [compare(store, table, verify) for table in (*nodes, *tables(folder), *edges)]
    return Loaded(diffs, other_ontology=ontology_difference(state, load_state(folder)))


def _labels(table: Table, known: Schema) -> list[str]:
    """Return the labels that are the project's own on the nodes of a table."""
    if table.edge:
        return []
    return [*statements.labels_of(table.name, known), *statements.second_labels(table.name, known)]


def _stored_types(state: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the node and relation types of the graph in the database, whatever its format."""
    schema = json.loads(state.get("schema") or "{}")
    return list(schema.get("node_types", ())), list(schema.get("relation_types", ()))


def load(
    store: Neo4jStore,
    folder: Path,
    progress: Progress = lambda _what, _count: None,
    verify: bool = False,
    wait: float = 10.0,
    batch: int = BATCH,
    approve: Callable[[Loaded], None] = lambda _loaded: None,
    computed: Sequence[str] = COMPUTED,
) -> Loaded:
    """Bring the database in step with the graph folder and return what changed.

    Only what carries the project's tag is changed or removed. A load that was cut off leaves a part of the graph
    and says so in its `KgLoad` node; the next one finishes it. `approve` is called with the difference before anything
    is written and raises where it must not be. Properties named in `computed` do not keep a node or relationship that
    the graph no longer has. Raises BusyError when another load runs for longer
    than `wait` seconds, StoreError with the server's reason for the rest.
    """
    known = read_schema(folder)
    _ensure(store, [statements.LOCK_SCHEMA])
    with store.lock(statements.LOCK, wait) as lock:
        constraints, indexes = statements.schema(known)
        state = _state(store)
        loaded = _compared(store, folder, state, verify)
        approve(loaded)
        _ensure(store, constraints)
        progress("total", sum(d.new + d.changed + len(d.gone) for d in loaded.diffs))
        if state and state.get("format") != FORMAT:
            # It was made for other labels; the index of the same name is made anew below.
            store.schema(statements.DROP_NAMES)
        wanted = load_state(folder, state.get("properties", ()))
        _Writer(store, lock, known, batch, progress, loaded, computed).run(wanted, state)
        _ensure(store, indexes)
    return loaded


def _ensure(store: Neo4jStore, commands: Sequence[str]) -> None:
    """Make what is missing of constraints or indexes, and wait until they are ready."""
    known = {row["name"] for show in (statements.CONSTRAINTS, statements.INDEXES) for row in store.run(show, {})}
    missing = [command for command in commands if command.split()[2 + ("FULLTEXT" in command)].strip("`") not in known]
    for command in missing:
        store.schema(command)
    if missing:
        store.run(statements.AWAIT, {})


def _state(store: Neo4jStore) -> dict[str, Any]:
    rows = store.run(statements.READ_STATE, {})
    return dict(rows[0]["state"]) if rows else {}


def unfinished(store: Neo4jStore) -> bool:
    """Return whether the last load of the database was cut off."""
    return bool(store.run(statements.IS_LOADING, {}))


def stored_ontology(store: Neo4jStore) -> Ontology:
    """Return the schema and vocabulary of the graph in the database. Raises StoreError where there is none."""
    state = _state(store)
    if state.get("format") != FORMAT:
        raise StoreError(
            f"this database holds {'a graph of another format' if state else 'no graph of this project'}; "
            "load one with: kg load --graph FOLDER"
        )
    return Ontology.from_json_parts(state["schema"], state["vocabulary"])


def stored_links(store: Store) -> str:
    """Return the link index of the graph in the database. Raises StoreError where there is none."""
    rows = store.run(statements.READ_LINKS, {})
    if not rows or not rows[0]["links"]:
        raise StoreError("this database holds no link index; load a graph with: kg load --graph FOLDER")
    return str(rows[0]["links"])


def load_state(folder: Path, earlier: Iterable[str] = ()) -> dict[str, Any]:
    """Return the properties of the `KgLoad` node after a load: what wrote the graph and which properties are its own."""
    manifest, known = read_manifest(folder), read_ontology(folder)
    columns = {
        name
        for schema in (
            *(node_schema(known, kind) for kind in known.node_types),
            *(edge_schema(known, kind) for kind in known.relation_types),
        )
        for name in schema.names
    }
    with holding(folder) as home:
        # A graph that was not built from documents, as those of the benchmarks, has none.
        links = {"links": store_part(home, LINKS).read_text("utf-8")} if (home / LINKS).exists() else {}
    return {
        **links,
        "id": "district-kg",
        "state": "complete",
        "tool": manifest["tool"],
        "ontology": manifest["ontology"],
        "format": FORMAT,
        "schema": known.to_json(),
        "vocabulary": known.vocabulary_json(),
        "nodes": sum(manifest["nodes"].values()),
        "relationships": sum(manifest["edges"].values()),
        "properties": sorted({*columns, *earlier, statements.TAG, statements.RETIRED} - {"from", "to"}),
    }


class _Writer:
    """One load's writes."""

    def __init__(
        self,
        store: Neo4jStore,
        lock: Lock,
        known: Schema,
        batch: int,
        progress: Progress,
        loaded: Loaded,
        computed: Sequence[str],
    ) -> None:
        self.store, self.lock, self.known, self.batch, self.progress = store, lock, known, batch, progress
        self.loaded, self.computed = loaded, computed
        self.managed: list[str] = []

    def run(self, wanted: dict[str, Any], state: dict[str, Any]) -> None:
        """Write nodes, relationships, then remove what is gone, relationships first; say in `KgLoad` how far it is."""
        if self.loaded.empty and state == wanted:
            return
        self.managed = wanted["properties"]
        self._write(statements.WRITE_STATE, {"state": {**wanted, "state": "loading"}})
        for diff in self.loaded.diffs:
            if not diff.empty:
                self._put(diff)
        for diff in reversed(self.loaded.diffs):
            if diff.gone:
                self._remove(diff)
        self._write(statements.WRITE_STATE, {"state": wanted})

    def _put(self, diff: Diff) -> None:
        table = diff.table
        gone = dict.fromkeys({*self.managed} - {*table.schema.names, statements.TAG})
        groups: dict[str, list[Any]] = {}
        for statement, row in self._wanted(diff):
            rows = groups.setdefault(statement, [])
            rows.append(row)
            if len(rows) == self.batch:
                self._send(table, statement, groups.pop(statement), gone)
        for statement, rows in groups.items():
            self._send(table, statement, rows, gone)

    def _wanted(self, diff: Diff) -> Iterator[tuple[str, Any]]:
        """Yield (statement, row) for what is new or changed."""
        table, start = diff.table, 0
        made: dict[tuple[str, str], str] = {}
        for batch in table.batches():
            picked = np.flatnonzero(diff.rows[start : start + batch.num_rows] != SAME)
            part = batch.take(pa.array(picked)) if len(picked) < batch.num_rows else batch
            at = picked + start
            for index, row in zip(at.tolist(), row_dicts(part, diff.values[at]), strict=True):
                ends = (row.pop("from"), row.pop("to")) if table.edge else None
                if diff.rows[index] != NEW:
                    yield self._update(table, row), [diff.at[index], row]
                elif ends is None:
                    yield statements.create_node(table.name, row.get("status"), self.known), row
                else:
                    labels = self._label(ends[0]), self._label(ends[1])
                    if labels not in made:
                        made[labels] = statements.create_edge(labels[0], table.name, labels[1])
                    yield made[labels], [*ends, row]
            start += batch.num_rows

    def _update(self, table: Table, row: dict[str, Any]) -> str:
        if table.edge:
            return statements.UPDATE_EDGE
        return statements.update_node(table.name, row.get("status"), self.known)

    def _label(self, node_id: str) -> str:
        """Return the label to look a node up by; one label for all entities keeps the statements few and long."""
        return statements.labels_of(node_id.partition(":")[0], self.known)[0]

    def _send(self, table: Table, statement: str, rows: list[Any], gone: dict[str, None]) -> None:
        """Write rows; an edge that is not made, since one of its ends is not there, is an error."""
        name, makes_edges = table.name, table.edge and statement != statements.UPDATE_EDGE
        for part in self._fitting(statement, rows, {"gone": gone}):
            made = part.get("relationships_created", 0)
            if makes_edges and made != part["rows"]:
                raise StoreError(
                    f"{made} of {part['rows']} {name} were made, since somebody removed nodes while "
                    "the load was running; run the same load again"
                )
            self.progress(name, part["rows"])

    def _remove(self, diff: Diff) -> None:
        table = diff.table
        labels = _labels(table, self.known)
        keep = {"id", "name"} if not table.edge else set()
        delete = statements.DELETE_EDGE if table.edge else statements.DELETE_NODE
        retire = statements.RETIRE_EDGE if table.edge else statements.RETIRE_NODE
        params = {"managed": self.managed, "labels": labels, "gone": dict.fromkeys({*self.managed} - keep)}
        for at in range(0, len(diff.gone), self.batch):
            rows = diff.gone[at : at + self.batch]
            clean = {**params, "managed": [*self.managed, *self.computed]}
            deleted = self._write(delete, {"rows": rows, **clean})
            left = len(rows) - deleted.get("relationships_deleted" if table.edge else "nodes_deleted", 0)
            if left:
                self._write(retire, {"rows": rows, **params})
                diff.retired += left
            self.progress(table.name, len(rows))

    def _fitting(self, statement: str, rows: list[Any], params: dict[str, Any]) -> Iterable[dict[str, int]]:
        """Write the rows, in smaller parts where the server has no room for them; yield each part's counters."""
        size = len(rows)
        at = 0
        while at < len(rows):
            part = rows[at : at + size]
            try:
                counters = self._write(statement, {"rows": part, **params})
            except FullError:
                if size <= SMALLEST:
                    raise
                size = self.batch = max(SMALLEST, size // 4)
                continue
            at += len(part)
            yield {**counters, "rows": len(part)}

    def _write(self, statement: str, params: dict[str, Any]) -> dict[str, int]:
        self.lock.check()
        counters = self.store.write(statement, params)
        self.loaded.counters.update(counters)
        return counters
