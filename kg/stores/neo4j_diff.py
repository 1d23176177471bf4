"""The difference between a table's rows and what the database holds of it, computed in little memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import StoreError
from kg.stores import statements
from kg.stores.neo4j import Neo4jStore
from kg.stores.rows import CHUNK, Hashes, Table, hashes, keys, sums

NEW, SAME, CHANGED = 0, 1, 2
INDEXED = 8_000
Found = tuple[tuple[str, ...], int, str]


@dataclass(slots=True)
class Diff:
    """One table's difference.

    `values` holds the hash and `rows` NEW, SAME or CHANGED for each row of the table in its order; `at` the elementId
    of each changed row; `gone` the elementIds of what the table no longer has and `gone_keys` its ids in the same
    order. `kept` holds the elementIds among `gone` that stay as `kg_retired`, where a dry run asked for them; `retired`
    is their number, after a load as well.
    """

    table: Table
    values: Hashes
    rows: np.ndarray[Any, np.dtype[np.uint8]]
    at: dict[int, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    gone_keys: list[tuple[str, ...]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    retired: int = 0

    @property
    def new(self) -> int:
        """Rows that the database lacks."""
        return int((self.rows == NEW).sum())

    @property
    def changed(self) -> int:
        """Rows that the database has otherwise."""
        return len(self.at)

    @property
    def there(self) -> int:
        """Rows of this table that the database has now."""
        return len(self.rows) - self.new + len(self.gone)

    def names(self) -> Iterator[str]:
        """Yield what differs: `! id` of what stays as retired, `- id` of what goes, `~ id` changed, `+ id` new."""
        named = sorted(zip((at not in self.kept for at in self.gone), self.gone_keys, strict=True))
        yield from (f"{'-' if goes else '!'} {_joined(key)}" for goes, key in named)
        for kind, mark in ((CHANGED, "~"), (NEW, "+")):
            yield from (f"{mark} {_joined(key)}" for key in self._keys(kind))

    def _keys(self, kind: int) -> Iterator[tuple[str, ...]]:
        start = 0
        for batch in self.table.batches():
            picked = np.flatnonzero(self.rows[start : start + batch.num_rows] == kind)
            start += batch.num_rows
            if len(picked):
                part = batch.select(list(self.table.key_columns)).take(pa.array(picked))
                yield from zip(*(column.to_pylist() for column in part.columns), strict=True)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.new or self.at or self.gone)


def _joined(key: tuple[str, ...]) -> str:
    return " → ".join(key)


def compare(store: Neo4jStore, table: Table, verify: bool = False) -> Diff:
    """Return the difference between a table and the database.

    Counts and sums of the hashes tell whether a table is the same without listing it. With `verify` every
    property is read and compared, so that what somebody changed by hand is found as well.
    """
    wanted = np.concatenate([np.empty(0, np.int64), *(hashes(_fits(batch), table) for batch in table.batches())])
    name = {"type": table.name} if table.edge else {"label": table.name}
    known = next(
        store.stream(statements.fill(statements.SUMS_EDGE if table.edge else statements.SUMS_NODE, **name), {})
    )
    diff = Diff(table, wanted, np.zeros(len(wanted), np.uint8))
    if known == sums(wanted) and not verify:
        diff.rows[:] = SAME
        return diff
    others = dict(_others(store, table, name))
    if known[0] or others:
        _match(diff, _listed(store, table, name, verify), others)
    return diff


def _fits(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the batch. Raises StoreError for a name that the server's indexes cannot take."""
    for name in {"id", "name"} & set(batch.schema.names):
        lengths = pc.binary_length(batch.column(name))
        if batch.num_rows and pc.max(lengths).as_py() > INDEXED:
            worst = batch.column(name)[pc.index(lengths, pc.max(lengths)).as_py()].as_py()
            raise StoreError(
                f"the {name} {worst[:40]!r}… is {len(worst)} characters long, and Neo4j indexes {INDEXED} bytes at most; "
                "nothing was written: shorten it in the source or the ontology, build and load again"
            )
    return batch


def _match(diff: Diff, found: Iterable[Found], others: dict[tuple[str, ...], tuple[bool, str]]) -> None:
    table = diff.table
    mine = np.concatenate([np.empty(0, np.int64), *(keys(batch, table) for batch in table.batches())])
    order = np.argsort(mine)
    ranked = mine[order]
    for chunk in _chunks(found):
        there = _keys_of([key for key, _, _ in chunk], table)
        for row, (key, value, at) in zip(_positions(ranked, order, there), chunk, strict=True):
            if row < 0 or diff.rows[row] == SAME or row in diff.at:
                diff.gone.append(at)
                diff.gone_keys.append(key)
            elif diff.values[row] == value:
                diff.rows[row] = SAME
            else:
                diff.rows[row] = CHANGED
                diff.at[row] = at
    names = list(others)
    for row, key in zip(_positions(ranked, order, _keys_of(names, table)), names, strict=True):
        if row >= 0 and diff.rows[row] == NEW:
            _take_back(diff, row, key, *others[key])


def _take_back(diff: Diff, row: int, key: tuple[str, ...], retired: bool, at: str) -> None:
    if not retired:
        raise StoreError(
            f"somebody else's node in this database has the id {key[0]!r}, which the graph needs; "
            "nothing was written: rename or delete that node, then load again"
        )
    diff.rows[row] = CHANGED
    diff.at[row] = at


def _positions(ranked: Hashes, order: np.ndarray[Any, Any], wanted: Hashes) -> list[int]:
    """Return where each of `wanted` stands among the rows, -1 where it does not."""
    if not len(ranked):
        return [-1] * len(wanted)
    at = np.minimum(np.searchsorted(ranked, wanted), len(ranked) - 1)
    return [int(p) for p in np.where(ranked[at] == wanted, order[at], -1)]


def _keys_of(ends: list[tuple[str, ...]], table: Table) -> Hashes:
    columns = [pa.array([end[i] for end in ends], pa.string()) for i in range(len(table.key_columns))]
    return keys(pa.table(columns, names=list(table.key_columns)).combine_chunks(), table)


def _chunks(found: Iterable[Found]) -> Iterator[list[Found]]:
    chunk: list[Found] = []
    for item in found:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _others(
    store: Neo4jStore, table: Table, name: dict[str, str]
) -> Iterator[tuple[tuple[str, ...], tuple[bool, str]]]:
    """Yield (key, (retired, elementId)) of what carries an id of the table's kind but not the tag."""
    statement = statements.OTHERS_EDGE if table.edge else statements.OTHERS_NODE
    for *key, retired, at in store.stream(statements.fill(statement, **name), {}):
        yield tuple(map(str, key)), (retired, at)


def _listed(store: Neo4jStore, table: Table, name: dict[str, str], verify: bool) -> Iterator[Found]:
    """Yield (key, hash, elementId) of what the database holds; with `verify` the hash of its actual properties."""
    width = len(table.key_columns)
    if not verify:
        statement = statements.LIST_EDGE if table.edge else statements.LIST_NODE
        for row in store.stream(statements.fill(statement, **name), {}):
            yield row[:width], row[width], row[width + 1]
        return
    statement = statements.FULL_EDGE if table.edge else statements.FULL_NODE
    found = ((row[:width], row[width], row[width + 1]) for row in store.stream(statements.fill(statement, **name), {}))
    for chunk in _chunks(found):
        rows = [
            {**cast("dict[str, Any]", props), **dict(zip(table.key_columns, key, strict=True))}
            for key, props, _ in chunk
        ]
        for (key, _, at), value in zip(chunk, _actual(rows, table), strict=True):
            yield key, value, at


def _actual(rows: list[dict[str, Any]], table: Table) -> list[int]:
    """Return the hashes of properties as they are; -1 where somebody has put a value of another type."""
    try:
        return [int(v) for v in hashes(pa.Table.from_pylist(rows, table.schema).combine_chunks(), table)]
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return [value for row in rows for value in _actual([row], table)] if len(rows) > 1 else [-1]
