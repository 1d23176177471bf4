"""The paragraphs and tables of a Word file, in the order in which Word shows them.

Inserted text of tracked changes counts, deleted text does not. Smart tags, content controls, fields, text boxes and
nested tables are read; notes follow the paragraph that they belong to. The numbers of headings are those that Word counts.
"""

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from lxml import etree

from kg.errors import ReadError
from kg.read.formats.parsed import MOST_PLACES, CellText, Parsed, TextBuilder, span_of
from kg.read.formats.word.chunks import RELATION, add_chunk
from kg.read.formats.word.fields import Fields, read_fields
from kg.read.formats.word.inline import BOX, Beside, children, inline
from kg.read.formats.word.numbering import VAL, Numbering, W, read_numbering
from kg.read.formats.word.package import Package
from kg.read.formats.word.styles import Styles, read_styles, switched, value_of

# A single cell of more letters, or of several paragraphs, arranges the page; so does a table of such cells.
LONGEST_CELL = 200
# What Word shows from parts that are no text.
DRAWN = {
    "chart": "chart",
    "diagramData": "SmartArt drawing",
    "oleObject": "embedded object",
    "package": "embedded object",
}


def read_word(data: bytes, name: str) -> Parsed:
    """Return the text and the tables of a .docx file. Raises ReadError with one line where it cannot be read."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _read(Package(archive, name))
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ReadError(
            f"{name}: not a readable .docx file ({error}); open it in Word, save it under a new name, or give .pdf"
        ) from None


def _read(package: Package) -> Parsed:
    body = package.root(package.main)
    body = body.find(f"{W}body") if body is not None else None
    if body is None:
        raise ReadError(f"{package.name}: not a Word document (no document body in it); give .docx, .pdf or .txt")
    styles = package.part("styles")
    reader = _Reader(package, read_numbering(package.part("numbering"), styles), read_styles(styles), read_fields(body))
    reader.blocks(body)
    reader.rest_of_notes()
    drawn = Counter(DRAWN[r.kind] for r in package.relations.values() if r.kind in DRAWN)
    reader.out.warnings += [
        f"{count} {what}{'s' if count > 1 else ''} not read; copy the figures in it as text or a table"
        for what, count in drawn.items()
    ]
    return reader.out.parsed()


class _Reader:
    def __init__(self, package: Package, numbering: Numbering, styles: Styles, fields: Fields) -> None:
        self.package, self.numbering, self.styles, self.fields = package, numbering, styles, fields
        self.out, self.carried = TextBuilder(), ""
        self.notes = {
            (part, note.get(f"{W}id", "")): note
            for part in ("footnotes", "endnotes")
            for note in _root_of(package.part(part))
            if note.get(f"{W}type") in (None, "normal")
        }

    def blocks(self, element: etree._Element) -> None:
        """Add the paragraphs and tables below an element."""
        for child in children(element):
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}altChunk":
                add_chunk(self.package, child.get(RELATION, ""), self.out, read_word)
            else:
                self.blocks(child)

    def rest_of_notes(self) -> None:
        """Add the notes that no paragraph names."""
        while self.notes:
            # A note may name another one, which then follows it.
            self.blocks(self.notes.pop(next(iter(self.notes))))

    def _paragraph(self, element: etree._Element) -> None:
        style = value_of(element.find(f"{W}pPr"), "pStyle")
        if style in self.styles.hidden or style in self.styles.contents:
            return
        beside = Beside()
        words = "".join(inline(element, self.fields, self.styles, beside))
        text = self.carried + (self.numbering.label(element) if words.strip() else "") + words
        self.carried = ""
        if any(element.find(f"{W}pPr/{W}rPr/{W}{mark}") is not None for mark in ("del", "moveFrom")):
            # The end of this paragraph was deleted: it reads on in the next one.
            self.carried = text
        else:
            self.out.line(text)
        self._beside(beside)

    def _beside(self, beside: Beside) -> None:
        """Add the boxes and notes of a paragraph or table behind it, so that they are of its section."""
        for box in beside.boxes:
            self.blocks(box)
        for named in beside.notes:
            if (note := self.notes.pop(named, None)) is not None:
                self.blocks(note)

    def _table(self, element: etree._Element) -> None:
        lines = [(row, list(_below(row, f"{W}tc"))) for row in _below(element, f"{W}tr") if not _gone(row)]
        if _arranges([cell for _, cells in lines for cell in cells], len(lines)):
            for _, cells in lines:
                self._each(cells)
            return
        rows: list[list[CellText]] = []
        merged: dict[int, CellText] = {}
        later: list[list[etree._Element]] = []
        beside = Beside()
        for row, cells in lines:
            if not any(next(c.iter(f"{W}tbl"), None) is not None for c in cells):
                rows.append(self._row(row, cells, merged, beside))
            elif rows and len(cells) == len(lines[0][1]) > 1:
                # A row of this table, whose head is that of the rows below too: what it holds follows the table.
                later.append(cells)
            else:
                self._end(rows)
                rows, merged = [], {}
                self._each(cells)
        self._end(rows)
        for cells in later:
            self._each(cells)
        self._beside(beside)

    def _each(self, cells: list[etree._Element]) -> None:
        for cell in cells:
            self.blocks(cell)

    def _row(
        self, row: etree._Element, cells: list[etree._Element], merged: dict[int, CellText], beside: Beside
    ) -> list[CellText]:
        """Return the cells that begin in a row; `merged` holds those of the rows above that may go on, by column."""
        header = row.find(f"{W}trPr/{W}tblHeader") is not None
        before = row.find(f"{W}trPr/{W}gridBefore")
        made: list[CellText] = []
        column = span_of(before.get(VAL), MOST_PLACES) if before is not None else 0
        if column:
            made.append(CellText("", 1, column))
        for element in cells:
            properties = element.find(f"{W}tcPr")
            deleted = properties is not None and properties.find(f"{W}cellDel") is not None
            if deleted or value_of(properties, "hMerge") == "continue":
                continue
            columns = span_of(value_of(properties, "gridSpan"), MOST_PLACES)
            cell = CellText(self._cell(element, beside), 1, columns, header)
            if value_of(properties, "vMerge") not in ("continue", ""):
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

    def _cell(self, element: etree._Element, beside: Beside) -> str:
        """Return the paragraphs of a cell as lines, the text of boxes in it behind them."""
        inner = Beside()
        texts = []
        for paragraph in element.iter(f"{W}p"):
            if any(above.tag == BOX for above in paragraph.iterancestors()):
                continue
            words = "".join(inline(paragraph, self.fields, self.styles, inner)).strip()
            texts.append((self.numbering.label(paragraph) if self.numbering.levels else "") + words)
        texts += ["".join(inline(box, self.fields, self.styles, Beside())).strip() for box in inner.boxes]
        beside.notes += inner.notes
        return "\n".join(t for t in texts if t)


def _root_of(part: etree._Element | None) -> Iterator[etree._Element]:
    yield from part if part is not None else ()


def _gone(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and (properties.find(f"{W}del") is not None or bool(switched(properties, "hidden")))


def _arranges(cells: list[etree._Element], rows: int) -> bool:
    """Say whether a table only arranges the page: it has one column, or cells of prose."""
    letters = sum(len(t.text or "") for cell in cells for t in cell.iter(f"{W}t"))
    return len(cells) <= rows or letters > LONGEST_CELL * len(cells)


def _below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in children(element):
        if child.tag == tag:
            yield child
        elif child.tag not in (f"{W}tbl", f"{W}tc", f"{W}p"):
            yield from _below(child, tag)
