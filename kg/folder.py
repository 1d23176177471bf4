"""The graph folder: Parquet, one file a node type and relation type, and a manifest. The truth on disk."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.model import FORMAT, Edge, Graph, Node

# What reads Parquet or checks a schema is imported where it is used: most commands need only the manifest.
if TYPE_CHECKING:
    import pyarrow as pa

    from kg.ontology import Ontology
    from kg.schema import Schema

SCHEMA, VOCABULARY = "schema.json", "vocabulary.json"


def node_schema(schema: "Schema", kind: str) -> "pa.Schema":
    """Return the columns of a node type's table: id, name, aliases and the declared properties."""
    import pyarrow as pa

    return pa.schema(
        [("id", pa.string()), ("name", pa.string()), ("aliases", pa.list_(pa.string())), *_own(schema, kind)]
    )


def edge_schema(schema: "Schema", kind: str) -> "pa.Schema":
    """Return the columns of a relation type's table: from, to, the evidence where it carries one, its own properties."""
    import pyarrow as pa

    return pa.schema([("from", pa.string()), ("to", pa.string()), *_own(schema, kind)])


def _own(schema: "Schema", kind: str) -> list[tuple[str, "pa.DataType"]]:
    import pyarrow as pa

    arrow = {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "ints": pa.list_(pa.int64()),
    }
    return [(name, arrow[value]) for name, value in schema.columns(kind).items()]


def write_folder(graph: Graph, folder: Path, ontology: "Ontology", manifest: dict[str, Any]) -> None:
    """Write the graph beside `folder` and put it in its place at the end.

    The same graph gives the same bytes; when anything fails, what was in `folder` stays.
    """
    from kg.source_tables import write_said

    if folder.exists() and any(folder.iterdir()) and not (folder / "manifest.json").exists():
        raise GraphError(f"{folder}: this folder holds something else than a graph; give a new or empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_tables(graph, work, ontology)
        write_said(graph, work)
        (work / SCHEMA).write_text(ontology.to_json(), "utf-8")
        (work / VOCABULARY).write_text(ontology.vocabulary_json(), "utf-8")
        known = {**manifest, "format": FORMAT, "schema": ontology.digest}
        text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        (work / "manifest.json").write_text(text + "\n", "utf-8")
        work.chmod(0o755)
        old = work.with_name(work.name + ".old")
        if folder.exists():
            folder.rename(old)
        work.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_tables(graph: Graph, work: Path, ontology: "Schema") -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    (work / "nodes").mkdir()
    (work / "edges").mkdir()
    for kind in ontology.node_types:
        nodes = sorted((n for n in graph.nodes.values() if n.type == kind), key=lambda n: n.id)
        rows = [{"id": n.id, "name": n.name, "aliases": n.aliases, **n.props} for n in nodes]
        pq.write_table(pa.Table.from_pylist(rows, node_schema(ontology, kind)), work / "nodes" / f"{kind}.parquet")
    for kind in ontology.relation_types:
        edges = sorted((e for e in graph.edges.values() if e.type == kind), key=lambda e: (e.head, e.tail))
        rows = [{"from": e.head, "to": e.tail, **e.props} for e in edges]
        pq.write_table(pa.Table.from_pylist(rows, edge_schema(ontology, kind)), work / "edges" / f"{kind}.parquet")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest. Raises GraphError when there is no graph in `folder`, or one of another format."""
    try:
        data: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise GraphError(f"{folder}: no graph here; make one with: kg build FILES --graph {folder}") from None
    except ValueError:
        raise GraphError(f"{folder}: its manifest.json is broken; build the graph again") from None
    if data.get("format") != FORMAT:
        raise GraphError(
            f"{folder}: this graph has format {data.get('format', 1)} (written by kg {data.get('tool', '?')}), "
            f"and this kg reads format {FORMAT}; build the graph again"
        )
    return data


def read_schema(folder: Path) -> "Schema":
    """Return the types that the graph in `folder` was built with. Raises GraphError where they are damaged."""
    from kg.schema import Schema

    text = _read_part(folder, SCHEMA)
    try:
        schema = Schema.from_json(text)
    except ValueError:
        raise GraphError(f"{folder}: its {SCHEMA} is broken; build the graph again") from None
    if schema.digest != read_manifest(folder)["schema"]:
        raise GraphError(f"{folder}: its {SCHEMA} was changed after the graph was built; build the graph again")
    return schema


def read_ontology(folder: Path) -> "Ontology":
    """Return the schema and the vocabulary that the graph in `folder` was built with. Raises GraphError."""
    from kg.ontology import Ontology

    schema = read_schema(folder)
    try:
        return Ontology.from_json_parts(schema.to_json(), _read_part(folder, VOCABULARY))
    except ValueError:
        raise GraphError(f"{folder}: its {VOCABULARY} is broken; build the graph again") from None


def _read_part(folder: Path, name: str) -> str:
    read_manifest(folder)
    try:
        return (folder / name).read_text("utf-8")
    except OSError as error:
        raise GraphError(f"{folder}: its {name} cannot be read ({error.strerror}); build the graph again") from None


def read_folder(folder: Path) -> Graph:
    """Return the graph in `folder`."""
    import pyarrow.parquet as pq

    read_manifest(folder)
    graph = Graph()
    for file in sorted((folder / "nodes").glob("*.parquet")):
        for row in pq.read_table(file).to_pylist():
            props = {k: v for k, v in row.items() if k not in ("id", "name", "aliases") and v is not None}
            graph.nodes[row["id"]] = Node(row["id"], file.stem, row["name"], row["aliases"] or [], props)
    for file in sorted((folder / "edges").glob("*.parquet")):
        for row in pq.read_table(file).to_pylist():
            props = {k: v for k, v in row.items() if k not in ("from", "to") and v is not None}
            graph.add(Edge(row["from"], file.stem, row["to"], props))
    return graph
