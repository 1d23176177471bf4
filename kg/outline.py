"""The headings of a document, found without the models and libraries of extraction."""

from extractors.structure import analyse
from kg.model import Document


def heading_count(document: Document) -> int:
    """Return how many headings were found in a document, at any level; each opens a section."""
    return len(analyse(document.view.text, document.year).headings)
