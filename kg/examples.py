"""An example for each canned query that the graph at hand answers."""

from collections.abc import Iterator
from itertools import islice, product

from kg.find import Names
from kg.query import Query
from kg.stores.base import Store

TRIES = 40
PAIRS = """MATCH (a)-[r]->(b) WHERE a.id STARTS WITH $head AND b.id STARTS WITH $tail AND NOT r.implied AND type(r) <> 'HAS_TARGET'
RETURN a.id AS head, b.id AS tail ORDER BY r.confidence DESC, head, tail LIMIT 200"""


def example(query: Query, store: Store, names: Names) -> dict[str, str]:
    """Return parameters, as node ids, with which the query has rows; the most mentioned entities are tried first.

    An empty dict stands for a query that nothing in this graph answers.
    """
    for params in islice(_candidates(query, store, names), TRIES):
        if store.run(query.cypher, params):
            return params
    return {}


def _candidates(query: Query, store: Store, names: Names) -> Iterator[dict[str, str]]:
    options = [
        [item.id for item in sorted(names.of(kind), key=lambda i: (-i.mentions, i.id))]
        for kind in query.params.values()
    ]
    if len(options) == 2:
        kinds = ["" if kind == "Entity" else f"{kind}:" for kind in query.params.values()]
        for row in store.run(PAIRS, {"head": kinds[0], "tail": kinds[1]}):
            if row["head"] in options[0] and row["tail"] in options[1]:
                yield dict(zip(query.params, (row["head"], row["tail"]), strict=True))
    yield from (dict(zip(query.params, ids, strict=True)) for ids in product(*options))
