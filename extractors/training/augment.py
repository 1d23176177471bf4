"""Passages with names replaced by others of their type, so that a tagger learns contexts and not names."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.training import Passage

SHORTEST, LONGEST, TRIES = 2, 25, 5
KEPT = "District"


@dataclass(frozen=True, slots=True)
class Names:
    """Names by type: those of the training passages, and those of the gazetteers."""

    read: dict[str, list[str]]
    listed: dict[str, list[str]]


def names_of(passages: Iterable[Passage], listed: Iterable[tuple[str, str]]) -> Names:
    """Collect names from passages and from (name, type) pairs."""
    read, known = defaultdict(set), defaultdict(set)
    for p in passages:
        for start, end, kind in p.mentions:
            read[kind].add(p.text[start:end])
    for name, kind in listed:
        known[kind].add(name)
    return Names({k: sorted(v) for k, v in read.items()}, {k: sorted(v) for k, v in known.items()})


def swap(passage: Passage, names: Names, rng: random.Random, rate: float) -> Passage:
    """Return the passage with a share of its names replaced, each everywhere, in text, mentions and relations."""
    new: dict[str, str] = {}
    for start, end, kind in passage.mentions:
        old = passage.text[start:end]
        if old not in new:
            new[old] = _other(old, kind, names, rng) if rng.random() < rate and old not in passage.homes else old
    parts: list[str] = []
    mentions: list[tuple[int, int, str]] = []
    last = size = 0
    for start, end, kind in passage.mentions:
        name = new[passage.text[start:end]]
        parts += [passage.text[last:start], name]
        size += start - last
        mentions.append((size, size + len(name), kind))
        size, last = size + len(name), end
    text = "".join([*parts, passage.text[last:]])
    relations = frozenset((new.get(h, h), kind, new.get(t, t)) for h, kind, t in passage.relations)
    return Passage(passage.name, passage.home, text, tuple(mentions), relations, {})


def _other(old: str, kind: str, names: Names, rng: random.Random) -> str:
    if kind == KEPT:
        return old
    first, second = (names.read, names.listed) if rng.random() < 0.5 else (names.listed, names.read)
    found: Sequence[str] = first.get(kind) or second.get(kind) or [old]
    for _ in range(TRIES):
        name = rng.choice(found)
        if SHORTEST <= len(name) <= LONGEST:
            return name
    return old
