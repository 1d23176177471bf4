"""The structure of a text, analysed once per document: headings, sections, sentences, labels and their scopes."""

from extractors.structure.document import Structure, analyse, with_mentions

__all__ = ["Structure", "analyse", "with_mentions"]
