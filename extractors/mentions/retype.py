"""Retyping: a head noun, the work done on a building, or the list that contains a name gives its type."""

from collections.abc import Sequence
from itertools import pairwise

from extractors.annotations import Mention
from extractors.rules import Rule, load_rules

CAMPUS, CAMPUS_WORK, SCHOOL, SCHOOL_BUILT = load_rules("retype", "built")
(JOINT,) = load_rules("retype", "joints")
(BRACKETS,) = load_rules("retype", "brackets")


def retype(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the type that the rules give them."""
    return [_retyped(text, m, tail) for m, tail in zip(mentions, _list_ends(text, mentions), strict=True)]


def _retyped(text: str, mention: Mention, tail: int) -> Mention:
    name = BRACKETS.regex.sub("", text[mention.start : mention.end])
    for rule in load_rules("retype", "heads"):
        if rule.applies_to(mention.type) and rule.regex.search(name):
            mention = _given(mention, rule)
            break
    if mention.type == "Institution":
        for ending, work in ((CAMPUS, CAMPUS_WORK), (SCHOOL, SCHOOL_BUILT)):
            if ending.regex.search(name) and work.regex.match(text, mention.end):
                return mention.changed(work.id, type="Project")
    for rule in load_rules("retype", "list-tails"):
        if rule.applies_to(mention.type) and rule.regex.match(text, tail):
            return _given(mention, rule)
    return mention


def _given(mention: Mention, rule: Rule) -> Mention:
    return mention.changed(rule.id, type=rule.becomes)


def _list_ends(text: str, mentions: Sequence[Mention]) -> list[int]:
    """Return, for each mention, where the list that it stands in ends: its own end where it stands alone."""
    ends = [m.end for m in mentions]
    for n, (left, right) in reversed(list(enumerate(pairwise(mentions)))):
        if JOINT.regex.fullmatch(text, left.end, right.start):
            ends[n] = ends[n + 1]
    return ends
