"""Pairs that the words around a mention speak against: a partner that is only joined with, an occasion that is only attended."""

from collections.abc import Sequence

import numpy as np

from extractors.inference.trees import Floats
from extractors.relations.candidates import Key
from extractors.relations.classes import NAMES
from extractors.relations.context import Context
from extractors.rules import one

# What a partner does not do because its partner does it: see `companions-before` of the rules.
OF_SUBJECT = frozenset(NAMES.index(name) for name in ("FOCUSES_ON", "IMPLEMENTS", "HOSTS"))
HOSTS = NAMES.index("HOSTS")
JOINED, TOGETHER = (
    one("relations", "companions-before", "joined-with"),
    one("relations", "companions-after", "done-together"),
)
BOTH, ATTENDED = one("relations", "both", "both-do"), one("relations", "attended", "attended-only")
HOLDS = one("relations", "subjects", "holds-verb")
# How far around a mention its words are read, in characters.
AROUND = 16


def vetoed(at: Context, keys: Sequence[Key]) -> Floats:
    """Return 0.0 for every pair that the words speak against, else 1.0.

    A zone that something is done together with (`与东湖园联动`) does not do it itself: such a mention heads no relation to what
    stands behind it in its sentence, unless both are said to do it (`共同`). Who attends an occasion or profits by it
    (`参加龙舟节`) does not hold it, unless the same sentence says so between them.
    """
    companions = {m for m in {key[0] for key in keys} if _companion(at, m)}
    attended = {m for m in {key[2] for key in keys if key[1] == HOSTS} if _attended(at, m)}
    return np.asarray([0.0 if _against(at, key, companions, attended) else 1.0 for key in keys], np.float64)


def _against(at: Context, key: Key, companions: set[int], attended: set[int]) -> bool:
    head, kind, tail = key
    between = _between(at, head, tail)
    if kind in OF_SUBJECT and head in companions and between is not None:
        return not BOTH.search(between)
    return kind == HOSTS and tail in attended and not _held(at, between, tail)


def _between(at: Context, head: int, tail: int) -> str | None:
    """Return the text between a head and a tail behind it in one sentence; None for others."""
    if head >= tail or at.sentence[head] != at.sentence[tail]:
        return None
    return at.text[at.mentions[head].end : at.mentions[tail].start]


def _around(at: Context, mention: int) -> tuple[str, str]:
    """Return what stands before and behind a mention in its sentence, AROUND characters of each."""
    (start, end), (first, last) = at.mentions[mention].span, at.spans[at.sentence[mention]]
    return at.text[max(first, start - AROUND) : start], at.text[end : min(last, end + AROUND)]


def _companion(at: Context, mention: int) -> bool:
    before, after = _around(at, mention)
    return bool(JOINED.search(before) and TOGETHER.match(after))


def _attended(at: Context, mention: int) -> bool:
    return bool(ATTENDED.search(_around(at, mention)[0]))


def _held(at: Context, between: str | None, tail: int) -> bool:
    """Say whether a verb of holding stands between a pair in one sentence, or right behind the occasion."""
    return bool(HOLDS.search(between or "") or HOLDS.match(_around(at, tail)[1].lstrip("”》")))
