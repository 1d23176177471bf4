"""What a format's reader returns, and how it is put together line by line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from extractors.annotations import Grid, GridCell
from kg.model import Pages

# A table of more places, rows times columns, is kept as text alone: merged cells can claim any number of them. The
# largest table of a report at hand has some thousand.
MOST_PLACES = 1_000_000
# A cell that measures: figure and unit, or the sign for none; a year does not.
FIGURE = re.compile(r"(?!(?:19|20)\d\d(?:年|$))[-+—–－]?\s*\d[\d,，.]*\s*(?:[%％‰]|[^\d\s]{1,6})?|[—–-]+|/")


class FormatName(StrEnum):
    """The formats that take a parser of foreign binary or markup."""

    PDF = "pdf"
    WORD = "word"
    HTML = "html"


def span_of(written: str | None, most: int) -> int:
    """Return how many rows or columns a cell covers, from 1 to `most`; what is no whole number counts as 1."""
    figures = (written or "").strip()
    if not (figures.isascii() and figures.isdigit()):
        return 1
    return most if len(figures) > len(str(most)) else max(1, min(int(figures), most))


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text of a file, its tables (offsets in the text), what could not be read, and the title the format names.

    `pages` is None for a format without pages.
    """

    text: str
    tables: tuple[Grid, ...] = ()
    warnings: tuple[str, ...] = ()
    headline: str = ""
    pages: Pages | None = None


@dataclass(slots=True)
class CellText:
    """A cell before its offsets are known."""

    text: str
    row_span: int = 1
    col_span: int = 1
    header: bool = False


@dataclass(slots=True)
class TextBuilder:
    """Collects lines and tables. A row of a table is one line, its cells parted by a blank."""

    parts: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    size: int = 0
    last_line: tuple[int, int] | None = None

    def line(self, text: str) -> None:
        """Add one paragraph."""
        text = text.strip()
        self.last_line = (self.size, self.size + len(text)) if text else self.last_line
        self._add(f"{text}\n")

    def table(self, rows: Iterable[Sequence[CellText]]) -> None:
        """Add a table; the short line right before it is its caption."""
        begin, caption = self.size, self._caption()
        rows = [part for row in rows for part in _unstacked(row)]
        made: list[tuple[GridCell, ...]] = []
        for at, row in enumerate(rows):
            cells = []
            for index, cell in enumerate(row):
                if index:
                    self._add(" ")
                text = " ".join(cell.text.split())
                down = min(cell.row_span, len(rows) - at)
                cells.append(GridCell(self.size, self.size + len(text), down, cell.col_span, cell.header))
                self._add(text)
            self._add("\n")
            if cells:
                made.append(tuple(cells))
        places = len(made) * max((sum(cell.col_span for cell in row) for row in made), default=0)
        if places > MOST_PLACES:
            self.warnings.append(f"a table of {places} places, {MOST_PLACES} are possible, was read as text alone")
        elif made:
            self.tables.append(Grid(begin, self.size - 1, caption, tuple(made)))
        self.last_line = None

    def insert(self, parsed: Parsed) -> None:
        """Add all that was read from a file within the file."""
        begin = self.size
        self._add(parsed.text if parsed.text.endswith("\n") else f"{parsed.text}\n")
        self.tables += [_moved(table, begin) for table in parsed.tables]
        self.warnings += parsed.warnings
        self.last_line = None

    def parsed(self, headline: str = "") -> Parsed:
        """Return all that was added."""
        return Parsed("".join(self.parts), tuple(self.tables), tuple(self.warnings), headline)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def _caption(self) -> tuple[int, int] | None:
        # A caption is a title, not a paragraph: the longest of the reports at hand has 41 characters.
        near = self.last_line and self.size - self.last_line[1] <= 3 and self.last_line[1] - self.last_line[0] <= 60
        return self.last_line if near else None


def _unstacked(row: Sequence[CellText]) -> list[Sequence[CellText]]:
    """Return the rows that a row stands for: cells of as many lines each, with a figure in every line of a column.

    A cell of one line beside them covers all these rows.
    """
    lines = [[line for line in cell.text.split("\n") if line.strip()] for cell in row]
    most = max(map(len, lines), default=0)
    whole = all(len(found) in (0, 1, most) for found in lines) and sum(len(found) == most for found in lines) > 1
    spans = any(cell.row_span > 1 or cell.col_span > 1 for cell in row)
    figures = any(len(found) == most and all(FIGURE.fullmatch(line.strip()) for line in found) for found in lines)
    if most < 2 or not whole or spans or not figures:
        return [row]
    made: list[Sequence[CellText]] = []
    for at in range(most):
        cells = []
        for cell, found in zip(row, lines, strict=True):
            if len(found) == most:
                cells.append(CellText(found[at], 1, 1, cell.header))
            elif not at:
                cells.append(CellText(cell.text, most, 1, cell.header))
        made.append(cells)
    return made


def _moved(table: Grid, by: int) -> Grid:
    rows = tuple(tuple(replace(c, start=c.start + by, end=c.end + by) for c in row) for row in table.rows)
    caption = (table.caption[0] + by, table.caption[1] + by) if table.caption else None
    return Grid(table.start + by, table.end + by, caption, rows)
