"""`scripts/bench neo4j`: how fast a load is, beside a bare loop over the same rows with the plain driver in the same run."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from made import make_graph
from neo4j import Driver, GraphDatabase

from kg.ontology import load_ontology
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_load import load
from kg.stores.rows import tables
from kg.stores.settings import Settings

BATCH = 5_000
SCRIPT = Path(__file__).with_name("neo4j")
NODE = "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n += row"
EDGE = """UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to})
MERGE (a)-[r:%s]->(b) SET r += row.props"""


def bench(nodes: int, edges: int, only_load: bool) -> int:
    """Print rates of both, first load and again, ratios, and the client's peak memory."""
    with tempfile.TemporaryDirectory() as work:
        folder = make_graph(Path(work) / "graph", load_ontology(), nodes, edges)
        with server(Path(work) / "neo4j", "--heap", "2g") as settings:
            _compare(folder, settings, nodes + edges, only_load)
    return 0


@contextmanager
def server(home: Path, *options: str) -> Iterator[Settings]:
    """Run a server of this run's own, with options of `scripts/neo4j start`."""
    command = [sys.executable, SCRIPT, "start", "--home", home, "--port", "0", "--http-port", "0", *options]
    made = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    try:
        yield Settings(*(made[f"NEO4J_{key}"] for key in ("URI", "USERNAME", "PASSWORD", "DATABASE")))
    finally:
        subprocess.run([sys.executable, SCRIPT, "stop", "--home", home, "--kill"], check=True)


def _compare(folder: Path, settings: Settings, size: int, only_load: bool) -> None:
    extension = "with" if find_spec("neo4j._rust") else "without"
    say(f"{size} rows, {extension} neo4j-rust-ext")
    driver = GraphDatabase.driver(settings.uri, auth=(settings.username, settings.password))
    rates = {}
    _empty(driver)
    bare = _Bare(driver, folder)
    if not only_load:
        bare.run()  # the server's compiler warms up on both forms of statement, and neither is measured cold
        _empty(driver)
        _load(settings, folder)
        _empty(driver)
        rates["bare", "first"] = _timed(bare.run)
        rates["bare", "again"] = min(_timed(bare.run), _timed(bare.run))
        _empty(driver)
    rates["load", "first"] = _timed(lambda: _load(settings, folder))
    rates["load", "again"] = min(_timed(lambda: _load(settings, folder)), _timed(lambda: _load(settings, folder)))
    driver.close()
    for (who, when), (seconds, parts) in rates.items():
        say(f"{who:5} {when:6} {seconds:7.1f} s  {size / seconds:9.0f} rows/s{parts}")
    for when in ("first", "again") if not only_load else ():
        say(f"load / bare loop, {when}: {rates['bare', when][0] / rates['load', when][0]:.2f}")
    say(f"client memory at the end: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def _timed(call: Callable[[], str]) -> tuple[float, str]:
    begin = time.perf_counter()
    parts = call()
    return time.perf_counter() - begin, parts


def _load(settings: Settings, folder: Path) -> str:
    """Load as `kg load` does, everything included: comparing, constraints, indexes."""
    marks: dict[str, list[float]] = {}

    def report(what: str, count: int) -> None:
        kind = "relationships" if what.isupper() else "nodes"
        marks.setdefault(kind, [time.perf_counter(), 0.0, 0.0])
        marks[kind][1], marks[kind][2] = time.perf_counter(), marks[kind][2] + count

    with Neo4jStore(settings) as store:
        load(store, folder, lambda what, count: None if what == "total" else report(what, count))
    return "".join(f"  {c / max(end - start, 1e-9):9.0f} {kind}/s" for kind, (start, end, c) in marks.items())


class _Bare:
    """UNWIND and MERGE over ready rows, one managed transaction a batch: what one would write without this project."""

    def __init__(self, driver: Driver, folder: Path) -> None:
        self.driver, self.tables = driver, tables(folder)

    def run(self) -> str:
        parts = ""
        self.driver.execute_query("CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
        for edge in (False, True):
            begin, count = time.perf_counter(), 0
            with self.driver.session() as session:
                for table in self.tables:
                    if table.edge is edge:
                        count += self._table(session, table)
            parts += f"  {count / (time.perf_counter() - begin):9.0f} {'relationships' if edge else 'nodes'}/s"
        return parts

    def _table(self, session, table) -> int:
        count = 0
        for batch in table.batches():
            rows = batch.to_pylist()
            if table.edge:
                rows = [{"from": r.pop("from"), "to": r.pop("to"), "props": r} for r in rows]
            statement = EDGE % table.name if table.edge else NODE
            for at in range(0, len(rows), BATCH):
                part = rows[at : at + BATCH]
                session.execute_write(lambda tx, s=statement, p=part: tx.run(s, rows=p).consume())
            count += len(rows)
        return count


def _empty(driver: Driver) -> None:
    """Remove everything, schema included."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
    for kind, show in (
        ("CONSTRAINT", "CONSTRAINTS YIELD name"),
        ("INDEX", "INDEXES YIELD name, type WHERE type <> 'LOOKUP'"),
    ):
        for record in driver.execute_query(f"SHOW {show} RETURN name").records:
            driver.execute_query(f"DROP {kind} `{record['name']}`")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
