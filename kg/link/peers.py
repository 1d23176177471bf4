"""Firms of the graph with known sectors and the places where they have settled: similar firms may follow."""

from typing import TYPE_CHECKING

from kg.kinds import FIRM

if TYPE_CHECKING:
    from kg.link.context import Context


def peers(context: "Context") -> list[tuple[str, tuple[str, ...], list[tuple[str, int]]]]:
    """Return firms with their sectors and where they are, each place with its evidence, see `Context.cited`."""
    found = []
    for key in sorted(k for k in context.nodes if k.startswith(f"{FIRM}:")):
        stated = [tail.partition(":")[2] for tail, e in context.near.get(key, ()) if e["relation"] == "OPERATES_IN"]
        sectors = tuple(dict.fromkeys([*stated, *context.sectors.of_known(FIRM, context.names(key))]))
        spots = [
            (place, edge["at"])
            for place, edge in context.near.get(key, ())
            if context.kind_of(place).site and edge["relation"] in ("LOCATED_IN", "DEVELOPS")
        ]
        spots += [
            (topic.id, index)
            for index in context.said.get(key, ())
            for topic in context.topics[index]
            if context.kind_of(topic.id).site and not topic.heading
        ]
        if sectors and spots:
            found.append((key, sectors, spots))
    return found
