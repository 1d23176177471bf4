"""The text of one paragraph as Word shows it, with the boxes and notes that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kg.read.formats.word.fields import Fields
from kg.read.formats.word.numbering import W
from kg.read.formats.word.styles import Styles, switched, value_of

REMOVED = frozenset(f"{W}{tag}" for tag in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "rt", "fldData"))
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
BOX = f"{W}txbxContent"
# Letters drawn as a shape: the titles of older files. Watermarks are such shapes too, but stand in page heads.
DRAWN = "{urn:schemas-microsoft-com:vml}textpath"
SHOWN = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TEXT = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# Signs of the font Symbol that stand in reports; the other signs of such fonts are bullets.
SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0x2D: "-", 0x3E: ">", 0x3C: "<"}
# From here on a font's own signs stand, as `F0B3` for the sign B3 of Symbol.
PRIVATE = 0xE000


@dataclass(slots=True)
class Beside:
    """What a paragraph holds beside its text: text boxes, and (`footnotes`, id) of notes, in order."""

    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that Word shows; of alternative contents the first one that holds text."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in REMOVED or _contents(child):
            continue
        if child.tag == ALTERNATIVE:
            yield from [c for c in child if isinstance(c.tag, str) and next(c.iter(*TEXT, DRAWN), None) is not None][:1]
        else:
            yield child


def _contents(element: etree._Element) -> bool:
    """Say whether an element is the control that Word sets around a table of contents."""
    if element.tag != f"{W}sdt":
        return False
    return value_of(element.find(f"{W}sdtPr/{W}docPartObj"), "docPartGallery") == "Table of Contents"


def inline(element: etree._Element, fields: Fields, styles: Styles, beside: Beside) -> Iterator[str]:
    """Yield the text below an element and add to `beside` what stands there beside it."""
    for child in children(element):
        if child.tag in TEXT:
            yield child.text or ""
        elif child.tag in SHOWN:
            yield "" if child.get(f"{W}type") == "page" else SHOWN[child.tag]
        elif child.tag == BOX:
            beside.boxes.append(child)
        elif child.tag == f"{W}r":
            if child in fields.instead:
                yield fields.instead[child]
            elif child not in fields.hidden and not _vanished(child, styles):
                yield from inline(child, fields, styles, beside)
        elif child.tag in NOTES:
            beside.notes.append((NOTES[child.tag], child.get(f"{W}id", "")))
        elif child.tag == f"{W}sym":
            yield _symbol(child)
        elif child.tag == DRAWN:
            yield child.get("string", "")
        elif not (child.tag == f"{W}fldSimple" and child.get(f"{W}instr", "").lstrip().upper().startswith("TOC")):
            yield from inline(child, fields, styles, beside)


def _vanished(run: etree._Element, styles: Styles) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    own = switched(properties, "vanish")
    return own if own is not None else bool(styles.hidden) and value_of(properties, "rStyle") in styles.hidden


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if element.get(f"{W}font", "") == "Symbol":
        return SYMBOLS.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < PRIVATE and not code >= 0xD800 else ""
