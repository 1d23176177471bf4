"""`scripts/bench retrieval`: how often the ten best passages hold the answer, by full text alone, vectors alone, and together."""

import csv
import sys
import tempfile
from pathlib import Path

from neo4j_speed import server

from kg.embedding import E5
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_load import load
from kg.stores.vectors import WAYS, retrieve, write_vectors

QUESTIONS = Path(__file__).resolve().parents[1] / "tests/cases/retrieval/questions.tsv"
DEPTHS = (1, 5, 10)
LISTS = {"full text": ("text",), "vectors": ("vector",), "graph": ("graph",), "vectors and text": ("vector", "text")}


def bench(graph: Path) -> int:
    """Load the graph and vectors into a server of its own; print recall for each list alone and for all together."""
    with (
        tempfile.TemporaryDirectory() as work,
        server(Path(work) / "neo4j") as settings,
        Neo4jStore(settings) as store,
    ):
        load(store, graph)
        _compare(store)
    return 0


def _compare(store: Neo4jStore) -> None:
    model = E5()
    count = write_vectors(store, model)
    rows = list(csv.DictReader(QUESTIONS.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    known = "MATCH (p:Passage) WHERE p.text CONTAINS $text RETURN count(p) AS n"
    asked = [row for row in rows if store.run(known, {"text": row["holds"]})[0]["n"]]
    sys.stdout.write(f"{count} passages, {len(asked)} of {len(rows)} questions have an answer in this graph\n")
    for name, ways in {**LISTS, "all three": WAYS}.items():
        places = [_place(retrieve(store, model, row["question"], max(DEPTHS), ways), row["holds"]) for row in asked]
        shares = [sum(at <= depth for at in places) / max(1, len(asked)) for depth in DEPTHS]
        told = "  ".join(f"@{depth} {share:.3f}" for depth, share in zip(DEPTHS, shares, strict=True))
        sys.stdout.write(f"{name:18} recall {told}\n")


def _place(rows: list[dict[str, str]], text: str) -> int:
    """Return the place of the first passage that holds a text, counted from 1; a large number where none does."""
    return next((at for at, row in enumerate(rows, 1) if text in row["text"]), sys.maxsize)
