"""Sentences: they end with a full stop, a semicolon or the line.

A passage longer than `LONGEST` is taken in pieces: what looks at a whole sentence for each of its names and figures would
take the square of its length.
"""

from collections.abc import Iterator

from extractors.annotations import Span
from extractors.rules import one

SENTENCE = one("structure", "sentences", "sentence")
# In characters. The longest of the 37,000 sentences of the reports at hand has 747.
LONGEST = 1_000
# A piece ends behind one of these, where its second half has one that stands before no figure.
PARTS = ",，、 \t"
FIGURE = frozenset("0123456789.,%-−")


def find_sentences(text: str) -> tuple[Span, ...]:
    """Return [start, end) of every sentence, white space trimmed."""
    result: list[Span] = []
    for match in SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if end > start:
            result += _pieces(text, start, end)
    return tuple(result)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a sentence, or where it is too long its pieces, which leave nothing out and cut no figure."""
    while end - start > LONGEST:
        cut = _cut(text, start, end)
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    last = start + LONGEST
    for at in range(last, start + LONGEST // 2, -1):
        if text[at - 1] in PARTS and text[at] not in FIGURE:
            return at
    while last < end and text[last - 1] in FIGURE:
        last += 1
    return last
