"""`kg doctor`: checks the installation, graphs and the server, and says what to do about problems."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, Format, OntologyPath
from kg.errors import EXIT_PROBLEM
from kg.output import OutputFormat, show


@app.command("doctor")
def doctor_command(
    graph: Annotated[
        list[Path] | None,
        typer.Option("--graph", envvar="KG_GRAPH", help="A graph folder; may be given several times."),
    ] = None,
    ontology: OntologyPath = None,
    output: Format = OutputFormat.TABLE,
) -> None:
    """Check versions, models, ontology, graph folders, the Neo4j server, disk and terminal; status 5 for a problem."""
    from kg.doctor import State, examine

    found = list(examine(graph or ([DEFAULT] if DEFAULT.exists() else []), ontology))
    show([one.row() for one in found], output)
    count = {state: sum(one.state is state for one in found) for state in State}
    typer.echo(f"kg: {count[State.PROBLEM]} problems, {count[State.WARNING]} warnings", err=True)
    if count[State.PROBLEM]:
        raise typer.Exit(EXIT_PROBLEM)
