"""Vectors of passages in Neo4j: written after a load, looked up together with full text and the graph."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.errors import StoreError
from kg.stores.neo4j import Neo4jStore

INDEX = "kg_passage_vectors"
# Passages a transaction; one vector is some 8 kB on the wire.
BATCH = 500
# `embedding` is what retrievers of other tools read by default; `embedding_of` tells of which content it is.
WITHOUT = """MATCH (p:Passage) WHERE p.kg_hash IS NOT NULL AND p.text IS NOT NULL
AND (p.embedding IS NULL OR p.embedding_of IS NULL OR p.embedding_of <> p.kg_hash)
RETURN p.id AS id, p.text AS text, p.kg_hash AS hash ORDER BY id"""
WRITE = """UNWIND $rows AS row MATCH (p:Passage {id: row.id}) WHERE p.kg_hash = row.hash
SET p.embedding = row.vector, p.embedding_of = row.hash"""
CREATE = """CREATE VECTOR INDEX kg_passage_vectors IF NOT EXISTS FOR (p:Passage) ON (p.embedding)
OPTIONS {indexConfig: {`vector.dimensions`: $width, `vector.similarity_function`: 'cosine'}}"""
AWAIT = "CALL db.awaitIndexes(300)"
THERE = "SHOW VECTOR INDEXES YIELD name WHERE name = $name RETURN name"

# Three ranked lists of passages: nearest vectors, full text, and those that mention most of the entities which the question
# names. A passage gets 1 / (60 + rank) from each list that holds it (reciprocal rank fusion, Cormack, Clarke and Büttcher,
# SIGIR 2009, with their constant). The graph's list counts a fifth: alike, it cost eight points of recall (docs/quality.md); so it
# decides between passages that the others hold alike, and what it alone holds comes after theirs.
HYBRID = """CALL () {
  CALL db.index.vector.queryNodes('kg_passage_vectors', $depth, $vector) YIELD node, score
  WITH node, score ORDER BY score DESC, node.id
  WITH collect(node) AS nodes UNWIND range(0, size(nodes) - 1) AS rank
  RETURN nodes[rank] AS passage, 'vector' AS way, rank
  UNION ALL
  CALL db.index.fulltext.queryNodes('kg_passages', $text, {limit: $depth}) YIELD node, score
  WITH node, score ORDER BY score DESC, node.id
  WITH collect(node) AS nodes UNWIND range(0, size(nodes) - 1) AS rank
  RETURN nodes[rank] AS passage, 'text' AS way, rank
  UNION ALL
  CALL db.index.fulltext.queryNodes('kg_names', $text, {limit: $depth}) YIELD node
  WHERE node:Entity AND any(name IN [node.name] + coalesce(node.aliases, []) WHERE $question CONTAINS name)
  MATCH (node)-[:MENTIONED_IN]->(passage:Passage)
  WITH passage, count(DISTINCT node) AS named ORDER BY named DESC, passage.id LIMIT $depth
  WITH collect(passage) AS nodes UNWIND range(0, size(nodes) - 1) AS rank
  RETURN nodes[rank] AS passage, 'graph' AS way, rank
}
WITH passage, way, rank WHERE passage.kg_hash IS NOT NULL AND way IN $ways
WITH passage, sum(CASE way WHEN 'graph' THEN 0.2 ELSE 1.0 END / (60 + rank)) AS score, collect(way) AS found ORDER BY score DESC, passage.id LIMIT $limit
OPTIONAL MATCH (entity:Entity)-[:MENTIONED_IN]->(passage)
WITH passage, score, found, entity ORDER BY entity.name
RETURN passage.id AS id, passage.text AS text, passage.document AS document, passage.start AS start, passage.end AS end,
  score, found, collect(DISTINCT entity.name) AS mentions ORDER BY score DESC, id"""
WAYS = ("vector", "text", "graph")
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """What gives vectors of length one, as rows."""

    width: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages (texts, width)."""

    def question(self, text: str) -> Vectors:
        """Return the vector of a question (width)."""


def write_vectors(store: Neo4jStore, embedder: Embedder, report: Callable[[str, int], None] = lambda *_: None) -> int:
    """Give every passage that has none, or one of another text, its vector, and make the index; return how many were written.

    `report` is told ("total", count) and then ("vectors", count) after each batch.
    """
    missing = store.run(WITHOUT, {})
    report("total", len(missing))
    for first in range(0, len(missing), BATCH):
        rows = missing[first : first + BATCH]
        vectors = embedder.passages([row["text"] for row in rows])
        store.write(WRITE, {"rows": list(_rows(rows, vectors))})
        report("vectors", len(rows))
    store.schema(CREATE.replace("$width", str(int(embedder.width))))
    store.run(AWAIT, {})
    return len(missing)


def _rows(rows: Iterable[dict[str, Any]], vectors: Vectors) -> Iterable[dict[str, Any]]:
    for row, vector in zip(rows, vectors, strict=True):
        yield {"id": row["id"], "hash": row["hash"], "vector": vector.tolist()}


def retrieve(
    store: Neo4jStore,
    embedder: Embedder,
    question: str,
    limit: int = 10,
    ways: Sequence[str] = WAYS,
    depth: int = 50,
) -> list[dict[str, Any]]:
    """Return passages for a question, best first: `{id, text, document, start, end, score, found, mentions}`.

    `found` names the lists that hold the passage, `mentions` the entities that it mentions; `start` and `end` are characters of
    the source file. `ways` are the lists to read, each to `depth`. Raises StoreError where the database has no vectors.
    """
    if not store.run(THERE, {"name": INDEX}):
        raise StoreError("this database has no vectors of passages; write them with: kg load --vectors")
    vector = embedder.question(question).tolist()
    given = {"question": question, "text": words(question), "vector": vector, "depth": depth, "limit": limit}
    return store.run(HYBRID, {**given, "ways": list(ways)})


def words(text: str) -> str:
    """Return a text as a full-text query for any of its words: letters and digits, nothing that the query language reads."""
    return " ".join("".join(c if c.isalnum() else " " for c in text).lower().split())
