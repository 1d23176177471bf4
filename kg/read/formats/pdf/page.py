"""The glyphs and ruled lines of a PDF page, as geometry. Lengths are in points, y grows upwards."""

import itertools
import math
import re
from collections.abc import Iterator
from ctypes import CFUNCTYPE, byref, c_double, c_float, c_int, c_ushort, c_void_p, cast
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

# A map or a chart has more strokes than any table.
MOST_STROKES = 20_000
# A stroke that leans less is drawn as a level or upright line.
LEANING = 1.0
DEEPEST = 4
# A box that is thinner is a line, however it is drawn.
THIN = 3.0
# Letters at another angle than the sides of the page, in radians; a scanned page may lean to either side by less.
QUARTER, SLANT = math.pi / 2, 0.1
# So many letters tell how a page is set.
FIRST_LETTERS = 200
# Fields of forms, and text written onto a page.
SHOWN_NOTES = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT})
BREAKS = frozenset("\x02\ufffe")
# Characters that fill a square each, in runs worth measuring as a whole.
SQUARES = re.compile(r"[\u3001-\u3003\u3005-\u301b\u4e00-\u9fff\uff01-\uff60]{4,40}")
# Steps differ by less, in widths of a letter, where they are one; letters a little apart, as in justified lines, may
# hide one wider gap only if it is a tenth of that little.
SAME_STEP, STEP_SHARE, WIDEST_STEP = 0.002, 0.1, 1.15
# A stroke or the tail of a comma reaches over the square by this share of it at most.
OVER = 0.1
# The same functions on plain addresses: a page can hold an object for each letter, and most are asked for no more than their kind.
_address_at = CFUNCTYPE(c_void_p, c_void_p, c_int)(cast(raw.FPDFPage_GetObject, c_void_p).value or 0)
_kind_at = CFUNCTYPE(c_int, c_void_p)(cast(raw.FPDFPageObj_GetType, c_void_p).value or 0)
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Glyph:
    """A character with its box and the height of its base line; `spaced` says that a blank stands before it.

    A glyph whose `table` is not None stands for the table of that number in the page's list.
    """

    char: str
    left: float
    right: float
    bottom: float
    top: float
    base: float
    spaced: bool = False
    table: int | None = None

    @property
    def size(self) -> float:
        """Height of the box, which is about the font size."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A level or upright line: `at` is its y or x, `low` to `high` its extent along the other axis."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class PageShapes:
    """The glyphs of a page, its level and its upright lines."""

    glyphs: list[Glyph]
    level: list[Rule]
    upright: list[Rule]


def read_shapes(pdf: pypdfium2.PdfDocument, index: int) -> PageShapes:
    """Return what page `index` (from 0) shows, turned as a viewer turns it. Raises PdfiumError for a damaged page."""
    page = _with_fields(pdf, index)
    try:
        layer = page.get_textpage()
        try:
            shapes = PageShapes(_glyphs(layer), [], [])
        finally:
            layer.close()
        if shapes.glyphs:
            _rules(page, shapes)
        turn = page.get_rotation() or (270 if _set_vertically(shapes.glyphs) else 0)
        if turn:
            box = page.get_mediabox()
            shapes = _turned(shapes, turn, box[2] - box[0], box[3] - box[1])
        return shapes
    finally:
        page.close()


def _with_fields(pdf: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """Return a page with what its form fields and text notes show as part of its text."""
    page = pdf[index]
    if not any(_kind(page.raw, i) in SHOWN_NOTES for i in range(raw.FPDFPage_GetAnnotCount(page.raw))):
        return page
    made = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    if made != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return pdf[index]


def _kind(page: Any, index: int) -> int:
    note = raw.FPDFPage_GetAnnot(page, index)
    kind = int(raw.FPDFAnnot_GetSubtype(note))
    raw.FPDFPage_CloseAnnot(note)
    return kind


def _set_vertically(glyphs: list[Glyph]) -> bool:
    """Say whether most letters stand right below the one before them: columns of letters, read from right to left."""
    first = glyphs[:FIRST_LETTERS]
    below = sum(
        abs(a.left - b.left) < 0.3 * a.size and 0.6 * a.size < a.base - b.base < 2 * a.size
        for a, b in itertools.pairwise(first)
    )
    return below > 0.7 * len(first)


def _glyphs(layer: pypdfium2.PdfTextPage) -> list[Glyph]:
    # The library's own functions, without the checks of its Python layer: they run once for each character.
    box_of, origin_of, handle = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin, layer.raw
    angle_of = raw.FPDFText_GetCharAngle
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    place, x_place, y_place = byref(box), byref(x), byref(y)
    result: list[Glyph] = []
    spaced = False
    bottom = top = base = 0.0
    text = _characters(layer)
    full = {m.start() + 1: m.end() for m in SQUARES.finditer(text)} if isinstance(text, str) else {}
    i, count = 0, len(text)
    while i < count:
        char = text[i]
        i += 1
        # U+0002 and U+FFFE mark a broken word.
        if char in BREAKS:
            continue
        if char.isspace():
            spaced = True
            continue
        if not box_of(handle, i - 1, place) or box.top <= box.bottom:
            left, low, right, high = layer.get_charbox(i - 1)
            base = y.value if origin_of(handle, i - 1, x_place, y_place) else low
            result.append(Glyph(char, left, right, low, max(high, low + 1), base, spaced))
            bottom = top = 0.0
        else:
            if box.bottom != bottom or box.top != top:
                # Letters of one line share the base line, whatever their fonts; of one font and line the box too.
                bottom, top = box.bottom, box.top
                if SLANT < angle_of(handle, i - 1) % QUARTER < QUARTER - SLANT:
                    # A watermark across the page.
                    bottom = top = 0.0
                    continue
                base = y.value if origin_of(handle, i - 1, x_place, y_place) else bottom
            left, right = box.left, box.right
            result.append(Glyph(char, left, right, bottom, top, base, spaced))
            if i in full:
                pitch = _pitch(handle, i - 1, full[i], box)
                for n in range(1, full[i] - i + 1) if pitch else ():
                    at = left + n * pitch
                    result.append(Glyph(text[i], at, at + right - left, bottom, top, base))
                    i += 1
        spaced = False
    return result


def _pitch(layer: Any, first: int, end: int, box: Any) -> float:
    """Return how far the letters from `first` to before `end` stand from each other, 0 where they are not alike.

    `box` is that of the first letter, and is written to. Letters as wide as high stand at even steps in a line, which
    the last and the middle one tell: the others need not be asked for.
    """
    left, bottom, top, wide = box.left, box.bottom, box.top, box.right - box.left
    last, middle = end - 1 - first, (end - 1 - first) // 2
    pitch = 0.0
    for n in (last, middle):
        if not raw.FPDFText_GetLooseCharBox(layer, first + n, byref(box)):
            return 0.0
        pitch = pitch or (box.left - left) / n
        slack = SAME_STEP * wide + STEP_SHARE * abs(pitch - wide)
        off = max(abs(box.bottom - bottom), abs(box.top - top), abs(box.right - box.left - wide))
        if off > OVER * wide or not wide * (1 - SAME_STEP) < pitch < wide * WIDEST_STEP:
            return 0.0
        if abs(box.left - left - n * pitch) > slack:
            return 0.0
    return pitch


def _characters(layer: pypdfium2.PdfTextPage) -> str | list[str]:
    """Return the character at each index of a text page; U+FFFD where the font names none."""
    count = layer.count_chars()
    buffer = (c_ushort * (count + 1))()
    # One call for the page; where it leaves characters out, the indices would not be theirs.
    if raw.FPDFText_GetText(layer.raw, 0, count, buffer) == count + 1:
        text = bytes(buffer)[:-2].decode("utf-16-le", "replace")
        if len(text) == count and "\0" not in text:
            return text
    codes = (raw.FPDFText_GetUnicode(layer.raw, i) for i in range(count))
    # Half of a surrogate pair comes alone from old versions of the library.
    return [chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]


def _rules(page: pypdfium2.PdfPage, shapes: PageShapes) -> None:
    handle = cast(page.raw, c_void_p)
    found = (_address_at(handle, i) for i in range(raw.FPDFPage_CountObjects(page.raw)))
    objects = (cast(one, raw.FPDF_PAGEOBJECT) for one in found if _kind_at(one) != raw.FPDF_PAGEOBJ_TEXT)
    for count, (x0, y0, x1, y1) in enumerate(_strokes(objects, UNIT, 0)):
        if count > MOST_STROKES:
            shapes.level.clear()
            shapes.upright.clear()
            return
        if abs(y0 - y1) <= LEANING < abs(x0 - x1):
            shapes.level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= LEANING < abs(y0 - y1):
            shapes.upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _strokes(objects: Iterator[Any], outer: Matrix, depth: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight strokes of all paths, those of form objects too."""
    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from (thin if (thin := _thin(item, outer)) else _path(item, _times(_matrix(item), outer)))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = (raw.FPDFFormObj_GetObject(item, i) for i in range(raw.FPDFFormObj_CountObjects(item)))
            yield from _strokes(inner, _times(_matrix(item), outer), depth + 1)


def _thin(item: Any, outer: Matrix) -> list[tuple[float, float, float, float]]:
    """Return a path as one stroke where its box is as thin as a line; most lines of tables are such paths."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if outer != UNIT or not raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return []
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if y1 - y0 < THIN < x1 - x0:
        return [(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    return [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)] if x1 - x0 < THIN < y1 - y0 else []


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(item, byref(m)) else UNIT


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer == UNIT:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _path(item: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    start = last = (0.0, 0.0)
    for i in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield *last, *point
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and last != start:
            yield *last, *start


def _turned(shapes: PageShapes, quarters: int, width: float, height: float) -> PageShapes:
    """Return the shapes of a page that a viewer turns clockwise by `quarters`, which is 90, 180 or 270."""

    def move(x: float, y: float) -> tuple[float, float]:
        return {90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[quarters]

    glyphs = []
    for g in shapes.glyphs:
        (x0, y0), (x1, y1) = move(g.left, g.bottom), move(g.right, g.top)
        # The base line turns with the page only where the text runs along one of its sides; else the box's own side does.
        base = move(g.left, g.base)[1] if quarters == 180 else min(y0, y1)
        glyphs.append(Glyph(g.char, min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), base, g.spaced))
    level, upright = [], []
    for rules, is_level in ((shapes.level, True), (shapes.upright, False)):
        for r in rules:
            ends = ((r.low, r.at), (r.high, r.at)) if is_level else ((r.at, r.low), (r.at, r.high))
            (x0, y0), (x1, y1) = (move(*end) for end in ends)
            if abs(y0 - y1) < abs(x0 - x1):
                level.append(Rule(y0, min(x0, x1), max(x0, x1)))
            else:
                upright.append(Rule(x0, min(y0, y1), max(y0, y1)))
    return PageShapes(glyphs, level, upright)
