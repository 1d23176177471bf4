"""Explains a span of a text: the passes and rules that made it a mention or dropped it."""

from collections.abc import Iterator
from typing import Any

from extractors.annotations import Extraction, Mention, Span
from kg.model import Document

KEPT, DROPPED = "mention", "dropped"


def explain(document: Document, found: Extraction, words: str) -> list[dict[str, Any]]:
    """Return a row for every mention, kept or dropped, that shares a character with an occurrence of `words`.

    A row has file offsets, text, type, score, whether it is a mention, and its trail: the ids of passes and rules in
    the order in which they created, moved, retyped or dropped it. Rows are in text order, mentions before what was
    dropped. Without an occurrence the list is empty.
    """
    places = list(_occurrences(found.text, words))
    kept = [(KEPT, m) for m in found.mentions]
    dropped = [(DROPPED, m) for m in found.dropped]
    near = [(state, m) for state, m in (*kept, *dropped) if any(m.start < b and a < m.end for a, b in places)]
    return [_row(document, state, m) for state, m in sorted(near, key=lambda n: (n[1].start, n[0] != KEPT, n[1].end))]


def _occurrences(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while words and at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


def _row(document: Document, state: str, mention: Mention) -> dict[str, Any]:
    start, end = document.view.span(*mention.span)
    return {
        "start": start,
        "end": end,
        "text": document.view.text[slice(*mention.span)],
        "type": mention.type,
        "score": round(mention.score, 2),
        "state": state,
        "trail": " > ".join(mention.trail),
    }
