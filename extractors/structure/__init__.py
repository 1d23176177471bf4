"""The structure of a text, found once a document: headings, sections, sentences, labels and what depends on them."""

from extractors.structure.document import Structure, analyse, with_mentions

__all__ = ["Structure", "analyse", "with_mentions"]
