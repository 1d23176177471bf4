"""An example for each canned query that the graph at hand answers."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from kg.find import Names
from kg.query import Query, Value, answer
from kg.stores.base import Store

TRIES = 60
# Names of lists that districts put their zones on.
LISTS = ("特色产业园区", "产业园区", "示范园区", "园区")
PAIRS = """MATCH (a)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(b) WHERE s.relation <> 'HAS_TARGET'
RETURN a.id AS head, b.id AS tail, max(s.confidence) AS confidence ORDER BY confidence DESC, head, tail LIMIT 200"""
YEARS = "MATCH (d:Document) WHERE d.year IS NOT NULL RETURN DISTINCT d.year AS value ORDER BY value DESC"
UNITS = "MATCH (t:Target) WHERE t.unit IS NOT NULL RETURN t.unit AS value, count(*) AS number ORDER BY number DESC, value LIMIT 20"


def example(query: Query, store: Store, names: Names) -> dict[str, Value] | None:
    """Return parameters, entities as node ids, with which the query has rows; the most mentioned are tried first.

    None stands for a query that nothing in this graph answers.
    """
    for params in islice(candidates(query, store, names), TRIES):
        if answer(query, params, store):
            return params
    return None


def candidates(query: Query, store: Store, names: Names) -> Iterator[dict[str, Value]]:
    """Yield parameters to try, the most mentioned entities and the best attested pairs first."""
    options = [list(values(kind, store, names)) for kind in query.params.values()]
    if [kind for kind in query.params.values() if kind in names.kinds] == ["Entity", "Entity"]:
        for row in store.run(PAIRS, {}):
            if row["head"] in options[0] and row["tail"] in options[1]:
                yield dict(zip(query.params, (row["head"], row["tail"]), strict=True))
    yield from (dict(zip(query.params, chosen, strict=True)) for chosen in product(*options))


def values(kind: str, store: Store, names: Names) -> Iterator[Any]:
    """Yield what a parameter of a kind may be in this graph, the most mentioned first."""
    if kind == "int":
        yield from (row["value"] for row in store.run(YEARS, {}))
    elif kind == "text":
        yield from (row["value"] for row in store.run(UNITS, {}))
    elif kind == "list":
        yield from LISTS
    elif kind == "type":
        yield from (f"{name}:" for name in sorted({item.type for item in names.items}, reverse=True))
    else:
        ranked = sorted(names.of(kind.removesuffix("*")), key=lambda i: (-i.mentions, i.id))
        if kind.endswith("*"):
            yield [item.id for item in ranked[:4]]
        else:
            yield from (item.id for item in ranked)
