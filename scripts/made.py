"""A made graph of any size, for benchmarks and faults: zones, passages and the relations between them. Not real."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.folder import edge_schema, node_schema, seal, write_tables
from kg.generations.write import building
from kg.model import Graph
from kg.ontology import Ontology

CHUNK = 20_000
PLACES = "东西南北中江海河湖山林城园湾港桥路岛洲浦"


def make_graph(folder: Path, ontology: Ontology, nodes: int, edges: int, seed: int = 0) -> Path:
    """Write a graph folder with so many nodes (half zones, half passages) and relationships; return it."""
    with building(folder) as site, site.generation() as work:
        write_tables(Graph(), work, ontology)
        _fill(work, ontology, nodes, edges, seed)
        seal(work, ontology, {"tool": "made", "ontology": ontology.version, "nodes": {}, "edges": {}})
    return folder


def _fill(folder: Path, ontology: Ontology, nodes: int, edges: int, seed: int) -> None:
    zones, passages = nodes - nodes // 2, nodes // 2
    draw = random.Random(seed)
    _write(folder / "nodes/Zone.parquet", node_schema(ontology, "Zone"), zones, lambda i: _zone(i, draw))
    _write(folder / "nodes/Passage.parquet", node_schema(ontology, "Passage"), passages, _passage)
    near, seen = edges // 3, edges - edges // 3
    _write(folder / "edges/PART_OF.parquet", edge_schema(ontology, "PART_OF"), near, lambda i: _part(i, zones))
    _write(
        folder / "edges/MENTIONED_IN.parquet",
        edge_schema(ontology, "MENTIONED_IN"),
        seen,
        lambda i: _mention(i, zones, passages),
    )


def _write(path: Path, schema: pa.Schema, count: int, row: Any) -> None:
    with pq.ParquetWriter(path, schema) as file:
        for rows in _chunks(count, row):
            file.write_table(pa.Table.from_pylist(rows, schema))


def _chunks(count: int, row: Any) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, count, CHUNK):
        yield [row(i) for i in range(start, min(start + CHUNK, count))]


def _zone(i: int, draw: random.Random) -> dict[str, Any]:
    name = "".join(draw.choices(PLACES, k=4)) + f"{i}园"
    return {"id": f"Zone:{i}", "name": name, "aliases": [f"{name}区"], "district": "浦东新区", "first_year": 2021,
            "last_year": 2024, "mentions": i % 50}  # fmt: skip


def _passage(i: int) -> dict[str, Any]:
    text = f"第{i}段:推进功能区建设,聚焦集成电路、生物医药、人工智能三大产业,新增企业{i % 90}家。"
    return {
        "id": f"Passage:{i}",
        "name": text[:24],
        "text": text,
        "document": "Document:made",
        "start": i,
        "end": i + len(text),
    }


def _part(i: int, zones: int) -> dict[str, Any]:
    head, step = i % zones, 1 + i // zones
    return {
        "from": f"Zone:{head}", "to": f"Zone:{(head + step) % zones}", "quote": f"该园区是第{i}号功能区的组成部分。",
        "document": "Document:made", "passage": f"Passage:{i}", "start": i, "end": i + 20, "rule": "made",
        "confidence": (i % 100) / 100, "inferred": False, "doubtful": i % 2 == 0, "years": [2024], "sentences": 1,
    }  # fmt: skip


def _mention(i: int, zones: int, passages: int) -> dict[str, Any]:
    head, step = i % zones, i // zones
    return {"from": f"Zone:{head}", "to": f"Passage:{(head + step) % passages}", "start": i, "end": i + 4}
