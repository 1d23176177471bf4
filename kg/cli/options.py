"""Options that several commands share.

The modules of `kg.cli` import what a command needs inside of it, so that `kg --help` starts quickly and a question to a
graph does not wait for the libraries of extraction, of Parquet or of the server. tests/test_startup.py checks this.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import KgError
from kg.mode import ModeName
from kg.output import Output, OutputFormat, say

if TYPE_CHECKING:
    from kg.find import Names
    from kg.link import Context
    from kg.ontology import Ontology
    from kg.schema import Schema
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.settings import Settings

    Opened = tuple[EmbeddedStore | Neo4jStore, Names]

# What a command gets that may ask a server: a function that returns where the server is.
Server = Callable[[], "Settings"]

OntologyPath = Annotated[Path | None, typer.Option("--ontology", help="Another ontology.yaml.")]
ModeOption = Annotated[
    ModeName,
    typer.Option(
        "--mode",
        help="accurate (CRF and two encoders), standard (one), fast (none), auto: accurate where it is installed, else standard.",
    ),
]
DistrictOption = Annotated[str, typer.Option(help="The district of all the files, instead of what they say.")]
YearOption = Annotated[int | None, typer.Option(help="The year that the files plan for, instead of what they say.")]
GraphDir = Annotated[Path, typer.Option("--graph", envvar="KG_GRAPH", help="The graph folder.")]
Format = Annotated[OutputFormat, typer.Option("--format", help="table, json, csv, md or xlsx.")]
DEFAULT = Path("graph")


class StoreName(StrEnum):
    """The stores a command can work on."""

    EMBEDDED = "embedded"
    NEO4J = "neo4j"


StoreOption = Annotated[StoreName, typer.Option("--store", envvar="KG_STORE", help="embedded, or neo4j over Bolt.")]

SERVER = {
    "uri": "Address of the server, else $NEO4J_URI or .env, else bolt://localhost:7687.",
    "username": "Else $NEO4J_USERNAME or .env, else neo4j.",
    "password": "Else $NEO4J_PASSWORD or .env; a process list shows what is given here.",
    "database": "Else $NEO4J_DATABASE or .env, else neo4j.",
}


def with_server(command: Callable[..., None]) -> Callable[..., None]:
    """Replace the parameter `server` of a command by the four `--neo4j-…` options.

    The command gets a function that returns the Settings, so that they are checked only where they are needed.
    """
    options = [
        inspect.Parameter(
            f"neo4j_{name}",
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, typer.Option(f"--neo4j-{name}", help=text)],
        )
        for name, text in SERVER.items()
    ]

    @functools.wraps(command)
    def wrapper(*args: Any, **given: Any) -> None:
        from kg.stores.settings import load_settings

        flags = {name: given.pop(f"neo4j_{name}") for name in SERVER}
        command(*args, server=lambda: load_settings(**flags), **given)

    return _signed(wrapper, command, "server", options)


# Stores that stay open for the commands of one session, by store and graph; None where each command opens its own.
_KEPT: ContextVar[dict[tuple[StoreName, Path], "Opened"] | None] = ContextVar("kept", default=None)


FILTERS: dict[str, tuple[Any, str]] = {
    "industry": (str, "Only what is of this industry or one below it."),
    "district": (str, "Only what is of this district; several are parted by commas."),
    "year": (int | None, "Only what is of this year."),
    "status": (str, "Only planned, under way (projects) or achieved."),
    "stated_only": (bool, "Only what a text states, not what a label or its report implies."),
    "min_confidence": (float, "Only rows of at least this confidence, from 0 to 1."),
    "type": (str, "Only entities of this type, as in Zone,Program."),
    "doubtful": (bool, "Show rows that are more likely wrong than right, too."),
}


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Replace the parameter `filters` of a command by the options of `kg.filters.Filters`."""
    options = [
        inspect.Parameter(
            f"only_{name}",
            inspect.Parameter.KEYWORD_ONLY,
            default=None if kind not in (str, bool, float) else kind(),
            annotation=Annotated[kind, typer.Option(f"--{name.replace('_', '-')}", help=text)],
        )
        for name, (kind, text) in FILTERS.items()
    ]

    @functools.wraps(command)
    def wrapper(*args: Any, **given: Any) -> None:
        from kg.filters import Filters

        command(*args, filters=Filters(**{name: given.pop(f"only_{name}") for name in FILTERS}), **given)

    return _signed(wrapper, command, "filters", options)


OUTPUT: dict[str, tuple[Any, Any, tuple[str, ...], str]] = {
    "format": (OutputFormat, OutputFormat.TABLE, ("--format",), "table, json, csv, md, or xlsx with -o."),
    "wide": (bool, False, ("--wide",), "Show every cell in full, however wide the table gets."),
    "file": (Path | None, None, ("--output", "-o"), "Write to this file instead."),
}


def with_output(command: Callable[..., None]) -> Callable[..., None]:
    """Replace the parameter `output` of a command by the options of `kg.output.Output`."""
    options = [
        inspect.Parameter(
            f"output_{name}",
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=Annotated[kind, typer.Option(*flags, help=text)],
        )
        for name, (kind, default, flags, text) in OUTPUT.items()
    ]

    @functools.wraps(command)
    def wrapper(*args: Any, **given: Any) -> None:
        command(*args, output=Output(**{name: given.pop(f"output_{name}") for name in OUTPUT}), **given)

    return _signed(wrapper, command, "output", options)


def _signed(
    wrapper: Callable[..., None], command: Callable[..., None], name: str, options: list[inspect.Parameter]
) -> Callable[..., None]:
    """Give a wrapper the signature of its command with options in the place of the parameter `name`."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.name != name]
    wrapper.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    wrapper.__annotations__ = {p.name: p.annotation for p in (*own, *options)}
    return wrapper


@contextmanager
def kept_open() -> Iterator[None]:
    """Inside of this, commands share what they open: `kg shell` and `kg ask` run several of them."""
    with ExitStack() as stack:
        token = _KEPT.set({})
        stack.callback(_KEPT.reset, token)
        stack.callback(lambda: [engine.close() for engine, _ in (_KEPT.get() or {}).values()])
        yield


@contextmanager
def opened(store: StoreName, graph: Path, server: Server) -> Iterator["Opened"]:
    """Open a store and the names of its entities; close it at the end, unless it is kept open."""
    kept = _KEPT.get()
    if kept is None:
        engine, names = _open(store, graph, server)
        try:
            yield engine, names
        finally:
            engine.close()
        return
    if (store, graph) not in kept:
        kept[store, graph] = _open(store, graph, server)
    yield kept[store, graph]


def _open(store: StoreName, graph: Path, server: Server) -> "Opened":
    from kg.find import folder_names, store_names

    if store is StoreName.EMBEDDED:
        from kg.stores.embedded import EmbeddedStore

        local = EmbeddedStore(graph)
        try:
            return local, folder_names(graph)
        except KgError:
            local.close()
            raise
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.neo4j_load import unfinished

    remote = Neo4jStore(server())
    try:
        if unfinished(remote):
            say("kg: the last load of this database was cut off, answers are incomplete: run kg load")
        return remote, store_names(remote)
    except KgError:
        remote.close()
        raise


def known_names(store: StoreName, graph: Path, server: Server) -> "Names":
    """Return the names of a graph's entities; of an embedded store only its search index is opened, not the engine."""
    from kg.find import folder_names

    if store is StoreName.EMBEDDED and _KEPT.get() is None:
        return folder_names(graph)
    with opened(store, graph, server) as (_, names):
        return names


def link_context(store: StoreName, graph: Path, server: Server) -> "Context":
    """Return what linking knows of a graph, from its link index: neither the tables nor the engine are opened."""
    from kg.link import load_context, read_links

    if store is StoreName.EMBEDDED:
        return load_context(read_links(graph))
    from kg.stores.neo4j_load import stored_links

    with opened(store, graph, server) as (engine, _):
        return load_context(stored_links(engine))


def schema_of(store: StoreName, graph: Path, server: Server) -> "Schema":
    """Return the types of a graph, never the shipped ones."""
    from kg.folder import read_schema

    if store is StoreName.EMBEDDED:
        return read_schema(graph)
    with opened(store, graph, server) as (engine, _):
        return ontology_of(engine, graph)


def ontology_of(engine: "EmbeddedStore | Neo4jStore", graph: Path) -> "Ontology":
    """Return the schema and vocabulary of the graph that an opened store holds, never the shipped ones."""
    from kg.stores.embedded import EmbeddedStore

    if isinstance(engine, EmbeddedStore):
        from kg.folder import read_ontology

        return read_ontology(graph)
    from kg.stores.neo4j_load import stored_ontology

    return stored_ontology(engine)
