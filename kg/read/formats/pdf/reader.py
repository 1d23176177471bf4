"""PDF to text by geometry: columns, running heads and page numbers, paragraphs, tables."""

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace

import pypdfium2

from kg.errors import ReadError
from kg.model import Pages
from kg.read.formats.parsed import Parsed, TextBuilder
from kg.read.formats.pdf.lines import PdfLine, page_lines, set_margins
from kg.read.formats.pdf.page import read_shapes
from kg.read.formats.pdf.split import joined_tables
from kg.read.formats.pdf.text import joined
from kg.read.lines import PAGE_NUMBER, SENTENCE_END, STARTS

# A longer row is text that happens to come back.
LONGEST_HEAD = 40
NUMBER = re.compile(r"[0-9]+")
# No line of its own begins with one of these.
CLOSING = re.compile(r"[”’」』》)）\]、,，。；]")
# Above this share of characters without a meaning, the page cannot be read; single ones are symbols and bullets.
UNMAPPED = 0.2
# No report has as many; a small file can claim millions.
MOST_PAGES = 2000


@dataclass(slots=True)
class _Pages:
    """What the pages hold: lines by page, and the numbers of those that could not be read."""

    lines: list[list[PdfLine]] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    number: int = 0
    gutters: list[float] = field(default_factory=list)


def read_pdf(data: bytes, name: str) -> Parsed:
    """Return the paragraphs of a PDF, one a line, and its tables. Raises ReadError where the file cannot be opened.

    Running heads and page numbers are left out and counted. Pages that are damaged, hold no text or have a font without a Unicode
    map are named in warnings. One page is held at a time; of the others, only their lines.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        said = (
            "a .pdf file that opens with a password; take it off"
            if locked
            else "not a readable .pdf file; export it again"
        )
        raise ReadError(f"{name}: {said}, or give .docx") from None
    pages = _Pages()
    try:
        pages.number = len(pdf)
        for number in range(1, min(pages.number, MOST_PAGES) + 1):
            _read_page(pdf, number, pages)
    finally:
        pdf.close()
    out = TextBuilder()
    body = _without_furniture(pages.lines)
    set_margins(body)
    _write(joined_tables(body), out)
    out.warnings += _warnings(name, pages)
    left_out = sum(map(len, pages.lines)) - sum(map(len, body))
    return replace(out.parsed(), pages=Pages(pages.number, tuple(pages.empty), left_out))


def _warnings(name: str, pages: _Pages) -> list[str]:
    kinds = (
        (pages.damaged, "page {} is damaged and was left out; export the file again"),
        (pages.empty, "no text on page {}; a scanned page needs text recognition first"),
        (pages.unmapped, "page {} has a font without Unicode map; give .docx, or use text recognition on the page"),
    )
    said = [f"{name}: {words.format(', '.join(map(str, found)))}" for found, words in kinds if found]
    if pages.number > MOST_PAGES:
        said.append(f"{name}: the first {MOST_PAGES} of {pages.number} pages were read; split the file")
    return said


def _read_page(pdf: pypdfium2.PdfDocument, number: int, pages: _Pages) -> None:
    try:
        shapes = read_shapes(pdf, number - 1)
    except pypdfium2.PdfiumError:
        pages.damaged.append(number)
        return
    glyphs = shapes.glyphs
    if not glyphs:
        pages.empty.append(number)
        return
    chars = Counter([g.char for g in glyphs])
    lost = sum(count for char, count in chars.items() if unicodedata.category(char) in ("Co", "Cn") or char == "\ufffd")
    if lost > UNMAPPED * len(glyphs):
        pages.unmapped.append(number)
    pages.lines.append(page_lines(shapes, pages.gutters))


def _furniture_keys(line: PdfLine, page: int) -> set[tuple[str, int]]:
    """Return the row as it stands and, for each figure in it, with that figure counted from the page's number.

    A figure that grows by one a page is a page number; other figures must be the same for rows to be the same.
    """
    place = round(line.middle / 4)
    found = NUMBER.finditer(line.edge)
    counted = [f"{line.edge[: m.start()]}<{int(m[0]) - page}>{line.edge[m.end() :]}" for m in found if len(m[0]) < 5]
    return {(text, place) for text in (line.edge, *counted)}


def _without_furniture(pages: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Leave out short rows at the top and bottom of pages that come back at the same place, page numbers aside."""
    counts: Counter[tuple[str, int]] = Counter()
    for number, page in enumerate(pages):
        keys: set[tuple[str, int]] = set()
        counts.update(keys.union(*(_furniture_keys(line, number) for line in page if line.edge)))
    # A head of left pages alone stands on half of them, one of a chapter on fewer.
    least = max(2, len(pages) // 10)

    def repeated(line: PdfLine, number: int) -> bool:
        short = line.edge and len(line.edge) <= LONGEST_HEAD and not SENTENCE_END.search(line.edge)
        return bool(short) and any(counts[key] >= least for key in _furniture_keys(line, number))

    return [
        [line for line in page if not (repeated(line, number) or PAGE_NUMBER.fullmatch(line.edge))]
        for number, page in enumerate(pages)
    ]


def _write(lines: list[PdfLine], out: TextBuilder) -> None:
    """Add the paragraphs and tables that the lines make."""
    # Where paragraphs are set with an indent, a full stop at the end of a full line ends none.
    indents = sum(_indented(line) for line in lines) >= max(2, len(lines) // 50)
    parts: list[str] = []
    for line, following, third in itertools.zip_longest(lines, lines[1:], lines[2:]):
        if line.table is not None:
            out.table(line.table.rows)
            continue
        parts.append(line.text)
        captioned = third is not None and third.table is not None
        if following is None or following.table is not None or not _goes_on(line, following, indents, captioned):
            out.line(joined(parts))
            parts.clear()


def _indented(line: PdfLine) -> bool:
    """True for an indent of two letters, as paragraphs have it."""
    return 1.2 * line.size < line.left - line.margins[0] < 3.5 * line.size


def _goes_on(line: PdfLine, following: PdfLine, indents: bool, captioned: bool) -> bool:
    """Say whether a paragraph goes on in the following line, behind which stands a table where it is `captioned`."""
    full = line.margins[1] - line.right < 1.6 * line.size
    # A short line above a table is its caption.
    caption = captioned and following.margins[1] - following.right > 3 * following.size
    ended = bool(SENTENCE_END.search(line.text)) and (caption or not indents)
    begins = following.left - following.margins[0] > 1.2 * following.size or STARTS.match(following.text)
    same_size = abs(line.size - following.size) < 0.15 * line.size
    row = "  " in line.text or "  " in following.text
    if CLOSING.match(following.text) and same_size:
        return True
    return full and same_size and not (ended or begins or row)
