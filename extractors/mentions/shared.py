"""Full names where a list shares its head noun: `麟川、汉山等3条高速` names 麟川高速."""

from collections.abc import Sequence
from dataclasses import replace

from extractors.annotations import Mention
from extractors.rules import load_rules, load_table

ETC, LAST, ITEM = load_rules("shared", "lists")
OWN, PLACE = load_rules("shared", "own")
(NAMES,) = load_rules("shared", "types")
# How far behind a name the head noun of its list stands, in characters.
FAR = 120


def shared_heads(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, with the full name of each that stands in a list whose head noun follows later.

    The span stays what the text says there. A name with a head noun of its own and a quoted one are full names.
    """
    return [replace(m, name=full_name(text, m)) if NAMES.applies_to(m.type) else m for m in mentions]


def full_name(text: str, mention: Mention) -> str:
    """Return the name with the head noun of its list, an empty text where the list has none or the name needs none."""
    start, end = mention.span
    written = text[start:end]
    if not NAMES.regex.fullmatch(written) or OWN.regex.search(written) or text[start - 1 : start] in ("“", "《"):
        return ""
    head = _head(text, end, end - start)
    if PLACE.regex.search(written) and len(head) < load_table("shared", "long"):
        return ""
    return written + head if head else ""


def _head(text: str, at: int, length: int) -> str:
    """Return the head noun of the list that goes on at an offset, behind a name of so many characters."""
    last = at + FAR
    while True:
        if found := ETC.regex.match(text, at, last):
            return found["head"]
        if found := LAST.regex.match(text, at, last):
            alike = found["count"] or abs(len(found["own"]) - length) <= load_table("shared", "parallel")
            return found["head"] if alike and "等" not in text[found.end() : found.end() + 1] else ""
        item = ITEM.regex.match(text, at, last)
        if not item:
            return ""
        at = item.end()
