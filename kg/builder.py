"""`kg build`: files to graph folder to embedded store, one call a stage."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.annotated import Annotated
from kg.errors import KgError, ReadError
from kg.extraction import Models, annotate
from kg.folder import write_folder
from kg.graph import assemble
from kg.ontology import Ontology
from kg.read import find_sources, load_source, read_documents
from kg.resolve import resolve
from kg.stores.embedded import fill
from kg.version import __version__

LISTED = ("title", "district", "year", "kind", "source")


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
    docs: dict[str, Annotated] = {}
    for source in found:
        progress(source.source)
        try:
            documents = read_documents(load_source(source), ontology.district_names())
        except KgError as error:
            report.failures.append(str(error))
            continue
        for document in documents:
            report.skipped.update(s.reason for s in document.skipped)
            docs.setdefault(document.id, Annotated(document, annotate(document, ontology, models)))
    if not docs:
        raise ReadError(report.failures[0] if report.failures else "nothing to read; give report files or folders")
    ordered = [docs[key] for key in sorted(docs)]
    report.documents += [{k: getattr(doc.document, k) for k in LISTED} for doc in ordered]
    graph = assemble(ordered, resolve(ordered, ontology), ontology)
    report.nodes.update(n.type for n in graph.nodes.values())
    report.edges.update(e.type for e in graph.edges.values())
    write_folder(graph, folder, ontology, _manifest(ordered, ontology, report))
    fill(folder)
    return report


def _manifest(docs: Sequence[Annotated], ontology: Ontology, report: Report) -> dict[str, Any]:
    inputs = sorted({(doc.document.source, doc.document.sha256) for doc in docs})
    return {
        "tool": __version__,
        "ontology": ontology.version,
        "nodes": dict(report.nodes),
        "edges": dict(report.edges),
        "inputs": [{"source": source, "sha256": sha} for source, sha in inputs],
    }
