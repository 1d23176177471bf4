"""`scripts/bench retrieval`: how often the ten best passages hold the answer, by full text alone, vectors alone, and together."""

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.embedding import E5
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_load import load
from kg.stores.settings import Settings
from kg.stores.vectors import WAYS, retrieve, write_vectors

QUESTIONS = Path(__file__).resolve().parents[1] / "tests/cases/retrieval/questions.tsv"
SCRIPT = Path(__file__).with_name("neo4j")
DEPTHS = (1, 5, 10)
LISTS = {"full text": ("text",), "vectors": ("vector",), "graph": ("graph",), "vectors and text": ("vector", "text")}


def bench(graph: Path) -> int:
    """Load the graph and vectors into a server of its own; print recall for each list alone and for all together."""
    with tempfile.TemporaryDirectory() as work:
        home = Path(work) / "neo4j"
        command = [sys.executable, SCRIPT, "start", "--home", home, "--port", "0", "--http-port", "0"]
        server = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        settings = Settings(*(server[f"NEO4J_{key}"] for key in ("URI", "USERNAME", "PASSWORD", "DATABASE")))
        try:
            with Neo4jStore(settings) as store:
                load(store, graph)
                _compare(store)
        finally:
            subprocess.run([sys.executable, SCRIPT, "stop", "--home", home, "--kill"], check=True)
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
