"""Filters of the rows of a query: one vocabulary for every command, applied where the columns allow."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg.errors import UsageError
from kg.find import Names
from kg.stores.base import Store

Row = dict[str, Any]
STATUS = {
    "planned": "planned",
    "计划": "planned",
    "achieved": "achieved",
    "完成": "achieved",
    "已完成": "achieved",
    "under way": "under way",
    "推进中": "under way",
}
# A filter by year, district or industry looks up what the column `id` or `document` names.
DISTRICTS = "MATCH (n) WHERE n.id IN $ids RETURN n.id AS id, n.district AS district"
YEARS = "MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id, d.year AS year"
SECTORS = "MATCH (i:Industry)-[:SUBSECTOR_OF]->(n:Industry) RETURN i.id AS id, n.id AS parent"
IN_SECTORS = "MATCH (n)-[:FOCUSES_ON|OPERATES_IN]->(i:Industry) WHERE i.id IN $ids RETURN DISTINCT n.id AS id"
# What a row may say about its years, status, and whether a text states it.
NEEDS = {
    "industry": ("id",),
    "district": ("district", "id"),
    "year": ("year", "first_year", "document"),
    "status": ("status",),
    "stated_only": ("how",),
    "min_confidence": ("confidence",),
    "type": ("id",),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows must be. `industry`, `district` and `type` are lists in one text, parted by commas; empty means any.

    `doubtful` keeps the rows that are more likely wrong than right; a `min_confidence` says by itself which ones stay.
    """

    industry: str = ""
    district: str = ""
    year: int | None = None
    status: str = ""
    stated_only: bool = False
    min_confidence: float = 0.0
    type: str = ""
    doubtful: bool = False

    def given(self) -> list[str]:
        """Return the names of the filters that are set."""
        return [name for name in NEEDS if getattr(self, name) not in ("", None, False, 0.0)]

    def check(self, query: str, columns: list[str]) -> None:
        """Raise UsageError where a filter does not apply to the columns of a query."""
        useless = [name for name in self.given() if not set(NEEDS[name]) & set(columns)]
        if useless:
            fits = [_option(name) for name, needed in NEEDS.items() if set(needed) & set(columns)]
            raise UsageError(
                f"{_option(useless[0])} does not apply to {query}, whose columns are {', '.join(columns)}; "
                f"filters that do: {', '.join(fits) or 'none'}"
            )
        if self.status and self.status not in STATUS:
            raise UsageError(f"--status is one of planned, under way, achieved; {self.status!r} is none")

    def sure(self, rows: list[Row]) -> list[Row]:
        """Return the rows that are not doubtful, all of them where doubtful ones are asked for."""
        if self.doubtful or self.min_confidence:
            return rows
        return [row for row in rows if not row.get("doubtful")]

    def apply(self, rows: list[Row], store: Store, names: Names) -> list[Row]:
        """Return the rows that fit. Raises NotFoundError for a name that the graph does not have."""
        for name in self.given() if rows else ():
            fits = TESTS[name](self, rows, store, names)
            rows = [row for row in rows if fits(row)]
        return rows


def listed(text: str) -> list[str]:
    """Return the items of a list in one text."""
    return [item.strip() for item in re.split("[,\uff0c、]", text) if item.strip()]


def below(store: Store, sectors: set[str]) -> set[str]:
    """Return the ids of industries with those of all industries below them."""
    arrows = [(row["id"], row["parent"]) for row in store.run(SECTORS, {})]
    found = set(sectors)
    while more := {key for key, parent in arrows if parent in found} - found:
        found |= more
    return found


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


Test = Callable[[Row], bool]


def _industry(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    sectors = below(store, {names.resolve(name, "Industry") for name in listed(given.industry)})
    fitting = sectors | {row["id"] for row in store.run(IN_SECTORS, {"ids": sorted(sectors)})}
    return lambda row: row["id"] in fitting


def _district(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    ids = {names.resolve(name, "District") for name in listed(given.district)}
    wanted = {key.partition(":")[2] for key in ids}
    if "district" in rows[0]:
        return lambda row: row["district"] in wanted
    homes = {row["id"]: row["district"] for row in store.run(DISTRICTS, {"ids": sorted({r["id"] for r in rows})})}
    return lambda row: row["id"] in ids or homes.get(row["id"]) in wanted


def _year(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    year = given.year
    if "year" in rows[0]:
        return lambda row: row["year"] == year
    if "first_year" in rows[0] and year is not None:
        return lambda row: row["first_year"] is not None and row["first_year"] <= year <= row["last_year"]
    documents = sorted({row["document"] for row in rows})
    years = {row["id"]: row["year"] for row in store.run(YEARS, {"ids": documents})}
    return lambda row: years.get(row["document"]) == year


def _status(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    wanted = STATUS[given.status]
    return lambda row: wanted in (row["status"] if isinstance(row["status"], list) else [row["status"]])


def _stated(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    return lambda row: row["how"] == "stated" or row["how"].startswith("in zone")


def _confidence(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    return lambda row: row["confidence"] is not None and row["confidence"] >= given.min_confidence


def _type(given: Filters, rows: list[Row], store: Store, names: Names) -> Test:
    wanted = set(listed(given.type))
    if unknown := wanted - names.kinds - {"Target", "Passage"}:
        raise UsageError(f"--type is one of {', '.join(sorted(names.kinds))}; {min(unknown)!r} is none")
    return lambda row: row["id"].partition(":")[0] in wanted


TESTS: dict[str, Callable[[Filters, list[Row], Store, Names], Test]] = {
    "industry": _industry,
    "district": _district,
    "year": _year,
    "status": _status,
    "stated_only": _stated,
    "min_confidence": _confidence,
    "type": _type,
}
