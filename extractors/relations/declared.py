"""Relations that the ontology declares by trigger words: `HEAD … word … TAIL` in one sentence.

They need no trained model, so that a relation type of the user's own is one block of the ontology. A row says which
words state which relation between which types.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.annotations import Mention, Relation, Span

SOURCE = "declared"
# A word after one of these states the contrary.
NEGATED = re.compile(r"(?:不(?!断|仅|但|只|光)|未(?!来)|无(?!缝|障碍)|非(?!常)|没)[^,。;]{0,3}$")
# What joins the members of a list.
JOINED = re.compile(r"[、,和与及“”]+|以及")


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """One row: `words` between a mention of a type in `heads` and one of a type in `tails` state `relation`.

    `within` is the most characters between a mention and the word, `score` what the relation gets.
    """

    relation: str
    heads: frozenset[str]
    words: tuple[str, ...]
    tails: frozenset[str]
    score: float = 0.8
    within: int = 20


def declared(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], rows: Iterable[DeclaredRow]
) -> list[Relation]:
    """Return what the rows state, by place; heads and tails are indices into `mentions`, which are in order."""
    patterns = [(row, re.compile("|".join(map(re.escape, sorted(row.words, key=len, reverse=True))))) for row in rows]
    found: dict[tuple[int, str, int], Relation] = {}
    if not patterns:
        return []
    for start, end in sentences:
        inside = [i for i, m in enumerate(mentions) if start <= m.start and m.end <= end]
        for row, pattern in patterns:
            for head, tail in _pairs(text, (start, end), mentions, inside, row, pattern):
                hit = Relation(head, row.relation, tail, start, end, row.score, (f"{SOURCE}:{row.relation}",))
                found.setdefault((head, row.relation, tail), hit)
    return sorted(found.values(), key=lambda r: (r.start, r.head, r.tail, r.type))


def _pairs(
    text: str,
    sentence: Span,
    mentions: Sequence[Mention],
    inside: Sequence[int],
    row: DeclaredRow,
    pattern: re.Pattern[str],
) -> Iterator[tuple[int, int]]:
    """Yield (head, tail) around every occurrence of a word of the row in a sentence."""
    for match in pattern.finditer(text, *sentence):
        named = any(mentions[i].start < match.end() and match.start() < mentions[i].end for i in inside)
        if named or NEGATED.search(text, sentence[0], match.start()):
            continue
        before = [i for i in reversed(inside) if mentions[i].end <= match.start()]
        after = [i for i in inside if mentions[i].start >= match.end()]
        heads = _list(text, mentions, before, row.heads, match.start(), row.within)
        tails = _list(text, mentions, after, row.tails, match.end(), row.within)
        yield from ((head, tail) for head in heads for tail in tails if head != tail)


def _list(
    text: str, mentions: Sequence[Mention], near: Sequence[int], types: frozenset[str], at: int, within: int
) -> list[int]:
    """Return the nearest mention of one of the types and the members of its list, going away from offset `at`."""
    first = next((n for n, i in enumerate(near) if mentions[i].type in types), None)
    if first is None or _gap(mentions[near[first]], at) > within:
        return []
    members = [near[first]]
    for i in near[first + 1 :]:
        one, two = sorted((mentions[members[-1]], mentions[i]), key=lambda m: m.start)
        if mentions[i].type not in types or not JOINED.fullmatch(text, one.end, two.start):
            break
        members.append(i)
    return members


def _gap(mention: Mention, at: int) -> int:
    return at - mention.end if mention.end <= at else mention.start - at
