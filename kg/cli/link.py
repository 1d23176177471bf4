"""`kg link`: programs, policies, zones, institutions, projects and events for a firm."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kg.cli.app import app
from kg.cli.options import DEFAULT, Format, GraphDir, StoreName, StoreOption, opened, with_server
from kg.cli.query import finish
from kg.errors import EXIT_PARTIAL, UsageError
from kg.find import Names
from kg.link import Context, firms_for, link_batch, load_context, parts_text, rank, understand, why_not
from kg.ontology import load_ontology
from kg.output import OutputFormat
from kg.stores.settings import Settings

COLUMNS = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())


@app.command("link")
@with_server
def link_command(
    firm: Annotated[str, typer.Argument(help="The firm, by any of its names.")] = "",
    scope: Annotated[str, typer.Option(help="Its business scope (经营范围).")] = "",
    district: Annotated[str, typer.Option(help="Its district.")] = "",
    industry: Annotated[str, typer.Option(help="Its industries, as in 集成电路,人工智能.")] = "",
    top: Annotated[int, typer.Option(help="At most this many.", min=1, max=1000)] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show the parts of each score.")] = False,
    against: Annotated[str, typer.Option("--why-not", help="Say why this one is not among them.")] = "",
    batch: Annotated[Path | None, typer.Option(help="A CSV file of firms instead of one.")] = None,
    out: Annotated[Path | None, typer.Option("--output", "-o", help="Where the links of --batch go, CSV.")] = None,
    program: Annotated[str, typer.Option("--for-program", help="The reverse: enterprises that this one fits.")] = "",
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Callable[[], Settings],
) -> None:
    """Link a firm to what fits it, each with the path that leads there and its sentence."""
    with opened(store, graph, server) as (engine, names):
        if sum(map(bool, (firm, batch, program))) != 1:
            raise UsageError("give a firm, as in: kg link 砺算科技; or --batch FILE -o FILE; or --for-program NAME")
        context = load_context(engine, load_ontology())
        if batch:
            _batch(context, batch, out, top)
            return
        if program:
            finish(_reverse(context, _candidate(context, names, program), top), output)
            return
        known = understand(context, firm, scope, district, industry)
        if against:
            key = names.resolve(against, "Entity")
            if key not in context.offers:
                raise UsageError(
                    f"{against} is a {key.partition(':')[0]}, and no kind of thing that firms are linked to"
                )
            typer.echo(why_not(context, known, key))
            return
        rows = [link.row(context) for link in rank(context, known, top)]
    said = "、".join(f"{name} {weight:.2f}" for name, weight in sorted(known.sectors.items(), key=lambda s: -s[1])[:8])
    typer.echo(
        f"kg: {'known' if known.ids else 'not in the graph'}; sectors: {said or 'none found, give --scope or --industry'}",
        err=True,
    )
    finish(rows if output is OutputFormat.JSON else [_shown(row, explain) for row in rows], output)


def _candidate(context: Context, names: Names, text: str) -> str:
    key = names.resolve(text, "Entity")
    if key not in context.offers:
        raise UsageError(f"{text} is a {key.partition(':')[0]}, and no kind of thing that firms are linked to")
    return key


def _reverse(context: Context, key: str, top: int) -> list[dict[str, Any]]:
    return [
        {
            "enterprise": firm.name,
            **{k: v for k, v in link.row(context).items() if k not in ("id", "type", "name", "district", "parts")},
        }
        for firm, link in firms_for(context, key, top)
    ]


def _batch(context: Context, file: Path, out: Path | None, top: int) -> None:
    if out is None:
        raise UsageError("--batch needs -o, the CSV file to write; a run that was stopped goes on from it")
    with Progress(*COLUMNS, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("firms", total=None)
        done = link_batch(context, file, out, top, lambda _: bar.advance(task))
    for line in done.failures:
        typer.echo(f"kg: {line}", err=True)
    typer.echo(
        f"{out}: {done.linked} firms linked, {done.skipped} were there already, {len(done.failures)} bad rows",
        err=True,
    )
    if done.failures:
        raise typer.Exit(EXIT_PARTIAL)


def _shown(row: dict[str, Any], explain: bool) -> dict[str, Any]:
    kept = {k: row[k] for k in ("type", "name", "district", "score", "path", "quote", "document", "year")}
    if explain:
        kept["parts"] = parts_text(row["parts"])
    return kept
