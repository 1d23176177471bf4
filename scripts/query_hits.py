"""Database hits of canned queries a row returned, as the PROFILE of a Neo4j server counts them."""

from typing import Any

from kg.examples import example
from kg.find import store_names
from kg.query import Query, Value, load_queries
from kg.stores.neo4j import Neo4jStore

# A row with ten columns costs ten hits in any plan, since each property that is read is one.
FINDING = 10
# Plans that were made for what the database held before are kept for a while, and a load changes what the indexes are worth:
# both are brought up to date first, as they are on a server that has had its graph for a minute.
REPLAN = "CALL db.prepareForReplanning(120)"


def hits(store: Neo4jStore, query: Query, params: dict[str, Value]) -> tuple[int, int]:
    """Return (database hits, rows) of a query as the server's PROFILE counts them."""
    with store.driver.session(database=store.settings.database, default_access_mode="READ") as session:
        result = session.run(f"PROFILE {query.cypher}", dict(params))  # type: ignore[arg-type]
        rows = len(list(result))
        return _sum(result.consume().profile or {}), rows


def _sum(plan: dict[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(_sum(child) for child in plan.get("children", ()))


def limit(query: Query) -> int:
    """Return how many hits a row of a query may cost: ten to find it and one for each column."""
    return FINDING + len(query.columns)


def measured(store: Neo4jStore) -> dict[str, tuple[int, int]]:
    """Return (hits, rows) by query, each with the example that Browser is given. Needs the rights of an administrator."""
    store.driver.execute_query(REPLAN, database_=store.settings.database)
    names = store_names(store)
    found: dict[str, tuple[int, int]] = {}
    for query in load_queries().values():
        params = example(query, store, names)
        if params is not None:
            found[query.name] = hits(store, query, params)
    return found
