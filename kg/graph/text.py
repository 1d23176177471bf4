"""Document, sections and passages as nodes, and which passage an offset lies in."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from extractors.annotations import Section
from kg.annotated import Annotated
from kg.model import Edge, Graph, Node
from kg.statements import Evidence

TITLE = 24
STATED = (
    *("title", "district", "district_inferred", "year", "kind", "issuer", "date"),
    *("source", "start", "end", "sha256"),
)


@dataclass(slots=True)
class Passages:
    """The passages of a document: their spans in its view, ascending and without overlap, and their node ids."""

    doc: Annotated
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def at(self, offset: int) -> tuple[int, int, str] | None:
        """Return (start, end, node id) of the passage that holds an offset of the view."""
        index = bisect_right(self.spans, offset, key=lambda p: p[0]) - 1
        return self.spans[index] if index >= 0 and offset < self.spans[index][1] else None

    def year(self, offset: int) -> int | None:
        """Return the year that the section around an offset of the view is about, else the document's.

        The review of last year's work in a report of 2024 is about 2023.
        """
        section = self._section(offset)
        return self.doc.document.year if section is None or section.year is None else section.year

    def status(self, offset: int) -> str | None:
        """Return whether the section around an offset of the view looks back (achieved) or plans (planned)."""
        section = self._section(offset)
        return section.status if section else None

    def _section(self, offset: int) -> Section | None:
        sections = self.doc.found.sections
        index = bisect_right(sections, offset, key=lambda section: section.start) - 1
        return sections[index] if index >= 0 else None

    def together(self, one: int, other: int) -> bool:
        """Whether one passage holds both offsets of the view."""
        at = self.at(one)
        return at is not None and at == self.at(other)

    def around(self, start: int, end: int) -> Evidence:
        """Return as evidence the passage that holds a span of the view; outside of passages, as in a heading, the line."""
        if at := self.at(start):
            return self.evidence(at[0], at[1])
        text = self.doc.document.view.text
        stop = text.find("\n", end)
        return self.evidence(text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text))

    def evidence(self, start: int, end: int) -> Evidence:
        """Return a span of the view as evidence."""
        at, span, document = self.at(start), self.doc.span(start, end), self.doc.document
        return Evidence(self.doc.text(start, end), document.id, at[2] if at else "", *span, self.year(start))


def add_text(graph: Graph, doc: Annotated) -> Passages:
    """Add a document with its sections and passages; return the passages."""
    document = doc.document
    props = {name: getattr(document, name) for name in STATED}
    props["document_number"] = document.number
    props["sources"] = [document.source, *(source for source, _ in document.copies)]
    props["hashes"] = [document.sha256, *(digest for _, digest in document.copies)]
    graph.nodes[document.id] = Node(document.id, "Document", document.title, [], props)
    sections = _sections(graph, doc)
    passages = Passages(doc)
    for a, b in doc.found.sentences:
        (start, end), text = doc.span(a, b), doc.text(a, b)
        key = f"Passage:{doc.digest}:{start}"
        where = {"text": text, "document": document.id, "start": start, "end": end}
        graph.nodes[key] = Node(key, "Passage", text[:TITLE], [], where)
        owner = next((section for first, section in reversed(sections) if first <= start), sections[0][1])
        graph.add(Edge(key, "CONTAINED_IN", owner))
        passages.spans.append((a, b, key))
    return passages


def _sections(graph: Graph, doc: Annotated) -> list[tuple[int, str]]:
    """Add the sections; return (start in the file, node id) of each."""
    added = []
    for section in doc.found.sections:
        start, end = doc.span(section.start, section.end)
        key, heading = f"Section:{doc.digest}:{start}", " > ".join(section.path)
        props = {
            "heading": heading,
            "level": section.level,
            "year": section.year,
            "status": section.status,
            "document": doc.document.id,
            "start": start,
            "end": end,
        }
        graph.nodes[key] = Node(key, "Section", heading or doc.document.title, [], props)
        graph.add(Edge(key, "CONTAINED_IN", doc.document.id))
        added.append((start, key))
    return added


def count_parts(graph: Graph) -> None:
    """Add to each document how many passages, mentions, figures and stated relations it has."""
    counts: dict[str, Counter[str]] = {
        "passage_count": Counter(n.props["document"] for n in graph.nodes.values() if n.type == "Passage"),
        "mention_count": Counter(row.document for row in graph.mentions),
        "target_count": Counter(n.props["document"] for n in graph.nodes.values() if n.type == "Target"),
        "statement_count": Counter(n.props["document"] for n in graph.nodes.values() if n.type == "Statement"),
    }
    for node in graph.nodes.values():
        if node.type == "Document":
            node.props.update({name: count[node.id] for name, count in counts.items()})
