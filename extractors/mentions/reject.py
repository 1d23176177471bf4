"""Rejection: drops mentions that look like names but are none."""

from collections.abc import Sequence
from itertools import chain

from extractors.annotations import Mention
from extractors.rules import load_rules, load_table

BEFORE, AFTER, TITLE = load_rules("reject", "works")
SEVERAL, WITH_COUNT, COUNTED, KIND = load_rules("reject", "classes")
FOUGHT, PROGRAM_HEAD = load_rules("reject", "fought")
(ATTRIBUTE,) = load_rules("reject", "sectors")
# How far the words that tell a work of art stand before its title and after it, in characters.
NEAR, FAR = 6, 100
# Groups of rules for a whole name, whatever stands around it.
WHOLE = ("honours", "generic", "stand-ins")


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
    for rule in chain.from_iterable(load_rules("reject", group) for group in WHOLE):
        if rule.applies_to(mention.type) and rule.regex.fullmatch(text, start, end):
            return rule.id
    return _class(text, mention) or _fought(text, mention) or _work(text, start, end)


def _class(text: str, mention: Mention) -> str | None:
    """Return the rule by which a mention is a kind of thing: `一批甲园`, `国家甲园15个`."""
    start, end = mention.span
    if not KIND.applies_to(mention.type) or not KIND.regex.fullmatch(text, start, end):
        return None
    before = max(0, start - NEAR * 2)
    if SEVERAL.regex.search(text, before, start):
        return SEVERAL.id
    counted = WITH_COUNT.regex.search(text, before, start) and COUNTED.regex.match(text, end, end + FAR)
    return COUNTED.id if counted else None


def _fought(text: str, mention: Mention) -> str | None:
    """Return the rule by which a mention names what a report fights."""
    start, end = mention.span
    fought = FOUGHT.applies_to(mention.type) and FOUGHT.regex.search(text, max(0, start - FAR), start)
    return FOUGHT.id if fought and not PROGRAM_HEAD.regex.search(text[start:end]) else None


def _work(text: str, start: int, end: int) -> str | None:
    """Return the rule by which [start, end) is the title of a work of art."""
    if TITLE.regex.search(text[start:end]):
        return None
    if BEFORE.regex.search(text, max(0, start - NEAR), start):
        return BEFORE.id
    return AFTER.id if AFTER.regex.match(text, end, end + FAR) else None
