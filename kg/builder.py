"""`kg build`: files to graph folder to embedded store, one call a stage."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError, ReadError
from kg.extraction import Models, extract_document
from kg.folder import write_folder
from kg.ontology import Ontology
from kg.read import find_sources, load_source, read_documents
from kg.stores.embedded import fill
from kg.transform import GraphBuilder
from kg.version import __version__


@dataclass(slots=True)
class Report:
    """What a build found: counts by type, documents, skipped spans by reason, failures as one line each."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    nodes: Counter[str] = field(default_factory=Counter)
    edges: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def build(
    inputs: Sequence[str],
    folder: Path,
    ontology: Ontology,
    progress: Callable[[str], None] = lambda _: None,
    models: Models | None = None,
) -> Report:
    """Build the graph of all documents under `inputs` into `folder` and its embedded store.

    A file that fails is a line in the report, the others are still built; when all fail the first
    error is raised and nothing is written.
    """
    report = Report()
    found, errors = find_sources(inputs)
    report.failures += [str(e) for e in errors]
    docs: dict[str, tuple[dict[str, Any], str]] = {}
    for source in found:
        progress(source.source)
        try:
            text = load_source(source)
            documents = read_documents(text, ontology.district_names())
        except KgError as error:
            report.failures.append(str(error))
            continue
        for document in documents:
            extracted = extract_document(document, ontology, models)
            report.skipped.update(s.reason for s in document.skipped)
            docs.setdefault(document.id, (extracted, text.sha256))
    if not docs:
        raise ReadError(report.failures[0] if report.failures else "nothing to read; give report files or folders")
    builder = GraphBuilder(ontology)
    builder.linker.learn((m["type"], m["text"], doc["district"]) for doc, _ in docs.values() for m in doc["mentions"])
    for key in sorted(docs):
        for name in docs[key][0]["abbreviations"]:
            builder.linker.introduce(name["type"], name["short"], name["long"], docs[key][0]["district"])
    for key in sorted(docs):
        builder.add(*docs[key])
        report.documents.append({k: docs[key][0][k] for k in ("title", "district", "year", "kind", "source")})
    graph = builder.finish()
    report.nodes.update(n.type for n in graph.nodes.values())
    report.edges.update(e.type for e in graph.edges.values())
    write_folder(graph, folder, ontology, _manifest(docs, ontology, report))
    fill(folder)
    return report


def _manifest(docs: dict[str, tuple[dict[str, Any], str]], ontology: Ontology, report: Report) -> dict[str, Any]:
    inputs = sorted({(doc["source"], sha) for doc, sha in docs.values()})
    return {
        "tool": __version__,
        "ontology": ontology.version,
        "nodes": dict(report.nodes),
        "edges": dict(report.edges),
        "inputs": [{"source": source, "sha256": sha} for source, sha in inputs],
    }
