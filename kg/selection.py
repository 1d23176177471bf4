"""The part of the graph that an export covers, from the words of the command line."""

import re
from pathlib import Path

from kg.errors import NotFoundError, UsageError
from kg.export.browser import Saved, literal, script
from kg.export.page import HIDDEN
from kg.export.texts import texts
from kg.find import Names, folder_names
from kg.kinds import DISTRICT
from kg.model import Graph
from kg.query import answer, get_query, resolve_params
from kg.schema import Schema
from kg.stores.embedded import EmbeddedStore
from kg.subgraph import Part, around, hubs, ids_in


def select(
    whole: Graph,
    folder: Path,
    name: str,
    depth: int,
    query: str,
    params: list[str],
    district: str,
    *,
    through_hubs: bool = False,
) -> Part:
    """Return the part that one of a name, a query or a district asks for; everything without them.

    Around a name, districts, regions and top sectors end the walk unless `through_hubs`. Raises UsageError for two of
    them, NotFoundError for an unknown name or a query without rows.
    """
    if sum(map(bool, (name, query, district))) > 1:
        raise UsageError("give one of --around, --query and --district")
    if params and not query:
        raise UsageError(f"{params[0]!r} is a parameter of a query; add --query NAME")
    names = folder_names(folder)
    if name:
        center = names.resolve(name, "Entity")
        ends = frozenset() if through_hubs else hubs(whole)
        cypher = f"MATCH p = (a {{id: {literal(center)}}})-[*1..{depth}]-(b:Entity) RETURN p"
        return Part(
            around(whole, center, depth, HIDDEN, ends), frozenset({center}), _title(whole, center), cypher, center
        )
    if district:
        home = names.resolve(district, DISTRICT)
        near = around(whole, home, 1, HIDDEN)
        local = {n.id: 1 for n in whole.nodes.values() if n.props.get("district") == whole.nodes[home].name}
        cypher = f"MATCH p = (d:District {{id: {literal(home)}}})-[*1..2]-(b:Entity) RETURN p"
        return Part(local | near, frozenset({home}), _title(whole, home), cypher, home)
    if query:
        return _asked(whole, folder, names, query, params)
    everything = "MATCH p = (a:Entity)-[r]->(b:Entity) RETURN p LIMIT 300"
    return Part(dict.fromkeys(whole.nodes, 0), frozenset(), texts("page")["title_whole"], everything)


def _title(whole: Graph, key: str) -> dict[str, str]:
    return dict.fromkeys(("zh", "en"), whole.nodes[key].name)


def _asked(whole: Graph, folder: Path, names: Names, name: str, params: list[str]) -> Part:
    query = get_query(name)
    found = resolve_params(query, params, names)
    with EmbeddedStore(folder) as engine:
        rows = answer(query, found, engine)
    if not rows:
        raise NotFoundError(f"{query.name} has no rows here, so there is nothing to export")
    kept = frozenset(ids_in([], found))
    words = [str(v).partition(":")[2] for v in found.values() if isinstance(v, str)]
    title = {"zh": " ".join([query.title_zh, *words]), "en": " ".join([query.title, *words])}
    asked = sorted(key for key in kept if key in whole.nodes and whole.nodes[key].type not in HIDDEN)
    steps = {key: int(key not in kept) for key in sorted(ids_in(rows, found))}
    return Part(steps, kept, title, script(Saved(query, found)), asked[0] if len(asked) == 1 else "")


def kinds(text: str, known: Schema) -> list[str]:
    """Return the entity types that a list names. Raises UsageError for another word."""
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    if unknown := [word for word in wanted if word not in known.entity_types]:
        raise UsageError(f"no type {', '.join(unknown)}; there are {', '.join(known.entity_types)}")
    return wanted


def span(text: str) -> tuple[int, int] | None:
    """Return the years of `2021-2024` or `2024`; None for an empty text. Raises UsageError for another."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})(?:[-–](\d{4}))?", text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise UsageError(f"--years takes a year or a span, as in 2021-2024; {text!r} is none")
    return int(found[1]), int(found[2] or found[1])
