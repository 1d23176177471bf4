"""Two copies of one report: a download from two sites, a Word file and its PDF. They are one document with two sources."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kg.model import Document

# Letters and digits alone: copies differ in furniture, line ends, blanks, width of marks and rules of tables.
MARKS = re.compile(r"[\W_]+")
# Characters of a shingle: long enough that phrases of the genre (`全区经济社会发展`) are seldom shared.
SHINGLE = 12
# Shared shingles of all shingles of both. Measured on 62 reports of provinces: two years of one place share at most 0.03 of
# them. A copy with a menu around it, broken lines or a twentieth of its lines lost shares well over 0.8.
SAME = 0.7
# A damage spoils a sentence, of 30 characters in the median of the reports at hand; so much less text is a copy worth.
SENTENCE = 30
# Characters that stand for lost ones: the replacement character, and those of a font without a Unicode map.
LOST = re.compile("[\ufffd\ue000-\uf8ff]")
# A line that is longer than a heading and ends with no mark was broken.
LEAST, ENDED = 25, re.compile(r"[。；;：:！!？?）)》”…|]\s*$")

Shingles = npt.NDArray[np.uint32]


def shingles(text: str) -> Shingles:
    """Return the hashes of all shingles of a text, sorted, each once."""
    data = MARKS.sub("", text).encode("utf-32-le")
    size = SHINGLE * 4
    hashes = {zlib.crc32(data[at : at + size]) for at in range(0, max(1, len(data) - size + 1), 4)}
    return np.array(sorted(hashes), dtype=np.uint32)


def resemblance(one: Shingles, other: Shingles) -> float:
    """Return the Jaccard index of two texts: the share of their shingles that both have."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


@dataclass(slots=True)
class _Kept:
    document: Document
    marks: Shingles


def without_copies(documents: Sequence[Document]) -> list[Document]:
    """Return the documents without copies of each other, by id; the one that is kept names the sources of its copies,
    and has from them the issuer, day or number that it does not state itself.

    The same for every order of `documents`: the one that states its district and year is kept, then the one with the most text, less what is damaged.
    """
    kept: list[_Kept] = []
    for document in sorted(documents, key=_worth):
        marks = shingles(document.view.text)
        first = next((one for one in kept if _copies(one, document, marks)), None)
        if first is None:
            kept.append(_Kept(document, marks))
            continue
        source = (document.source, document.sha256)
        if source not in first.document.copies and source != (first.document.source, first.document.sha256):
            one = first.document
            first.document = replace(
                one,
                copies=(*one.copies, source),
                issuer=one.issuer or document.issuer,
                date=one.date or document.date,
                number=one.number or document.number,
            )
    return sorted((one.document for one in kept), key=lambda document: document.id)


def _worth(document: Document) -> tuple[bool, bool, int, str, str, int]:
    stated = bool(document.district) and not document.district_inferred
    text = document.view.text
    whole = len(text) - SENTENCE * damages(text)
    return not stated, document.year is None, -whole, document.source, document.sha256, document.start


def damages(text: str) -> int:
    """Return how many sentences of a text are damaged at least: by a character that was lost, or a line that ends amid them.

    A page without text needs no count: what it lost is missing from the length.
    """
    return sum(
        bool(LOST.search(line)) + bool(len(line) >= LEAST and not ENDED.search(line)) for line in text.splitlines()
    )


def _copies(kept: _Kept, document: Document, marks: Shingles) -> bool:
    """Say whether a document is a copy of one that is kept: of the same district and year, as far as both are said."""
    one = kept.document
    homes = {one.district, document.district} - {""}
    years = {one.year, document.year} - {None}
    sizes = sorted((len(kept.marks), len(marks)))
    if len(homes) > 1 or len(years) > 1 or sizes[0] < SAME * sizes[1]:
        return False
    return resemblance(kept.marks, marks) >= SAME
