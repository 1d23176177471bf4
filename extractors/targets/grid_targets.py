"""Targets of a table: every cell with a figure is one, with the year and status of its column and the unit of its row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.annotations import Grid, GridCell, Mention, Quantity, Section, Span, Target
from extractors.structure import Structure
from extractors.targets.grid_columns import (
    BARE,
    BRACKET_UNIT,
    CELL_CHANGE,
    GENERIC,
    MARK,
    YEAR,
    Column,
    Layout,
    Matrix,
    matrix,
    read_layout,
)
from extractors.targets.quantities import find_quantities

# Such a cell holds prose, which is read as prose (characters).
LONGEST = 60
SCORE = 0.95
TRAIL = ("table", "grid")


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """The rows of a table that were read, as stretches of the text, and their targets."""

    rows: tuple[Span, ...]
    targets: tuple[Target, ...]


def read_grid(structure: Structure, grid: Grid, section: Section, mentions: Sequence[Mention]) -> ReadGrid:
    """Return the targets of a table in a section."""
    rows = matrix(grid)
    layout = read_layout(structure.text, grid, rows)
    found: list[Target] = []
    spans: list[Span] = []
    for r in range(layout.first if layout else len(rows), len(rows)):
        if layout is None:
            break
        hits = list(_row(structure, grid, section, mentions, rows, layout, r))
        cells = [cell for cell in rows[r] if cell]
        if hits and cells:
            spans.append((min(c.start for c in cells), max(c.end for c in cells)))
            found += hits
    return ReadGrid(tuple(spans), tuple(found))


def _row(
    structure: Structure,
    grid: Grid,
    section: Section,
    mentions: Sequence[Mention],
    rows: Matrix,
    layout: Layout,
    r: int,
) -> Iterator[Target]:
    text = structure.text
    name = rows[r][layout.names]
    span = _name(text, name)
    if name is None or span is None:
        return
    unit = _unit(text, rows[r][layout.units] if layout.units is not None else None, name)
    subject = next((i for i, m in enumerate(mentions) if name.start <= m.start and m.end <= name.end), None)
    seen: set[GridCell] = set()
    for column in layout.values:
        cell = rows[r][column.number]
        if cell is None or cell in seen or cell.end - cell.start > LONGEST:
            continue
        seen.add(cell)
        heads = _heads(text, layout, column)
        year, status = _when(structure, grid, section, column)
        for quantity, change in _figures(text, cell, column, unit):
            kind = "change" if change else "level"
            owner = subject if heads else None
            yield Target(quantity, heads or span, kind, year, status, owner, SCORE, TRAIL)


def _name(text: str, cell: GridCell | None) -> Span | None:
    """Return the words of a name cell, without its number, a mark like `其中:` and a unit in brackets."""
    if cell is None or cell.end - cell.start > LONGEST:
        return None
    start, end = cell.start, cell.end
    while mark := MARK.regex.match(text, start, end):
        start = mark.end()
    unit = BRACKET_UNIT.regex.search(text[start:end])
    end = start + unit.start() if unit else end
    return (start, end) if end - start >= 2 else None


def _unit(text: str, cell: GridCell | None, name: GridCell) -> str | None:
    """Return the unit that a row gives: of its unit cell, else the one in brackets behind its name."""
    if cell is not None and cell.start < cell.end:
        return text[cell.start : cell.end]
    found = BRACKET_UNIT.regex.search(text[name.start : name.end])
    return found["unit"] if found else None


def _heads(text: str, layout: Layout, column: Column) -> Span | None:
    """Return the header as the indicator, where it names a measure and the rows name what is measured."""
    header = column.header
    if layout.of_indicators or header is None or GENERIC.regex.fullmatch(column.title):
        return None
    found = _name(text, header)
    year = YEAR.regex.match(text, *found) if found else None
    return (year.end(), found[1]) if found and year else found


def _when(structure: Structure, grid: Grid, section: Section, column: Column) -> tuple[int | None, str]:
    """Return year and status of a column: its own, else the caption's year, else the section's."""
    caption = YEAR.regex.search(structure.text[slice(*grid.caption)]) if grid.caption else None
    status = column.status or section.status
    if column.year is not None:
        later = structure.year is not None and column.year >= structure.year
        return column.year, column.status or ("planned" if later else "achieved")
    if column.status and structure.year is not None:
        # A report tells what was done before the year that it plans for, whatever year its tables are headed by.
        last = structure.year - (column.status == "achieved")
        return (min(int(caption[1]), last) if caption else last), status
    return (int(caption[1]) if caption else section.year), status


def _figures(text: str, cell: GridCell, column: Column, unit: str | None) -> Iterator[tuple[Quantity, bool]]:
    """Yield the quantities of a cell and whether each is a change; a bare number takes the unit of its row or column."""
    words = text[cell.start : cell.end]
    bare = BARE.regex.fullmatch(words)
    known = column.unit if column.change or unit is None else unit
    if bare and known:
        digits = bare["number"].lstrip("-−")
        made = next(find_quantities(f"{bare['before']}{digits}{known}{bare['after']}"), None)
        if made:
            start, end = bare.span("number")
            amount = made.amount if digits == bare["number"] else -made.amount
            yield replace(made, start=cell.start + start, end=cell.start + end, amount=amount), column.change
        return
    for quantity in find_quantities(words):
        change = column.change or bool(CELL_CHANGE.regex.search(words[: quantity.start]))
        yield replace(quantity, start=cell.start + quantity.start, end=cell.start + quantity.end), change
