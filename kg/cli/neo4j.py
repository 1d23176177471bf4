"""`kg load`: the graph in Neo4j."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, Format, GraphDir, Server, with_server
from kg.errors import UsageError
from kg.output import OutputFormat, show

if TYPE_CHECKING:
    from rich.progress import Progress, Task

    from kg.stores.neo4j import Neo4jStore
    from kg.stores.neo4j_load import Loaded
    from kg.stores.settings import Settings

NAMES = 5
Yes = Annotated[
    bool, typer.Option("--yes", help="Do not ask before a load removes more than a fifth of what is there.")
]
Computed = Annotated[
    list[str] | None,
    typer.Option(
        "--computed",
        help="A property that algorithms write; it alone keeps no node that is gone. Repeatable.",
        envvar="KG_COMPUTED",
    ),
]


@contextmanager
def progress_bar() -> Iterator[tuple[Callable[[str, int], None], "Progress"]]:
    """Show a bar with counts and rate on stderr while it is a terminal; yield what a load reports to, and the bar."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Rows a second."""

        def render(self, task: "Task") -> Text:
            return Text(f"{task.speed or 0:,.0f} rows/s")

    columns = (TextColumn("{task.description:16}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("comparing", total=None)

        def report(what: str, count: int) -> None:
            if what == "total":
                bar.update(task, total=count)
            else:
                bar.update(task, description=what, advance=count)

        yield report, bar


def load_with_progress(
    server: "Settings",
    graph: Path,
    *,
    yes: bool,
    verify: bool = False,
    wait: float = 10.0,
    computed: tuple[str, ...] = (),
    purge: bool = False,
    vectors: bool = False,
) -> "Loaded":
    """Load a graph folder and say on stderr what changed. Raises UsageError where much would go and nobody says yes."""
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.neo4j_load import check_folder, load
    from kg.stores.neo4j_removal import COMPUTED, purge_retired

    check_folder(graph)
    with Neo4jStore(server) as store:
        with progress_bar() as (report, bar):
            approve = functools.partial(_approve, server, yes, bar)
            loaded = load(store, graph, report, verify, wait, approve=approve, computed=(*COMPUTED, *computed))
        typer.echo(f"{server!r}: {summary(loaded)}", err=True)
        if purge:
            typer.echo(f"removed of what was kept as kg_retired: {json.dumps(purge_retired(store))}", err=True)
        if vectors:
            _add_vectors(store)
    return loaded


def _approve(server: "Settings", yes: bool, bar: "Progress", loaded: "Loaded") -> None:
    """Warn of another ontology; ask before much is removed. Raises UsageError where the answer is no or nobody is there."""
    from kg.stores.neo4j_removal import is_much

    _warn(server, loaded)
    if yes or not is_much(loaded.removed, loaded.there):
        return
    what = f"this load removes {loaded.removed} of the {loaded.there} nodes and relationships in {server!r}"
    if sys.stdin.isatty() and sys.stderr.isatty():
        bar.stop()
        if typer.confirm(f"{what}; go on?", err=True):
            bar.start()
            return
        raise UsageError(f"{what}; nothing was changed")
    raise UsageError(f"{what}; nothing was changed: see what with kg load --dry-run, then load with --yes")


def _warn(server: "Settings", loaded: "Loaded") -> None:
    if loaded.other_ontology:
        typer.echo(f"warning: {server!r} was loaded with another ontology; {loaded.other_ontology}", err=True)


def rows_of(loaded: "Loaded", limit: int | None) -> list[dict[str, Any]]:
    """Return one row a type that differs: `{type, kind, new, changed, gone, retired, same, names}`.

    `names` holds at most `limit` of what differs: `+` new, `~` changed, `-` gone, `!` gone but kept as retired.
    """
    return [
        {
            "type": diff.table.name,
            "kind": "relation" if diff.table.edge else "node",
            "new": diff.new,
            "changed": diff.changed,
            "gone": len(diff.gone),
            "retired": diff.retired,
            "same": len(diff.rows) - diff.new - diff.changed,
            "names": list(islice(diff.names(), limit)),
        }
        for diff in loaded.diffs
        if not diff.empty
    ]


def _dry(server: "Settings", store: "Neo4jStore", loaded: "Loaded", purge: bool) -> None:
    """Say on stderr what a load would do."""
    from kg.stores.neo4j_removal import is_much, retired

    _warn(server, loaded)
    typer.echo(f"dry run: {summary(loaded)}", err=True)
    if is_much(loaded.removed, loaded.there):
        typer.echo(f"{loaded.removed} of {loaded.there} would go: the load asks first, or needs --yes", err=True)
    if names := retired(store):
        what = "would be removed" if purge else "stay; kg load --purge-retired removes them"
        typer.echo(f"kept as kg_retired by earlier loads, {len(names)}, {what}: {', '.join(names[:NAMES])}", err=True)


def summary(loaded: "Loaded") -> str:
    """Return in one line what a load changed."""
    if loaded.empty and not loaded.counters:
        return "in step already, nothing was written"
    counts = {edge: [d for d in loaded.diffs if d.table.edge is edge] for edge in (False, True)}
    parts = [
        f"{'relationships' if edge else 'nodes'} +{sum(d.new for d in ds)} ~{sum(d.changed for d in ds)} -{sum(len(d.gone) for d in ds)}"
        for edge, ds in counts.items()
    ]
    kept = f"; {loaded.retired} of the removed stay as kg_retired, somebody has put something on them"
    return ", ".join(parts) + (kept if loaded.retired else "")


@app.command("load")
@with_server
def load_command(
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    dry: Annotated[bool, typer.Option("--dry-run", help="Print the difference and write nothing.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Compare every property, not only the hashes.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another load.")] = 10.0,
    yes: Yes = False,
    purge: Annotated[
        bool,
        typer.Option("--purge-retired", help="Also remove what loads have kept as kg_retired, with what is on it."),
    ] = False,
    computed: Computed = None,
    vectors: Annotated[
        bool, typer.Option("--vectors", help="Give every passage a vector, for kg search --hybrid.")
    ] = False,
    *,
    server: Server,
) -> None:
    """Bring a Neo4j database in step with a graph folder; what other people put there is not touched."""
    from kg.stores.neo4j_load import check_folder, dry_run
    from kg.stores.neo4j_removal import COMPUTED

    more = tuple(computed or ())
    if dry:
        from kg.stores.neo4j import Neo4jStore

        check_folder(graph)
        with Neo4jStore(server()) as store:
            loaded = dry_run(store, graph, verify, (*COMPUTED, *more))
            _dry(server(), store, loaded, purge)
    else:
        loaded = load_with_progress(
            server(), graph, yes=yes, verify=verify, wait=wait, computed=more, purge=purge, vectors=vectors
        )
    rows = rows_of(loaded, None if output is OutputFormat.JSON and dry else NAMES)
    if rows or output is OutputFormat.JSON:
        show(rows, output)
    typer.echo(f"server counters: {json.dumps(loaded.counters)}", err=True)


def _add_vectors(store: "Neo4jStore") -> None:
    from kg.embedding import E5
    from kg.stores.vectors import write_vectors

    with progress_bar() as (report, _):
        count = write_vectors(store, E5(), report)
    typer.echo(f"vectors of {count} passages written", err=True)
