"""`kg find` and `kg query`: questions to a store."""

from collections.abc import Callable
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, Format, GraphDir, StoreName, StoreOption, opened, with_server
from kg.errors import EXIT_EMPTY
from kg.output import OutputFormat, show
from kg.query import get_query, load_queries, run_query
from kg.stores.settings import Settings


@app.command("find")
@with_server
def find_command(
    text: Annotated[str, typer.Argument(help="Any name of an entity.")],
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(help="At most this many.")] = 10,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Callable[[], Settings],
) -> None:
    """Find an entity by any of its names."""
    with opened(store, graph, server) as (_, names):
        rows = names.find(text, limit)
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
@with_server
def query_run(
    name: Annotated[str, typer.Argument(help="Its name.")],
    params: Annotated[list[str] | None, typer.Argument(help="Parameters as key=value.")] = None,
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    limit: Annotated[int, typer.Option(help="At most this many rows; 0 for all.")] = 0,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Callable[[], Settings],
) -> None:
    """Run a canned query; an empty answer exits with 3."""
    get_query(name)
    with opened(store, graph, server) as (engine, names):
        rows = run_query(name, params or [], engine, names)
    show(rows[:limit] if limit else rows, output)
    if not rows:
        raise typer.Exit(EXIT_EMPTY)
