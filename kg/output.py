"""Rows to the terminal, JSON, CSV or Markdown. Only data goes to stdout."""

import csv
import io
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.table import Table

PIPE_WIDTH = 150
NARROW = frozenset(
    {"relation", "implied", "doubtful", "confidence", "year", "status", "kind", "comparator", "type", "score", "value"}
)
WIDTHS = {"document": 14, "name": 28, "aliases": 40}


class OutputFormat(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def show(rows: list[dict[str, Any]], output: OutputFormat) -> None:
    """Print rows; all of them have the same keys."""
    names = list(rows[0]) if rows else []
    if output is OutputFormat.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif output is OutputFormat.CSV:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows([{k: _text(v) for k, v in row.items()} for row in rows])
        typer.echo(buffer.getvalue(), nl=False)
    elif output is OutputFormat.MD:
        for line in (names, ["---"] * len(names), *([_text(v) for v in row.values()] for row in rows)):
            typer.echo("| " + " | ".join(v.replace("|", "\\|").replace("\n", " ") for v in line) + " |")
    else:
        from rich.console import Console

        Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(_table(rows) if rows else "no rows")


def _table(rows: list[dict[str, Any]]) -> "Table":
    """A table for reading: ids are left to the other formats, the quote takes the room there is."""
    from rich.markup import escape
    from rich.table import Table

    names = [name for name in rows[0] if name != "id"]
    table = Table()
    for name in names:
        table.add_column(name, no_wrap=name in NARROW, ratio=1 if name == "quote" else None, max_width=WIDTHS.get(name))
    for row in rows:
        table.add_row(*(escape(_text(row[name]).removeprefix("Document:")) for name in names))
    return table


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
