"""Glyphs of a PDF page to rows, and rows to text."""

import itertools
import re
import string
from collections.abc import Iterator
from statistics import median

from kg.read.formats.pdf.page import Glyph

# A gap of more than this many letters parts two cells of a row; a blank between words is at most one letter wide.
CELL_GAP = 1.6
# In rows that stand in columns, cells are set as close as one letter; the box of a letter is higher than it is wide.
COLUMN_GAP = 0.6
LATIN = re.compile(r"[A-Za-z]")
# Raised and lowered letters, in heights of a letter, are of the same row.
SAME_BASE = 0.35
# Letters smaller than this share of the others, marks of notes, may be raised further.
SMALLER, RAISED = 0.75, 0.55
# Base lines of one line differ by rounding only, in points.
ONE_BASE = 0.5

# Letters that begin nearer than this share of their width are one that is drawn twice.
SAME_PLACE = 0.3
# Letters nearer than this, in heights of a letter, have nothing between them.
EVEN = 0.1
# A wider gap, in heights of a letter, is a blank.
WORD_GAP = 0.2
# A point in a square leaves three quarters of a letter free before the next one.
SQUARE_GAP = 0.85
LEAST_FIGURES = 3
FIGURES = frozenset(string.digits + ".%")
NARROW = frozenset(string.ascii_letters + string.digits + ".,%:/&+-")

Row = list[Glyph]


def base_of(row: Row) -> float:
    """Return the height of the base line of a row."""
    return median([g.base for g in row])


def rows_of(glyphs: list[Glyph]) -> list[Row]:
    """Return glyphs as rows, from top to bottom, each from left to right. Letters of one base line stay together."""
    levels: list[Row] = []
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        if not levels or levels[-1][-1].base - glyph.base > ONE_BASE:
            levels.append([])
        levels[-1].append(glyph)
    rows: list[Row] = []
    at = height = 0.0
    for level in levels:
        size = max(level[0].size, level[-1].size)
        low, high = sorted((size, height))
        if rows and at - level[0].base <= (RAISED if low < SMALLER * high else SAME_BASE) * high:
            rows[-1] += level
        else:
            rows.append(level)
            at, height = level[0].base, size
    for row in rows:
        row.sort(key=lambda g: g.left)
        _undouble(row)
    return rows


def _undouble(row: Row) -> None:
    """Leave one of each letter that is drawn twice in its place, as some programs do for bold type and shadows."""
    doubled = [
        i
        for i, (a, b) in enumerate(itertools.pairwise(row), 1)
        if a.char == b.char and b.left - a.left < SAME_PLACE * (a.right - a.left)
    ]
    if not doubled:
        return
    for i in reversed(doubled):
        del row[i]
    # The blanks found between the letters of both layers say nothing.
    for (a, b), height in zip(itertools.pairwise(row), heights(row), strict=False):
        b.spaced = b.left - a.right > WORD_GAP * height


def close_grid(rows: list[Row]) -> None:
    """Take the blanks out of figures and words set letter by letter into squares: `2 0 2 4年` is 2024年.

    They are told by the rows: of figures that stand beside each other nearly all have a gap between them.
    """
    beside = [
        [
            (a, b)
            for a, b in itertools.pairwise(row)
            if b.char in NARROW and a.char in NARROW and b.left - a.right < SQUARE_GAP * a.size
        ]
        for row in rows
        if not _even(row)
    ]
    figures = [
        [b.left - a.right > WORD_GAP * a.size for a, b in pairs if a.char in FIGURES and b.char in FIGURES]
        for pairs in beside
    ]
    squared = [sum(found) >= 0.8 * max(len(found), 1) for found in figures]
    if sum(sum(found) for found, square in zip(figures, squared, strict=True) if square) < LEAST_FIGURES:
        return
    for pairs, square in zip(beside, squared, strict=True):
        for _, b in pairs if square else ():
            b.spaced = False


def heights(row: Row) -> list[float]:
    """Return the height to measure the gap behind each glyph by: its own, or that of most where its box is flatter, as of 一."""
    usual = median([g.top - g.bottom for g in row])
    return [max(g.top - g.bottom, usual) for g in row]


def _even(row: Row) -> bool:
    """Say whether the letters of a row touch, without a blank: most rows of prose, which need no measuring."""
    limit, last = EVEN * (row[0].top - row[0].bottom), row[0].right
    for g in itertools.islice(row, 1, None):
        if g.spaced or g.left - last > limit:
            return False
        last = g.right
    return True


def letter_spaced(row: Row) -> bool:
    """Say whether a row is set letter-spaced: nearly every letter has a gap before it, and the gaps are alike."""
    # One letter of three, at places that tell nothing: rows of prose are dismissed without measuring all their letters.
    if len(row) < 5 or (
        len(row) > 15 and sum(b.left > a.right or b.spaced for a, b in _thirds(row)) < 0.5 * (len(row) // 3)
    ):
        return False
    close = 0
    wide: list[float] = []
    for (a, b), height in zip(itertools.pairwise(row), heights(row), strict=False):
        gap = b.left - a.right
        if b.spaced or gap > 0.25 * height:
            wide.append(max(gap, 0.0))
        else:
            close += 1
            if close > 0.2 * len(row):
                return False
    return len(wide) >= 0.8 * (len(row) - 1) and max(wide) < 2 * median(wide) + 1


def _thirds(row: Row) -> Iterator[tuple[Glyph, Glyph]]:
    return zip(row[:-1:3], row[1::3], strict=False)


def text_of(row: Row) -> str:
    """Return the text of a row; two blanks stand for a gap as wide as between two cells."""
    if _even(row):
        return "".join([g.char for g in row])
    letters = letter_spaced(row)
    parts = [row[0].char]
    for (a, b), height in zip(itertools.pairwise(row), heights(row), strict=False):
        if letters:
            pass
        elif b.left - a.right > CELL_GAP * height:
            parts.append("  ")
        elif b.spaced:
            parts.append(" ")
        parts.append(b.char)
    return "".join(parts).strip()


def chunks_of(row: Row) -> list[Row]:
    """Return the parts of a row that wide gaps part."""
    if _even(row) or letter_spaced(row):
        return [row]
    parts = [[row[0]]]
    for (a, b), height in zip(itertools.pairwise(row), heights(row), strict=False):
        if b.left - a.right > COLUMN_GAP * height:
            parts.append([])
        parts[-1].append(b)
    return parts


def joined(lines: list[str]) -> str:
    """Return broken lines as one: Latin words are parted by a blank, Chinese ones by nothing."""
    text = ""
    for line in lines:
        latin = text and LATIN.match(text[-1]) and LATIN.match(line[:1])
        text += (" " if latin else "") + line
    return text
