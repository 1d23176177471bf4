"""Find entities by any of their names, and suggest the nearest when there is none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from rapidfuzz import fuzz, process

from kg.errors import NotFoundError
from kg.folder import read_manifest
from kg.ontology import Ontology

NEAREST = 5


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with its names."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: int


class Names:
    """The names of a graph folder's entities and indicators."""

    def __init__(self, folder: Path, ontology: Ontology) -> None:
        read_manifest(folder)
        self.items: list[Named] = []
        for kind in (*ontology.entity_types, "Indicator"):
            for row in pq.read_table(folder / "nodes" / f"{kind}.parquet").to_pylist():
                names = tuple(row["aliases"] or ())
                self.items.append(Named(row["id"], kind, row["name"], names, row.get("mentions") or 0))

    def find(self, text: str, limit: int = 10, kind: str | None = None) -> list[dict[str, Any]]:
        """Return `{id, type, name, aliases, score}` by score in [0, 100], exact names first."""
        known = [i for i in self.items if kind in (None, "Entity", i.type)]
        ranked = sorted(
            ((max(_score(text, n) for n in (i.name, *i.aliases)), i) for i in known),
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


def _score(text: str, name: str) -> float:
    if text == name:
        return 100.0
    inside = 85.0 if text in name or name in text else 0.0
    return min(99.0, max(inside - abs(len(text) - len(name)), fuzz.ratio(text, name)))


def nearest(text: str, options: list[str]) -> str:
    """Return up to five of `options` nearest to `text`, for an error message."""
    return ", ".join(match[0] for match in process.extract(text, options, limit=NEAREST))
