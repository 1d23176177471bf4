"""Tables that continue across a page break."""

import re
from dataclasses import replace

from kg.read.formats.parsed import CellText
from kg.read.formats.pdf.lines import PdfLine
from kg.read.formats.pdf.tables import PdfTable

# What stands above the part of a table that a new page begins with.
CONTINUED = re.compile(r"续\s*(?:上?表|前页).{0,12}|(?:[(（]?接上[页表][)）]?)|.{0,40}[(（]续表?[)）]")
HEAD_ROWS = 3


def joined_tables(pages: list[list[PdfLine]]) -> list[PdfLine]:
    """Return the lines of all pages; a table at the end of a page or column and the one that goes on there are one."""
    result: list[PdfLine] = []
    last_place = (-1, -1)
    for number, page in enumerate(pages):
        for index, line in enumerate(page):
            place = (number, line.column)
            mark = index + 1 < len(page) and page[index + 1].table and CONTINUED.fullmatch(line.text)
            if place != last_place and mark and result and result[-1].table:
                continue
            above = result[-1] if result else None
            if place != last_place and above and above.table and line.table and _same_columns(above.table, line.table):
                rows = above.table.rows + _without_head(above.table, line.table)
                result[-1] = replace(above, table=replace(above.table, rows=rows))
            else:
                result.append(line)
            last_place = place
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
