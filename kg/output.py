"""Rows to the terminal, JSON, CSV or Markdown. Only data goes to stdout."""

import csv
import io
import json
from enum import StrEnum
from typing import Any

import typer
from rich.console import Console
from rich.table import Table


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
        table = Table(*names)
        for row in rows:
            table.add_row(*(_text(v).replace("[", "\\[") for v in row.values()))
        Console().print(table if rows else "no rows")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
