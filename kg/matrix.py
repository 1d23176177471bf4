"""A measure over two dimensions, such as districts and years, with the sentence of every figure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from kg.find import Names
    from kg.stores.base import Store

Row = dict[str, Any]
# A figure that belongs to a zone or a program is none of its district.
FIGURES = """MATCH (t:Target)-[:MEASURES|OF_MEASURE]->(n:Indicator|Measure) WHERE n.id IN $ids
WITH DISTINCT t
OPTIONAL MATCH (o)-[:HAS_TARGET]->(t)
RETURN t.id AS id, t.indicator AS indicator, t.district AS district, coalesce(o.name, t.district) AS owner, t.year AS year,
t.status AS status, t.kind AS kind, t.comparator AS comparator, t.value AS value, t.number AS number, t.unit AS unit,
t.quote AS quote, t.document AS document ORDER BY district, year, status, id"""
STATUS = {"planned": "计划", "achieved": ""}


class Axis(StrEnum):
    """What rows or columns stand for."""

    DISTRICT = "district"
    YEAR = "year"
    OWNER = "owner"
    STATUS = "status"
    INDICATOR = "indicator"


class Kind(StrEnum):
    """What a figure says: how much there is, by how much it changes in percent, or how much is added."""

    LEVEL = "level"
    CHANGE = "change"
    INCREMENT = "increment"


@dataclass(frozen=True, slots=True)
class Matrix:
    """`rows` have the name of a row and one text a column; `sources` are its figures; `others` counts those left out."""

    rows: list[Row]
    sources: list[Row]
    kind: str
    others: dict[str, int]


def figures(store: "Store", names: "Names", measure: str) -> list[Row]:
    """Return the figures of a measure or an indicator. Raises NotFoundError for a name that the graph does not have."""
    ids = joined(names, measure)
    try:
        ids.append(names.resolve(measure, "Indicator"))
    except NotFoundError:
        if not ids:
            raise
    return store.run(FIGURES, {"ids": ids})


def joined(names: "Names", words: str) -> list[str]:
    """Return the ids of the measures that these words name, of their growth rates and of what periods add to them."""
    from kg.measures import named_measures

    wanted = named_measures(words)
    return [item.id for item in names.of("Measure") if item.name in wanted]


def matrix(found: list[Row], rows: Axis, columns: Axis, kind: Kind | None = None) -> Matrix:
    """Arrange figures; those of one kind, the most frequent where none is wanted, as the others do not compare.

    With districts as an axis only figures of the districts themselves count. Several figures of a cell are parted by
    semicolons, plans are marked. Raises UsageError where rows and columns are the same.
    """
    if rows is columns:
        raise UsageError(f"--rows and --columns are both {rows.value}; give two different ones of {', '.join(Axis)}")
    if Axis.OWNER not in (rows, columns):
        found = [row for row in found if row["owner"] == row["district"]]
    counts: dict[str, int] = {}
    for row in found:
        counts[row["kind"]] = counts.get(row["kind"], 0) + 1
    chosen = kind.value if kind else max(counts, key=lambda name: (counts[name], name), default="")
    fitting = [row for row in found if row["kind"] == chosen]
    heads = sorted({_head(row[columns.value]) for row in fitting})
    table: dict[str, dict[str, list[str]]] = {}
    for row in fitting:
        cells = table.setdefault(_head(row[rows.value]), {head: [] for head in heads})
        text = _cell(row)
        if text not in cells[_head(row[columns.value])]:
            cells[_head(row[columns.value])].append(text)
    lines = [{rows.value: name, **{h: "; ".join(cells[h]) for h in heads}} for name, cells in sorted(table.items())]
    return Matrix(lines, fitting, chosen, {name: count for name, count in counts.items() if name != chosen})


def _head(value: Any) -> str:
    return "?" if value in (None, "") else str(value)


def _cell(row: Row) -> str:
    mark = STATUS.get(row["status"] or "", "")
    return f"{row['value']} ({mark})" if mark else str(row["value"])
