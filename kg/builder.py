"""`kg build`: files to graph folder to embedded store, one call a stage."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.annotated import Annotated
from kg.copies import without_copies
from kg.crash import net
from kg.errors import KgError, ReadError
from kg.extraction import Models, annotate, unmeasured
from kg.folder import write_generation
from kg.generations.write import Site, building
from kg.graph import assemble
from kg.link.write import write_links
from kg.model import Document
from kg.ontology import Ontology
from kg.read import filed, find_sources, given_home, load_source, read_documents, shared_homes
from kg.resolve import resolve
from kg.stores.filling import fill
from kg.version import __version__

UNPLACED_SHOWN = 10
LISTED = ("title", "district", "district_inferred", "year", "kind", "source")


def _shared(document: dict[str, Any]) -> str:
    """Return the divisions that share the name in the title of a document without district, for its line in the summary."""
    homes = [] if document["district"] else shared_homes(document["title"])
    return f", which may be of {', '.join(homes)}" if homes else ""


def _homeless(document: dict[str, Any]) -> str:
    """Return how many figures a document without district has, which no question about a district finds."""
    many = 0 if document["district"] else document["figures"]
    return f", so that its {many} figures are of no district" if many else ""


@dataclass(slots=True)
class Report:
    """What a build found: counts by type, documents, skipped spans by reason, failures as one line each.

    `kept` are files of others in earlier generations, which were left where they are; `furniture` counts the lines left
    out as running heads or page numbers, `empty_pages` the pages without text, which `warnings` name.
    """

    documents: list[dict[str, Any]] = field(default_factory=list)
    nodes: Counter[str] = field(default_factory=Counter)
    edges: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    files: int = 0
    warnings: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    unmeasured: int = 0
    furniture: int = 0
    empty_pages: int = 0
    unplaced: Counter[str] = field(default_factory=Counter)

    def summary(self) -> list[str]:
        """Return one line for each thing that an analyst must know of a build, what was read first."""
        unfiled = [
            f"{d['source']}: no {' and no '.join(lacking)} found for {d['title']!r}{_shared(d)}{_homeless(d)}; give --district or --year"
            for d in self.documents
            if (lacking := [key for key in ("district", "year") if not d[key]])
        ]
        inferred = [
            f"{d['source']}: neither title nor issuer names a district; filed under {d['district']}, whose name and places "
            "alone recur in it"
            for d in self.documents
            if d["district_inferred"]
        ]
        counts = (
            f"{self.files} files read, {len(self.failures)} refused, {len(self.documents)} documents, "
            f"{len(unfiled)} without district or year, {len(inferred)} with inferred district, {len(self.copies)} copies, {len(self.warnings)} warnings, "
            f"{self.empty_pages} pages without text, {self.furniture} lines left out as running heads or page numbers, "
            f"{self.unmeasured} figures without indicator"
        )
        return [*self.failures, *self.warnings, *unfiled, *inferred, *self.copies, *self._unplaced(), counts]

    def _unplaced(self) -> list[str]:
        """Return a line with the mentions of districts that have no node, the most frequent first."""
        named = [f"{text} {count}" for text, count in sorted(self.unplaced.items(), key=lambda i: (-i[1], i[0]))]
        more = f" and {len(named) - UNPLACED_SHOWN} more" if len(named) > UNPLACED_SHOWN else ""
        line = "mentions of districts that are no division of the country, or one of several, have no node: "
        return [line + ", ".join(named[:UNPLACED_SHOWN]) + more] if named else []


def build(
    inputs: Sequence[str],
    folder: Path,
    ontology: Ontology,
    progress: Callable[[str], None] = lambda _: None,
    models: Models | None = None,
    *,
    district: str = "",
    year: int | None = None,
) -> Report:
    """Build the graph of all documents under `inputs` into `folder` and its embedded store.

    `district` and `year` stand for what the files say. A file that fails is a line in the report, the others are still
    built; when all fail the first error is raised and nothing is written. Raises GraphError when the folder cannot be
    written, holds something else, or another process builds there; UsageError where `district` is no division.
    """
    district = given_home(district, ontology.district_names())
    with building(folder) as site:
        report = Report()

        def file(document: Document) -> Document:
            return filed(document, district, year)

        docs = _annotate_all(inputs, ontology, models, progress, file, report)
        _write(site, docs, ontology, report)
        return report


def _annotate_all(
    inputs: Sequence[str],
    ontology: Ontology,
    models: Models | None,
    progress: Callable[[str], None],
    file: Callable[[Document], Document],
    report: Report,
) -> list[Annotated]:
    """Return the annotated documents, by id; what was refused, skipped or taken once goes into the report.

    Raises the first error where no document is left.
    """
    found, refused = find_sources(inputs)
    errors: list[KgError] = [*refused]
    read: list[Document] = []
    for source in found:
        progress(source.source)
        try:
            with net(source.source):
                loaded = load_source(source)
                documents = read_documents(loaded, ontology.district_names(), ontology.local_names())
        except KgError as error:
            errors.append(error)
            continue
        report.files += 1
        report.warnings += loaded.warnings
        report.furniture += sum(document.furniture for document in documents)
        if loaded.pages:
            report.furniture += loaded.pages.furniture
            report.empty_pages += len(loaded.pages.empty)
        read += map(file, documents)
    docs = []
    for document in without_copies(read):
        report.skipped.update(s.reason for s in document.skipped)
        report.copies += [
            f"{copy}: {document.title!r} is a copy of that in {document.source}, which is kept: "
            f"one document with {len(document.copies) + 1} sources"
            for copy, _ in document.copies
        ]
        try:
            with net(f"{document.source}: {document.title!r}"):
                found_here = annotate(document, ontology, models)
                figures = unmeasured(document, found_here)
        except KgError as error:
            errors.append(error)
            continue
        report.unmeasured += figures
        docs.append(Annotated(document, found_here))
    if not docs:
        raise errors[0] if errors else ReadError("nothing to read; give report files or folders")
    report.failures += map(str, errors)
    return docs


def _write(site: Site, docs: Sequence[Annotated], ontology: Ontology, report: Report) -> None:
    report.documents += [
        {k: getattr(doc.document, k) for k in LISTED} | {"figures": len(doc.found.targets)} for doc in docs
    ]
    resolution = resolve(docs, ontology)
    report.unplaced.update(resolution.unplaced)
    graph = assemble(docs, resolution, ontology)
    report.nodes.update(n.type for n in graph.nodes.values())
    report.edges.update(e.type for e in graph.edges.values())
    write_generation(site, graph, ontology, _manifest(docs, ontology, report), add_stores)
    report.kept += site.kept


def add_stores(work: Path) -> None:
    """Put beside the tables of a generation what questions read: the embedded store, the search and the link index."""
    fill(work)
    write_links(work)


def _manifest(docs: Sequence[Annotated], ontology: Ontology, report: Report) -> dict[str, Any]:
    read = [doc.document for doc in docs]
    inputs = sorted({source for one in read for source in ((one.source, one.sha256), *one.copies)})
    return {
        "tool": __version__,
        "ontology": ontology.version,
        "nodes": dict(report.nodes),
        "edges": dict(report.edges),
        "inputs": [{"source": source, "sha256": sha} for source, sha in inputs],
    }
