"""`kg export`: the graph, or a part of it, as files."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, GraphDir
from kg.export.html import write_html
from kg.export.neo4j_admin import write_admin_csv
from kg.find import folder_names
from kg.folder import read_folder
from kg.ontology import load_ontology

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
