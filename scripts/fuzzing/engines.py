"""The engines that the guard's verdict is compared with: what they say that they would do, and do."""

import multiprocessing
import re
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol, Self

from kg.errors import QueryError, StoreError
from kg.guard.check import allowed
from kg.stores.embedded import EmbeddedStore
from kg.stores.plans import check_engine_plan, server_operators
from kg.stores.plans import reading as reading_operators

# The engine says this where it read what a clause names, and could not go on.
TOUCHED = re.compile(
    r"Copy exception|IO exception|Cannot infer the format|No file found|extension|read.only|file_format", re.IGNORECASE
)
# Errors of what the server does not run: no Cypher of its own, or a procedure of the other engine.
REFUSED = ("Neo.ClientError.Statement", "Neo.ClientError.Procedure.ProcedureNotFound")
# What a statement that is run may take, in seconds and rows.
SECONDS, ROWS = 2.0, 10
# The graph before and after: its size, and its names, which a changed property would change.
COUNTED = (
    "MATCH (n) RETURN count(*) AS nodes, count(n.name) AS named, count(DISTINCT n.name) AS names",
    "MATCH ()-[r]->() RETURN count(r) AS relationships",
)
DIED = "the engine's process ended"


class Engine(Protocol):
    """An engine with a graph."""

    def judge(self, cypher: str, params: dict[str, Any]) -> str | None:
        """Return what a statement would do beyond reading, empty for nothing, None where it is not understood."""

    def run(self, cypher: str, params: dict[str, Any]) -> str:
        """Run a statement; return what it changed, empty for nothing."""

    def state(self) -> Any:
        """Return what the graph holds, in numbers."""


class Embedded:
    """The embedded engine of a graph, in a process of its own, which is started again when the engine ends it."""

    def __init__(self, graph: Path) -> None:
        self.graph, self.context = graph, multiprocessing.get_context("spawn")
        self._start()

    def _start(self) -> None:
        self.pipe, other = self.context.Pipe()
        self.process = self.context.Process(target=_serve, args=(self.graph, other), daemon=True)
        self.process.start()
        other.close()

    def _ask(self, what: str, *given: Any) -> Any:
        try:
            self.pipe.send((what, given))
            return self.pipe.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            self._start()
            return DIED

    def judge(self, cypher: str, params: dict[str, Any]) -> str | None:
        """Ask for the plan of a statement."""
        said: str | None = self._ask("judge", cypher, params)
        return said

    def run(self, cypher: str, params: dict[str, Any]) -> str:
        """Run a statement as `kg cypher` does; the database is open for reading."""
        return str(self._ask("run", cypher, params))

    def state(self) -> Any:
        """Count the graph."""
        return self._ask("state")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(graph: Path, pipe: Connection) -> None:
    answers = {"judge": _judged, "run": _run, "state": lambda store: [store.run(counted, {}) for counted in COUNTED]}
    with EmbeddedStore(graph) as store:
        while True:
            what, given = pipe.recv()
            pipe.send(answers[what](store, *given))


def _judged(store: EmbeddedStore, cypher: str, params: dict[str, Any]) -> str | None:
    try:
        rows = store.run(f"EXPLAIN {cypher}", params)
        check_engine_plan("".join(str(value) for row in rows for value in row.values()))
    except QueryError as error:
        return str(error)
    except StoreError as error:
        said = str(error)
        return said if TOUCHED.search(said) and "Parser exception" not in said else None
    return ""


def _run(store: EmbeddedStore, cypher: str, params: dict[str, Any]) -> str:
    try:
        store.run_limited(cypher, params, ROWS, SECONDS)
    except (QueryError, StoreError) as error:
        return str(error) if TOUCHED.search(str(error)) else ""
    return ""


class Server:
    """A Neo4j server, by its driver. The session may write: the plan alone decides."""

    def __init__(self, driver: Any) -> None:
        self.session, self.procedures = driver.session(), frozenset(allowed()["procedures"])

    def judge(self, cypher: str, params: dict[str, Any]) -> str | None:
        """Ask for the plan of a statement."""
        from neo4j.exceptions import Neo4jError

        try:
            found = self.session.run("EXPLAIN " + cypher, params).consume()
        except Neo4jError as error:
            return None if (error.code or "").startswith(REFUSED) else str(error)
        more = [name for name in server_operators(found.plan or {}) if name not in reading_operators("neo4j")]
        called = [name for name in _procedures(found.plan or {}) if name.lower() not in self.procedures]
        return "" if found.query_type == "r" and not (more or called) else f"{found.query_type} {more} {called}"

    def run(self, cypher: str, params: dict[str, Any]) -> str:
        """Run a statement in a transaction that may write and is committed."""
        from neo4j import Query
        from neo4j.exceptions import Neo4jError

        try:
            result = self.session.run(Query(cypher, timeout=SECONDS), params)
            result.fetch(ROWS)
            changed = result.consume().counters
        except Neo4jError:
            return ""
        return str(changed) if changed.contains_updates or changed.contains_system_updates else ""

    def state(self) -> Any:
        """Count the graph."""
        return [self.session.run(counted).data() for counted in COUNTED]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()


def _procedures(plan: dict[str, Any]) -> Iterator[str]:
    if "ProcedureCall" in str(plan.get("operatorType")):
        yield str(plan.get("args", {}).get("Details", "")).partition("(")[0]
    for child in plan.get("children", ()):
        yield from _procedures(child)
