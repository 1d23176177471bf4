"""The only module that opens the Neo4j driver: connecting, reading, writing, and errors in one line."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Self

from neo4j import READ_ACCESS, Driver, GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from kg.errors import StoreError
from kg.stores.owned import ADDED, owned
from kg.stores.plans import check_server_plan
from kg.stores.settings import Settings

OLDEST = (5, 26)
CONNECT_SECONDS = 5.0
RETRY_SECONDS = 30.0
# After a power cut at the client a server may not notice that it is gone; then this ends the lock.
HOLD_SECONDS = 4 * 3600.0
FETCH = 20_000
Counters = dict[str, int]

FULLTEXT = """CALL db.index.fulltext.queryNodes($index, $text, {limit: $limit}) YIELD node, score
WHERE node.kg_hash IS NOT NULL RETURN node.id AS id, score ORDER BY score DESC, id"""

# Neo4jError.code → what to do about it; the server's own reason stands before.
ADVICE = {
    "Neo.ClientError.Security.CredentialsExpired": "sign in once and change the password of this user",
    "Neo.ClientError.Security.Forbidden": "this user has no right to do that",
    "Neo.ClientError.Security.AuthenticationRateLimit": "too many wrong passwords; wait a few seconds",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "load into a database that may be written",
    "Neo.ClientError.Statement.AccessMode": "a question may only read",
    "Neo.ClientError.Schema.ConstraintValidationFailed": "rename or delete what stands in the way, then load again",
    "Neo.ClientError.Schema.ConstraintCreationFailed": "rename or delete what stands in the way, then load again",
    "Neo.TransientError.General.DatabaseUnavailable": "wait until the server has started",
}
FULL = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "TransactionOutOfMemoryError", "OutOfDisk", "StackOverFlow")
WAITED = (
    "Neo.ClientError.Transaction.LockClientStopped",
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.LockAcquisitionTimeout",
    "Neo.TransientError.Transaction.LockClientStopped",
)

logging.getLogger("neo4j").addHandler(logging.NullHandler())


class FullError(StoreError):
    """The server has no room for a transaction of this size."""


class BusyError(StoreError):
    """Someone else holds the lock."""


class Neo4jStore:
    """A Neo4j database over Bolt: reads in read transactions, writes in managed ones with the driver's retries."""

    def __init__(
        self, settings: Settings, oldest: tuple[int, int] = OLDEST, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        """Connect. Raises StoreError within seconds when there is no server, no right, or an old version."""
        self.settings = settings
        with _explained(settings):
            self.driver: Driver = GraphDatabase.driver(
                settings.uri,
                auth=(settings.username, settings.password),
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=retry_seconds,
                notifications_min_severity="OFF",
            )
        try:
            with _explained(settings):
                agent = str(self.driver.get_server_info().agent)
                self._check_version(agent, oldest)
                self.run("RETURN 1 AS one", {})
        except StoreError:
            self.close()
            raise

    def _check_version(self, agent: str, oldest: tuple[int, int]) -> None:
        version = agent.partition("/")[2]
        parts = tuple(int(p) for p in version.split(".")[:2] if p.isdigit())
        if parts and parts < oldest:
            wanted = ".".join(map(str, oldest))
            raise StoreError(
                f"{self.settings.uri} runs Neo4j {version}; {wanted} or newer is needed: upgrade the server"
            )

    def run(self, cypher: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows of a query, read in a read transaction. Raises StoreError with the server's reason."""

        def work(tx: ManagedTransaction) -> list[dict[str, Any]]:
            return [record.data() for record in tx.run(cypher, params)]

        with _explained(self.settings), self._session(READ_ACCESS) as session:
            return session.execute_read(work)

    def run_canned(self, cypher: str, params: dict[str, Any], others: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a canned query, without what others have added to the database unless `others` says so.

        A database that holds nothing else, by the server's own counts, is asked without looking at each step.
        """
        alone = others or self.run(ADDED, {}) == [{"added": False}]
        return self.run(cypher if alone else owned(cypher), params)

    def run_limited(self, cypher: str, params: dict[str, Any], rows: int, seconds: float) -> list[dict[str, Any]]:
        """Return at most so many rows of a query, which the server ends after so many seconds.

        The server's own plan is read before the query runs; see `check_server_plan`.
        """

        @unit_of_work(timeout=seconds)
        def plan(tx: ManagedTransaction) -> None:
            check_server_plan(tx, cypher, params)

        @unit_of_work(timeout=seconds)
        def work(tx: ManagedTransaction) -> list[dict[str, Any]]:
            return [record.data() for record in islice(tx.run(cypher, params), rows)]

        with _explained(self.settings), self._session(READ_ACCESS) as session:
            session.execute_read(plan)
            return session.execute_read(work)

    def search(self, kind: str, terms: list[str], limit: int) -> list[tuple[str, float]]:
        """Return (node id, score), best first, of the `names` or `passages` that hold the terms."""
        phrases = ['"' + term.replace("\\", "\\\\").replace('"', '\\"') + '"' for term in terms]
        for joiner in (" AND ", " OR "):
            params = {"index": f"kg_{kind}", "text": joiner.join(phrases), "limit": limit}
            if found := [(row["id"], row["score"]) for row in self.run(FULLTEXT, params)]:
                return found
        return []

    def stream(self, cypher: str, params: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as tuples while they arrive."""
        with _explained(self.settings), self._session(READ_ACCESS) as session:
            for record in session.run(cypher, params):
                yield tuple(record.values())

    def write(self, cypher: str, params: dict[str, Any]) -> Counters:
        """Run a writing query in a managed transaction; return what the server says it changed.

        Raises FullError, without the driver's retries, when the server has no room for it.
        """

        @unit_of_work(metadata={"app": "district-kg"})
        def work(tx: ManagedTransaction) -> Counters:
            try:
                return _counted(tx.run(cypher, params).consume().counters)
            except Neo4jError as error:
                if _is_full(error):
                    raise _full(error) from None
                raise

        with _explained(self.settings), self._session() as session:
            return session.execute_write(work)

    def schema(self, cypher: str) -> Counters:
        """Run a schema command in a transaction of its own."""
        with _explained(self.settings), self._session() as session:
            return _counted(session.run(cypher).consume().counters)

    @contextmanager
    def lock(self, cypher: str, seconds: float) -> Iterator["Lock"]:
        """Hold what `cypher` locks in a transaction that is rolled back at the end; wait at most `seconds` for it.

        The server drops the lock by itself when this process dies. Raises BusyError when it is not to be had.
        """
        # Two transactions: one to wait with, which the server ends in time, and one to hold.
        with _explained(self.settings), self._session() as session:
            self._wait(session, cypher, seconds)
            tx = session.begin_transaction(timeout=HOLD_SECONDS)
            try:
                tx.run(cypher).consume()
                yield Lock(tx, self.settings)
            finally:
                tx.close()

    def _wait(self, session: Session, cypher: str, seconds: float) -> None:
        try:
            with session.begin_transaction(timeout=max(seconds, 0.1)) as tx:
                tx.run(cypher).consume()
                tx.rollback()
        except Neo4jError as error:
            if error.code in WAITED:
                raise BusyError(
                    f"another load is writing to {self.settings!r}; waited {seconds:g} s for it: load again when it is "
                    "done, or, if its machine is gone, end its transaction (SHOW TRANSACTIONS, TERMINATE TRANSACTION)"
                ) from None
            raise

    def _session(self, access: str = "WRITE") -> Session:
        return self.driver.session(database=self.settings.database, default_access_mode=access, fetch_size=FETCH)

    def close(self) -> None:
        """Close every connection."""
        self.driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Lock:
    """A lock that is held; `check` before each write."""

    def __init__(self, tx: Any, settings: Settings) -> None:
        self.tx, self.settings = tx, settings

    def check(self) -> None:
        """Raise StoreError when the server no longer holds the lock."""
        try:
            self.tx.run("RETURN 1").consume()
        except (Neo4jError, DriverError) as error:
            raise StoreError(
                f"the load into {self.settings!r} was cut off: {_reason(error)}; "
                "what is written stays consistent: run the same load again and it goes on from there"
            ) from None


def _counted(counters: Any) -> Counters:
    return {k.lstrip("_"): v for k, v in vars(counters).items() if isinstance(v, int) and not isinstance(v, bool) and v}


def _is_full(error: Neo4jError) -> bool:
    code, text = error.code or "", f"{error.message or ''} {error}"
    return any(name in code for name in FULL) or "No space left" in text or "out of disk" in text.lower()


def _full(error: Neo4jError) -> FullError:
    return FullError(f"the server has no room for this: {_reason(error)}; give it more memory or disk, then load again")


def _reason(error: Exception) -> str:
    """Return the reason as one sentence, without the driver's long advice."""
    text = str(getattr(error, "message", None) or error) or type(error).__name__
    return " ".join(text.split("Please ensure")[0].split())[:400].rstrip(".;: ")


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Turn the driver's errors into StoreError: what was tried, the server's reason, what to do."""
    try:
        yield
    except AuthError as error:
        raise StoreError(
            f"{settings.uri} refuses user {settings.username!r} and the password given ({_reason(error)}); "
            "check NEO4J_USERNAME and NEO4J_PASSWORD in the environment or .env"
        ) from None
    except IncompleteCommit as error:
        raise StoreError(
            f"{settings.uri} went away while it was committing ({_reason(error)}); run the same load again"
        ) from None
    except (ServiceUnavailable, SessionExpired) as error:
        raise StoreError(f"{settings.uri} cannot be used: {_unavailable(settings, error)}") from None
    except Neo4jError as error:
        raise _explained_code(settings, error) from None
    except (DriverError, ConfigurationError) as error:
        raise StoreError(f"{settings.uri}: {_reason(error)}") from None


def _explained_code(settings: Settings, error: Neo4jError) -> StoreError:
    if error.code == "Neo.ClientError.Database.DatabaseNotFound":
        return StoreError(
            f"{settings.uri} has no database {settings.database!r}; "
            "list them with SHOW DATABASES, then set NEO4J_DATABASE or --neo4j-database"
        )
    if _is_full(error):
        return _full(error)
    advice = ADVICE.get(error.code or "")
    return StoreError(f"{settings.uri}: {_reason(error)}{f'; {advice}' if advice else ''} [{error.code}]")


def _unavailable(settings: Settings, error: Exception) -> str:
    plain = settings.uri.split("://", 1)
    reason = _reason(error)
    cause = str(error.__cause__ or "")
    if "+s" in plain[0] and any(word in f"{reason} {cause}" for word in ("SSL", "ecure", "encrypt", "routing")):
        return f"no encrypted connection ({reason}); if the server takes plain ones, write bolt://{plain[1]}"
    if "looks like HTTP" in str(error):
        return "that is the port of the web page; Bolt is on another one, 7687 by default"
    return f"{reason}; start it (docker compose up -d, or scripts/neo4j start) or set NEO4J_URI"
