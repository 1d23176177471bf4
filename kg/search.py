"""`kg search`: entities and passages that hold some words, ranked, with the place where they stand."""

from typing import Any

from kg.errors import QueryError
from kg.stores.base import SearchableStore

NODES = """MATCH (n) WHERE n.id IN $ids
RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.district AS district, n.text AS text, n.document AS document"""
AROUND = 24


def search(store: SearchableStore, text: str, limit: int = 20) -> list[dict[str, Any]]:
    """Return `{type, name, district, snippet, score, document, id}`, best first; score in [0, 1], names before passages.

    Words are parted by spaces; what holds all of them comes first. Raises QueryError for an empty question.
    """
    terms = text.split()
    if not any(character.isalnum() for character in text):
        raise QueryError(f"nothing to search for in {text!r}; give one or more words, as in: kg search 数字广告 园区")
    found: dict[str, float] = {}
    for kind, weight in (("names", 1.0), ("passages", 0.9)):
        hits = store.search(kind, terms, limit)
        best = max((score for _, score in hits), default=1.0) or 1.0
        found.update({key: round(weight * score / best, 3) for key, score in hits})
    rows = [_row(node, found[node["id"]], terms) for node in store.run(NODES, {"ids": list(found)})]
    return sorted(rows, key=lambda r: (-r["score"], r["id"]))[:limit]


def _row(node: dict[str, Any], score: float, terms: list[str]) -> dict[str, Any]:
    kind = node["id"].partition(":")[0]
    text = node["text"] if kind == "Passage" else "、".join([node["name"], *(node["aliases"] or ())])
    return {
        "type": kind,
        "name": node["name"],
        "district": node["district"] or "",
        "snippet": snippet(text or "", terms),
        "score": score,
        "document": node["document"] or "",
        "id": node["id"],
    }


def snippet(text: str, terms: list[str]) -> str:
    """Return the part of a text around the first of the terms it holds, with … where it is cut."""
    places = [at for term in terms if (at := text.lower().find(term.lower())) >= 0]
    start = max(0, min(places, default=0) - AROUND)
    end = min(len(text), start + 3 * AROUND)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
