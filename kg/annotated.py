"""A document with what the extractors found in it: the typed object between extraction, resolution and the graph."""

from dataclasses import dataclass

from extractors.annotations import Extraction, Mention, Span, Target
from kg.model import Document

TABLE = "table"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document and its extraction; offsets of the extraction are characters of the document's view."""

    document: Document
    found: Extraction

    @property
    def digest(self) -> str:
        """The part of the document's id that tells documents apart; ids of its parts carry it."""
        return self.document.id.rsplit("-", 1)[1]

    def text(self, start: int, end: int) -> str:
        """Return the text of a span of the view as it is written."""
        return self.document.view.text[start:end]

    def name(self, mention: Mention) -> str:
        """Return the full name of a mention: as it is written, or with the head noun that its list shares."""
        return mention.name or self.text(mention.start, mention.end)

    def span(self, start: int, end: int) -> Span:
        """Return the offsets of a span of the view in the file."""
        return self.document.view.span(start, end)

    def evidence_of(self, target: Target) -> Span:
        """Return the span of the view that states a target: its sentence, in a flattened table its row."""
        start, end = target.quantity.start, target.quantity.end
        if target.trail[0] == TABLE:
            return target.indicator[0], max(end, target.indicator[1])
        return next(((a, b) for a, b in self.found.sentences if a <= start < b), (start, end))
