"""The command line: thin wrappers over functions. Data goes to stdout, talk to stderr."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.errors import EXIT_PARTIAL, KgError
from kg.extract import extract_document
from kg.model import SourceText
from kg.ontology import Ontology, load_ontology
from kg.read import find_sources, load_source, read_documents

app = typer.Typer(no_args_is_help=True, add_completion=True, help="Knowledge graph of Shanghai's districts.")
OntologyPath = Annotated[Path | None, typer.Option("--ontology", help="Another ontology.yaml.")]


@app.callback()
def root() -> None:
    """Knowledge graph of Shanghai's districts."""


@app.command("extract")
def extract_command(
    files: Annotated[list[str], typer.Argument(help="Report files, folders, or - for standard input.")],
    district: Annotated[str, typer.Option(help="The district, instead of the one detected.")] = "",
    year: Annotated[int | None, typer.Option(help="The year the report plans for.")] = None,
    ontology: OntologyPath = None,
) -> None:
    """Print what each document holds as one line of JSON: mentions, relations, targets, skipped spans."""
    known = load_ontology(ontology)
    found, errors = find_sources(files)
    failed = [str(error) for error in errors]
    for source in found:
        try:
            _print_documents(load_source(source), known, district, year)
        except KgError as error:
            failed.append(str(error))
    for line in failed:
        typer.echo(f"kg: {line}", err=True)
    if failed:
        raise typer.Exit(EXIT_PARTIAL if len(failed) < len(found) + len(errors) else KgError.exit_code)


def _print_documents(source: SourceText, known: Ontology, district: str, year: int | None) -> None:
    for document in read_documents(source, known.district_names()):
        given = replace(document, district=district or document.district, year=year or document.year)
        typer.echo(json.dumps(extract_document(given, known), ensure_ascii=False))


def main() -> None:
    """Entry point: an error of the project is one line on stderr and its documented exit status."""
    try:
        app()
    except KgError as error:
        typer.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
