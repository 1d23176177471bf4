"""Short names that a text introduces: `长三角一体化示范区(以下简称“示范区”)`."""

from collections.abc import Sequence

from extractors.annotations import Abbreviation, Mention
from extractors.rules import load_rules

(RULE,) = load_rules("sources", "abbreviations")


def find_abbreviations(text: str, mentions: Sequence[Mention]) -> tuple[Abbreviation, ...]:
    """Return what is introduced right after a mention, in text order."""
    by_end = {m.end: m for m in mentions}
    found = []
    for match in RULE.regex.finditer(text):
        mention = by_end.get(match.start())
        group = "quoted" if match["quoted"] else "bare"
        if mention and match[group] != text[mention.start : mention.end]:
            long = text[mention.start : mention.end]
            found.append(Abbreviation(long, match[group], mention.type, match.start(group)))
    return tuple(found)


def abbreviated(text: str, abbreviations: Sequence[Abbreviation], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with every occurrence of a short name from its introduction on.

    An occurrence inside a longer mention is left alone; a shorter one under it gives way.
    """
    new: list[Mention] = []
    for name in sorted(set(abbreviations), key=lambda a: (-len(a.short), a.at)):
        at = text.find(name.short, name.at)
        while at >= 0:
            new.append(Mention(at, at + len(name.short), name.type, RULE.weight, (RULE.id,)))
            at = text.find(name.short, at + len(name.short))
    return _without_overlap([*mentions, *new])


def _without_overlap(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the longest mentions; of equal ones the earlier in the list."""
    taken: set[int] = set()
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        if taken.isdisjoint(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
