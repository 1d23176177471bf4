"""The command line: thin wrappers over functions. Data goes to stdout, talk to stderr."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.build import build
from kg.errors import EXIT_EMPTY, EXIT_PARTIAL, KgError
from kg.export.html import write_html
from kg.extract import Models, ModeName, extract_document, models_for
from kg.find import Names
from kg.folder import read_folder
from kg.model import SourceText
from kg.ontology import Ontology, load_ontology
from kg.output import OutputFormat, show
from kg.query import get_query, load_queries, run_query
from kg.read import find_sources, load_source, read_documents
from kg.resolve import Linker
from kg.stores.embedded import EmbeddedStore

app = typer.Typer(no_args_is_help=True, add_completion=True, help="Knowledge graph of Shanghai's districts.")
OntologyPath = Annotated[Path | None, typer.Option("--ontology", help="Another ontology.yaml.")]


ModeOption = Annotated[
    ModeName,
    typer.Option("--mode", help="accurate (encoder and CRF), fast (CRF), auto: accurate where it is installed."),
]


@app.callback()
def root() -> None:
    """Knowledge graph of Shanghai's districts."""


@app.command("extract")
def extract_command(
    files: Annotated[list[str], typer.Argument(help="Report files, folders, or - for standard input.")],
    district: Annotated[str, typer.Option(help="The district, instead of the one detected.")] = "",
    year: Annotated[int | None, typer.Option(help="The year the report plans for.")] = None,
    ontology: OntologyPath = None,
    mode: ModeOption = ModeName.AUTO,
) -> None:
    """Print what each document holds as one line of JSON: mentions, relations, targets, skipped spans."""
    known, models = load_ontology(ontology), models_for(mode)
    found, errors = find_sources(files)
    failed = [str(error) for error in errors]
    for source in found:
        try:
            _print_documents(load_source(source), known, models, district, year)
        except KgError as error:
            failed.append(str(error))
    for line in failed:
        typer.echo(f"kg: {line}", err=True)
    if failed:
        raise typer.Exit(EXIT_PARTIAL if len(failed) < len(found) + len(errors) else KgError.exit_code)


def _print_documents(source: SourceText, known: Ontology, models: Models, district: str, year: int | None) -> None:
    for document in read_documents(source, known.district_names()):
        given = replace(document, district=district or document.district, year=year or document.year)
        typer.echo(json.dumps(extract_document(given, known, models), ensure_ascii=False))


GraphDir = Annotated[Path, typer.Option("--graph", envvar="KG_GRAPH", help="The graph folder.")]
Format = Annotated[OutputFormat, typer.Option("--format", help="table, json, csv or md.")]
DEFAULT = Path("graph")


@app.command("build")
def build_command(
    files: Annotated[list[str], typer.Argument(help="Report files, folders, or - for standard input.")],
    graph: GraphDir = DEFAULT,
    ontology: OntologyPath = None,
    mode: ModeOption = ModeName.AUTO,
) -> None:
    """Read reports into a graph folder and its embedded store, and print what was found."""
    begin = time.perf_counter()
    report = build(
        files, graph, load_ontology(ontology), lambda name: typer.echo(f"reading {name}", err=True), models_for(mode)
    )
    show(
        [
            {"district": d["district"], "year": d["year"], "kind": d["kind"], "title": d["title"]}
            for d in report.documents
        ],
        OutputFormat.TABLE,
    )
    for title, counts in (("nodes", report.nodes), ("relations", report.edges), ("skipped spans", report.skipped)):
        typer.echo(f"{title}: " + ", ".join(f"{k} {v}" for k, v in sorted(counts.items())))
    typer.echo(f"{len(report.documents)} documents in {time.perf_counter() - begin:.1f} s, graph in {graph}")
    for line in report.failures:
        typer.echo(f"kg: {line}", err=True)
    if report.failures:
        typer.echo(f"kg: {len(report.failures)} of the inputs failed, the others are built", err=True)
        raise typer.Exit(EXIT_PARTIAL)


@app.command("explain-same")
def explain_same_command(
    first: Annotated[str, typer.Argument(help="A name, or Type:name.")],
    second: Annotated[str, typer.Argument(help="Another name, or Type:name.")],
    ontology: OntologyPath = None,
) -> None:
    """Say whether two names are one thing, and why or why not."""
    known = load_ontology(ontology)
    linker = Linker(known)
    (kind_a, a), (kind_b, b) = (linker.typed(name, known.entity_types) for name in (first, second))
    kind_a, kind_b = kind_a or kind_b or "Zone", kind_b or kind_a or "Zone"
    found = linker.judge(a, b, kind_a, kind_b)
    typer.echo(f"{'same' if found.same else 'different'} ({found.score:.2f}): {found.reason}")


@app.command("find")
def find_command(
    text: Annotated[str, typer.Argument(help="Any name of an entity.")],
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(help="At most this many.")] = 10,
) -> None:
    """Find an entity by any of its names."""
    rows = Names(graph, load_ontology()).find(text, limit)
    show(rows, output)
    if not rows:
        raise typer.Exit(EXIT_EMPTY)


query_app = typer.Typer(no_args_is_help=True, help="Canned queries.")
app.add_typer(query_app, name="query")


@query_app.command("list")
def query_list(output: Format = OutputFormat.TABLE) -> None:
    """List the canned queries."""
    show(
        [
            {"name": q.name, "title": q.title, "title_zh": q.title_zh, "params": q.params}
            for q in load_queries().values()
        ],
        output,
    )


@query_app.command("show")
def query_show(name: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Print the Cypher of a canned query."""
    typer.echo(get_query(name).cypher)


@query_app.command("run")
def query_run(
    name: Annotated[str, typer.Argument(help="Its name.")],
    params: Annotated[list[str] | None, typer.Argument(help="Parameters as key=value.")] = None,
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(help="At most this many rows; 0 for all.")] = 0,
) -> None:
    """Run a canned query; an empty answer exits with 3."""
    get_query(name)
    store = EmbeddedStore(graph)
    rows = run_query(name, params or [], store, Names(graph, load_ontology()))
    store.close()
    show(rows[:limit] if limit else rows, output)
    if not rows:
        raise typer.Exit(EXIT_EMPTY)


export_app = typer.Typer(no_args_is_help=True, help="Exports.")
app.add_typer(export_app, name="export")


@export_app.command("html")
def export_html(
    around: Annotated[str, typer.Option(help="Any name of an entity.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    graph: GraphDir = DEFAULT,
) -> None:
    """Write the neighbourhood of an entity as one HTML file that works offline."""
    known = load_ontology()
    shown = write_html(read_folder(graph), Names(graph, known).resolve(around, "Entity"), out, known)
    typer.echo(f"{out}: {shown} nodes")


def main() -> None:
    """Entry point: an error of the project is one line on stderr and its documented exit status."""
    try:
        app()
    except KgError as error:
        typer.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
