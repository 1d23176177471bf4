"""The `kg` command itself."""

import sys

import typer

from kg.errors import KgError

app = typer.Typer(no_args_is_help=True, add_completion=True, help="Knowledge graph of Shanghai's districts.")


@app.callback()
def root() -> None:
    """Knowledge graph of Shanghai's districts."""


def main() -> None:
    """Entry point: an error of the project is one line on stderr and its documented exit status."""
    try:
        app()
    except KgError as error:
        typer.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
