"""Every Cypher statement of a load. Data travels as parameters; only names of types, which cannot, are put in."""

from kg.schema import Schema

# What carries `kg_hash` is this project's; nothing else in the database is ever changed.
TAG = "kg_hash"
# A node or relationship that the graph no longer holds but on which somebody has put something of their own.
RETIRED = "kg_retired"

LOCK_SCHEMA = "CREATE CONSTRAINT kg_lock IF NOT EXISTS FOR (n:KgLock) REQUIRE n.id IS UNIQUE"
# Never committed: the entry in the index of the constraint is what the second load has to wait for.
LOCK = "CREATE (:KgLock {id: 'load'})"
CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN name"
INDEXES = "SHOW INDEXES YIELD name RETURN name"
DROP_NAMES = "DROP INDEX kg_names IF EXISTS"
AWAIT = "CALL db.awaitIndexes(600)"

READ_STATE = "MATCH (l:KgLoad {id: 'district-kg'}) RETURN properties(l) AS state"
IS_LOADING = "MATCH (l:KgLoad {id: 'district-kg', state: 'loading'}) RETURN true AS loading"
READ_LINKS = "MATCH (l:KgLoad {id: 'district-kg'}) RETURN l.links AS links"
WRITE_STATE = "MERGE (l:KgLoad {id: 'district-kg'}) SET l = $state"

SUMS_NODE = """MATCH (n:{label}) WHERE n.kg_hash IS NOT NULL
RETURN count(n), coalesce(sum(n.kg_hash / 2147483648), 0), coalesce(sum(n.kg_hash % 2147483648), 0)"""
SUMS_EDGE = """MATCH ()-[r:{type}]->() WHERE r.kg_hash IS NOT NULL
RETURN count(r), coalesce(sum(r.kg_hash / 2147483648), 0), coalesce(sum(r.kg_hash % 2147483648), 0)"""

LIST_NODE = "MATCH (n:{label}) WHERE n.kg_hash IS NOT NULL RETURN n.id, n.kg_hash, elementId(n)"
LIST_EDGE = "MATCH (a)-[r:{type}]->(b) WHERE r.kg_hash IS NOT NULL RETURN a.id, b.id, r.kg_hash, elementId(r)"
FULL_NODE = "MATCH (n:{label}) WHERE n.kg_hash IS NOT NULL RETURN n.id, properties(n), elementId(n)"
FULL_EDGE = "MATCH (a)-[r:{type}]->(b) WHERE r.kg_hash IS NOT NULL RETURN a.id, b.id, properties(r), elementId(r)"
# Nodes of other people that have an id; a retired one is taken back.
OTHERS_NODE = """MATCH (n:{label}) WHERE n.kg_hash IS NULL AND n.id IS NOT NULL
RETURN n.id, coalesce(n.kg_retired, false), elementId(n)"""
OTHERS_EDGE = "MATCH (a)-[r:{type}]->(b) WHERE r.kg_retired RETURN a.id, b.id, true, elementId(r)"

CREATE_NODE = "UNWIND $rows AS row CREATE (n:{label}) SET n = row"
UPDATE_NODE = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row[0] SET n += $gone SET n += row[1]"
RELABEL = "{update} REMOVE n:{labels} SET n:{label}"
CREATE_EDGE = """UNWIND $rows AS row
MATCH (a:{head} {{id: row[0]}}) MATCH (b:{tail} {{id: row[1]}})
CREATE (a)-[r:{type}]->(b) SET r = row[2]"""
UPDATE_EDGE = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row[0] SET r += $gone SET r += row[1]"

DELETE_EDGE = """UNWIND $rows AS at MATCH ()-[r]->() WHERE elementId(r) = at
AND r.kg_hash IS NOT NULL AND all(k IN keys(r) WHERE k IN $managed) DELETE r"""
RETIRE_EDGE = """UNWIND $rows AS at MATCH ()-[r]->() WHERE elementId(r) = at AND r.kg_hash IS NOT NULL
SET r += $gone SET r.kg_retired = true"""
DELETE_NODE = """UNWIND $rows AS at MATCH (n) WHERE elementId(n) = at
AND n.kg_hash IS NOT NULL AND all(k IN keys(n) WHERE k IN $managed) AND all(l IN labels(n) WHERE l IN $labels)
AND NOT EXISTS { (n)--() } DELETE n"""
RETIRE_NODE = """UNWIND $rows AS at MATCH (n) WHERE elementId(n) = at AND n.kg_hash IS NOT NULL
WITH n, n.id AS id, n.name AS name SET n += $gone SET n.id = id, n.name = name, n.kg_retired = true"""

# Those among the rows that a load would retire rather than delete.
KEPT_EDGE = """UNWIND $rows AS at MATCH ()-[r]->() WHERE elementId(r) = at
AND any(k IN keys(r) WHERE NOT k IN $managed) RETURN elementId(r)"""
KEPT_NODE = """UNWIND $rows AS at MATCH (n) WHERE elementId(n) = at
AND (any(k IN keys(n) WHERE NOT k IN $managed) OR any(l IN labels(n) WHERE NOT l IN $labels)
OR EXISTS { (n)-[r]-() WHERE r.kg_hash IS NULL OR any(k IN keys(r) WHERE NOT k IN $managed) }) RETURN elementId(n)"""
RETIRED_NODES = "MATCH (n) WHERE n.kg_retired RETURN n.id AS id ORDER BY id"
RETIRED_EDGES = "MATCH (a)-[r]->(b) WHERE r.kg_retired RETURN a.id + ' → ' + b.id AS id ORDER BY id"
PURGE_EDGES = "MATCH ()-[r]->() WHERE r.kg_retired WITH r LIMIT $limit DELETE r"
PURGE_NODES = "MATCH (n) WHERE n.kg_retired WITH n LIMIT $limit DETACH DELETE n"


def quoted(name: str) -> str:
    """Return a type's name as a Cypher identifier; a backtick in it is doubled, so that it stays a name."""
    return "`" + name.replace("`", "``") + "`"


def labels_of(kind: str, known: Schema) -> list[str]:
    """Return the labels of a node type: its own, and `Entity` where it is one; a type of an earlier graph may be one."""
    return ["Entity", kind] if kind not in known.node_types or known.node_types[kind].entity else [kind]


def second_labels(kind: str, known: Schema) -> list[str]:
    """Return the labels that nodes of a type may have after their status."""
    return sorted(known.node_types[kind].labels.values()) if kind in known.node_types else []


def labels_for(kind: str, status: str | None, known: Schema) -> list[str]:
    """Return the labels of a node of a type with this status."""
    second = known.node_types[kind].labels.get(status or "")
    return [*labels_of(kind, known), second] if second else labels_of(kind, known)


def fill(statement: str, **names: str) -> str:
    """Put type names into one of the statements above."""
    return statement.format(**{key: quoted(name) for key, name in names.items()})


def create_node(kind: str, status: str | None, known: Schema) -> str:
    """Return the statement that makes nodes of a type with this status."""
    return CREATE_NODE.format(label=":".join(map(quoted, labels_for(kind, status, known))))


def update_node(kind: str, status: str | None, known: Schema) -> str:
    """Return the statement that changes nodes of a type, which have this status then."""
    labels = second_labels(kind, known)
    if not labels:
        return UPDATE_NODE
    own = ":".join(map(quoted, labels_for(kind, status, known)))
    return RELABEL.format(update=UPDATE_NODE, labels=":".join(map(quoted, labels)), label=own)


def create_edge(head: str, kind: str, tail: str) -> str:
    """Return the statement that makes relationships of a type between nodes of two labels."""
    return fill(CREATE_EDGE, head=head, type=kind, tail=tail)


def schema(known: Schema) -> tuple[list[str], list[str]]:
    """Return (constraints, indexes): ids are unique a label, indexes are what the canned queries look up by."""
    constraints = [
        f"CREATE CONSTRAINT {quoted('kg_id_' + kind)} IF NOT EXISTS FOR (n:{quoted(kind)}) REQUIRE n.id IS UNIQUE"
        for kind in ("Entity", "KgLoad", *known.node_types)
    ]
    ranges = [
        *((kind, "name") for kind in ("Entity", *known.named_types)),
        ("Entity", "district"),
        ("Target", "year"),
        ("Target", "status"),
        ("Statement", "relation"),
    ]
    indexes = [
        f"CREATE INDEX {quoted(f'kg_{kind}_{prop}')} IF NOT EXISTS FOR (n:{kind}) ON (n.{prop})"
        for kind, prop in ranges
    ]
    cjk = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    indexes += [
        f"CREATE FULLTEXT INDEX kg_names IF NOT EXISTS FOR (n:Entity|Indicator|Measure) ON EACH [n.name, n.aliases] {cjk}",
        f"CREATE FULLTEXT INDEX kg_passages IF NOT EXISTS FOR (n:Passage) ON EACH [n.text] {cjk}",
    ]
    return constraints, indexes
