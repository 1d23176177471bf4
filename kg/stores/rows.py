"""A graph folder as a stream of rows: one table a node type and relation type, each row with a hash of its content."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.errors import GraphError
from kg.folder import edge_schema, node_schema, part, read_schema
from kg.schema import Schema

CHUNK = 20_000
ENDS = ("from", "to")
NO_NODES = pa.schema([("id", pa.string()), ("name", pa.string())])
NO_EDGES = pa.schema([("from", pa.string()), ("to", pa.string())])
Hashes = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Table:
    """One node type (`edge` false) or relation type of a graph folder; without `path` one of an earlier graph."""

    name: str
    edge: bool
    path: Path | None
    schema: pa.Schema

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that say which node or relationship a row is."""
        return ENDS if self.edge else ("id",)

    def check(self) -> None:
        """Raise GraphError where the file is missing or cut; only its end is read."""
        if self.path is not None:
            with self._file():
                pass

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, at most CHUNK at a time."""
        if self.path is None:
            return
        with self._file() as file:
            yield from file.iter_batches(batch_size=CHUNK, columns=self.schema.names)

    @contextmanager
    def _file(self) -> Iterator[pq.ParquetFile]:
        try:
            with pq.ParquetFile(self.path) as file:
                yield file
        except (pa.ArrowException, OSError) as error:
            raise GraphError(f"{self.path}: is damaged ({error}); build the graph again") from None


def tables(folder: Path) -> list[Table]:
    """Return the tables of a graph folder, nodes first. Raises GraphError where there is no graph."""
    known = read_schema(folder)
    nodes = [
        Table(kind, False, part(folder, f"nodes/{kind}.parquet"), node_schema(known, kind)) for kind in known.node_types
    ]
    edges = [
        Table(kind, True, part(folder, f"edges/{kind}.parquet"), edge_schema(known, kind))
        for kind in known.relation_types
    ]
    return nodes + edges


def gone_tables(
    known: Schema, node_types: Iterable[str], relation_types: Iterable[str]
) -> tuple[list[Table], list[Table]]:
    """Return empty tables for the (nodes, relations) among the types of an earlier graph that a schema lacks."""
    nodes = [Table(kind, False, None, NO_NODES) for kind in node_types if kind not in known.node_types]
    edges = [Table(kind, True, None, NO_EDGES) for kind in relation_types if kind not in known.relation_types]
    return nodes, edges


def hashes(batch: pa.RecordBatch | pa.Table, table: Table) -> Hashes:
    """Return a 62-bit content hash a row: of the type and every column; null and an empty text differ.

    Columns are joined in C++ and each row is hashed once, about 2 µs; the values are not escaped, since the
    hash finds changes and guards nothing.
    """
    return _digest(batch, table, table.schema.names)


def keys(batch: pa.RecordBatch | pa.Table, table: Table) -> Hashes:
    """Return a 62-bit hash of what identifies each row, see `Table.key_columns`."""
    return _digest(batch, table, list(table.key_columns))


def _digest(batch: pa.RecordBatch | pa.Table, table: Table, names: list[str]) -> Hashes:
    if not batch.num_rows:
        return np.empty(0, np.int64)
    columns = [_text(batch.column(name)) for name in names]
    joined = pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x00")
    salted = pc.binary_join_element_wise(pa.scalar(f"{table.name} {','.join(names)}"), joined, "\x1f")
    made = b"".join([blake2b(row, digest_size=8).digest() for row in pc.cast(salted, pa.binary()).to_pylist()])
    return (np.frombuffer(made, "<u8") >> np.uint64(2)).astype(np.int64)


def _text(column: Any) -> Any:
    if pa.types.is_list(column.type):
        joined = pc.binary_join(pc.cast(column, pa.list_(pa.string())), "\x1e")
        return pc.if_else(pc.equal(pc.list_value_length(column), 0), None, joined)
    return pc.cast(column, pa.string())


def sums(values: Hashes) -> tuple[int, int, int]:
    """Return count, sum of the upper and sum of the lower 31 bits: equal for equal sets of rows, in any order."""
    return len(values), int((values >> 31).sum()), int((values & 0x7FFFFFFF).sum())


def row_dicts(batch: pa.RecordBatch, values: Hashes) -> list[dict[str, Any]]:
    """Return the rows as dicts with every column, nulls and empty lists as None, each with its `kg_hash`.

    A property that is an empty list is left out, since a bulk import from CSV cannot write one either.
    """
    rows: list[dict[str, Any]] = batch.to_pylist()
    lists = [field.name for field in batch.schema if pa.types.is_list(field.type)]
    for row, value in zip(rows, values.tolist(), strict=True):
        row["kg_hash"] = value
        for name in lists:
            row[name] = row[name] or None
    return rows
