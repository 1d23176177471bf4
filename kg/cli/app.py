"""The `kg` command itself: its options, its version, its log, and the last handler of errors."""

import copy
import logging
import sys
from typing import Annotated, Any

import typer

from kg.cli.panels import Panels
from kg.crash import crash_file
from kg.errors import EXIT_CRASH, EXIT_USAGE, KgError
from kg.generations import pins
from kg.lang import Language, language, localise, translated
from kg.log import LogFormat, secrets_hidden, start_log
from kg.version import __version__

app = typer.Typer(
    cls=Panels,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    # Help as plain text: drawing it with rich imports a Markdown parser and takes as long as all the rest of `--help`.
    rich_markup_mode=None,
    help="Knowledge graph of Shanghai's districts.",
)
log = logging.getLogger("kg")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Log on stderr; -vv logs more.")] = 0,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="text, or json: one object a line.")
    ] = LogFormat.TEXT,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Knowledge graph of Shanghai's districts."""
    # A command reads one generation of a graph from its beginning to its end, whatever is built meanwhile.
    context.with_resource(pins())
    start_log(verbose, log_format)
    log.info("kg %s starts", __version__)


def command() -> Any:
    """Return the whole command, with its help in the language of the user and examples where help is asked for."""
    root = typer.main.get_command(_with_only(sys.argv[1:2]))
    asked = len(sys.argv) < 2 or "--help" in sys.argv
    if asked or language() is Language.ZH:
        localise(root)
    return root


def _with_only(words: list[str]) -> typer.Typer:
    """Return the app with one command or group, where the first word names it: to make all of them takes longer than a short answer."""
    one = copy.copy(app)
    one.registered_commands = [item for item in app.registered_commands if item.name in words]
    one.registered_groups = [item for item in app.registered_groups if item.name in words]
    return one if one.registered_commands or one.registered_groups else app


def main() -> None:
    """Entry point: an error of the project is one line on stderr and its documented exit status."""
    try:
        command()()
    except KgError as error:
        _end(str(error), error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _end(f"{where}{error.strerror or error}; check the path, its rights and the room on the disk", EXIT_USAGE)
    except Exception as error:  # noqa: BLE001 - the last net: the trace goes to a file that the line names
        _end(f"a fault of kg itself ({type(error).__name__}); please report it with {crash_file()}", EXIT_CRASH)


def say_error(message: str) -> None:
    """Say on stderr what is wrong: one line, without secrets, in the language of the user."""
    line = translated(" ".join(secrets_hidden(message).split()))
    typer.echo(f"kg: {''.join(c if c.isprintable() else '?' for c in line)}", err=True)


def _end(message: str, status: int) -> None:
    say_error(message)
    sys.exit(status)
