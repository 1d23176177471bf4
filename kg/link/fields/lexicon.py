"""The lexicon of fields: which fields a text names, and how near two fields are."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import yaml

from kg.link.sectors import CLAUSE, NEGATIVE

HERE = Path(__file__).parent
# A clause after the first that names a field, one that stands in scopes of all kinds of firms, a word of the firm's
# name; a sector of the firm, which was guessed from the same words where they name fields themselves.
LATER, COMMON, NAMED, BY_SECTOR, ONLY_SECTOR = 0.75, 0.25, 1.0, 0.5, 0.9


class Found(NamedTuple):
    """A word of a field in a text, with its offsets."""

    field: str
    start: int
    end: int


@cache
def lexicon() -> dict[str, Any]:
    """Return the shipped lexicon and the words of audiences, as the link index has them."""
    read = {name: yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader) for name in ("fields", "audience")}
    return {**read["fields"], "audience": read["audience"]}


class Fields:
    """The lexicon as two automata: over the words of scopes, and over those of reports."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take what `lexicon` returns, or the same from JSON."""
        self.near: dict[str, dict[str, float]] = {name: row.get("near", {}) for name, row in given["fields"].items()}
        self.common = tuple(given["common"])
        self._firm = _Side(given["fields"], "firm")
        self._offer = _Side(given["fields"], "offer")

    def of_firm(self, text: str) -> list[Found]:
        """Return the fields that a clause of a scope, a name or a sector names."""
        return self._firm.find(text)

    def of_report(self, text: str) -> list[Found]:
        """Return the fields that a name or a sentence of a report names."""
        return self._offer.find(text)

    def nearness(self, wanted: str, offered: str) -> float:
        """Return 1 for the same field, less for one that serves the same firms, else 0."""
        if wanted == offered:
            return 1.0
        return max(self.near.get(wanted, {}).get(offered, 0.0), self.near.get(offered, {}).get(wanted, 0.0))


class _Side:
    def __init__(self, fields: Mapping[str, Any], side: str) -> None:
        owners: dict[str, list[str]] = {}
        for name, row in fields.items():
            for word in (*row.get("both", ()), *row.get(side, ())):
                owners.setdefault(str(word), []).append(name)
        self.words = list(owners)
        self.owners = [owners[word] for word in self.words]
        self.automaton = ahocorasick_rs.AhoCorasick(self.words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[Found]:
        matches = self.automaton.find_matches_as_indexes(text)
        return [Found(field, start, end) for word, start, end in matches for field in self.owners[word]]


def firm_fields(fields: Fields, name: str, scope: str, industries: str, sectors: Mapping[str, float]) -> dict[str, float]:
    """Return the weights, above 0 and at most 1, of the fields of a firm."""
    weights: dict[str, float] = {}

    def put(found: list[Found], weight: float) -> None:
        for field in {one.field for one in found}:
            weights[field] = max(weights.get(field, 0.0), weight)

    first = True
    for clause in CLAUSE.split(scope):
        found = [] if NEGATIVE.search(clause) else fields.of_firm(clause)
        if found:
            common = not first and any(phrase in clause for phrase in fields.common)
            put(found, COMMON if common else 1.0 if first else LATER)
            first = False
    put(fields.of_firm(name), NAMED)
    put(fields.of_firm(industries), NAMED)
    share = BY_SECTOR if weights else ONLY_SECTOR
    for sector, weight in sectors.items():
        put(fields.of_firm(sector), share * weight)
    return weights
