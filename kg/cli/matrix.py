"""`kg query matrix` and `kg query theme`: tables that no single query gives."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DEFAULT,
    GraphDir,
    Server,
    StoreName,
    StoreOption,
    opened,
    with_filters,
    with_output,
    with_server,
)
from kg.cli.query import end_empty, finish, query_app
from kg.matrix import Axis, Kind, figures, matrix
from kg.output import Output, OutputFormat, say

if TYPE_CHECKING:
    from kg.filters import Filters

FIGURES = ["id", "district", "year", "status"]


@query_app.command("matrix")
@with_server
@with_filters
@with_output
def matrix_command(
    measure: Annotated[str, typer.Option(help="A measure or an indicator, by any of its names.")],
    rows: Annotated[Axis, typer.Option(help="What rows are.")] = Axis.DISTRICT,
    columns: Annotated[Axis, typer.Option(help="What columns are.")] = Axis.YEAR,
    kind: Annotated[Kind | None, typer.Option(help="Which figures, else those there are most of.")] = None,
    graph: GraphDir = DEFAULT,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
    filters: "Filters",
) -> None:
    """Show a measure over districts and years; xlsx has a second sheet with the sentence of every figure."""
    filters.check("matrix", FIGURES)
    with opened(store, graph, server) as (engine, names):
        found = matrix(filters.apply(figures(engine, names, measure), engine, names), rows, columns, kind)
    if not found.rows:
        end_empty()
    if output.format is OutputFormat.JSON:
        cells = [{**row, "sources": _of(found.sources, rows, row[rows.value])} for row in found.rows]
        output.show(cells)
    else:
        output.show(found.rows, "matrix", sources=found.sources)
    for name, count in found.others.items():
        say(f"kg: {found.kind} figures are shown; {count} of kind {name}: --kind {name}")


def _of(sources: list[dict[str, object]], rows: Axis, name: str) -> list[dict[str, object]]:
    return [source for source in sources if str(source[rows.value] or "?") == name]


@query_app.command("theme")
@with_server
@with_filters
@with_output
def theme_command(
    name: Annotated[str, typer.Argument(help="A theme, as in 外资; see: kg query themes.")],
    limit: Annotated[int, typer.Option(help="At most this many rows; 0 for all.")] = 0,
    graph: GraphDir = DEFAULT,
    store: StoreOption = StoreName.EMBEDDED,
    *,
    server: Server,
    output: Output,
    filters: "Filters",
) -> None:
    """Show the programs, figures and passages of a theme that cuts across industries."""
    from kg.themes import theme_named, theme_rows

    theme = theme_named(name)
    filters.check("theme", [*FIGURES, "name", "document"])
    with opened(store, graph, server) as (engine, names):
        rows = filters.apply(theme_rows(engine, names, theme), engine, names)
    finish(rows, output, limit)


@query_app.command("themes")
@with_output
def themes_command(*, output: Output) -> None:
    """List the themes with their words, industries and measures."""
    from kg.themes import load_themes

    output.show(
        [
            {
                "name": t.name,
                "en": t.en,
                "words": list(t.words),
                "sectors": list(t.sectors),
                "measures": list(t.measures),
            }
            for t in load_themes().values()
        ]
    )
