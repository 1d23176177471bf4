"""The text of one document in a file: without site text, lines joined, Markdown marks as structure."""

import re

from kg.model import FURNITURE, Skipped, View
from kg.read.boilerplate import interrupts
from kg.read.characters import chain, without
from kg.read.lines import inner_breaks

# Marks of headings, emphasis and lists; lines that only rule a table off (`|---|---|`, `├──┼──┤`).
MARKDOWN = re.compile(
    r"(?m)^[ \t]{0,3}#{1,6}[ \t]+|\*\*|^[ \t]{0,3}[*+-][ \t]+(?=(?:\*\*)?[\u4e00-\u9fff])"
    r"|^[ \t]*[|+\u2500-\u257f](?=[^\n]*[-=\u2500\u2501\u2550])[-=|:+ \t\u2500-\u257f]+(?:\n|\Z)"
)
LATIN = re.compile(r"[A-Za-z]")


def make_view(text: str, start: int, end: int, skipped: list[Skipped]) -> View:
    """Return how [start, end) of `text` reads.

    Skipped spans are left out; where one stands in the middle of a sentence or table row, the line breaks around it go
    too and one of them reads as a space. Line ends inside a paragraph are left out, between Latin letters they read as a space.
    """
    view = _without_skipped(text, start, end, skipped)
    furniture = [s for s in skipped if s.reason in FURNITURE]
    breaks = inner_breaks(text[start:end], [Skipped(s.start - start, s.end - start, s.reason) for s in furniture])
    gone: list[tuple[int, int]] = []
    kept = set()
    for low, high in breaks:
        if LATIN.match(text, start + low - 1) and LATIN.match(text, start + high):
            kept.add(start + high - 1)
            gone.append((start + low, start + high - 1))
        else:
            gone.append((start + low, start + high))
    gone += [(start + m.start(), start + m.end()) for m in MARKDOWN.finditer(text[start:end])]
    if not gone:
        return view
    inner = without(view.text, _in_view(view, sorted(gone)))
    joined = chain(view, inner)
    if not kept:
        return joined
    spaced = "".join(
        joined.text[v : v + n] if not kept.intersection(range(f, f + n)) else _blank(joined.text[v : v + n], f, kept)
        for v, f, n in joined.pieces
    )
    return View(spaced, joined.pieces)


def _blank(piece: str, file_start: int, kept: set[int]) -> str:
    return "".join(" " if file_start + i in kept else c for i, c in enumerate(piece))


def _in_view(view: View, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans of the file, ascending, as the spans of the view that they cover."""
    result: list[tuple[int, int]] = []
    index = 0
    for start, end in spans:
        while index and view.pieces[index][1] > start:
            index -= 1
        while index < len(view.pieces) and view.pieces[index][1] + view.pieces[index][2] <= start:
            index += 1
        at = index
        while at < len(view.pieces) and view.pieces[at][1] < end:
            first, file_start, length = view.pieces[at]
            low, high = max(start, file_start), min(end, file_start + length)
            if high > low:
                result.append((first + low - file_start, first + high - file_start))
            at += 1
        index = min(index, len(view.pieces) - 1)
    return result


def _without_skipped(text: str, start: int, end: int, skipped: list[Skipped]) -> View:
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    size, at = 0, start

    def keep(piece_start: int, piece: str) -> None:
        nonlocal size
        if piece:
            parts.append(piece)
            pieces.append((size, piece_start, len(piece)))
            size += len(piece)

    for span in skipped:
        if span.end <= at or span.start >= end:
            continue
        if interrupts(text, span):
            before = text[at : span.start].rstrip()
            after = span.end
            while after < end and text[after].isspace():
                after += 1
            keep(at, before)
            if after > span.end:
                keep(after - 1, " ")
            at = after
        else:
            keep(at, text[at : span.start])
            at = span.end
    keep(at, text[at:end])
    return View("".join(parts), tuple(pieces) or ((0, start, 0),))
