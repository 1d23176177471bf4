"""The role of each column of a table: names, units, or values of a year and status."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.annotations import Grid, GridCell
from extractors.rules import load_rules

NUMBERS, NATURE, DATES = load_rules("tables", "skipped")
UNITS, INDICATORS, NAMES = load_rules("tables", "roles")
PLANNED, ACHIEVED, CHANGE, YEAR, GENERIC = load_rules("tables", "columns")
CAPTION_UNIT, BRACKET_UNIT, MARK, BARE, CELL_CHANGE, CELL_MEASURE = load_rules("tables", "cells")
YEARS, A_YEAR, HEADER_DATES, SUMS, PLANNED_TABLE, SHARE = load_rules("tables", "words")
FIGURE = re.compile(r"\d")
# At most so many rows of a table are its header.
HEADERS = 3
# Spans beyond this are faults of a file.
WIDEST = 60

Matrix = list[list[GridCell | None]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: its header, the status that the header gives, whether it tells a change, its unit."""

    number: int
    header: GridCell | None
    title: str
    status: str | None
    change: bool
    unit: str | None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read: its first row of values, the columns of names and units, the columns of values.

    `of_indicators`: the rows are named by what they measure; `of_years`: by the year that they are about.
    """

    first: int
    names: int
    units: int | None
    of_indicators: bool
    of_years: bool
    values: tuple[Column, ...]


def matrix(grid: Grid) -> Matrix:
    """Return rows of cells, a cell in each place that it covers; places that no cell covers are None."""
    rows: Matrix = []
    below: dict[tuple[int, int], GridCell] = {}
    for r, cells in enumerate(grid.rows):
        row: list[GridCell | None] = []
        for cell in cells:
            while (r, len(row)) in below:
                row.append(below[r, len(row)])
            for _ in range(min(cell.col_span, WIDEST)):
                for down in range(1, min(cell.row_span, len(grid.rows) - r)):
                    below[r + down, len(row)] = cell
                row.append(cell)
        while (r, len(row)) in below:
            row.append(below[r, len(row)])
        rows.append(row)
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def read_layout(text: str, grid: Grid, rows: Matrix) -> Layout | None:
    """Return how to read a table, None where no column of it holds named values."""
    first = _header_rows(text, rows)
    if not first or first >= len(rows):
        return None
    titles = [_title(text, rows, first, c) for c in range(len(rows[0]))]
    dated = _years(text, rows, first, titles)
    open_ones = [c for c, title in enumerate(titles) if c == dated or not _skipped(title)]
    units = next((c for c in open_ones if UNITS.regex.fullmatch(title_of(titles, c))), None)
    names = dated if dated is not None else _names(text, rows, first, titles, [c for c in open_ones if c != units])
    if names is None:
        return None
    caption = text[slice(*grid.caption)] if grid.caption else ""
    values = tuple(
        _column(c, rows[first - 1][c], titles[c], caption) for c in open_ones if c not in (names, units) and c > names
    )
    return (
        Layout(first, names, units, bool(INDICATORS.regex.search(titles[names])), dated is not None, values)
        if values
        else None
    )


def _years(text: str, rows: Matrix, first: int, titles: Sequence[str]) -> int | None:
    """Return the column whose cells are years, if the header says so."""
    for column, title in enumerate(titles):
        cells = [text[cell.start : cell.end] for row in rows[first:] if (cell := row[column]) is not None]
        if YEARS.regex.fullmatch("".join(title.split())) and all(A_YEAR.regex.fullmatch(words) for words in cells):
            return column
    return None


def title_of(titles: Sequence[str], column: int) -> str:
    """Return a column's title without blanks."""
    return "".join(titles[column].split())


def _header_rows(text: str, rows: Matrix) -> int:
    """Return how many rows make the header: those marked so, else those before the first figure that is no year."""
    marked = 0
    for row in rows[:HEADERS]:
        if not all(cell is None or cell.header for cell in row):
            break
        marked += 1
    if marked:
        return marked
    for r, row in enumerate(rows[: HEADERS + 1]):
        words = ["" if cell is None else text[cell.start : cell.end] for cell in row]
        if any(FIGURE.search(HEADER_DATES.regex.sub("", w)) for w in words[1:]):
            return r
    return 0


def _title(text: str, rows: Matrix, first: int, column: int) -> str:
    """Return the words of a column's header cells, those of merged cells once."""
    cells = dict.fromkeys(cell for row in rows[:first] if (cell := row[column]) is not None)
    return "".join(text[cell.start : cell.end] for cell in cells)


def _skipped(title: str) -> bool:
    plain = "".join(title.split())
    return bool(NUMBERS.regex.fullmatch(plain) or NATURE.regex.fullmatch(plain) or DATES.regex.search(plain))


def _names(text: str, rows: Matrix, first: int, titles: Sequence[str], columns: Sequence[int]) -> int | None:
    """Return the column of names: the first one whose header says so and that holds words, else the first that does."""
    wordy = [
        c
        for c in columns
        if any(
            cell and re.search(r"[\u4e00-\u9fff]{2}", text[cell.start : cell.end])
            for cell in (r[c] for r in rows[first:])
        )
        and not any(cell and BARE.regex.fullmatch(text[cell.start : cell.end]) for cell in (r[c] for r in rows[first:]))
    ]
    said = [c for c in wordy if NAMES.regex.search(titles[c])]
    return min(said or wordy[:1], default=None)


def _column(number: int, header: GridCell | None, title: str, caption: str) -> Column:
    plain = "".join(title.split())
    said = PLANNED if PLANNED.regex.search(plain) else ACHIEVED if ACHIEVED.regex.search(plain) else None
    change = bool(CHANGE.regex.search(plain))
    unit = BRACKET_UNIT.regex.search(plain)
    shared = CAPTION_UNIT.regex.search(caption)
    found = unit["unit"] if unit else "%" if change or plain.endswith("%") else shared["unit"] if shared else None
    return Column(number, header, plain, said.becomes if said else None, change, found)
