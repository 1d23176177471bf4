"""`kg schema` and `kg mcp`: the graph for assistants and other tools."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from kg.assist.forms import SchemaFormat
from kg.cli.app import app
from kg.cli.options import (
    DEFAULT,
    GraphDir,
    Server,
    StoreName,
    StoreOption,
    link_context,
    opened,
    schema_of,
    with_server,
)
from kg.streams import shown_json

if TYPE_CHECKING:
    from pathlib import Path

    from kg.assist.answers import Answers


class Transport(StrEnum):
    """How an assistant talks to the server."""

    STDIO = "stdio"
    HTTP = "http"


@app.command("schema")
@with_server
def schema_command(
    graph: GraphDir = DEFAULT,
    form: Annotated[SchemaFormat, typer.Option("--format", help="prompt, json or graphql-like.")] = SchemaFormat.PROMPT,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
) -> None:
    """Print the types and relations of a graph for other tools: what to put into the prompt of a model."""
    from kg.assist.describe import describe

    text = describe(schema_of(store, graph, server), form)
    typer.echo(shown_json(text) if form is SchemaFormat.JSON else text)


@app.command("mcp")
@with_server
def mcp_command(
    graph: GraphDir = DEFAULT,
    transport: Annotated[
        Transport, typer.Option(help="stdio, or http: streamable HTTP on this machine alone.")
    ] = Transport.STDIO,
    port: Annotated[int, typer.Option(help="The port of http.", min=1, max=65535)] = 8765,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
) -> None:
    """Serve the graph to assistants over the Model Context Protocol; every tool only reads."""
    from kg.assist.server import LOOPBACK, make_server

    with answers(store, graph, server) as found:
        served = make_server(found)
        if transport is Transport.STDIO:
            served.run("stdio")
            return
        typer.echo(f"kg: serving {graph} at http://{LOOPBACK}:{port}/mcp; Ctrl-C ends it", err=True)
        served.run("streamable-http", host=LOOPBACK, port=port)


@contextmanager
def answers(store: StoreName, graph: "Path", server: Server) -> "Iterator[Answers]":
    """Open what the tools of an assistant need, and close it at the end."""
    from kg.assist.answers import Answers

    schema = schema_of(store, graph, server)
    with opened(store, graph, server) as (engine, names):
        target = server() if store is StoreName.NEO4J else graph
        yield Answers(engine, names, schema, cache(lambda: link_context(store, graph, server)), target)
