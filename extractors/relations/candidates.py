"""The pairs of mentions that are classified: near each other, or a label or heading and a mention in its scope."""

from collections.abc import Iterable

from extractors.relations.classes import NAMES, SYMMETRIC, allowed
from extractors.relations.context import NONE, Context

# How many sentences apart two mentions of one line may stand; 94 of 100 annotated relations lie within five sentences
# or hang on a heading.
REACH = 6
# A mention is paired with at most so many before it. A list of hundreds of names says little of each pair, and without
# a bound the pairs of a long sentence grow with the square of its mentions. No annotated relation spans more.
MOST = 80

Key = tuple[int, int, int]


def pairs(context: Context) -> list[tuple[int, int]]:
    """Return ordered pairs of mentions near enough: some sentences of one line apart, or label and dependent."""
    found: set[tuple[int, int]] = set()
    count = len(context.mentions)
    for i in range(count):
        for j in range(i + 1, min(count, i + 1 + MOST)):
            if context.sentence[j] - context.sentence[i] > REACH or context.line[j] != context.line[i]:
                break
            found.update(((i, j), (j, i)))
        for over in (context.label[i], context.heading[i]):
            if over not in (NONE, i):
                found.update(((i, over), (over, i)))
    names = [context.name(i) for i in range(count)]
    return sorted((i, j) for i, j in found if names[i] != names[j])


def candidates(context: Context, ruled: Iterable[tuple[int, int]]) -> list[Key]:
    """Return (head, relation, tail) of every possible relation; `ruled` are pairs that rules name besides."""
    keys: list[Key] = []
    for head, tail in sorted({*pairs(context), *ruled}):
        for kind in allowed(context.mentions[head].type, context.mentions[tail].type):
            if NAMES[kind] not in SYMMETRIC or head < tail:
                keys.append((head, kind, tail))
    return keys
