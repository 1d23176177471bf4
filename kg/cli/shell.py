"""`kg shell`: every command in one process that keeps the graph open."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from kg.cli.app import app, say_error
from kg.cli.options import DEFAULT, GraphDir, Server, StoreName, StoreOption, kept_open, opened, with_server
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.shell.completion import Completions


# What wrong usage raises; Typer's own copy of click has no public name for it but as the parent of this one.
WRONG_USAGE: Any = typer.BadParameter.__base__


@app.command("shell")
@with_server
def shell_command(graph: GraphDir = DEFAULT, store: StoreOption = StoreName.EMBEDDED, *, server: Server) -> None:
    """Ask many questions in one process: commands without kg, names of queries, or plain questions."""
    from kg.shell import lines, run_lines

    root: Any = typer.main.get_command(app)
    known = list(command_names(root))
    # Commands of the shell take the graph that it was started with.
    os.environ |= {"KG_GRAPH": str(graph), "KG_STORE": store.value}
    with kept_open(), opened(store, graph, server) as (_, names):

        def completions() -> "Completions":
            from kg.shell.completion import Completions

            return Completions(known, names)

        run_lines(lines(completions), known, lambda words: run_line(root, words))


def command_names(group: Any, before: str = "") -> Iterator[str]:
    """Yield the words of every command, as in `query run`."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from command_names(command, f"{before}{name} ")
        elif name != "shell":
            yield f"{before}{name}"


def run_line(root: Any, words: list[str]) -> None:
    """Run one command. What goes wrong is one line on stderr, and the shell goes on."""
    try:
        root.main(words, prog_name="kg", standalone_mode=False)
    except KgError as error:
        say_error(str(error))
    except WRONG_USAGE as error:
        say_error(error.format_message())
    except (SystemExit, typer.Abort):
        return
