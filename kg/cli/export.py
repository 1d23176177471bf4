"""`kg export`: the graph, or a part of it, as files."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, GraphDir
from kg.errors import NotFoundError, UsageError
from kg.export.data import write_data
from kg.export.html import HIDDEN as UNDRAWN
from kg.export.html import write_html
from kg.export.neo4j_admin import write_admin_csv
from kg.find import folder_names
from kg.folder import read_folder
from kg.ontology import load_ontology
from kg.query import answer, get_query, resolve_params
from kg.stores.embedded import EmbeddedStore
from kg.subgraph import around, ids_in, induced

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
    shown = write_html(read_folder(graph), folder_names(graph, known).resolve(around, "Entity"), out, known)
    typer.echo(f"{out}: {shown} nodes")


@export_app.command("neo4j-admin")
def export_neo4j_admin(
    out: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")],
    graph: GraphDir = DEFAULT,
) -> None:
    """Write CSV for neo4j-admin's bulk import, and print the command that imports it."""
    typer.echo(write_admin_csv(graph, out, load_ontology()))
    typer.echo(f"{out}: stop the server, run {out / 'import.sh'}, start it, then kg load adds the indexes", err=True)


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
    known, whole = load_ontology(), read_folder(graph)
    names = folder_names(graph, known)
    if query and around_name:
        raise UsageError("give --query or --around, not both")
    if query:
        asked = get_query(query)
        found = resolve_params(asked, params or [], names)
        engine = EmbeddedStore(graph)
        rows = answer(asked, found, engine)
        engine.close()
        if not rows:
            raise NotFoundError(f"{query} has no rows here, so there is nothing to export")
        whole = induced(whole, ids_in(rows, found))
    elif around_name:
        whole = induced(whole, around(whole, names.resolve(around_name, "Entity"), depth, UNDRAWN))
    for file in write_data(whole, out, known):
        typer.echo(str(file))
    typer.echo(f"{len(whole.nodes)} nodes, {len(whole.edges)} relationships", err=True)
