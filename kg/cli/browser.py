"""`kg browser`: Neo4j Browser made ready for the graph."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, say_error
from kg.cli.options import DEFAULT, GraphDir, Server, StoreName, StoreOption, ontology_of, opened, with_server
from kg.lang import Language

browser_app = typer.Typer(no_args_is_help=True, help="Neo4j Browser and dashboards.")
app.add_typer(browser_app, name="browser")
Address = Annotated[
    str | None, typer.Option("--browser-url", help="Where Browser is, else port 7474 of the server's host.")
]


@browser_app.command("setup")
@with_server
def browser_setup(
    out: Annotated[Path, typer.Option("--output", "-o", help="The folder to write.")] = Path("neo4j-browser"),
    address: Address = None,
    *,
    server: Server,
) -> None:
    """Write a style, saved queries with examples from the database, and a guide page that tells how to use them."""
    from kg.examples import example
    from kg.export.browser import Saved, browser_address, write_browser
    from kg.query import load_queries

    settings = server()
    with opened(StoreName.NEO4J, DEFAULT, lambda: settings) as (store, names):
        found = [(query, example(query, store, names)) for query in load_queries().values()]
        known = ontology_of(store, DEFAULT)
    saved = [Saved(query, params) for query, params in found if params is not None]
    for file in write_browser(out, saved, known, address or browser_address(settings)):
        typer.echo(str(file))
    for query, params in found:
        if params is None:
            say_error(f"{query.name} is left out, nothing in this database answers it")


@browser_app.command("open")
@with_server
def browser_open(
    name: Annotated[str, typer.Argument(help="A canned query.")],
    params: Annotated[list[str] | None, typer.Argument(help="Parameters as key=value.")] = None,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open the link, or only print it.")] = True,
    address: Address = None,
    graph: GraphDir = DEFAULT,
    store: StoreOption = StoreName.NEO4J,
    *,
    server: Server,
) -> None:
    """Print a link that runs a canned query in Neo4j Browser, and open it."""
    import webbrowser

    from kg.export.browser import Saved, browser_address, link
    from kg.query import get_query, resolve_params

    query, settings = get_query(name), server()
    with opened(store, graph, lambda: settings) as (_, names):
        item = Saved(query, resolve_params(query, params or [], names))
    url = link(item, address or browser_address(settings))
    typer.echo(url)
    if show and not webbrowser.open(url):
        typer.echo("kg: no web browser could be started; open the link yourself", err=True)


@browser_app.command("dashboard")
def browser_dashboard(
    out: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("dashboard.json"),
    lang: Annotated[Language, typer.Option(help="Language of the titles.")] = Language.ZH,
) -> None:
    """Write a dashboard for NeoDash: plans and results by district, sectors by district, series of a measure."""
    from kg.export.dashboard import write_dashboard

    write_dashboard(out, lang)
    typer.echo(str(out))
