"""Rows to the terminal, JSON, CSV or Markdown. Only data goes to stdout."""

import codecs
import csv
import io
import json
import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.table import Table

# Control characters but tab and newline, and the marks that turn the direction of text.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What makes a spreadsheet take a cell for a formula, also in its full-width form and behind blanks.
FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]|[\t\r]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")
# Between letters an underscore marks nothing.
MARKUP = re.compile(r"[\\`*\[\]|]|(?<![^\W_])_|_(?![^\W_])")
# Into a pipe or file: as wide as `kg query list` without a line break.
PIPE_WIDTH = 165
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


def show(rows: list[dict[str, Any]], output: OutputFormat) -> None:
    """Print rows; all of them have the same keys.

    CSV into a file or pipe is UTF-8 with BOM whatever the console's encoding is: without it Excel takes Chinese for
    the code page of the system.
    """
    names = list(rows[0]) if rows else []
    if output is OutputFormat.JSON:
        text = json.dumps(rows, ensure_ascii=False, indent=1, default=str)
        typer.echo(CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
    elif output is OutputFormat.CSV:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, names, lineterminator="\n")
        writer.writerow({name: _cell(name) for name in names})
        writer.writerows([{k: _cell(v) for k, v in row.items()} for row in rows])
        text = buffer.getvalue()
        typer.echo(text if sys.stdout.isatty() else codecs.BOM_UTF8 + text.encode("utf-8", "replace"), nl=False)
    elif output is OutputFormat.MD:
        for line in (names, [RULE] * len(names), *([_text(v) for v in row.values()] for row in rows)):
            typer.echo("| " + " | ".join(map(_markdown, line)) + " |")
    else:
        from rich.console import Console

        console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
        console.print(_table(rows, console.width) if rows else "no rows")


def _table(rows: list[dict[str, Any]], room: int) -> "Table":
    """A table for reading, `room` columns wide: ids are left to the other formats, the quote takes the room there is."""
    from rich.table import Table
    from rich.text import Text

    names = [name for name in rows[0] if name != "id"]
    cells = [[visible(name) for name in names]]
    cells += [[visible(_text(row[name])).removeprefix("Document:") for name in names] for row in rows]
    table = Table()
    for name, width in zip(names, _widths(names, cells, room), strict=True):
        table.add_column(
            Text(visible(name)),
            no_wrap=name in NARROW,
            overflow="fold" if name in FOLDED else "ellipsis",
            ratio=1 if name == "quote" else None,
            width=width,
            max_width=WIDTHS.get(name),
        )
    for row in cells[1:]:
        # In `Text` nothing is markup or an emoji code.
        table.add_row(*map(Text, row))
    return table


def _widths(names: list[str], cells: list[list[str]], room: int) -> list[int] | list[None]:
    """Return the widths of columns whose cells all fit, else None for each: then rich shares the room out.

    Rich measures every cell as a paragraph, which takes as long as printing it.
    """
    from rich.cells import cell_len

    wide = [max(cell_len(line) for row in column for line in row.split("\n")) for column in zip(*cells, strict=True)]
    wide = [min(width, WIDTHS.get(name, width)) for name, width in zip(names, wide, strict=True)]
    edges = 3 * len(wide) + 1
    return wide if sum(wide) + edges <= room else [None] * len(wide)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def visible(text: str) -> str:
    """Return a text with control characters and marks of direction as U+FFFD, so that a terminal obeys none of them."""
    return CONTROL.sub("\ufffd", text)


def _cell(value: Any) -> str:
    """Return a CSV cell. Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    text = visible(_text(value))
    return f"'{text}" if isinstance(value, str | list) and FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def _markdown(text: str) -> str:
    """Return a Markdown cell in which nothing of the text is markup or HTML."""
    text = " ".join(visible(text).split("\n"))
    return text if text == RULE else MARKUP.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;"))
