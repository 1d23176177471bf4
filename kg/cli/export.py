"""`kg export`: the graph, or a part of it, as files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, say_error
from kg.cli.options import DEFAULT, GraphDir
from kg.lang import Language
from kg.output import say


class Backend(StrEnum):
    """What draws the page."""

    OWN = "own"
    PYVIS = "pyvis"


export_app = typer.Typer(no_args_is_help=True, help="Exports.")
app.add_typer(export_app, name="export")


@export_app.command("html")
def export_html(
    out: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    params: Annotated[list[str] | None, typer.Argument(help="Parameters of --query as key=value.")] = None,
    around_name: Annotated[str, typer.Option("--around", help="Any name of an entity.")] = "",
    depth: Annotated[int, typer.Option(help="Steps around it.", min=1, max=4)] = 2,
    through_hubs: Annotated[
        bool, typer.Option("--through-hubs", help="Walk on from districts, regions and top sectors too.")
    ] = False,
    query: Annotated[str, typer.Option(help="Or a canned query: what its rows name.")] = "",
    district: Annotated[str, typer.Option(help="Or everything of a district.")] = "",
    types: Annotated[str, typer.Option(help="Only these types, as in Zone,Industry.")] = "",
    years: Annotated[str, typer.Option(help="Only relations of these years, as in 2021-2024.")] = "",
    limit: Annotated[
        int | None,
        typer.Option(
            help="At most this many nodes, the most relevant: 300, 20000 for the whole graph.",
            min=1,
            show_default=False,
        ),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of the page; it can be changed in the page.")] = Language.ZH,
    backend: Annotated[Backend, typer.Option(help="own, or pyvis: its page with physics.")] = Backend.OWN,
    graph: GraphDir = DEFAULT,
) -> None:
    """Write a part of the graph as one HTML file that opens offline; without a choice, the whole graph."""
    from kg.export.page import NEAR, WHOLE, choose
    from kg.export.page.write import write_page
    from kg.folder import read_folder, read_schema
    from kg.selection import kinds, select, span

    known, whole = read_schema(graph), read_folder(graph)
    part = select(whole, graph, around_name, depth, query, params or [], district, through_hubs=through_hubs)
    most = limit or (NEAR if part.keep else WHOLE)
    chosen = choose(whole, part.ids, kinds(types, known), span(years), most, part.keep)
    if backend is Backend.PYVIS:
        from kg.export.pyvis_page import write_pyvis

        shown = write_pyvis(chosen, out, known)
    else:
        shown = write_page(chosen, out, known, part, lang.value)
    say(f"{out}: {shown} nodes, {len(chosen.graph.edges)} relationships")
    for line in chosen.left_out:
        say_error(f"left out: {line}")


@export_app.command("report")
def export_report(
    district: Annotated[str, typer.Option(help="The district.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    lang: Annotated[Language, typer.Option(help="Language of the page.")] = Language.ZH,
    graph: GraphDir = DEFAULT,
) -> None:
    """Write a district's report for print: figures, plans and results, programs, a footnote to every statement."""
    from kg.export.report import write_report
    from kg.find import folder_names
    from kg.folder import read_folder, read_schema

    count = write_report(read_folder(graph), read_schema(graph), folder_names(graph), district, out, lang.value)
    say(f"{out}: {count} footnotes")


@export_app.command("atlas")
def export_atlas(
    out: Annotated[Path, typer.Option("--output", "-o", help="The folder to write; its index.html is the start page.")],
    lang: Annotated[Language, typer.Option(help="Language of the pages.")] = Language.ZH,
    graph: GraphDir = DEFAULT,
) -> None:
    """Write the whole graph as pages that open from disk: a map of the districts, a page for every thing and measure."""
    from kg.export.atlas import write_atlas
    from kg.folder import read_folder, read_schema

    count = write_atlas(read_folder(graph), read_schema(graph), out, lang.value)
    say(f"{out / 'index.html'}: {count} pages")


@export_app.command("compare")
def export_compare(
    districts: Annotated[list[str], typer.Argument(help="Two to six districts.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    industry: Annotated[str, typer.Option(help="Only what has to do with this sector and those below it.")] = "",
    lang: Annotated[Language, typer.Option(help="Language of the page.")] = Language.ZH,
    graph: GraphDir = DEFAULT,
) -> None:
    """Write districts side by side: sectors, zones, programs, figures of the same measure, with footnotes."""
    from kg.export.compare import write_comparison
    from kg.find import folder_names
    from kg.folder import read_folder, read_schema

    names = folder_names(graph)
    count = write_comparison(read_folder(graph), read_schema(graph), names, districts, out, industry, lang.value)
    say(f"{out}: {count} footnotes")


@export_app.command("neo4j-admin")
def export_neo4j_admin(
    out: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    graph: GraphDir = DEFAULT,
) -> None:
    """Write CSV for neo4j-admin's bulk import, and print the command that imports it."""
    from kg.export.neo4j_admin import write_admin_csv

    typer.echo(write_admin_csv(graph, out))
    say(f"{out}: stop the server, run {out / 'import.sh'}, start it, then kg load adds the indexes")


@export_app.command("graph")
def export_graph(
    out: Annotated[Path, typer.Option("--output", "-o", help="FILE.graphml, .gexf, .csv (two files) or .jsonld.")],
    query: Annotated[str, typer.Option(help="A canned query; what its rows name is exported.")] = "",
    params: Annotated[list[str] | None, typer.Argument(help="Its parameters as key=value.")] = None,
    around_name: Annotated[str, typer.Option("--around", help="Or any name of an entity.")] = "",
    depth: Annotated[int, typer.Option(help="Steps around it.", min=1, max=4)] = 1,
    graph: GraphDir = DEFAULT,
) -> None:
    """Write the graph, or the part that a query or an entity is about, as data for other tools."""
    from kg.export.data import write_data
    from kg.folder import read_folder, read_schema
    from kg.selection import select
    from kg.subgraph import induced

    known, whole = read_schema(graph), read_folder(graph)
    if query or around_name:
        whole = induced(whole, set(select(whole, graph, around_name, depth, query, params or [], "").ids))
    for file in write_data(whole, out, known):
        typer.echo(str(file))
    typer.echo(f"{len(whole.nodes)} nodes, {len(whole.edges)} relationships", err=True)
