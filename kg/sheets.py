"""Rows as a workbook of Excel: one sheet a table, with filters and a frozen head."""

import io
from collections.abc import Mapping
from typing import Any

# What Excel allows: characters of a cell and of a sheet's name, rows of a sheet.
CELL, SHEET, ROWS = 32_767, 31, 1_048_576
# Columns are as wide as their cells up to this many characters; longer text is wrapped.
WIDEST = 60

Rows = list[dict[str, Any]]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook with a sheet for each table; the rows of a table have the same keys.

    Text stays text, whatever it begins with: Excel runs no cell as a formula. Numbers are numbers. Raises UsageError
    for more rows than a sheet takes.
    """
    import xlsxwriter

    from kg.cells import as_text, visible
    from kg.errors import UsageError

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for title, rows in sheets.items():
            if len(rows) >= ROWS:
                raise UsageError(f"{len(rows)} rows are more than a sheet of Excel takes; give --limit or --format csv")
            sheet = book.add_worksheet(title[:SHEET])
            names = list(rows[0]) if rows else []
            for column, name in enumerate(names):
                sheet.write_string(0, column, visible(name), head)
                widest = len(name)
                for number, row in enumerate(rows, start=1):
                    value = row[name]
                    if isinstance(value, int | float) and not isinstance(value, bool):
                        sheet.write_number(number, column, value, plain)
                    else:
                        text = visible(as_text(value))
                        put = sheet.write_string if text else sheet.write_blank
                        put(number, column, text if len(text) <= CELL else text[: CELL - 1] + "…", plain)
                    # A Chinese character is about as wide as two letters.
                    widest = max(widest, sum(1 + (char > "\u2e7f") for char in as_text(value)))
                sheet.set_column(column, column, min(widest, WIDEST) + 2)
            sheet.freeze_panes(1, 0)
            if rows:
                sheet.autofilter(0, 0, len(rows), len(names) - 1)
    return buffer.getvalue()
