"""`kg link`: programs, policies, zones, institutions, projects and events for a firm."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cells import visible
from kg.cli.app import app, say_error
from kg.cli.options import (
    DEFAULT,
    GraphDir,
    Server,
    StoreName,
    StoreOption,
    known_names,
    link_context,
    schema_of,
    with_server,
)
from kg.cli.query import finish
from kg.errors import EXIT_EMPTY, EXIT_PARTIAL, UsageError
from kg.output import Output, OutputFormat, say

if TYPE_CHECKING:
    from kg.find import Names
    from kg.link import Briefs, Context, Firm
    from kg.schema import Schema


# Sectors of a firm that are printed.
SHOWN = 8


class LinkFormat(StrEnum):
    """How links are printed: rows, or a brief to send (md, html)."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"


@app.command("link")
@with_server
def link_command(
    firm: Annotated[str, typer.Argument(help="The firm, by any of its names.")] = "",
    scope: Annotated[str, typer.Option(help="Its business scope (经营范围).")] = "",
    district: Annotated[str, typer.Option(help="Its district.")] = "",
    industry: Annotated[str, typer.Option(help="Its industries, as in 集成电路,人工智能.")] = "",
    limit: Annotated[int, typer.Option(help="At most this many.", min=1, max=1000)] = 10,
    kinds: Annotated[
        str,
        typer.Option(help="Only these types, as in Zone,Event; Project too. Otherwise all but projects of others."),
    ] = "",
    each: Annotated[bool, typer.Option("--each", help="Rank each type for itself: --limit of each.")] = False,
    revenue: Annotated[str, typer.Option(help="Its yearly revenue, as in 5000万, for conditions of policies.")] = "",
    staff: Annotated[str, typer.Option(help="How many it employs.")] = "",
    founded: Annotated[str, typer.Option(help="The year it was founded.")] = "",
    capital: Annotated[str, typer.Option(help="Its registered capital, as in 1000万.")] = "",
    standing: Annotated[str, typer.Option(help="What it is recognised as, as in 专精特新,高新技术企业.")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Show the parts of each score.")] = False,
    against: Annotated[str, typer.Option("--why-not", help="Say why this one is not among them.")] = "",
    batch: Annotated[Path | None, typer.Option(help="A list of firms instead of one: .csv, .tsv or .xlsx.")] = None,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file for the brief; for --batch the links, .csv or .xlsx.")
    ] = None,
    briefs: Annotated[Path | None, typer.Option(help="With --batch: a folder for a brief of each firm.")] = None,
    program: Annotated[str, typer.Option("--for-program", help="The reverse: enterprises that this one fits.")] = "",
    graph: GraphDir = DEFAULT,
    output: Annotated[
        LinkFormat, typer.Option("--format", help="table, json, csv; md and html are a brief to send.")
    ] = LinkFormat.TABLE,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
) -> None:
    """Link a firm to what fits it, each with the path that leads there and its sentence."""
    from kg.link import Facts, nothing_known, rank, rank_each, understand, why_not

    if sum(map(bool, (firm, batch, program))) != 1:
        raise UsageError("give a firm, as in: kg link 砺算科技; or --batch FILE -o FILE; or --for-program NAME")
    if briefs and not batch:
        raise UsageError("--briefs goes with --batch; for one firm give -o brief.html")
    context = link_context(store, graph, server)
    if batch:
        _batch(context, batch, out, limit, _briefs(context, briefs, store, graph, server) if briefs else None)
        return
    if program:
        key = _candidate(context, known_names(store, graph, server), program)
        finish(_reverse(context, key, limit), _rows_format(output))
        return
    known = understand(context, firm, scope, district, industry)
    given = {"revenue": revenue, "staff": staff, "founded": founded, "capital": capital, "standing": standing}
    known.facts = Facts.read(given)
    if against:
        key = _candidate(context, known_names(store, graph, server), against)
        typer.echo(why_not(context, known, key))
        return
    if known.unknown:
        say_error(nothing_known(known))
        raise typer.Exit(EXIT_EMPTY)
    found = (rank_each if each else rank)(context, known, limit, _kinds(context, kinds))
    rows = [link.row(context) for link in found]
    if industry and not context.sectors.of_industry(industry) and not context.fields.of_firm(industry):
        say_error(f"{industry!r} is no industry that is known, and was left out")
    where = "known" if known.ids else "not in the graph"
    say_error(f"{where}; sectors: {_sectors(known) or 'none found, give --scope or --industry'}")
    if found and all(link.why == "measure" for link in found):
        say_error("nothing in this graph is of its sectors; these are measures for firms of any sector")
    if out or output in (LinkFormat.MD, LinkFormat.HTML):
        _brief(context, known, rows, output, out, schema_of(store, graph, server))
        return
    finish(rows if output is LinkFormat.JSON else [_shown(row, explain) for row in rows], _rows_format(output))


def _kinds(context: "Context", text: str) -> tuple[str, ...]:
    """Return the types of a list, by their names in any case."""
    offered = {kind.lower(): kind for kind, row in context.types.items() if row.offer is not None}
    asked = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in asked if word.lower() not in offered]
    if unknown:
        raise UsageError(
            f"no type {', '.join(unknown)} that firms are linked to; there are {', '.join(sorted(offered.values()))}"
        )
    return tuple(offered[word.lower()] for word in asked)


def _sectors(firm: "Firm") -> str:
    """Return the strongest sectors with their weights and the words that gave them, in one line."""
    ranked = sorted(firm.sectors.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    words = {sector: "、".join(firm.words.get(sector, ())[:2]) for sector, _ in ranked}
    return "; ".join(f"{s} {weight:.2f}" + (f" ({words[s]})" if words[s] else "") for s, weight in ranked)


def _rows_format(output: LinkFormat) -> Output:
    if output is LinkFormat.HTML:
        raise UsageError("--format html is a brief for one firm; here give table, json, csv or md")
    return Output(OutputFormat(output.value))


def _brief(
    context: "Context",
    firm: "Firm",
    rows: list[dict[str, Any]],
    output: LinkFormat,
    out: Path | None,
    schema: "Schema",
) -> None:
    """Print a brief, or write it to a file, as HTML where the name or the format says so."""
    from kg.link.brief import brief_html, brief_markdown
    from kg.outfile import output_file

    page = output is LinkFormat.HTML or (out is not None and out.suffix in (".html", ".htm"))
    text = (brief_html if page else brief_markdown)(context, firm, rows, schema)
    if out is None:
        typer.echo(text if page else visible(text))
    else:
        with output_file(out) as work:
            work.write_text(text, "utf-8")
        say(f"{out}: {len(rows)} links")
    if not rows:
        raise typer.Exit(EXIT_EMPTY)


def _candidate(context: "Context", names: "Names", text: str) -> str:
    key = names.resolve(text, "Entity")
    if key not in context.offers:
        raise UsageError(f"{text} is a {key.partition(':')[0]}, and no kind of thing that firms are linked to")
    return key


def _reverse(context: "Context", key: str, top: int) -> list[dict[str, Any]]:
    from kg.link import firms_for

    return [
        {
            "enterprise": firm.name,
            **{k: v for k, v in link.row(context).items() if k not in ("id", "type", "name", "district", "parts")},
        }
        for firm, link in firms_for(context, key, top)
    ]


def _briefs(context: "Context", folder: Path, store: StoreName, graph: Path, server: Any) -> "Briefs":
    from kg.link import Briefs
    from kg.link.brief import brief_html

    schema = schema_of(store, graph, server)
    return Briefs(folder, lambda firm, rows: brief_html(context, firm, rows, schema))


def _batch(context: "Context", file: Path, out: Path | None, top: int, briefs: "Briefs | None") -> None:
    if out is None:
        raise UsageError("--batch needs -o, the .csv or .xlsx file to write; a run that was stopped goes on from it")
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from kg.link import link_batch

    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("firms", total=None)
        done = link_batch(context, file, out, top, lambda _: bar.advance(task), briefs)
    for line in done.failures:
        say_error(line)
    say(f"{out}: {done.linked} firms linked, {done.skipped} were there already, {len(done.failures)} bad rows")
    if done.failures:
        raise typer.Exit(EXIT_PARTIAL)


def _shown(row: dict[str, Any], explain: bool) -> dict[str, Any]:
    from kg.link import parts_text
    from kg.link.reasons import conditions_text, support_text

    kept = {k: row[k] for k in ("type", "name", "district", "score", "path", "against", "quote", "document", "year")}
    kept["conditions"], kept["support"] = conditions_text(row["conditions"]), support_text(row["support"])
    if explain:
        kept["parts"] = parts_text(row["parts"])
    return kept
