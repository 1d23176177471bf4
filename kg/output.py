"""Rows to the terminal or a file as a table, JSON, CSV, Markdown or Excel. Only data goes to stdout."""

import codecs
import csv
import io
import json
import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kg.cells import CONTROL, as_text, csv_cell, visible
from kg.errors import UsageError
from kg.lang import translated
from kg.streams import shown_json

if TYPE_CHECKING:
    from rich.table import Table

# Between letters an underscore marks nothing.
MARKUP = re.compile(r"[\\`*\[\]|]|(?<![^\W_])_|_(?![^\W_])")
# Room for the line that says that there are none.
NO_ROWS = 20
RULE = "---"
NARROW = frozenset(
    {
        "relation",
        "how",
        "inferred",
        "doubtful",
        "confidence",
        "year",
        "status",
        "kind",
        "comparator",
        "type",
        "score",
        "value",
    }
)
# Their cells are broken into lines where they are too long, not cut.
FOLDED = frozenset({"file", "title"})
WIDTHS = {"document": 14, "name": 28, "aliases": 40}


class OutputFormat(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Output:
    """Where rows go: the format, whether a table on a terminal shows every cell in full, and a file instead of stdout."""

    format: OutputFormat = OutputFormat.TABLE
    wide: bool = False
    file: Path | None = None

    def show(self, rows: list[dict[str, Any]], title: str = "rows", **sheets: list[dict[str, Any]]) -> None:
        """Print or write rows; Excel has a sheet for them and one for each further table."""
        if self.format is OutputFormat.XLSX:
            from kg.sheets import workbook

            if self.file is None and sys.stdout.isatty():
                raise UsageError(
                    "a workbook is no text for a terminal; give a file, as in: --format xlsx -o answer.xlsx"
                )
            self._put(workbook({title: rows, **sheets}))
        elif self.file is not None:
            self._put(rendered(rows, self.format).encode("utf-8-sig" if self.format is OutputFormat.CSV else "utf-8"))
        elif self.format is OutputFormat.TABLE:
            _print_table(rows, self.wide)
        else:
            text = rendered(rows, self.format)
            text = shown_json(text) if self.format is OutputFormat.JSON else text
            marked = self.format is OutputFormat.CSV and not sys.stdout.isatty()
            typer.echo(codecs.BOM_UTF8 + text.encode("utf-8", "replace") if marked else text, nl=False)

    def _put(self, data: bytes) -> None:
        if self.file is None:
            typer.echo(data, nl=False)
            return
        from kg.outfile import output_file

        with output_file(self.file) as work:
            work.write_bytes(data)
        say(f"{self.file}: written")


def say(text: str) -> None:
    """Say something on stderr, in one line that no terminal obeys, in the language of the user."""
    typer.echo(visible(" ".join(translated(text).split("\n"))), err=True)


def show(rows: list[dict[str, Any]], output: OutputFormat) -> None:
    """Print rows; all of them have the same keys."""
    Output(output).show(rows)


def rendered(rows: list[dict[str, Any]], output: OutputFormat) -> str:
    """Return rows as text that ends with a line break.

    CSV into a file or pipe is UTF-8 with BOM whatever the console's encoding is: without it Excel takes Chinese for
    the code page of the system.
    """
    names = list(rows[0]) if rows else []
    if output is OutputFormat.JSON:
        text = json.dumps(rows, ensure_ascii=False, indent=1, default=str)
        return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
    if output is OutputFormat.CSV:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, names, lineterminator="\n")
        writer.writerow({name: csv_cell(name) for name in names})
        writer.writerows([{k: csv_cell(v) for k, v in row.items()} for row in rows])
        return buffer.getvalue()
    if output is OutputFormat.MD:
        lines = (names, [RULE] * len(names), *([as_text(v) for v in row.values()] for row in rows))
        return "".join(f"| {' | '.join(map(_markdown, line))} |\n" for line in lines)
    from rich.console import Console

    console = Console(file=io.StringIO(), width=_full_width(rows))
    console.print(_table(rows, console.width) if rows else "no rows")
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def _print_table(rows: list[dict[str, Any]], wide: bool) -> None:
    """Print a table: as wide as its cells in a pipe or where that is wanted, else as the terminal is."""
    from rich.console import Console

    full = _full_width(rows)
    # Without a height rich takes the 80 columns of a dumb terminal.
    whole = wide or not sys.stdout.isatty()
    console = Console(width=full, height=len(rows)) if whole else Console()
    console.print(_table(rows, console.width) if rows else "no rows")
    if console.width < full:
        say("kg: some cells are cut to fit; --wide shows them in full")


def _full_width(rows: list[dict[str, Any]]) -> int:
    """Return the columns of a terminal in which no cell of the rows is cut."""
    if not rows:
        return NO_ROWS
    names, cells = _cells(rows)
    return sum(_longest(names, cells)) + 3 * len(names) + 1


def _table(rows: list[dict[str, Any]], room: int) -> "Table":
    """A table for reading, `room` columns wide: ids are left to the other formats, the quote takes the room there is."""
    from rich.table import Table
    from rich.text import Text

    names, cells = _cells(rows)
    widths = _widths(names, cells, room)
    table = Table()
    for name, width in zip(names, widths, strict=True):
        table.add_column(
            Text(visible(name)),
            no_wrap=name in NARROW,
            overflow="fold" if name in FOLDED else "ellipsis",
            ratio=1 if name == "quote" else None,
            width=width,
            max_width=None if width else WIDTHS.get(name),
        )
    for row in cells[1:]:
        # In `Text` nothing is markup or an emoji code.
        table.add_row(*map(Text, row))
    return table


def _cells(rows: list[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns that a table shows, and its lines with the heads first."""
    names = [name for name in rows[0] if name != "id"]
    lines = [[visible(as_text(row[name])).removeprefix("Document:") for name in names] for row in rows]
    return names, [[visible(name) for name in names], *lines]


def _longest(names: list[str], cells: list[list[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(cell_len(line) for row in column for line in row.split("\n")) for column in zip(*cells, strict=True)]


def _widths(names: list[str], cells: list[list[str]], room: int) -> list[int] | list[None]:
    """Return the widths of columns whose cells all fit, else None for each: then rich shares the room out.

    Rich measures every cell as a paragraph, which takes as long as printing it.
    """
    edges = 3 * len(names) + 1
    wide = _longest(names, cells)
    if sum(wide) + edges <= room:
        return wide
    wide = [min(width, WIDTHS.get(name, width)) for name, width in zip(names, wide, strict=True)]
    return wide if sum(wide) + edges <= room else [None] * len(wide)


def _markdown(text: str) -> str:
    """Return a Markdown cell in which nothing of the text is markup or HTML."""
    text = " ".join(visible(text).split("\n"))
    return text if text == RULE else MARKUP.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;"))
