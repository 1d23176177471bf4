"""Selection: the one pass that decides between mentions that overlap."""

from collections.abc import Mapping, Sequence

from extractors.annotations import Mention

PASS = "select"


def select(mentions: Sequence[Mention], ranks: Mapping[str, int], last: int) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions that stand, without overlap and by start, and those that give way.

    `ranks` maps sources to their rank, the lowest first; other sources have rank `last`. Of the same rank the longest
    wins, then the likeliest.
    """

    def key(m: Mention) -> tuple[int, int, float, int, str, str]:
        return ranks.get(m.source, last), m.start - m.end, -m.score, m.start, m.type, m.source

    taken: set[int] = set()
    chosen: list[Mention] = []
    dropped: list[Mention] = []
    for mention in sorted(mentions, key=key):
        if taken.isdisjoint(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            chosen.append(mention)
        else:
            dropped.append(mention.dropped(PASS))
    return sorted(chosen, key=lambda m: m.start), dropped
