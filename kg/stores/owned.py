"""Canned queries over a database that others have added to: only what a load wrote answers.

Whoever works in a Neo4j database puts nodes and relationships of their own beside the graph, often with its labels. What a
load wrote carries `kg_hash`; see `kg.stores.statements`.
"""

import re
from functools import lru_cache

# What `KgLoad` says of the last load against what there is; both counts come from the server's statistics.
ADDED = """MATCH (l:KgLoad {id: 'district-kg'})
RETURN COUNT { (n) } <> l.nodes + 1 OR COUNT { ()-[r]->() } <> l.relationships AS added"""

# As the canned queries write them: labels and types are bare words, and no step is of variable length.
NODE = re.compile(r"\((?P<name>\w*):(?P<types>\w+(?:\|\w+)*)\)")
RELATIONSHIP = re.compile(r"-\[(?P<name>\w*)(?P<types>(?::\w+(?:\|\w+)*)?)\]-")


@lru_cache(maxsize=256)
def owned(cypher: str) -> str:
    """Return a canned query that asks of every node with a label and of every relationship whether a load wrote it.

    A node without a label is reached through a relationship, and those that a load wrote end at nodes that it wrote.
    """
    count = 0

    def tagged(found: re.Match[str]) -> str:
        nonlocal count
        name = found["name"]
        if not name:
            count += 1
            name = f"own_{count}"
        types = found["types"] if found["types"].startswith(":") or not found["types"] else f":{found['types']}"
        inner = f"{name}{types} WHERE {name}.kg_hash IS NOT NULL"
        return f"({inner})" if found[0].startswith("(") else f"-[{inner}]-"

    return RELATIONSHIP.sub(tagged, NODE.sub(tagged, cypher))
