"""`kg load`: the graph in Neo4j."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.options import DEFAULT, Format, GraphDir, Server, with_server
from kg.output import OutputFormat, show

if TYPE_CHECKING:
    from rich.progress import Task

    from kg.stores.neo4j_load import Loaded
    from kg.stores.settings import Settings


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int], None]]:
    """Show a bar with counts and rate on stderr while it is a terminal; yield what a load reports to."""
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

        yield report


def load_with_progress(server: "Settings", graph: Path, *, verify: bool = False, wait: float = 10.0) -> "Loaded":
    """Load a graph folder and say on stderr what changed."""
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.neo4j_load import check_folder, load

    check_folder(graph)
    with Neo4jStore(server) as store, progress_bar() as report:
        loaded = load(store, graph, report, verify, wait)
    typer.echo(f"{server!r}: {summary(loaded)}", err=True)
    return loaded


def summary(loaded: "Loaded") -> str:
    """Return in one line what a load changed."""
    if loaded.empty and not loaded.counters:
        return "in step already, nothing was written"
    counts = {edge: [d for d in loaded.diffs if d.table.edge is edge] for edge in (False, True)}
    parts = [
        f"{'relationships' if edge else 'nodes'} +{sum(d.new for d in ds)} ~{sum(d.changed for d in ds)} -{sum(len(d.gone) for d in ds)}"
        for edge, ds in counts.items()
    ]
    kept = f"; {loaded.retired} of the removed were kept as kg_retired, somebody has put something on them"
    return ", ".join(parts) + (kept if loaded.retired else "")


@app.command("load")
@with_server
def load_command(
    graph: GraphDir = DEFAULT,
    output: Format = OutputFormat.TABLE,
    dry: Annotated[bool, typer.Option("--dry-run", help="Print the difference and write nothing.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Compare every property, not only the hashes.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another load.")] = 10.0,
    vectors: Annotated[
        bool, typer.Option("--vectors", help="Give every passage a vector, for kg search --hybrid.")
    ] = False,
    *,
    server: Server,
) -> None:
    """Bring a Neo4j database in step with a graph folder; what other people put there is not touched."""
    from kg.stores.neo4j_load import check_folder, dry_run, table_counts

    if dry:
        from kg.stores.neo4j import Neo4jStore

        check_folder(graph)
        with Neo4jStore(server()) as store:
            loaded = dry_run(store, graph, verify)
        typer.echo(f"dry run: {summary(loaded)}", err=True)
    else:
        loaded = load_with_progress(server(), graph, verify=verify, wait=wait)
    if vectors and not dry:
        _add_vectors(server())
    rows = table_counts(loaded)
    if rows or output is OutputFormat.JSON:
        show(rows, output)
    typer.echo(f"server counters: {json.dumps(loaded.counters)}", err=True)


def _add_vectors(server: "Settings") -> None:
    from kg.embedding import E5
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.vectors import write_vectors

    with Neo4jStore(server) as store, progress_bar() as report:
        count = write_vectors(store, E5(), report)
    typer.echo(f"vectors of {count} passages written", err=True)
