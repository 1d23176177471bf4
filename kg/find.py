"""Find entities by any of their names, and suggest the nearest when there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from kg.stores.base import Store

NEAREST = 5
LOADED = [
    """MATCH (n:Entity) WHERE n.kg_hash IS NOT NULL
    RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.mentions AS mentions ORDER BY id""",
    """MATCH (n:Indicator) WHERE n.kg_hash IS NOT NULL
    RETURN n.id AS id, n.name AS name, n.aliases AS aliases, COUNT { (n)<-[:MEASURES]-() } AS mentions ORDER BY id""",
    """MATCH (n:Measure) WHERE n.kg_hash IS NOT NULL
    RETURN n.id AS id, n.name AS name, n.aliases AS aliases, COUNT { (n)<-[:OF_MEASURE]-(:Target) } AS mentions ORDER BY id""",
]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with its names; `mentions` of an indicator are the figures that measure it."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: int


class Names:
    """The names of a graph's entities and indicators."""

    def __init__(self, items: list[Named]) -> None:
        self.items = items

    @property
    def kinds(self) -> set[str]:
        """Kinds of entities, with Entity for any."""
        return {"Entity", *(item.type for item in self.items)}

    def of(self, kind: str) -> list[Named]:
        """Return the entities of a type; Entity stands for every type."""
        return [item for item in self.items if kind in ("Entity", item.type)]

    def find(self, text: str, limit: int = 10, kind: str | None = None) -> list[dict[str, Any]]:
        """Return `{id, type, name, aliases, score}` by score in [0, 100], exact names first."""
        from rapidfuzz.fuzz import ratio

        known = self.of(kind or "Entity")
        ranked = sorted(
            ((max(_score(text, n, ratio) for n in (i.name, *i.aliases)), i) for i in known),
            key=lambda pair: (-pair[0], -pair[1].mentions, pair[1].id),
        )
        return [
            {"id": i.id, "type": i.type, "name": i.name, "aliases": list(i.aliases), "score": round(score, 1)}
            for score, i in ranked[:limit]
            if score >= 50
        ]

    def resolve(self, text: str, kind: str) -> str:
        """Return the id of the entity of a type that `text` names. Raises NotFoundError with the nearest names."""
        for item in self.items:
            if item.id == text:
                return text
        best = self.find(text, NEAREST, kind)
        if best and best[0]["score"] == 100:
            return str(best[0]["id"])
        near = "、".join(b["name"] for b in best) or "none near it"
        raise NotFoundError(f"no {kind} named {text!r} in this graph; nearest: {near}")


def folder_names(folder: Path) -> Names:
    """Return the names in a graph folder, from its search index. Raises GraphError or StoreError where there is none."""
    from kg.stores.textindex import read_names

    return Names([_named(row) for row in read_names(folder)])


def store_names(store: "Store") -> Names:
    """Return the names in a Neo4j database, of what the project has loaded. Raises StoreError."""
    rows = [row for statement in LOADED for row in store.run(statement, {})]
    if not rows:
        raise StoreError("this database holds no graph of this project; load one with: kg load --graph FOLDER")
    return Names([_named(row) for row in rows])


def _named(row: dict[str, Any]) -> Named:
    kind = row["id"].partition(":")[0]
    return Named(row["id"], kind, row["name"], tuple(row["aliases"] or ()), row.get("mentions") or 0)


def _score(text: str, name: str, ratio: Callable[[str, str], float]) -> float:
    if text == name:
        return 100.0
    inside = 85.0 if text in name or name in text else 0.0
    return min(99.0, max(inside - abs(len(text) - len(name)), ratio(text, name)))


def nearest(text: str, options: list[str]) -> str:
    """Return up to five of `options` nearest to `text`, for an error message."""
    from rapidfuzz import process

    return ", ".join(match[0] for match in process.extract(text, options, limit=NEAREST))
