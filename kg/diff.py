"""`kg diff`: what changed between the reports of two years."""

from typing import Any

from kg.errors import NotFoundError
from kg.find import Names
from kg.query import answer, get_query
from kg.stores.base import Store

Row = dict[str, Any]
# Owner, measure or indicator, whether it is a change, base unit.
Compared = tuple[str, str, bool, str]


def diff(store: Store, names: Names, district: str, first: int, second: int) -> list[Row]:
    """Return `{change, type, name, before, after, quote, document, id}` between a district's reports of two years.

    `change` is new, gone (entities), status (a project that was planned and is achieved, or the like), raised, cut
    (planned figures of one indicator). Raises NotFoundError when a year has no report.
    """
    home = names.resolve(district, "District")
    before, after = (_report(store, home, year) for year in (first, second))
    for year, found in ((first, before), (second, after)):
        if not found:
            raise NotFoundError(f"no report of {district} for {year} in this graph; see: kg query run document-yield")
    rows = [_row("new", after[key]) for key in after.keys() - before.keys()]
    rows += [_row("gone", before[key]) for key in before.keys() - after.keys()]
    rows += _statuses(before, after)
    rows += _figures(*(_plans(store, home, year) for year in (first, second)))
    order = ("raised", "cut", "status", "new", "gone")
    return sorted(rows, key=lambda r: (order.index(r["change"]), r["type"], -r.pop("weight"), r["id"]))


def _report(store: Store, district: str, year: int) -> dict[str, Row]:
    rows = answer(get_query("entities-of-report"), {"district": district, "year": year}, store)
    return {row["id"]: row for row in rows}


def _row(change: str, row: Row, before: str = "", after: str = "") -> Row:
    return {
        "change": change,
        "type": row["id"].partition(":")[0],
        "name": row["name"],
        "before": before,
        "after": after,
        "quote": row["quote"],
        "document": row["document"],
        "id": row["id"],
        "weight": row["mentions"],
    }


def _statuses(before: dict[str, Row], after: dict[str, Row]) -> list[Row]:
    return [
        _row("status", after[key], "、".join(before[key]["status"]), "、".join(after[key]["status"]))
        for key in before.keys() & after.keys()
        if key.startswith("Project:") and before[key]["status"] != after[key]["status"]
    ]


def _plans(store: Store, district: str, year: int) -> dict[Compared, Row]:
    """Return the planned figures of a year's reports, where there is one of its kind."""
    found: dict[Compared, Row] = {}
    several = set()
    for row in answer(get_query("targets-of-report"), {"district": district, "year": year}, store):
        key = (row["owner_id"], row["measure"] or row["indicator"], row["kind"] == "change", row["base_unit"] or "")
        if row["status"] == "planned" and row["base_number"] is not None:
            several |= {key} if key in found else set()
            found[key] = row
    return {key: row for key, row in found.items() if key not in several}


def _figures(before: dict[Compared, Row], after: dict[Compared, Row]) -> list[Row]:
    rows = []
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        if old["base_number"] != new["base_number"]:
            change = "raised" if new["base_number"] > old["base_number"] else "cut"
            shown = {**new, "name": f"{new['owner']} {new['indicator']}", "mentions": 0}
            rows.append(_row(change, shown, old["value"], new["value"]))
    return rows
