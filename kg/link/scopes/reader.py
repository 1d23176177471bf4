"""Reading the sectors of a business scope: phrases of the lexicon, and what is like them where none is found."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from kg.link.scopes.clauses import clauses
from kg.link.scopes.lexicon import Lexicon

# How much a phrase says by its length; one that is the whole clause says all.
BY_LENGTH = (0.0, 0.3, 0.6, 0.75, 0.9, 0.95)
# Clauses at the beginning are what a firm is for: each later one counts a little less, none less than half.
LATER, LATEST = 0.1, 0.5
# Who sells a thing is not in its sector as who makes it; he is in trade.
TRADE = re.compile("(?:销售|批发|零售|经销|购销|租赁|出租|代购|收购|兼零售)$")
# Who mends a thing or puts it up is not in the sector of its makers either.
MENDS = re.compile("(?:修理|维修|维保|保养|安装)(?:服务)?$")
MAKES = re.compile("制造|生产|研发|设计|加工|开发|养殖|种植|施工|研制")
SOLD, TRADES, TRADER = 0.6, 0.15, "商贸"
# Each further item of one clause that says a sector adds so much of it.
ITEM = 0.3
# Each further clause of one sector adds less than the one before.
AGAIN = 0.75
# A clause that holds no phrase is read like the phrases it is most like, from this similarity on.
ALIKE, LIKENESS, NEAREST = 0.5, 0.6, 3
# What is left of a clause must have so many characters for that.
LEFT = 4
# How many points make a sector nearly sure, and the share of the best sector's points under which one is left out.
SURE, LEAST = 0.7, 0.15
KEPT = 16_384


def only_sold(clause: str) -> bool:
    """Whether a clause says that things are sold or mended, not that they are made."""
    return bool(TRADE.search(clause) or MENDS.search(clause)) and not MAKES.search(clause)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sector of a scope: confidence from 0 to 1, and the words that say so, the strongest first."""

    sector: str
    confidence: float
    words: tuple[str, ...]


class ScopeReader:
    """Reads scopes with a lexicon; clauses that come again are read once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._clause = lru_cache(maxsize=KEPT)(self._read_clause)

    def read(self, scope: str) -> list[Reading]:
        """Return the sectors of a scope, the surest first; none where no phrase says one."""
        found: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for place, clause in clauses(scope):
            share = max(LATEST, 1.0 - LATER * place)
            for sector, strength, word in self._clause(clause):
                found[sector].append((strength * share, word))
        points = {sector: _sum(said) for sector, said in found.items()}
        most = max(points.values(), default=0.0)
        readings = [
            Reading(
                sector, _confidence(value, most), tuple(dict.fromkeys(w for _, w in sorted(found[sector], key=_best)))
            )
            for sector, value in points.items()
            if value >= LEAST * most
        ]
        return sorted(readings, key=lambda reading: (-points[reading.sector], reading.sector))

    def _read_clause(self, clause: str) -> tuple[tuple[str, float, str], ...]:
        """Return (sector, points, words) of one clause, the best of each sector."""
        best: dict[str, tuple[float, str]] = {}
        sold = bool(TRADE.search(clause)) and not MAKES.search(clause)
        told, left = False, clause
        for start, end, phrase in self.lexicon.find(clause):
            told = told or bool(self.lexicon.meanings[phrase])
            left = left.replace(phrase, "")
            for sector, strength in self.lexicon.meanings[phrase]:
                size = 1.0 if end - start == len(clause) else BY_LENGTH[min(len(phrase), len(BY_LENGTH) - 1)]
                points = strength * size * (SOLD if sold and sector != TRADER else 1.0)
                said, word = best.get(sector, (0.0, ""))
                more = max(points, said) + ITEM * min(points, said)
                best[sector] = more, phrase if points > said else word
        if not told and len(left) >= LEFT:
            best = self._alike(clause)
        if sold and best:
            best.setdefault(TRADER, (TRADES, clause))
        return tuple((sector, points, word) for sector, (points, word) in best.items() if points)

    def _alike(self, clause: str) -> dict[str, tuple[float, str]]:
        best: dict[str, tuple[float, str]] = {}
        for likeness, phrase in self.lexicon.nearest(clause, NEAREST):
            if likeness >= ALIKE:
                for sector, strength in self.lexicon.meanings[phrase]:
                    best.setdefault(sector, (LIKENESS * likeness * strength, clause))
        return best


def _best(said: tuple[float, str]) -> tuple[float, str]:
    return -said[0], said[1]


def _sum(said: list[tuple[float, str]]) -> float:
    ordered = sorted((points for points, _ in said), reverse=True)
    return sum(points * AGAIN**place for place, points in enumerate(ordered))


def _confidence(points: float, most: float) -> float:
    return round((1.0 - math.exp(-points / SURE)) * (0.4 + 0.6 * points / most), 4)
