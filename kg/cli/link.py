"""`kg link`: programs, policies, zones, institutions, projects and events for a firm."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, Format, GraphDir, StoreName, StoreOption, opened, with_server
from kg.cli.query import finish
from kg.errors import UsageError
from kg.link import load_context, rank, understand, why_not
from kg.ontology import load_ontology
from kg.output import OutputFormat
from kg.stores.settings import Settings


@app.command("link")
@with_server
def link_command(
    firm: Annotated[str, typer.Argument(help="The firm, by any of its names.")],
    scope: Annotated[str, typer.Option(help="Its business scope (经营范围).")] = "",
    district: Annotated[str, typer.Option(help="Its district.")] = "",
    industry: Annotated[str, typer.Option(help="Its industries, as in 集成电路,人工智能.")] = "",
    top: Annotated[int, typer.Option(help="At most this many.", min=1, max=1000)] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show the parts of each score.")] = False,
    against: Annotated[str, typer.Option("--why-not", help="Say why this one is not among them.")] = "",
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Callable[[], Settings],
) -> None:
    """Link a firm to what fits it, each with the path that leads there and its sentence."""
    with opened(store, graph, server) as (engine, names):
        context = load_context(engine, load_ontology())
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


def _shown(row: dict[str, Any], explain: bool) -> dict[str, Any]:
    kept = {k: row[k] for k in ("type", "name", "district", "score", "path", "quote", "document", "year")}
    if explain:
        kept["parts"] = " ".join(f"{part} {value:+.2f}" for part, value in row["parts"].items())
    return kept
