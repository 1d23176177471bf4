"""Pairs that the words around a mention speak against: a partner that is only joined with, an occasion that is only attended."""

from collections.abc import Sequence

import numpy as np

from extractors.inference.trees import Floats
from extractors.relations.candidates import Key
from extractors.relations.classes import NAMES
from extractors.relations.context import Context
from extractors.rules import load_rules

# What a partner does not do because its partner does it: see `companions-before` of the rules.
OF_SUBJECT = frozenset(NAMES.index(name) for name in ("FOCUSES_ON", "IMPLEMENTS", "HOSTS"))
HOSTS = NAMES.index("HOSTS")
# How far around a mention its words are read, in characters.
AROUND = 16


def vetoed(at: Context, keys: Sequence[Key]) -> Floats:
    """Return 0.0 for every pair that the words speak against, else 1.0.

    A zone that something is done together with (`与东湖园联动`) does not do it itself: such a mention heads no relation to what
    stands behind it in its sentence, unless both are said to do it (`共同`). Who attends an occasion or profits by it (`参加龙舟节`) does not hold it, unless the same
    sentence says so between them.
    """
    companions = {m for m in {key[0] for key in keys} if _companion(at, m)}
    attended = {m for m in {key[2] for key in keys if key[1] == HOSTS} if _attended(at, m)}
    return np.asarray([0.0 if _against(at, key, companions, attended) else 1.0 for key in keys], np.float64)


def _against(at: Context, key: Key, companions: set[int], attended: set[int]) -> bool:
    head, kind, tail = key
    if kind in OF_SUBJECT and head in companions and head < tail and at.sentence[head] == at.sentence[tail]:
        (both,) = load_rules("relations", "both")
        return not both.regex.search(at.text[at.mentions[head].end : at.mentions[tail].start])
    return kind == HOSTS and tail in attended and not _held(at, head, tail)


def _around(at: Context, mention: int) -> tuple[str, str]:
    """Return what stands before and behind a mention in its sentence, AROUND characters of each."""
    (start, end), (first, last) = at.mentions[mention].span, at.spans[at.sentence[mention]]
    return at.text[max(first, start - AROUND) : start], at.text[end : min(last, end + AROUND)]


def _companion(at: Context, mention: int) -> bool:
    before, after = _around(at, mention)
    (joined,), (together,) = load_rules("relations", "companions-before"), load_rules("relations", "companions-after")
    return bool(joined.regex.search(before) and together.regex.match(after))


def _attended(at: Context, mention: int) -> bool:
    (rule,) = load_rules("relations", "attended")
    return bool(rule.regex.search(_around(at, mention)[0]))


def _held(at: Context, head: int, tail: int) -> bool:
    """Say whether a verb of holding stands between a pair in one sentence, or right behind the occasion."""
    verb = next(rule for rule in load_rules("relations", "subjects") if rule.id == "holds-verb").regex
    if at.sentence[head] == at.sentence[tail] and head < tail:
        between = at.text[at.mentions[head].end : at.mentions[tail].start]
        if verb.search(between):
            return True
    return bool(verb.match(_around(at, tail)[1].lstrip("”》")))
