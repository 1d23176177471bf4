"""`scripts/bench queries`: every canned query on both stores, with rows, latencies and whether the answers are equal."""

import tempfile
import time
from pathlib import Path
from statistics import quantiles

from neo4j_speed import say, server
from query_hits import hits

from kg.builder import build
from kg.examples import example
from kg.extraction import models_for
from kg.find import folder_names
from kg.mode import ModeName
from kg.ontology import load_ontology
from kg.query import Query, Value, answer, load_queries
from kg.stores.base import Store
from kg.stores.embedded import EmbeddedStore
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_load import load

RUNS = 30


def bench(corpus: Path | None, graph: Path | None) -> int:
    """Print one line a query; the exit status is 1 when an answer is empty or differs."""
    with tempfile.TemporaryDirectory() as work:
        folder = graph or Path(work) / "graph"
        if not graph:
            build([str(corpus)], folder, load_ontology(), models=models_for(ModeName.AUTO))
        with server(Path(work) / "neo4j") as settings, Neo4jStore(settings) as remote:
            load(remote, folder)
            return _compare(folder, remote)


def _compare(folder: Path, remote: Neo4jStore) -> int:
    local, names, bad = EmbeddedStore(folder), folder_names(folder), 0
    say(
        "| query | rows | embedded p50 ms | p99 ms | neo4j p50 ms | hits a row | equal |\n|---|---|---|---|---|---|---|"
    )
    for query in load_queries().values():
        params = example(query, local, names)
        if params is None:
            say(f"| {query.name} | 0 | | | | | empty |")
            bad += 1
            continue
        mine, theirs = _timed(query, params, local), _timed(query, params, remote)
        same = mine[0] == theirs[0]
        bad += not same
        count, rows = hits(remote, query, params)
        say(
            f"| {query.name} | {len(mine[0])} | {mine[1]:.1f} | {mine[2]:.1f} | {theirs[1]:.1f} | {count / rows:.1f} | {'yes' if same else 'NO'} |"
        )
    local.close()
    return 1 if bad else 0


def _timed(query: Query, params: dict[str, Value], store: Store) -> tuple[list[dict[str, object]], float, float]:
    """Return rows, p50 and p99 in milliseconds, after two runs that warm up."""
    times = []
    for _ in range(RUNS + 2):
        begin = time.perf_counter()
        rows = answer(query, params, store)
        times.append(1000 * (time.perf_counter() - begin))
    cuts = quantiles(times[2:], n=100)
    return rows, cuts[49], cuts[98]
