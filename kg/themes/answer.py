"""The answer for a theme: its programs and policies, figures and passages in a graph."""

from typing import Any

from kg.filters import below
from kg.find import Names
from kg.stores.base import Store
from kg.themes.load import Theme

Row = dict[str, Any]
# Entities that a district does something with; a name is of the theme where it holds a word of it.
NAMED = """MATCH (n:Program|Policy|Project|Event|Institution) WHERE n.district IS NOT NULL
RETURN n.id AS id, n.name AS name, n.district AS district, n.mentions AS mentions ORDER BY mentions DESC, id"""
OF_SECTORS = """MATCH (n:Program|Policy)-[r:FOCUSES_ON]->(i:Industry) WHERE i.id IN $ids
RETURN n.id AS id, n.name AS name, n.district AS district, n.mentions AS mentions, i.name AS reason, r.quote AS quote, r.document AS document ORDER BY id, reason"""
FIGURES = """MATCH (t:Target) RETURN t.id AS id, t.name AS name, t.district AS district, t.year AS year, t.status AS status,
t.indicator AS indicator, t.quote AS quote, t.document AS document ORDER BY id"""
PASSAGES = """MATCH (p:Passage) WHERE p.text CONTAINS $word RETURN p.id AS id, p.text AS quote, p.document AS document ORDER BY id"""
DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id, d.district AS district, d.year AS year"
SAID = """MATCH (n)-[:MENTIONED_IN]->(p:Passage) WHERE n.id IN $ids
RETURN n.id AS id, min(p.text) AS quote, min(p.document) AS document"""
ORDER = ("program", "figure", "passage")


def theme_rows(store: Store, names: Names, theme: Theme) -> list[Row]:
    """Return `{kind, name, district, year, status, reason, quote, document, id}`: programs, figures, then passages.

    `kind` is program (also policies, projects, events and institutions), figure or passage; `reason` is the word,
    measure or industry by which it belongs to the theme.
    """
    documents = {row["id"]: row for row in store.run(DOCUMENTS, {})}
    rows = [*_programs(store, names, theme), *_figures(store, theme), *_passages(store, theme)]
    return [_row(row, documents.get(row["document"] or "", {})) for row in rows]


def _row(row: Row, document: Row) -> Row:
    return {
        "kind": row["kind"],
        "name": row.get("name") or "",
        "district": row.get("district") or document.get("district") or "",
        "year": row.get("year") or document.get("year"),
        "status": row.get("status") or "",
        "reason": row["reason"],
        "quote": row["quote"] or "",
        "document": row["document"] or "",
        "id": row["id"],
    }


def _programs(store: Store, names: Names, theme: Theme) -> list[Row]:
    known = {item.name: item.id for item in names.of("Industry")}
    sectors = below(store, {known[name] for name in theme.sectors if name in known})
    found: dict[str, Row] = {row["id"]: row for row in store.run(OF_SECTORS, {"ids": sorted(sectors)})}
    for row in store.run(NAMED, {}):
        if (word := _first(theme.words, row["name"])) and row["id"] not in found:
            found[row["id"]] = {**row, "reason": word}
    bare = [key for key, row in found.items() if "quote" not in row]
    said = {row["id"]: row for row in store.run(SAID, {"ids": bare})}
    rows = [{"quote": "", "document": "", **row, **said.get(key, {}), "kind": "program"} for key, row in found.items()]
    return sorted(rows, key=lambda row: (-(row["mentions"] or 0), row["id"]))


def _figures(store: Store, theme: Theme) -> list[Row]:
    rows = (
        {**row, "kind": "figure", "reason": _first(theme.measures, row["indicator"] or "")}
        for row in store.run(FIGURES, {})
    )
    return sorted((row for row in rows if row["reason"]), key=lambda row: (-(row["year"] or 0), row["id"]))


def _passages(store: Store, theme: Theme) -> list[Row]:
    found: dict[str, Row] = {}
    for word in theme.words:
        for row in store.run(PASSAGES, {"word": word}):
            found.setdefault(row["id"], {**row, "kind": "passage", "reason": word})
    return list(found.values())


def _first(words: tuple[str, ...], text: str) -> str:
    return next((word for word in words if word in text), "")
