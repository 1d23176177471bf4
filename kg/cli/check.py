"""`kg check`: shows what a build would read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import app, say_error
from kg.cli.options import DistrictOption, Format, OntologyPath, YearOption
from kg.crash import net
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
    failed: list[KgError] = [*errors]
    warnings: list[str] = []
    rows: list[dict[str, Any]] = []
    for source in found:
        try:
            with net(source.source):
                loaded = load_source(source)
                rows += [_row(loaded, filed(one, home, year)) for one in read_documents(loaded, names, places)]
            warnings += loaded.warnings
        except KgError as error:
            failed.append(error)
    if rows:
        shown = rows if output is OutputFormat.JSON else _short(rows)
        show(_filled(shown) if output is OutputFormat.TABLE else shown, output)
    for line in [*map(str, failed), *warnings]:
        say_error(line)
    if failed:
        raise typer.Exit(EXIT_PARTIAL if rows else failed[0].exit_code)


def _row(source: "SourceText", document: "Document") -> dict[str, Any]:
    from kg.outline import heading_count
    from kg.read import shared_homes

    pages = source.pages
    inside = [t for t in source.tables if document.start <= t.start < document.end]
    return {
        "file": source.source,
        "form": Path(source.source).suffix.lower().lstrip(".") or "text",
        "characters": len(document.view.text),
        "title": document.title,
        "district": document.district,
        "inferred": document.district_inferred,
        "district_choices": [] if document.district else shared_homes(document.title),
        "year": document.year,
        "kind": document.kind,
        "issuer": document.issuer,
        "date": document.date,
        "number": document.number,
        "sections": heading_count(document),
        "tables": len(inside),
        "pages": pages.number if pages else None,
        "pages_without_text": list(pages.empty) if pages else [],
        "running_heads": document.furniture + (pages.furniture if pages else 0),
        "skipped": len(document.skipped),
        "warnings": list(source.warnings),
    }


def _short(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows for people: the warnings are counted, they stand in full on stderr."""
    counted = [
        {
            **{name: value for name, value in row.items() if name != "district_choices"},
            "district": row["district"] or " ".join(f"{home}?" for home in row["district_choices"]),
            "inferred": "yes" if row["inferred"] else "",
            "warnings": len(row["warnings"]),
        }
        for row in rows
    ]
    return [{name.replace("_", " "): value for name, value in row.items()} for row in counted]


def _filled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without the columns that are empty in all of them, so that the others have room."""
    empty = [name for name in rows[0] if all(row[name] in ("", None, []) for row in rows)]
    return [{name: value for name, value in row.items() if name not in empty} for row in rows]
