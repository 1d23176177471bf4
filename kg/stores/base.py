"""The protocols that stores implement."""

from typing import Any, Protocol


class Store(Protocol):
    """A projection of the graph folder that answers Cypher."""

    def run(self, cypher: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows of a query as dicts. Raises StoreError with the engine's reason."""

    def run_canned(self, cypher: str, params: dict[str, Any], others: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a canned query, without what others have added to the database unless `others` says so."""

    def close(self) -> None:
        """Let go of files and connections."""


class SearchableStore(Store, Protocol):
    """A store with an index of names and passages."""

    def search(self, kind: str, terms: list[str], limit: int) -> list[tuple[str, float]]:
        """Return (node id, score), best first, of the `names` or `passages` that hold the terms."""
