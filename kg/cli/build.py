"""`kg extract`, `kg build`, `kg explain-same`: from files to the graph folder."""

import json
import time
from typing import Annotated, Any

import typer

from kg.cli.app import app, say_error
from kg.cli.neo4j import Yes, load_with_progress
from kg.cli.options import (
    DEFAULT,
    DistrictOption,
    GraphDir,
    ModeOption,
    OntologyPath,
    Server,
    StoreName,
    StoreOption,
    YearOption,
    with_server,
)
from kg.crash import net
from kg.errors import EXIT_EMPTY, EXIT_PARTIAL, KgError
from kg.lang import translated
from kg.mode import ModeName
from kg.output import OutputFormat, say, show
from kg.streams import shown_json


@app.command("extract")
def extract_command(
    files: Annotated[list[str], typer.Argument(help="Report files, folders, or - for standard input.")],
    district: DistrictOption = "",
    year: YearOption = None,
    ontology: OntologyPath = None,
    mode: ModeOption = ModeName.AUTO,
    explain: Annotated[
        str,
        typer.Option(help="Print instead how each span that touches this text became a mention, or why it is none."),
    ] = "",
) -> None:
    """Print what each document holds as one line of JSON: mentions, relations, targets, skipped spans."""
    from kg.explain import explain as explain_span
    from kg.extraction import annotate, extract_document, models_for
    from kg.ontology import load_ontology
    from kg.read import filed, find_sources, given_home, load_source, read_documents

    known, models = load_ontology(ontology), models_for(mode)
    home, places = given_home(district, known.district_names()), known.local_names()
    found, errors = find_sources(files)
    failed: list[KgError] = [*errors]
    rows: list[dict[str, Any]] = []
    for source in found:
        try:
            with net(source.source):
                for document in read_documents(load_source(source), known.district_names(), places):
                    given = filed(document, home, year)
                    if explain:
                        rows += explain_span(given, annotate(given, known, models), explain)
                    else:
                        made = json.dumps(extract_document(given, known, models), ensure_ascii=False)
                        typer.echo(shown_json(made))
        except KgError as error:
            failed.append(error)
    if rows:
        show(rows, OutputFormat.TABLE)
    for line in failed:
        say_error(str(line))
    if explain and not rows and not failed:
        say_error(f"no mention, kept or dropped, touches {explain}")
        raise typer.Exit(EXIT_EMPTY)
    if failed:
        raise typer.Exit(EXIT_PARTIAL if len(failed) < len(found) + len(errors) else failed[0].exit_code)


@app.command("build")
@with_server
def build_command(
    files: Annotated[list[str], typer.Argument(help="Report files, folders, or - for standard input.")],
    graph: GraphDir = DEFAULT,
    ontology: OntologyPath = None,
    mode: ModeOption = ModeName.AUTO,
    store: StoreOption = StoreName.EMBEDDED,
    district: DistrictOption = "",
    year: YearOption = None,
    yes: Yes = False,
    *,
    server: Server,
) -> None:
    """Read reports into a graph folder and its embedded store, and print what was found; --store neo4j loads it too."""
    from kg.builder import build
    from kg.extraction import models_for
    from kg.ontology import load_ontology

    known = load_ontology(ontology)
    if store is StoreName.NEO4J:
        from kg.stores.neo4j import Neo4jStore

        Neo4jStore(server()).close()  # what is wrong with the server is said before the reading, not after
    begin = time.perf_counter()
    report = build(
        files,
        graph,
        known,
        lambda name: say(f"reading {name}"),
        models_for(mode),
        district=district,
        year=year,
    )
    show(
        [
            {"district": d["district"], "year": d["year"], "kind": d["kind"], "title": d["title"]}
            for d in report.documents
        ],
        OutputFormat.TABLE,
    )
    for title, counts in (("nodes", report.nodes), ("relations", report.edges), ("skipped spans", report.skipped)):
        if counts:
            typer.echo(f"{translated(title)}: " + ", ".join(f"{k} {v}" for k, v in sorted(counts.items())))
    typer.echo(
        translated(f"{len(report.documents)} documents in {time.perf_counter() - begin:.1f} s, graph in {graph}")
    )
    if store is StoreName.NEO4J:
        load_with_progress(server(), graph, yes=yes)
    for name in report.kept:
        say_error(f"{graph / name} was not written by kg and is kept")
    for line in report.summary():
        say_error(line)
    if report.failures:
        raise typer.Exit(EXIT_PARTIAL)


@app.command("explain-same")
def explain_same_command(
    first: Annotated[str, typer.Argument(help="A name, or Type:name.")],
    second: Annotated[str, typer.Argument(help="Another name, or Type:name.")],
    ontology: OntologyPath = None,
) -> None:
    """Say whether two names are one thing, and why or why not."""
    from kg.ontology import load_ontology
    from kg.resolve import Linker

    known = load_ontology(ontology)
    linker = Linker(known)
    (kind_a, a), (kind_b, b) = (linker.typed(name, known.entity_types) for name in (first, second))
    unknown = next(name for name in known.entity_types if known.node_types[name].short_forms)
    kind_a, kind_b = kind_a or kind_b or unknown, kind_b or kind_a or unknown
    found = linker.judge(a, b, kind_a, kind_b)
    typer.echo(f"{'same' if found.same else 'different'} ({found.score:.2f}): {found.reason}")
