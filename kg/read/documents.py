"""A decoded file to its documents: where each starts and ends, what is skipped, how it reads."""

import hashlib
from collections.abc import Mapping

from kg.errors import ReadError
from kg.model import Document, Skipped, SourceText, View
from kg.read.boilerplate import SITE_HEADING, find_skipped, interrupts, lines_of
from kg.read.identify import Identity, identify, standalone_title

MIN_DOCUMENT = 60


def read_documents(source: SourceText, districts: Mapping[str, str]) -> list[Document]:
    """Return the documents in a file, in order.

    `districts` maps full and short district names to full names. Raises ReadError when nothing but
    boilerplate is in the file.
    """
    skipped = find_skipped(source.text)
    documents = [
        _document(source, start, end, heading, skipped, districts)
        for start, end, heading in _blocks(source.text, skipped, districts)
    ]
    if not documents:
        raise ReadError(f"{source.source}: only site navigation in it, no report text; check the download")
    return documents


def read_text(text: str, districts: Mapping[str, str], source: str = "text") -> list[Document]:
    """Return the documents in a string; see `read_documents`."""
    return read_documents(SourceText(source, text, hashlib.sha256(text.encode()).hexdigest()), districts)


def _blocks(text: str, skipped: list[Skipped], districts: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return (start, end, site heading) of each document: one a site heading, or a new report title."""
    bounds: list[tuple[int, str]] = [(0, "")]
    last: Identity | None = None
    skipped_starts = {s.start for s in skipped}
    for start, end in lines_of(text):
        line = text[start:end]
        if SITE_HEADING.fullmatch(line.rstrip()):
            bounds.append((start, line.strip()))
            last = None
        elif start not in skipped_starts and (title := standalone_title(line, districts)):
            if last and (last.district, last.year) != (title.district, title.year) and title.district:
                bounds.append((start, ""))
            last = title
    ends = [start for start, _ in bounds[1:]] + [len(text)]
    blocks = [(start, end, head) for (start, head), end in zip(bounds, ends, strict=True)]
    return [b for b in blocks if _content(text, b[0], b[1], skipped) >= (1 if len(blocks) == 1 else MIN_DOCUMENT)]


def _content(text: str, start: int, end: int, skipped: list[Skipped]) -> int:
    kept, at = 0, start
    for span in [s for s in skipped if s.start < end and s.end > start] + [Skipped(end, end, "end")]:
        kept += len(text[at : max(at, span.start)].strip())
        at = max(at, span.end)
    return kept


def _document(
    source: SourceText, start: int, end: int, heading: str, skipped: list[Skipped], districts: Mapping[str, str]
) -> Document:
    inside = [s for s in skipped if start <= s.start < end]
    start, end = _trim(source.text, start, end, inside)
    view = make_view(source.text, start, end, inside)
    found = identify(view.text, heading, districts)
    digest = hashlib.sha256(view.text.encode()).hexdigest()[:10]
    label = f"{found.district or '无区'}-{found.year or '无年份'}"
    return Document(
        id=f"Document:{label}-{digest}",
        source=source.source,
        sha256=source.sha256,
        title=found.title,
        district=found.district,
        year=found.year,
        kind=found.kind,
        start=start,
        end=end,
        view=view,
        skipped=tuple(inside),
    )


def _trim(text: str, start: int, end: int, skipped: list[Skipped]) -> tuple[int, int]:
    """Move both ends inward over skipped spans and white space."""
    starts = {s.start: s.end for s in skipped}
    ends = {s.end: s.start for s in skipped}
    while start < end and (start in starts or text[start].isspace()):
        start = starts.get(start, start + 1)
    while start < end and (end in ends or text[end - 1].isspace()):
        end = ends.get(end, end - 1)
    return start, end


def make_view(text: str, start: int, end: int, skipped: list[Skipped]) -> View:
    """Return how [start, end) reads without the skipped spans.

    Where a skipped span stands in the middle of a sentence or table row, the line breaks around it
    go too and one of them reads as a space, so that the sentence reads on.
    """
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
            after = span.end + len(text[span.end : end]) - len(text[span.end : end].lstrip())
            keep(at, before)
            if after > span.end:
                keep(after - 1, " ")
            at = after
        else:
            keep(at, text[at : span.start])
            at = span.end
    keep(at, text[at:end])
    return View("".join(parts), tuple(pieces) or ((0, start, 0),))
