"""What a load would take away: when to ask first, what keeps a dead node, how the ontologies differ, what is retired."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from kg.stores import statements
from kg.stores.neo4j import Counters, Neo4jStore

# Share of what is there above which `kg load` asks first: a fifth, so that one report of a few that is gone is noticed.
MANY = 0.2
PURGE_BATCH = 5_000
COMPUTED: tuple[str, ...] = tuple(
    map(str, yaml.safe_load(Path(__file__).with_name("computed.yaml").read_text("utf-8")))
)


def is_much(removed: int, there: int) -> bool:
    """Return whether a load that removes so many nodes and relationships of those that are there has to ask first."""
    return removed > MANY * there


def ontology_difference(state: dict[str, Any], wanted: dict[str, Any]) -> str:
    """Return how the ontology of the graph in the database differs from that of the folder, empty where it does not.

    Both are states as the `KgLoad` node holds them; an empty one is that of an empty database.
    """
    if not state or all(state.get(part) == wanted[part] for part in ("schema", "vocabulary")):
        return ""
    there, ours = _types(state), _types(wanted)
    parts = [
        (", ".join(sorted(there.keys() - ours.keys())), "only in the database"),
        (", ".join(sorted(ours.keys() - there.keys())), "only in the graph"),
        (", ".join(sorted(k for k in there.keys() & ours.keys() if there[k] != ours[k])), "declared otherwise"),
    ]
    return "; ".join(f"{where}: {names}" for names, where in parts if names) or "the same types, another vocabulary"


def _types(state: dict[str, Any]) -> dict[str, Any]:
    schema = json.loads(state.get("schema") or "{}")
    return {**(schema.get("node_types") or {}), **(schema.get("relation_types") or {})}


def retired(store: Neo4jStore) -> list[str]:
    """Return the ids of the nodes, and `head → tail` of the relationships, that loads have kept as `kg_retired`."""
    return [row["id"] for kind in (statements.RETIRED_NODES, statements.RETIRED_EDGES) for row in store.run(kind, {})]


def purge_retired(store: Neo4jStore) -> Counters:
    """Delete what loads have kept as `kg_retired`, with the relationships of others on it; return what was deleted."""
    total = Counter[str]()
    for statement in (statements.PURGE_EDGES, statements.PURGE_NODES):
        while counters := store.write(statement, {"limit": PURGE_BATCH}):
            total.update(counters)
    return {key: total[key] for key in ("nodes_deleted", "relationships_deleted") if key in total}
