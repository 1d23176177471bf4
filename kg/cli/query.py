"""`kg find` and `kg query`: questions to a store."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kg.cli.app import app
from kg.cli.options import (
    DEFAULT,
    Format,
    GraphDir,
    Server,
    StoreName,
    StoreOption,
    known_names,
    opened,
    with_filters,
    with_output,
    with_server,
)
from kg.errors import EXIT_EMPTY, KgError, UsageError
from kg.output import Output, OutputFormat, say, show

if TYPE_CHECKING:
    from kg.filters import Filters
    from kg.stores.base import SearchableStore


@app.command("find")
@with_server
@with_output
def find_command(
    text: Annotated[str, typer.Argument(help="Any name of an entity.")],
    graph: GraphDir = DEFAULT,
    limit: Annotated[int, typer.Option(help="At most this many.")] = 10,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
) -> None:
    """Find an entity by any of its names."""
    finish(known_names(store, graph, server).find(text, limit), output)


query_app = typer.Typer(no_args_is_help=True, help="Canned queries.")
app.add_typer(query_app, name="query")


def complete_query(incomplete: str) -> list[str]:
    """Return canned queries that start so, for the shell."""
    from kg.query import load_queries

    return [name for name in load_queries() if name.startswith(incomplete)]


def complete_params(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return `key=` and, after it, names of the graph that start so, for the shell; nothing where there is no graph."""
    from kg.find import folder_names
    from kg.query import load_queries

    query = load_queries().get(ctx.params.get("name") or "")
    if query is None:
        return []
    key, separator, text = incomplete.partition("=")
    if not separator:
        return [f"{name}=" for name in query.params if name.startswith(key)]
    try:
        names = folder_names(Path(ctx.params.get("graph") or DEFAULT))
    except KgError:
        return []
    found = sorted(names.of(query.params.get(key, "").removesuffix("*")), key=lambda item: -item.mentions)
    return [f"{key}={item.name}" for item in found if item.name.startswith(text)][:50]


@query_app.command("list")
def query_list(output: Format = OutputFormat.TABLE) -> None:
    """List the canned queries."""
    from kg.query import FAMILIES, load_queries

    rows = [
        {"family": q.family, "name": q.name, "title_zh": q.title_zh, "title": q.title, "params": q.params}
        for q in sorted(load_queries().values(), key=lambda q: FAMILIES.index(q.family))
    ]
    if output in (OutputFormat.TABLE, OutputFormat.MD, OutputFormat.CSV):
        rows = [{**row, "params": " ".join(f"{k}=<{v}>" for k, v in row["params"].items())} for row in rows]  # type: ignore[attr-defined]
    show(rows, output)


@query_app.command("show")
def query_show(name: Annotated[str, typer.Argument(help="Its name.", autocompletion=complete_query)]) -> None:
    """Print the Cypher of a canned query."""
    from kg.query import get_query

    typer.echo(get_query(name).cypher)


@query_app.command("run")
@with_server
@with_filters
@with_output
def query_run(
    name: Annotated[str, typer.Argument(help="Its name.", autocompletion=complete_query)],
    params: Annotated[
        list[str] | None, typer.Argument(help="Parameters as key=value.", autocompletion=complete_params)
    ] = None,
    graph: GraphDir = DEFAULT,
    limit: Annotated[int, typer.Option(help="At most this many rows; 0 for all.")] = 0,
    columns: Annotated[str, typer.Option(help="Only these columns, as in name,quote.")] = "",
    show_cypher: Annotated[bool, typer.Option("--show-cypher", help="Say on stderr what is asked.")] = False,
    others: Annotated[
        bool, typer.Option("--others", help="Ask the nodes and relationships that others added to a database, too.")
    ] = False,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
    filters: "Filters",
) -> None:
    """Run a canned query; an empty answer exits with 3."""
    from kg.query import answer, get_query, resolve_params

    query = get_query(name)
    filters.check(name, query.columns)
    with opened(store, graph, server) as (engine, names):
        found = resolve_params(query, params or [], names)
        if show_cypher:
            typer.echo(f"{query.cypher.strip()}\n// {json.dumps(found, ensure_ascii=False)}", err=True)
        rows = filters.apply(answer(query, found, engine, others), engine, names)
    sure = filters.sure(rows)
    if len(sure) < len(rows):
        say(f"kg: {len(rows) - len(sure)} doubtful rows left out; --doubtful shows them")
    finish(chosen(sure, columns), output, limit)


def chosen(rows: list[dict[str, Any]], columns: str) -> list[dict[str, Any]]:
    """Return the rows with the columns that a list names, in its order. Raises UsageError for an unknown one."""
    names = [name.strip() for name in columns.split(",") if name.strip()]
    if unknown := [name for name in names if rows and name not in rows[0]]:
        raise UsageError(f"no column {', '.join(unknown)}; there are {', '.join(rows[0])}")
    return [{name: row[name] for name in names} for row in rows] if names else rows


def finish(rows: list[dict[str, Any]], output: Output, limit: int = 0) -> None:
    """Print rows, say on stderr what a limit left out or that there are none, which exits with 3."""
    output.show(rows[:limit] if limit else rows)
    if limit and len(rows) > limit:
        say(f"kg: {limit} of {len(rows)} rows; --limit 0 shows all")
    if not rows:
        end_empty()


def end_empty() -> NoReturn:
    """Say that there are no rows, and exit with 3."""
    say("kg: no rows: nothing in this graph answers the question")
    raise typer.Exit(EXIT_EMPTY)


@app.command("search")
@with_server
@with_output
def search_command(
    words: Annotated[list[str], typer.Argument(help="Words; what holds all of them comes first.")],
    graph: GraphDir = DEFAULT,
    limit: Annotated[int, typer.Option(help="At most this many.")] = 20,
    store: StoreOption = StoreName.EMBEDDED,
    hybrid: Annotated[
        bool,
        typer.Option(
            "--hybrid", help="Passages for a question, by vectors, full text and the graph; needs a Neo4j store."
        ),
    ] = False,
    *,
    server: Server,
    output: Output,
) -> None:
    """Search entities and passages in full text."""
    from kg.search import search

    with opened(store, graph, server) as (engine, _):
        rows = _retrieved(engine, " ".join(words), limit) if hybrid else search(engine, " ".join(words), limit)
    finish(rows, output)


def _retrieved(engine: "SearchableStore", question: str, limit: int) -> list[dict[str, Any]]:
    from kg.stores.neo4j import Neo4jStore

    if not isinstance(engine, Neo4jStore):
        raise UsageError(
            "--hybrid reads vectors, which only a Neo4j database holds: kg load --vectors, then --store neo4j"
        )
    from kg.embedding import E5
    from kg.stores.vectors import retrieve

    return retrieve(engine, E5(), question, limit)


@app.command("diff")
@with_server
@with_output
def diff_command(
    first: Annotated[int, typer.Option("--from", help="Year of the earlier report.")],
    second: Annotated[int, typer.Option("--to", help="Year of the later report.")],
    district: Annotated[str, typer.Option(help="The district.")],
    graph: GraphDir = DEFAULT,
    limit: Annotated[int, typer.Option(help="At most this many rows; 0 for all.")] = 0,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
) -> None:
    """Say what changed between a district's reports of two years: raised, cut, status, new, gone."""
    from kg.diff import diff

    with opened(store, graph, server) as (engine, names):
        rows = diff(engine, names, district, first, second)
    finish(rows, output, limit)


@app.command("cypher")
@with_server
@with_output
def cypher_command(
    question: Annotated[str, typer.Argument(help="MATCH … RETURN …")],
    graph: GraphDir = DEFAULT,
    limit: Annotated[int, typer.Option(help="At most this many rows.", min=1)] = 1000,
    wait: Annotated[float, typer.Option(help="Seconds that it may take at most.", min=0.1)] = 30.0,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
) -> None:
    """Ask a question of your own; it may only read."""
    from kg.guard import run_cypher

    rows = run_cypher(server() if store is StoreName.NEO4J else graph, question, limit, wait)
    finish(rows, output)
