"""Two plain rankings to compare `kg link` with: BM25 over passages, and vectors of character pairs."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from link_cases import TOP, Case

from kg.link import KINDS, Context
from kg.stores.embedded import EmbeddedStore
from kg.stores.textindex import pairs

Ranking = Callable[[Case], list[str]]
Vector = Mapping[str, float]


def words_of(case: Case) -> list[str]:
    """Return the words of a firm: its name, the clauses of its scope, its industries."""
    return [case["name"], *(case["scope"] or "").replace(";", " ").split(), *(case["industries"] or [])]


def bm25(context: Context, store: EmbeddedStore) -> Ranking:
    """Return the ranking by the best passages of SQLite's BM25 for the words of a firm, each for what it mentions."""

    def ranked(case: Case) -> list[str]:
        found: dict[str, None] = {}
        for passage, _ in store.search("passages", words_of(case), 200):
            found |= dict.fromkeys(k for k in context.there[context.at[passage]] if offered(context, k))
        return list(found)[:TOP]

    return ranked


def vectors(context: Context) -> Ranking:
    """Return the ranking by the cosine of TF-IDF vectors of character pairs: of a firm, and of a candidate's sentences."""
    rows = [set(pairs(row["text"])) for row in context.passages]
    seen = Counter(token for row in rows for token in row)

    def vector(text: str) -> Vector:
        counted = Counter(pairs(text))
        raw = {t: (1 + math.log(n)) * math.log((1 + len(rows)) / (1 + seen[t])) for t, n in counted.items()}
        length = math.sqrt(sum(value**2 for value in raw.values())) or 1.0
        return {token: value / length for token, value in raw.items()}

    @cache
    def listed() -> dict[str, Vector]:
        return {
            key: vector(
                " ".join((*context.names(key), *(context.passages[i]["text"] for i in context.said.get(key, ()))))
            )
            for key in context.offers
            if offered(context, key)
        }

    def ranked(case: Case) -> list[str]:
        asked = vector(" ".join(words_of(case)))
        scored = (
            (sum(value * row.get(token, 0.0) for token, value in asked.items()), key) for key, row in listed().items()
        )
        return [key for score, key in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:TOP] if score]

    return ranked


def offered(context: Context, key: str) -> bool:
    """Whether a node is of a type that firms are linked to."""
    return key in context.offers and key.partition(":")[0] in KINDS
