"""`kg check`: what a build would read, before it is built."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import app
from kg.cli.options import DistrictOption, Format, OntologyPath, YearOption
from kg.errors import EXIT_PARTIAL, KgError
from kg.output import OutputFormat, show

if TYPE_CHECKING:
    from kg.model import Document, SourceText


@app.command("check")
def check_command(
    files: Annotated[list[str], typer.Argument(help="Report files, folders, or - for standard input.")],
    district: DistrictOption = "",
    year: YearOption = None,
    ontology: OntologyPath = None,
    output: Format = OutputFormat.TABLE,
) -> None:
    """Show what would be read from each file, one row a document; nothing is extracted or written."""
    from kg.ontology import load_ontology
    from kg.read import filed, find_sources, given_home, load_source, read_documents

    known = load_ontology(ontology)
    names, places = known.district_names(), known.local_names()
    home = given_home(district, names)
    found, errors = find_sources(files)
    failed = [str(error) for error in errors]
    warnings: list[str] = []
    rows: list[dict[str, Any]] = []
    for source in found:
        try:
            loaded = load_source(source)
            rows += [_row(loaded, filed(one, home, year)) for one in read_documents(loaded, names, places)]
            warnings += loaded.warnings
        except KgError as error:
            failed.append(str(error))
    if rows:
        show(rows if output is OutputFormat.JSON else [_short(row) for row in rows], output)
    for line in [*failed, *warnings]:
        typer.echo(f"kg: {line}", err=True)
    if failed:
        raise typer.Exit(EXIT_PARTIAL if rows else KgError.exit_code)


def _row(source: "SourceText", document: "Document") -> dict[str, Any]:
    inside = [t for t in source.tables if document.start <= t.start < document.end]
    return {
        "file": source.source,
        "form": Path(source.source).suffix.lower().lstrip(".") or "text",
        "characters": len(document.view.text),
        "title": document.title,
        "district": document.district,
        "inferred": document.district_inferred,
        "year": document.year,
        "kind": document.kind,
        "issuer": document.issuer,
        "date": document.date,
        "number": document.number,
        "tables": len(inside),
        "skipped": len(document.skipped),
        "warnings": list(source.warnings),
    }


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row for people: the warnings are counted, they stand in full on stderr."""
    return {**row, "inferred": "yes" if row["inferred"] else "", "warnings": len(row["warnings"])}
