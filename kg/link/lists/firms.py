"""The rows of a list of firms, whatever stands above its header and divides its cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.errors import UsageError
from kg.link.lists.columns import NAMES, Columns, columns_of
from kg.link.lists.sheet import HEADER_WITHIN, is_sheet, sheet_rows
from kg.link.lists.text import Row, dividers, encoding_of, text_rows

# Rules under a header, as Markdown draws them.
RULE = re.compile("[-:=_ ]+")
# A cell of a second row of names has so many characters at most: 主营, 兼营 under 经营范围.
SUBTITLE = 6
BREAK = re.compile(r"(?<!\s)[^\S\r\n]*+[\r\n]\s*+")
# What keeps Excel from taking a code for a number: ="91310115…" and '91310115….
AS_TEXT = re.compile("=?[\"']*([0-9A-Za-z]+)[\"']*")


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm of a list: the line it stands in, its cells as they are, empty where there is no such column."""

    line: int
    name: str
    code: str = ""
    scope: str = ""
    industry: str = ""
    district: str = ""
    revenue: str = ""
    staff: str = ""
    founded: str = ""
    capital: str = ""
    standing: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What conditions of policies ask for, by the names of `kg.link.eligibility.facts.Facts`."""
        return {name: getattr(self, name) for name in ("revenue", "staff", "founded", "capital", "standing")}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    line: int
    reason: str


def read_firms(file: Path) -> Iterator[FirmRow | BadRow]:
    """Return an iterator over the firms of a .csv, .tsv, .txt or .xlsx file; bad rows come as such.

    Raises UsageError at once where the file cannot be read or no row among the first ones names the column of firms.
    """
    if is_sheet(file):
        columns, after = _header(file, list(islice(sheet_rows(file), HEADER_WITHIN)))
        return _firms(columns, (row for row in sheet_rows(file) if row[0] > after))
    encoding = encoding_of(file)
    found = dict(dividers(file, encoding, HEADER_WITHIN))
    headers = {d: header for d, rows in found.items() if (header := _find(rows))}
    divider = max(headers, key=lambda d: headers[d][0].width, default=",")
    columns, after = _header(file, found[divider])
    return _read_text(file, encoding, divider, columns, after)


def _read_text(file: Path, encoding: str, divider: str, columns: Columns, after: int) -> Iterator[FirmRow | BadRow]:
    with file.open(encoding=encoding, newline="") as source:
        yield from _firms(columns, (row for row in text_rows(source, divider) if row[0] > after))


def _find(rows: list[Row]) -> tuple[Columns, int] | None:
    return next(((columns, line) for line, cells in rows if (columns := columns_of(cells))), None)


def _header(file: Path, rows: list[Row]) -> tuple[Columns, int]:
    if header := _find(rows):
        return header
    first = next((cells for _, cells in rows if any(map(str.strip, cells))), [])
    raise UsageError(
        f"{file}: no column with the name of the firm among {', '.join(first)[:200] or 'none'}; "
        f"call it one of {', '.join(NAMES['name'].split()[:4])}, or put a first line above that names the columns"
    )


def _firms(columns: Columns, rows: Iterator[Row]) -> Iterator[FirmRow | BadRow]:
    # Merged cells of a header leave empty ones, and names of parts in the row below.
    under = not all(map(str.strip, columns.header))
    for line, cells in rows:
        told = [cell.strip() for cell in cells if cell.strip()]
        if told and not all(RULE.fullmatch(cell) for cell in told):
            row = _firm(columns, line, cells)
            if not (under and isinstance(row, BadRow) and all(len(cell) <= SUBTITLE for cell in told)):
                yield row
            under = False


def _firm(columns: Columns, line: int, cells: list[str]) -> FirmRow | BadRow:
    last = columns.width - 1
    if any(cell.strip() for cell in cells[columns.width :]):
        if last not in columns.at.get("scope", ()):
            reason = f"{len(cells)} cells under {columns.width} columns; put quotes around cells with commas"
            return BadRow(line, reason)
        # What divides cells also stands in scopes: the last column takes the rest.
        cells = [*cells[:last], ";".join(cells[last:])]
    given = {
        key: next((cell for at in places if at < len(cells) and (cell := cells[at].strip())), "")
        for key, places in columns.at.items()
    }
    given["name"] = BREAK.sub("", given["name"])
    if text := AS_TEXT.fullmatch(given.get("code", "")):
        given["code"] = text[1]
    return FirmRow(line, **given) if given["name"] else BadRow(line, "the name of the firm is empty")
