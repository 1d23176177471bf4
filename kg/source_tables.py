"""The tables of a graph folder that say where everything stands: statements, mentions and discourse scopes."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.generations import holding
from kg.model import Graph

PLACE = [("start", pa.int64()), ("end", pa.int64())]
SAID = {
    "statements": pa.schema(
        [
            *((name, pa.string()) for name in ("head", "relation", "tail", "document", "passage")),
            *PLACE,
            ("year", pa.int64()),
            ("quote", pa.string()),
            ("confidence", pa.float64()),
            ("trail", pa.list_(pa.string())),
            ("inferred", pa.bool_()),
        ]
    ),
    "mentions": pa.schema(
        [
            *((name, pa.string()) for name in ("entity", "document", "passage")),
            *PLACE,
            ("score", pa.float64()),
            ("trail", pa.list_(pa.string())),
        ]
    ),
    "scopes": pa.schema(
        [
            ("entity", pa.string()),
            ("document", pa.string()),
            ("label_start", pa.int64()),
            ("label_end", pa.int64()),
            *PLACE,
        ]
    ),
}


def write_said(graph: Graph, work: Path) -> None:
    """Write the three tables, each in an order that does not depend on the build."""
    for name, rows in (("statements", graph.statements), ("mentions", graph.mentions), ("scopes", graph.scopes)):
        flat = [_flat(asdict(row)) for row in rows]
        flat.sort(key=lambda row, columns=SAID[name].names: [str(row[column]) for column in columns])  # type: ignore[misc]
        pq.write_table(pa.Table.from_pylist(flat, SAID[name]), work / f"{name}.parquet")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in row.items() if k != "evidence"}, **row.get("evidence", {})}


def read_said(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of `statements`, `mentions` or `scopes` of a graph folder; see `SAID` for the columns."""
    with holding(folder) as home:
        rows: list[dict[str, Any]] = pq.read_table(home / f"{name}.parquet").to_pylist()
    return rows
