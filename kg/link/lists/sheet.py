"""Excel files: rows of the first sheet that lists firms, and links as a sheet."""

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.link.lists.columns import columns_of
from kg.outfile import output_file
from kg.sheets import CELL

SUFFIXES = (".xlsx", ".xlsm")
# Bytes of a file once unpacked; an Excel sheet of a million firms has less.
LARGEST = 2 << 30
# The header stands among the first rows.
HEADER_WITHIN = 50
# Excel keeps 15 digits of a number: of a code of 18 the last ones are made up.
EXACT = 10**15
Row = tuple[int, list[str]]


def is_sheet(file: Path) -> bool:
    """Whether a name is that of an Excel file."""
    return file.suffix.lower() in SUFFIXES


def sheet_rows(file: Path) -> Iterator[Row]:
    """Yield (row, cells as text) of the first sheet with a column of firms, else of the first. Raises UsageError."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise UsageError(f"{file}: too large once unpacked; save the list as .csv")
        book = load_workbook(file, read_only=True, data_only=True)
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be read ({error.strerror}); give a list of firms, .csv, .tsv or .xlsx"
        ) from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        raise UsageError(f"{file}: this is no Excel file (.xlsx); save it as one, or as .csv") from None
    try:
        sheets = book.worksheets
        chosen = next((sheet for sheet in sheets if _lists(sheet)), sheets[0] if sheets else None)
        if chosen is not None:
            for number, cells in enumerate(chosen.iter_rows(values_only=True), 1):
                yield number, [_text(value) for value in cells]
    finally:
        book.close()


def _lists(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_row=HEADER_WITHIN, values_only=True)
    return any(columns_of([_text(value) for value in cells]) for cells in rows)


def _text(value: object) -> str:
    """Return a cell as text; a whole number without its decimals, one with more digits than it can hold as it is."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() and value < EXACT else str(value)


def csv_to_sheet(source: Path, out: Path) -> None:
    """Write a CSV file of links as an Excel file: text stays text, numbers of FIELDS are numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("links")
    sheet.freeze_panes = "A2"
    with source.open(encoding="utf-8-sig", newline="") as rows:
        reader = csv.reader(rows)
        header = next(reader, [])
        sheet.append(header)
        for row in reader:
            cells = []
            for name, value in zip(header, row, strict=False):
                cell = WriteOnlyCell(sheet, _number(name, ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL]))
                if isinstance(cell.value, str):
                    cell.data_type, cell.number_format = "s", "@"
                cells.append(cell)
            sheet.append(cells)
    with output_file(out) as work:
        book.save(work)


def _number(name: str, value: str) -> str | int | float:
    """Return the counts and the score of a row as numbers; codes stay text, else Excel rounds them."""
    if name == "score":
        return float(value) if value else ""
    return int(value) if name in ("line", "place", "year", "start", "end") and value.isdecimal() else value
