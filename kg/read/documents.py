"""A decoded file to its documents: where each starts and ends, what is skipped, how it reads."""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace

from extractors.annotations import Grid
from kg.errors import ReadError
from kg.model import Document, Skipped, SourceText, View
from kg.read.boilerplate import SITE_HEADING, find_skipped, lines_of
from kg.read.characters import chain, normalise
from kg.read.header import Page
from kg.read.identify import Identity, identify, standalone_title
from kg.read.layout import make_view

MIN_DOCUMENT = 60
NOWHERE: Mapping[str, str] = {}


def read_documents(
    source: SourceText, districts: Mapping[str, str], places: Mapping[str, str] = NOWHERE
) -> list[Document]:
    """Return the documents in a file, in order.

    `districts` maps full and short district names to full names, `places` towns and zones to their district. Raises ReadError when nothing but
    boilerplate is in the file.
    """
    clean = normalise(source.text)
    skipped = find_skipped(clean.text)
    documents = [
        _document(source, clean, start, end, heading, skipped, districts, places)
        for start, end, heading in _blocks(clean.text, skipped, districts)
    ]
    if not documents:
        raise ReadError(f"{source.source}: only site navigation in it, no report text; check the download")
    return documents


def read_text(
    text: str, districts: Mapping[str, str], source: str = "text", places: Mapping[str, str] = NOWHERE
) -> list[Document]:
    """Return the documents in a string; see `read_documents`."""
    return read_documents(SourceText(source, text, hashlib.sha256(text.encode()).hexdigest()), districts, places)


def filed(document: Document, district: str, year: int | None) -> Document:
    """Return a document under the district and year that somebody gives; an empty one leaves what the text says."""
    if not district and year is None:
        return document
    home, planned = district or document.district, year if year is not None else document.year
    inferred = document.district_inferred and not district
    return replace(
        document, id=_id(home, planned, document.view), district=home, year=planned, district_inferred=inferred
    )


def _id(district: str, year: int | None, view: View) -> str:
    digest = hashlib.sha256(view.text.encode()).hexdigest()[:10]
    return f"Document:{district or '无区'}-{year or '无年份'}-{digest}"


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
    first = bisect_left(skipped, start, key=lambda s: s.end)
    last = bisect_left(skipped, end, key=lambda s: s.start)
    for span in [*skipped[first:last], Skipped(end, end, "end")]:
        kept += len(text[at : max(at, span.start)].strip())
        at = max(at, span.end)
    return kept


def _document(
    source: SourceText,
    clean: View,
    start: int,
    end: int,
    heading: str,
    skipped: list[Skipped],
    districts: Mapping[str, str],
    places: Mapping[str, str],
) -> Document:
    inside = [s for s in skipped if start <= s.start < end]
    start, end = _trim(clean.text, start, end, inside)
    view = chain(clean, make_view(clean.text, start, end, inside))
    page = Page(clean.text[start:end], tuple(clean.text[s.start : s.end] for s in inside))
    found = identify(view.text, heading, districts, places, page)
    begin, stop = clean.to_file(start), clean.span(start, end)[1]
    return Document(
        id=_id(found.district, found.year, view),
        source=source.source,
        sha256=source.sha256,
        title=found.title,
        district=found.district,
        year=found.year,
        kind=found.kind,
        district_inferred=found.inferred,
        issuer=found.header.issuer,
        date=found.header.date,
        number=found.header.number,
        start=begin,
        end=stop,
        view=view,
        skipped=tuple(Skipped(*clean.span(s.start, s.end), s.reason) for s in inside),
        tables=tuple(_seen(table, view) for table in source.tables if begin <= table.start and table.end <= stop),
    )


def _seen(table: Grid, view: View) -> Grid:
    """Return a table with offsets of the view instead of the file's."""
    rows = tuple(
        tuple(replace(cell, start=view.to_view(cell.start), end=view.to_view(cell.end)) for cell in row)
        for row in table.rows
    )
    caption = (view.to_view(table.caption[0]), view.to_view(table.caption[1])) if table.caption else None
    return Grid(view.to_view(table.start), view.to_view(table.end), caption, rows)


def _trim(text: str, start: int, end: int, skipped: list[Skipped]) -> tuple[int, int]:
    """Move both ends inward over skipped spans and white space."""
    starts = {s.start: s.end for s in skipped}
    ends = {s.end: s.start for s in skipped}
    while start < end and (start in starts or text[start].isspace()):
        start = starts.get(start, start + 1)
    while start < end and (end in ends or text[end - 1].isspace()):
        end = ends.get(end, end - 1)
    return start, end
