"""Tables that go on over a page break."""

import re
from dataclasses import replace

from kg.read.formats.parsed import CellText
from kg.read.formats.pdf.lines import PdfLine
from kg.read.formats.pdf.tables import PdfTable

# What stands above the part of a table that a new page begins with.
CONTINUED = re.compile(r"续\s*(?:上?表|前页).{0,12}|(?:[(（]?接上[页表][)）]?)|.{0,40}[(（]续表?[)）]")
HEAD_ROWS = 3


def joined_tables(pages: list[list[PdfLine]]) -> list[PdfLine]:
    """Return the lines of all pages; a table at a page's end and one of the same columns that follows are one."""
    result: list[PdfLine] = []
    for page in pages:
        skip = 1 if len(page) > 1 and page[1].table and CONTINUED.fullmatch(page[0].text) else 0
        first = page[skip] if len(page) > skip else None
        last = result[-1] if result else None
        if first and last and first.table and last.table and _same_columns(last.table, first.table):
            rows = last.table.rows + _without_head(last.table, first.table)
            result[-1] = replace(last, table=replace(last.table, rows=rows))
            result += page[skip + 1 :]
        else:
            result += page
    return result


def _same_columns(above: PdfTable, below: PdfTable) -> bool:
    """Say whether each column of one part lies under that of the other, left and right pages set alike or not."""
    if len(above.columns) != len(below.columns):
        return False
    pairs = list(zip(above.columns, below.columns, strict=True))
    return any(
        all(a[0] < b[1] - shift and b[0] - shift < a[1] for a, b in pairs) for shift in (0.0, below.left - above.left)
    )


def _without_head(above: PdfTable, below: PdfTable) -> list[list[CellText]]:
    """Return the rows of the second part without the head that it repeats."""
    count = 0
    while count < min(HEAD_ROWS, len(above.rows), len(below.rows)) and above.rows[count] == below.rows[count]:
        count += 1
    return below.rows[count:]
