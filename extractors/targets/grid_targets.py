"""Targets of a table: one for each cell with a figure, with the year and status of its column and the unit of its row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.annotations import Grid, GridCell, Mention, Quantity, Section, Span, Target
from extractors.structure import Structure
from extractors.targets.grid_columns import (
    BARE,
    BRACKET_UNIT,
    CELL_CHANGE,
    CELL_MEASURE,
    GENERIC,
    MARK,
    PLANNED_TABLE,
    SHARE,
    SUMS,
    YEAR,
    Column,
    Layout,
    Matrix,
    matrix,
    read_layout,
)
from extractors.targets.quantities import find_quantities
from extractors.targets.timing import Date, around, date_of

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
    times = _times(structure, grid, section, layout) if layout else {}
    found: list[Target] = []
    spans: list[Span] = []
    for r in range(layout.first if layout else len(rows), len(rows)):
        if layout is None:
            break
        hits = list(_row(structure, mentions, rows, layout, r, times))
        cells = [cell for cell in rows[r] if cell]
        if hits and cells:
            spans.append((min(c.start for c in cells), max(c.end for c in cells)))
            found += hits
    return ReadGrid(tuple(spans), tuple(found))


def _row(
    structure: Structure,
    mentions: Sequence[Mention],
    rows: Matrix,
    layout: Layout,
    r: int,
    times: Mapping[int, tuple[int | None, str]],
) -> Iterator[Target]:
    text = structure.text
    name = rows[r][layout.names]
    span = _name(text, name)
    if name is None or span is None:
        return
    unit = _unit(text, rows[r][layout.units] if layout.units is not None else None, name)
    subject = next((i for i, m in enumerate(mentions) if name.start <= m.start and m.end <= name.end), None)
    grows = _grows(text, rows[r], layout, name, unit)
    seen: set[GridCell] = set()
    measured: Span | None = None
    for column in layout.values:
        cell = rows[r][column.number]
        if cell is None or cell in seen or cell.end - cell.start > LONGEST:
            continue
        seen.add(cell)
        heads = _heads(text, layout, column)
        measured = heads or measured
        if layout.of_years:
            # `年份 | 地区生产总值 | 增速` gives the growth of what the column before it measures.
            heads = heads or measured
        year, status = times[column.number]
        if layout.of_years and name and (dated := date_of(_as_year(text, name), structure.frame)) and dated.year:
            year, status = dated.year, structure.frame.status_of(dated.year) or status
        for quantity, change in _figures(text, cell, column, unit, grows):
            own = CELL_MEASURE.regex.search(text[cell.start : quantity.start])
            words = (cell.start + own.start("name"), cell.start + own.end("name")) if own else None
            added = "increment" if own and own["new"] else "cumulative" if SUMS.regex.search(column.title) else "level"
            kind = "change" if change else added
            owner = subject if heads or words else None
            yield Target(quantity, words or heads or span, kind, year, status, owner, SCORE, TRAIL)


def _as_year(text: str, cell: GridCell) -> str:
    """Return a cell that names a year with the word that marks years."""
    words = text[cell.start : cell.end]
    return words if not words.isdigit() else f"{words}年"


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


def _times(structure: Structure, grid: Grid, section: Section, layout: Layout) -> dict[int, tuple[int | None, str]]:
    """Return year and status of each column of values; a column of changes has those of the values before it."""
    found: dict[int, tuple[int | None, str]] = {}
    for column in layout.values:
        own = date_of(column.title, structure.frame)
        if own is None and column.status is None and column.change and found:
            # `2020年 | 2025年 | 年均增长` tells the growth up to the later year.
            found[column.number] = found[max(found, key=lambda n: (found[n][0] or 0, n))]
        else:
            found[column.number] = _when(structure, grid, section, column, own)
    return found


def _when(
    structure: Structure, grid: Grid, section: Section, column: Column, own: Date | None
) -> tuple[int | None, str]:
    """Return year and status of a column: its own, else those of the caption, else those of the text around."""
    frame = structure.frame
    caption = structure.text[slice(*grid.caption)] if grid.caption else ""
    told = date_of(caption, frame)
    year, status = around(structure, grid.start, section)
    planned = PLANNED_TABLE.regex.search(caption)
    status = column.status or ("planned" if planned else status)
    if own and own.year is not None:
        return own.year, column.status or own.status or frame.status_of(own.year) or status
    if column.status:
        # A report tells what was done before the year that it plans for, whatever year its tables are headed by.
        last = frame.review if column.status == "achieved" else frame.plan
        return (min(told.year, last) if told and told.year and last else last or (told.year if told else None)), status
    if told and told.year is not None:
        return told.year, "planned" if planned else frame.status_of(told.year) or status
    return (frame.plan if planned else year), status


def _grows(text: str, row: Sequence[GridCell | None], layout: Layout, name: GridCell, unit: str | None) -> bool:
    """Say whether a share in a row tells a growth: what the row measures is counted in another unit, as its unit or a cell says."""
    if SHARE.regex.search(text, name.start, name.end):
        return False
    if unit or any(column.unit for column in layout.values if not column.change):
        units = {unit} if unit else {column.unit for column in layout.values if not column.change}
        return not units & {"%", "％", None}
    cells = {cell for column in layout.values if (cell := row[column.number]) is not None}
    return any(q.unit != "%" for cell in cells for q in find_quantities(text[cell.start : cell.end]))


def _figures(
    text: str, cell: GridCell, column: Column, unit: str | None, grows: bool
) -> Iterator[tuple[Quantity, bool]]:
    """Yield the quantities of a cell and whether each is a change; a bare number takes the unit of its row or column.

    In a row that `grows` a share is a change, unless the column's header says that it holds shares.
    """
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
        change = change or (grows and quantity.unit == "%" and not SHARE.regex.search(column.title))
        yield replace(quantity, start=cell.start + quantity.start, end=cell.start + quantity.end), change
