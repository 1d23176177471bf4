"""The graph: Parquet, one file a node type and relation type, and a manifest. Where it lies is `kg.generations`."""

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError, StoreError
from kg.generations import holding
from kg.generations.current import MANIFEST, STORES
from kg.version import FORMAT

# What writes a generation, reads Parquet or checks a schema is imported where it is used: most commands need only the
# manifest.
if TYPE_CHECKING:
    import pyarrow as pa

    from kg.generations.write import Site
    from kg.model import Graph
    from kg.ontology import Ontology
    from kg.schema import Schema

SCHEMA, VOCABULARY = "schema.json", "vocabulary.json"
# The database of the embedded engine.
STORE = "store.lbug"
# What `kg.link` needs of the graph; listed among the stores, since it follows from the tables.
LINKS = "links.json"


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


def write_folder(
    graph: "Graph",
    folder: Path,
    ontology: "Ontology",
    manifest: dict[str, Any],
    fill: Callable[[Path], None] = lambda _: None,
) -> None:
    """Write the graph as the next generation of `folder`; `fill` puts the stores beside its tables.

    The same graph gives the same bytes but for the stores; when anything fails, the graph that was there stays.
    Raises GraphError when the folder holds something else, another process builds there, or the disk refuses.
    """
    from kg.generations.write import building

    with building(folder) as site:
        write_generation(site, graph, ontology, manifest, fill)


def write_generation(
    site: "Site", graph: "Graph", ontology: "Ontology", manifest: dict[str, Any], fill: Callable[[Path], None]
) -> None:
    """Write the graph as the next generation of a folder whose build lock is held, see `write_folder`."""
    from kg.source_tables import write_said

    with site.generation() as work:
        write_tables(graph, work, ontology)
        write_said(graph, work)
        seal(work, ontology, manifest)
        fill(work)


def seal(work: Path, ontology: "Ontology", manifest: dict[str, Any]) -> None:
    """Add schema, vocabulary and the manifest, which lists size and hash of each file, to the tables of a generation."""
    from kg.generations.files import files_in, records

    (work / SCHEMA).write_text(ontology.to_json(), "utf-8")
    (work / VOCABULARY).write_text(ontology.vocabulary_json(), "utf-8")
    listed = records(work, files_in(work))
    known = {**manifest, "format": FORMAT, "schema": ontology.digest, "files": listed}
    (work / MANIFEST).write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def write_tables(graph: "Graph", work: Path, ontology: "Schema") -> None:
    """Write one Parquet file a type into a new folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (work / "nodes").mkdir()
    (work / "edges").mkdir()
    for kind in ontology.node_types:
        nodes = sorted((n for n in graph.nodes.values() if n.type == kind), key=lambda n: n.id)
        rows = [{"id": n.id, "name": n.name, "aliases": n.aliases, **_present(n.props)} for n in nodes]
        pq.write_table(pa.Table.from_pylist(rows, node_schema(ontology, kind)), work / "nodes" / f"{kind}.parquet")
    for kind in ontology.relation_types:
        edges = sorted((e for e in graph.edges.values() if e.type == kind), key=lambda e: (e.head, e.tail))
        rows = [{"from": e.head, "to": e.tail, **_present(e.props)} for e in edges]
        pq.write_table(pa.Table.from_pylist(rows, edge_schema(ontology, kind)), work / "edges" / f"{kind}.parquet")


def _present(props: dict[str, Any]) -> dict[str, Any]:
    """Return properties without empty texts: what is absent is null in a table."""
    return {name: value for name, value in props.items() if value != ""}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest. Raises GraphError when there is no graph in `folder`, or one of another format."""
    with holding(folder) as home:
        return _manifest(folder, home)


def _manifest(folder: Path, home: Path) -> dict[str, Any]:
    try:
        data = json.loads((home / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise GraphError(f"{folder}: its {MANIFEST} cannot be read ({error.strerror}); build the graph again") from None
    except ValueError:
        raise GraphError(f"{folder}: its {MANIFEST} is broken; build the graph again") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        given, tool = (data.get("format", 1), data.get("tool", "?")) if isinstance(data, dict) else ("?", "?")
        raise GraphError(
            f"{folder}: this graph has format {given} (written by kg {tool}), "
            f"and this kg reads format {FORMAT}; build the graph again into a new folder"
        )
    if not isinstance(data.get("files"), dict):
        raise GraphError(f"{folder}: its {MANIFEST} lists no files; build the graph again")
    return data


def part(folder: Path, name: str) -> Path:
    """Return the path of a listed file of a graph. Raises GraphError where it is missing or has another size.

    The size finds files that were cut off; `kg doctor` compares the hashes too.
    """
    with holding(folder) as home:
        return _part(folder, home, _manifest(folder, home), name)


def _part(folder: Path, home: Path, manifest: dict[str, Any], name: str) -> Path:
    path, known = home / name, manifest["files"].get(name)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise GraphError(f"{folder}: its {name} cannot be read ({error.strerror}); build the graph again") from None
    if known is None or size != known["size"]:
        wanted = f"{size} bytes instead of {known['size']}" if known else "not listed in its manifest"
        raise GraphError(f"{folder}: its {name} is damaged ({wanted}); build the graph again")
    return path


def store_part(home: Path, name: str) -> Path:
    """Return the path of a store in a generation. Raises StoreError where it is missing or has another size."""
    path = home / name
    try:
        known = json.loads((home / STORES).read_text("utf-8"))["files"][name]["size"]
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); build the graph again") from None
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{path}: is not listed in its {STORES}; build the graph again") from None
    if size != known:
        raise StoreError(f"{path}: is damaged ({size} bytes instead of {known}); build the graph again")
    return path


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> "pa.Table":
    """Return a table of a graph, as in `nodes/Zone.parquet`. Raises GraphError where it is missing or damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with holding(folder):
        try:
            return pq.read_table(part(folder, name), columns=columns)
        except (pa.ArrowException, OSError) as error:
            raise GraphError(f"{folder}: its {name} is damaged ({error}); build the graph again") from None


def read_schema(folder: Path) -> "Schema":
    """Return the types that the graph in `folder` was built with. Raises GraphError where they are damaged."""
    from kg.schema import Schema

    with holding(folder) as home:
        text, digest = _read_part(folder, SCHEMA), _manifest(folder, home).get("schema")
    try:
        schema = Schema.from_json(text)
    except ValueError:
        raise GraphError(f"{folder}: its {SCHEMA} is broken; build the graph again") from None
    if schema.digest != digest:
        raise GraphError(f"{folder}: its {SCHEMA} was changed after the graph was built; build the graph again")
    return schema


def read_ontology(folder: Path) -> "Ontology":
    """Return the schema and the vocabulary that the graph in `folder` was built with. Raises GraphError."""
    from kg.ontology import Ontology

    with holding(folder) as home:
        schema, vocabulary = read_schema(home), _read_part(home, VOCABULARY)
    try:
        return Ontology.from_json_parts(schema.to_json(), vocabulary)
    except ValueError:
        raise GraphError(f"{folder}: its {VOCABULARY} is broken; build the graph again") from None


def _read_part(folder: Path, name: str) -> str:
    with holding(folder):
        try:
            return part(folder, name).read_text("utf-8")
        except OSError as error:
            raise GraphError(f"{folder}: its {name} cannot be read ({error.strerror}); build the graph again") from None
        except UnicodeDecodeError:
            raise GraphError(f"{folder}: its {name} is broken; build the graph again") from None


def read_folder(folder: Path) -> "Graph":
    """Return the graph in `folder`. Raises GraphError where there is none, or a part of it is missing or damaged."""
    from kg.model import Edge, Graph, Node

    graph = Graph()
    with holding(folder) as home:
        names = [name for name in _manifest(folder, home)["files"] if name.endswith(".parquet")]
        for name in (n for n in names if n.startswith("nodes/")):
            kind = PurePosixPath(name).stem
            for row in read_table(home, name).to_pylist():
                props = {k: v for k, v in row.items() if k not in ("id", "name", "aliases") and v is not None}
                graph.nodes[row["id"]] = Node(row["id"], kind, row["name"], row["aliases"] or [], props)
        for name in (n for n in names if n.startswith("edges/")):
            kind = PurePosixPath(name).stem
            for row in read_table(home, name).to_pylist():
                props = {k: v for k, v in row.items() if k not in ("from", "to") and v is not None}
                graph.add(Edge(row["from"], kind, row["to"], props))
    return graph
