"""Sentences: they end with a full stop, a semicolon or the line."""

from extractors.annotations import Span
from extractors.rules import one

SENTENCE = one("structure", "sentences", "sentence")


def find_sentences(text: str) -> tuple[Span, ...]:
    """Return [start, end) of every sentence, white space trimmed."""
    result = []
    for match in SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if end > start:
            result.append((start, end))
    return tuple(result)
