"""The answers of the assistant tools: rows in pages, every fact with its sentence, document and offsets."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.assist.describe import describe
from kg.assist.forms import SchemaFormat
from kg.assist.pages import paged, with_places
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.find import Names
    from kg.link import Context
    from kg.schema import Schema
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.settings import Settings

Page = dict[str, Any]
# The most rows that a question of one's own is asked for, and how long it may take, in seconds.
MOST_ROWS, SECONDS = 1000, 30.0


@dataclass(slots=True)
class Answers:
    """A store with all that its tools need. One question is answered at a time: a store has one connection.

    `context` returns what linking knows, the same at every call; `target` is the graph folder or the server that a question of one's own goes to, in a process with limits.
    """

    store: "EmbeddedStore | Neo4jStore"
    names: "Names"
    schema: "Schema"
    context: "Callable[[], Context]"
    target: "Path | Settings"
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def describe(self, form: SchemaFormat = SchemaFormat.PROMPT) -> str:
        """Return the types and relations of the graph, what doubtful means, and examples."""
        return describe(self.schema, form)

    def find(self, text: str, offset: int = 0, limit: int = 10) -> Page:
        """Return entities with a name like `text`, best first, with score in [0, 100]."""
        return paged(self.names.find(text, offset + limit + 1), offset, limit)

    def search(self, words: str, offset: int = 0, limit: int = 20) -> Page:
        """Return entities and sentences that hold the words, best first. Raises QueryError for an empty question."""
        from kg.search import search

        with self._lock:
            rows = search(self.store, words, offset + limit + 1)
        return paged(rows, offset, limit)

    def queries(self) -> list[dict[str, Any]]:
        """Return the canned queries: name, titles, parameters with their types, and what a row is."""
        from kg.query import load_queries

        return [
            {"name": q.name, "title": q.title, "title_zh": q.title_zh, "params": q.params, "returns": q.returns}
            for q in load_queries().values()
        ]

    def query(
        self, name: str, params: Mapping[str, str | int | Sequence[str]], offset: int = 0, limit: int = 20
    ) -> Page:
        """Return the rows of a canned query. Raises QueryError for an unknown one, NotFoundError for an unknown name."""
        from kg.query import as_words, run_query

        with self._lock:
            return self._placed(run_query(name, as_words(params), self.store, self.names), offset, limit)

    def cypher(self, question: str, offset: int = 0, limit: int = 50) -> Page:
        """Return the rows of a question that only reads. Raises QueryError with the reason where it may not be asked."""
        from kg.guard import run_cypher

        rows = run_cypher(self.target, question, min(MOST_ROWS, offset + limit + 1), SECONDS)
        return paged(rows, offset, limit)

    def evidence(self, first: str, second: str = "", offset: int = 0, limit: int = 20) -> Page:
        """Return the sentences that state a relation between two entities, or that mention one entity."""
        if second:
            return self.query("relation-evidence", {"head": first, "tail": second}, offset, limit)
        return self.query("mentions-of-entity", {"entity": first}, offset, limit)

    def link(
        self, firm: str, scope: str = "", district: str = "", industry: str = "", offset: int = 0, limit: int = 10
    ) -> Page:
        """Return what fits a firm, best first, with score, parts, path, what speaks against it, and its sentence."""
        from kg.link import nothing_known, rank, understand

        with self._lock:
            context = self.context()
            known = understand(context, firm, scope, district, industry)
            if known.unknown:
                raise UsageError(nothing_known(known))
            rows = [found.row(context) for found in rank(context, known, offset + limit + 1)]
        return paged(rows, offset, limit)

    def compare(self, districts: Sequence[str], offset: int = 0, limit: int = 50) -> Page:
        """Return sectors, zones and shared figures of several districts. Raises QueryError for fewer than two."""
        from kg.errors import QueryError

        if len(districts) < 2:
            raise QueryError("compare takes two districts or more, as in 普陀区, 静安区")
        return self.query("district-compare", {"districts": list(districts)}, offset, limit)

    def _placed(self, rows: Sequence[dict[str, Any]], offset: int, limit: int) -> Page:
        page = paged(rows, offset, limit)
        page["rows"] = with_places(self.store, page["rows"])
        return page
