"""Two plain rankings to compare `kg link` with: BM25 over passages, and vectors of character pairs."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from link_cases import TOP, Case

from kg.link import KINDS, Context
from kg.stores.textindex import pairs

# The usual constants of BM25.
K, B = 1.2, 0.75
Ranking = Callable[[Case], list[str]]
Vector = Mapping[str, float]


def words_of(case: Case) -> str:
    """Return the words of a firm: its name, its scope, its industries."""
    return " ".join([case["name"], case["scope"] or "", *(case["industries"] or [])])


def bm25(context: Context) -> Ranking:
    """Return the ranking by the best passage that mentions a candidate, by BM25 over character pairs."""
    rows = [Counter(pairs(row["text"])) for row in context.passages]
    seen = Counter(token for row in rows for token in row)
    mean = sum(map(Counter.total, rows)) / max(1, len(rows))

    def weight(token: str, row: Counter[str]) -> float:
        rare = math.log(1 + (len(rows) - seen[token] + 0.5) / (seen[token] + 0.5))
        return rare * row[token] * (K + 1) / (row[token] + K * (1 - B + B * row.total() / mean))

    def ranked(case: Case) -> list[str]:
        asked, best = set(pairs(words_of(case))), Counter[str]()
        for index, row in enumerate(rows):
            if score := sum(weight(token, row) for token in asked & row.keys()):
                for key in context.there[index]:
                    best[key] = max(best[key], score)
        listed = sorted((-score, key) for key, score in best.items() if offered(context, key))
        return [key for _, key in listed[:TOP]]

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
        asked = vector(words_of(case))
        scored = (
            (sum(value * row.get(token, 0.0) for token, value in asked.items()), key) for key, row in listed().items()
        )
        return [key for score, key in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:TOP] if score]

    return ranked


def offered(context: Context, key: str) -> bool:
    """Whether a node is of a type that firms are linked to."""
    return key in context.offers and key.partition(":")[0] in KINDS
