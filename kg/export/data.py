"""A graph as data that other tools read: GraphML, GEXF, CSV pairs, JSON-LD."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx

from kg.cells import csv_cell
from kg.errors import UsageError
from kg.model import Graph
from kg.outfile import output_file
from kg.schema import Schema
from kg.stores.memory import to_networkx

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BASE = "urn:district-kg:"
# What joins the two files of a CSV pair: written as it is. An id begins with its type, and no spreadsheet runs it.
KEYS = ("id", "type", "from", "to")
XML_BAD = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def write_data(graph: Graph, file: Path, known: Schema) -> list[Path]:
    """Write a graph in the format that the file's ending names; return the files.

    `.csv` makes two, NAME.nodes.csv and NAME.edges.csv. Raises UsageError for another ending, OutputError where
    nothing can be written.
    """
    writers: dict[str, Callable[[Graph, Path, Schema], list[Path]]] = {
        ".graphml": _graphml,
        ".gexf": _gexf,
        ".csv": _csv,
        ".jsonld": _jsonld,
    }
    if file.suffix not in writers:
        raise UsageError(f"{file}: unknown format {file.suffix!r}; end the name with one of {', '.join(writers)}")
    return writers[file.suffix](graph, file, known)


def _graphml(graph: Graph, file: Path, _: Schema) -> list[Path]:
    with output_file(file) as work:
        nx.write_graphml(_flat(graph), work, named_key_ids=True)
    return [file]


def _gexf(graph: Graph, file: Path, _: Schema) -> list[Path]:
    plain = _flat(graph)
    nx.set_node_attributes(plain, nx.get_node_attributes(plain, "name"), "label")
    with output_file(file) as work:
        nx.write_gexf(plain, work)
    return [file]


def _flat(graph: Graph) -> "nx.MultiDiGraph[str]":
    """Return the graph with lists joined by `; `, and without nulls and the characters that XML cannot hold."""
    source = to_networkx(graph)
    result: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, props in source.nodes(data=True):
        result.add_node(_xml(key), **_values(props))
    for head, tail, kind, props in source.edges(keys=True, data=True):
        # A format's own start and end of an edge are times.
        renamed = {{"start": "start_offset", "end": "end_offset"}.get(k, k): v for k, v in props.items()}
        result.add_edge(_xml(head), _xml(tail), key=kind, relation=kind, **_values(renamed))
    return result


def _values(props: dict[str, Any]) -> dict[str, Any]:
    return {k: _xml(_text(v)) for k, v in props.items() if v is not None}


def _text(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _xml(value: Any) -> Any:
    return value.translate(XML_BAD) if isinstance(value, str) else value


def _csv(graph: Graph, file: Path, _: Schema) -> list[Path]:
    files = [file.with_suffix(".nodes.csv"), file.with_suffix(".edges.csv")]
    nodes = [
        {"id": n.id, "type": n.type, "name": n.name, "aliases": n.aliases, **n.props} for n in graph.nodes.values()
    ]
    edges = [{"from": e.head, "type": e.type, "to": e.tail, **e.props} for e in graph.edges.values()]
    for path, rows in zip(files, (nodes, edges), strict=True):
        names = list(dict.fromkeys(name for row in rows for name in row))
        with output_file(path) as work, work.open("w", encoding="utf-8-sig", newline="") as sink:
            writer = csv.DictWriter(sink, names or ["id"])
            writer.writeheader()
            writer.writerows({k: _text(v) if k in KEYS else csv_cell(_text(v)) for k, v in row.items()} for row in rows)
    return files


def _jsonld(graph: Graph, file: Path, known: Schema) -> list[Path]:
    items: dict[str, dict[str, Any]] = {
        n.id: {"@id": _iri(n.id), "@type": n.type, "name": n.name, "aliases": n.aliases, **_present(n.props)}
        for n in graph.nodes.values()
    }
    statements = []
    for edge in graph.edges.values():
        items[edge.head].setdefault(edge.type, []).append({"@id": _iri(edge.tail)})
        ends = {
            "subject": {"@id": _iri(edge.head)},
            "predicate": {"@id": edge.type},
            "object": {"@id": _iri(edge.tail)},
        }
        statements.append({"@type": f"{RDF}Statement", **ends, **_present(edge.props)})
    context = {
        "@vocab": BASE,
        **{k: f"{RDF}{k}" for k in ("subject", "predicate", "object")},
        "name": "http://www.w3.org/2000/01/rdf-schema#label",
        "aliases": "http://www.w3.org/2004/02/skos/core#altLabel",
        **{kind: {"@id": BASE + kind, "@type": "@id"} for kind in known.relation_types},
    }
    document = {"@context": context, "@graph": [*items.values(), *statements]}
    with output_file(file) as work:
        work.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return [file]


def _present(props: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in props.items() if v is not None}


def _iri(key: str) -> str:
    """Return a node id as an IRI: letters of any script stay, what an IRI cannot hold is percent-encoded."""
    kept = (c if c.isalnum() or c in "-._~:" else "".join(f"%{b:02X}" for b in c.encode()) for c in key)
    return f"{BASE}node:{''.join(kept)}"
