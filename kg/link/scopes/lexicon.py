"""Phrases of registered scopes and words of firms' names by sector, as automata and as an index of pairs of characters."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

import ahocorasick_rs

from kg.link.scopes.clauses import narrow, unbracketed

# How much a phrase says by its strength in phrases.tsv.
STRENGTHS = {"core": 1.0, "side": 0.3, "none": 0.0}
NONE = "-"
Meaning = tuple[str, float]


@dataclass
class Lexicon:
    """Phrases with what they mean: (sector, how much the phrase says), nothing for phrases of every scope."""

    meanings: Mapping[str, tuple[Meaning, ...]]
    phrases: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.phrases = [phrase for phrase in self.meanings if len(phrase) > 1]
        self._automaton = ahocorasick_rs.AhoCorasick(self.phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, phrase) from the left, the longest phrase at each place."""
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self.phrases[index]

    @cached_property
    def _pairs(self) -> tuple[dict[str, float], dict[str, list[tuple[int, float]]]]:
        """Return the weight of each pair of characters, and the phrases that hold it with their share of their length."""
        told = [(at, Counter(pairs(p))) for at, p in enumerate(self.phrases) if self.meanings[p] and len(p) > 2]
        holding = Counter(pair for _, counted in told for pair in counted)
        weights = {pair: math.log(1 + len(told) / count) for pair, count in holding.items()}
        index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, counted in told:
            length = math.sqrt(sum((n * weights[pair]) ** 2 for pair, n in counted.items()))
            for pair, n in counted.items():
                index[pair].append((at, n * weights[pair] / length))
        return weights, dict(index)

    def nearest(self, text: str, count: int) -> list[tuple[float, str]]:
        """Return the phrases most like a text with their similarity, 0 to 1: the cosine of weighted pairs of characters."""
        weights, index = self._pairs
        rare = max(weights.values(), default=0.0)
        own = Counter(pairs(text))
        length = math.sqrt(sum((n * weights.get(pair, rare)) ** 2 for pair, n in own.items()))
        found: dict[int, float] = defaultdict(float)
        for pair, n in own.items():
            for at, share in index.get(pair, ()):
                found[at] += n * weights[pair] * share / length
        best = sorted(found.items(), key=lambda item: (-item[1], self.phrases[item[0]]))[:count]
        return [(round(value, 6), self.phrases[at]) for at, value in best]


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of each line of a shipped table, without comments."""
    for line in files(__package__).joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@lru_cache(maxsize=1)
def shipped() -> dict[str, tuple[Meaning, ...]]:
    """Return the phrases of phrases.tsv with what they mean."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for sector, strength, phrases in rows("phrases.tsv"):
        meaning = () if sector == NONE else ((sector, STRENGTHS[strength]),)
        for phrase in phrases.split():
            key = unbracketed(narrow(phrase))
            found[key] = found.get(key, ()) + meaning
    return found


def read_lexicon(names: Mapping[str, str], unsaid: frozenset[str]) -> Lexicon:
    """Return the lexicon for a taxonomy: the shipped phrases of its sectors, and its own names but `unsaid` ones.

    `names` maps names and synonyms of sectors to the sector.
    """
    known = set(names.values())
    meanings: dict[str, tuple[tuple[str, float], ...]] = {
        narrow(name): ((sector, 1.0),) for name, sector in names.items() if name not in unsaid
    }
    for phrase, told in shipped().items():
        kept = tuple((sector, strength) for sector, strength in told if sector in known)
        if kept or not told:
            meanings[phrase] = kept
    return Lexicon(meanings)
