"""Rejection: drops mentions that look like names but are none."""

from collections.abc import Sequence

from extractors.annotations import Mention
from extractors.rules import load_rules, load_table

BEFORE, AFTER = load_rules("reject", "works")
NAME, HEAD = load_rules("reject", "lists")
(ATTRIBUTE,) = load_rules("reject", "sectors")
# How far the words that tell a work of art stand before its title and after it, in characters.
NEAR, FAR = 6, 100


def reject(text: str, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions that stand, and the rejected ones with the rule at the end of their trails."""
    kept: list[Mention] = []
    dropped: list[Mention] = []
    for mention in mentions:
        rule = _why_not(text, mention)
        if rule:
            dropped.append(mention.dropped(rule))
        else:
            kept.append(mention)
    return kept, dropped


def _why_not(text: str, mention: Mention) -> str | None:
    """Return the id of the rule that rejects a mention, None where it is kept."""
    start, end = mention.span
    if ATTRIBUTE.applies_to(mention.type):
        short = end - start <= load_table("reject", "short-sector")
        return ATTRIBUTE.id if short and ATTRIBUTE.regex.match(text, end) else None
    for rule in (*load_rules("reject", "honours"), *load_rules("reject", "generic")):
        if rule.applies_to(mention.type) and rule.regex.fullmatch(text, start, end):
            return rule.id
    listed = NAME.applies_to(mention.type) and NAME.regex.fullmatch(text, start, end)
    if listed and HEAD.regex.match(text, end, end + FAR):
        return HEAD.id
    if BEFORE.regex.search(text, max(0, start - NEAR), start):
        return BEFORE.id
    return AFTER.id if AFTER.regex.match(text, end, end + FAR) else None
