"""Retyping: a head noun, the work done on a building, or the list that contains a name gives its type."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractors.annotations import Mention
from extractors.mentions.gazetteer import SURE
from extractors.rules import Rule, load_rules, load_table

CAMPUS, CAMPUS_WORK, SCHOOL, SCHOOL_BUILT = load_rules("retype", "built")
(JOINT,) = load_rules("retype", "joints")
(BRACKETS,) = load_rules("retype", "brackets")
PLACE = "place"


def retype(text: str, mentions: Sequence[Mention], places: Mapping[str, str] | None = None) -> list[Mention]:
    """Return the mentions with the type that the rules give them.

    `places` has the types of short names of divisions: 咸宁 is a Region, whatever a model took it for.
    """
    ends, known = _list_ends(text, mentions), places or {}
    return [_placed(text, _retyped(text, m, tail), known) for m, tail in zip(mentions, ends, strict=True)]


def _placed(text: str, mention: Mention, places: Mapping[str, str]) -> Mention:
    """Return a mention that is the short name of a division, and of a type that models take for one, as what it is."""
    type = places.get(text[mention.start : mention.end])
    if type is None or mention.source == SURE or mention.type not in load_table("retype", "taken-for-places")[type]:
        return mention
    return mention.changed(PLACE, type=type)


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
