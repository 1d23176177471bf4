"""Word files (.docx): what Word shows, from the XML parts.

Inserted text of tracked changes counts, deleted text does not. Smart tags, content controls, fields, text boxes and
nested tables are read; footnotes and endnotes follow the text. The numbers of headings are those that Word counts.
"""

import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from lxml import etree

from kg.errors import ReadError
from kg.read.formats.numbering import VAL, Numbering, W, read_numbering
from kg.read.formats.parsed import MOST_PLACES, CellText, Parsed, TextBuilder, span_of
from kg.read.formats.whole import check_whole

# The parts of a report of 500 pages have some 20 MB; a tree takes ten times its part in memory.
LARGEST_PART = 60 << 20
# Word's markup packs to a tenth or a thirtieth; only a part above the small size is measured by it.
SMALL_PART, LARGEST_GROWTH = 10 << 20, 200
# The namespace of files that Word saves as "Strict Open XML Document" says the same under another name.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = W.strip("{}").encode()
REMOVED = frozenset(f"{W}{tag}" for tag in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "rt", "fldData"))
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
BOX = f"{W}txbxContent"
SHOWN = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# What a property says that is written and switched off.
OFF = ("0", "false", "off")
TEXT = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})


def read_word(data: bytes, name: str) -> Parsed:
    """Return the text and the tables of a .docx file. Raises ReadError with one line where it cannot be read."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive, name)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ReadError(
            f"{name}: not a readable .docx file ({error}); open it in Word, save it under a new name, or give .pdf"
        ) from None
    body = parts["document"]
    body = body.find(f"{W}body") if body is not None else None
    if body is None:
        raise ReadError(f"{name}: not a Word document (no document body in it); give .docx, .pdf or .txt")
    reader = _Reader(read_numbering(parts["numbering"], parts["styles"]))
    reader.blocks(body)
    for notes in (parts["footnotes"], parts["endnotes"]):
        for note in notes if notes is not None else ():
            if note.get(f"{W}type") in (None, "normal"):
                reader.blocks(note)
    return reader.out.parsed()


def _parts(archive: ZipFile, name: str) -> dict[str, etree._Element | None]:
    """Return the root of each part. A main part elsewhere than usual is found by its ending."""
    names = archive.namelist()
    main = next((n for n in names if n.lower() == "word/document.xml"), None)
    main = main or next((n for n in sorted(names) if n.startswith("word/document") and n.endswith(".xml")), "")
    folder = main.rpartition("/")[0]
    return {
        part: _root(archive, member, name)
        for part in ("document", "numbering", "styles", "footnotes", "endnotes")
        for member in [main if part == "document" else f"{folder}/{part}.xml"]
    }


def _root(archive: ZipFile, member: str, name: str) -> etree._Element | None:
    if member not in archive.namelist():
        return None
    data = _unpacked(archive, member, name).replace(STRICT, TRANSITIONAL)
    # Word itself repairs characters that XML forbids; entities are never resolved.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    check_whole(parser, name, member)
    return root


def _unpacked(archive: ZipFile, member: str, name: str) -> bytes:
    """Return a part. Raises ReadError for one that is too large, or that grows as no document does."""
    packed = max(archive.getinfo(member).compress_size, 1)
    with archive.open(member) as file:
        data = file.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise ReadError(f"{name}: {member} unpacks to more than {LARGEST_PART >> 20} MB; split the document")
    if len(data) > SMALL_PART and len(data) > LARGEST_GROWTH * packed:
        raise ReadError(
            f"{name}: {member} unpacks to {len(data) // packed} times its size, {LARGEST_GROWTH} times are possible; "
            "open it in Word and save it under a new name"
        )
    return data


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that Word shows; of alternative contents only the first."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in REMOVED:
            continue
        if child.tag == ALTERNATIVE:
            if len(child):
                yield child[0]
        else:
            yield child


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering, self.out, self.carried = numbering, TextBuilder(), ""

    def blocks(self, element: etree._Element) -> None:
        """Add the paragraphs and tables below an element."""
        for child in _children(element):
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            else:
                self.blocks(child)

    def _paragraph(self, element: etree._Element) -> None:
        boxes: list[etree._Element] = []
        words = "".join(_inline(element, boxes))
        text = self.carried + (self.numbering.label(element) if words.strip() else "") + words
        self.carried = ""
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            # The end of this paragraph was deleted: it reads on in the next one.
            self.carried = text
        else:
            self.out.line(text)
        for box in boxes:
            self.blocks(box)

    def _table(self, element: etree._Element) -> None:
        rows: list[list[CellText]] = []
        merged: dict[int, CellText] = {}
        for row in _below(element, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = list(_below(row, f"{W}tc"))
            if any(next(c.iter(f"{W}tbl"), None) is not None for c in cells):
                self._end(rows)
                rows, merged = [], {}
                for cell in cells:
                    self.blocks(cell)
            else:
                rows.append(self._row(row, cells, merged))
        self._end(rows)

    def _row(self, row: etree._Element, cells: list[etree._Element], merged: dict[int, CellText]) -> list[CellText]:
        """Return the cells that begin in a row; `merged` holds those of the rows above that may go on, by column."""
        header = row.find(f"{W}trPr/{W}tblHeader") is not None
        before = row.find(f"{W}trPr/{W}gridBefore")
        made: list[CellText] = []
        column = span_of(before.get(VAL), MOST_PLACES) if before is not None else 0
        if column:
            made.append(CellText("", 1, column))
        for element in cells:
            properties = element.find(f"{W}tcPr")
            if _value(properties, "hMerge") == "continue":
                continue
            cell = self._cell(element, span_of(_value(properties, "gridSpan"), MOST_PLACES), header)
            if _value(properties, "vMerge") not in ("continue", ""):
                merged[column] = cell
                made.append(cell)
            elif column in merged and merged[column].col_span == cell.col_span:
                merged[column].row_span += 1
            else:
                made.append(CellText("", 1, cell.col_span, header))
            column += cell.col_span
        return made

    def _end(self, rows: list[list[CellText]]) -> None:
        if rows:
            self.out.table(rows)

    def _cell(self, element: etree._Element, columns: int, header: bool) -> CellText:
        """Return a cell, the text of boxes in it behind its own."""
        boxes: list[etree._Element] = []
        texts = []
        for paragraph in element.iter(f"{W}p"):
            if any(above.tag == BOX for above in paragraph.iterancestors()):
                continue
            words = "".join(_inline(paragraph, boxes)).strip()
            texts.append((self.numbering.label(paragraph) if self.numbering.levels else "") + words)
        texts += ["".join(_inline(box, [])).strip() for box in boxes]
        return CellText(" ".join(t for t in texts if t), 1, columns, header)


def _value(properties: etree._Element | None, tag: str) -> str | None:
    found = properties.find(f"{W}{tag}") if properties is not None else None
    return found.get(VAL, "") if found is not None else None


def _below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in _children(element):
        if child.tag == tag:
            yield child
        elif child.tag not in (f"{W}tbl", f"{W}tc", f"{W}p"):
            yield from _below(child, tag)


def _inline(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for child in _children(element):
        if child.tag in TEXT:
            yield child.text or ""
        elif child.tag in SHOWN:
            yield "" if child.get(f"{W}type") == "page" else SHOWN[child.tag]
        elif child.tag == BOX:
            boxes.append(child)
        elif child.tag == f"{W}r" and _value(child.find(f"{W}rPr"), "vanish") not in (None, *OFF):
            continue
        else:
            yield from _inline(child, boxes)
