"""Relations that names side by side and lists state: parts and wholes, who has settled where."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.annotations import RelationHit, Scope
from extractors.relations.context import Ent, lead_of

JOINED = ("、", "和", "与", "及", "”、“", "")
PART = re.compile("”?(?:涉及|中|内)?的“?")
# A program is named in its plan's title, at least so long, not long before.
ABBREVIATION, SHORTEST, BACK = re.compile(r"\([^()]*\)$"), 4, 30
# `丙路、丁路等重要干道“美丽道路”建设`: what is listed is part of the program.
LISTED = re.compile(r"[”]?(?:等(?:\d+[条个处座])?[\u4e00-\u9fff]{0,4})?“?")
OF_PROGRAM = re.compile("”(?:项目|工程|品牌)“")
SETTLED = re.compile(r"”?(?:等[^,。;]{0,16}?)?(?:(?:顺利|相继|纷纷|签约|正式|先后|成功|揭牌){0,3})(?:入驻|落户|落地)")
# A zone that follows is where they settled.
AHEAD, RUN, ADJOIN, BEFORE = 24, 3, 3, 40


def parts(
    text: str, ents: Sequence[Ent], inside: Sequence[int], groups: Sequence[Sequence[int]], start: int, end: int
) -> Iterator[RelationHit]:
    """Yield parts and wholes that stand side by side (`泥城镇海关村`), as `甲的乙`, or in the name itself (`甲三年行动计划`).

    `groups` are the lists of the sentence.
    """
    for left, right in pairwise(inside):
        gap, one, other = text[ents[left][1] : ents[right][0]], ents[left][2], ents[right][2]
        if gap == "" and one in ("Zone", "Town") and other in ("Zone", "Project", "Institution"):
            yield RelationHit(right, "LOCATED_IN", left, start, end, "sentence:within", 0.75)
        elif PART.fullmatch(gap) and one == other == "Project":
            yield RelationHit(right, "PART_OF", left, start, end, "sentence:of", 0.75)
    yield from _listed(text, ents, inside, groups, start, end)
    yield from _settled(text, ents, inside, groups, start, end)
    for part in (i for i in inside if ents[i][2] in ("Program", "Policy")):
        for whole in range(max(0, part - BACK), min(inside[-1], part + BACK) + 1):
            if ents[whole][2] == "Program" and _named_in(*(text[slice(*ents[i][:2])] for i in (whole, part))):
                yield RelationHit(part, "PART_OF", whole, start, end, "name:part", 0.75)


def _named_in(whole: str, part: str) -> bool:
    """Say whether the title of a plan names its program and goes on."""
    bare = ABBREVIATION.sub("", whole)
    return whole != part and len(bare) >= SHORTEST and bare in part and not part.endswith(bare)


def lists(text: str, ents: Sequence[Ent], inside: Sequence[int]) -> list[list[int]]:
    """Return the runs of mentions joined as a list."""
    groups: list[list[int]] = []
    for i in inside:
        if groups and text[ents[groups[-1][-1]][1] : ents[i][0]].strip("“”") in JOINED:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _listed(
    text: str, ents: Sequence[Ent], inside: Sequence[int], groups: Sequence[Sequence[int]], start: int, end: int
) -> Iterator[RelationHit]:
    """Yield what a list right before a program has to do with it."""
    opens = {i: group[0] for group in groups for i in group}
    for left, right in pairwise(inside):
        gap, whole = text[ents[left][1] : ents[right][0]], ents[right][2]
        if whole == "Program" and ents[left][2] == "Project" and LISTED.fullmatch(gap):
            for part in (i for i in range(max(opens[left], left - BACK), left + 1) if ents[i][2] == "Project"):
                yield RelationHit(part, "PART_OF", right, start, end, "list:part", 0.75)
        if ents[left][2] == "Program" and whole in ("Project", "Program", "Policy") and OF_PROGRAM.fullmatch(gap):
            yield RelationHit(right, "PART_OF", left, start, end, "list:part", 0.75)


def _settled(
    text: str, ents: Sequence[Ent], inside: Sequence[int], groups: Sequence[Sequence[int]], start: int, end: int
) -> Iterator[RelationHit]:
    """Yield the firms that have settled in the zone that the sentence named before: `甲园开园,乙、丙等企业入驻`."""
    zones = [i for i in inside if ents[i][2] == "Zone"]
    for group in groups:
        stop = ents[group[-1]][1]
        before = bisect_left(zones, group[0])
        after = before < len(zones) and ents[zones[before]][0] - stop < AHEAD
        firms = all(ents[i][2] in ("Enterprise", "Institution") for i in group)
        if firms and before and not after and SETTLED.match(text, stop, min(end, stop + AHEAD)):
            for firm in group:
                yield RelationHit(firm, "LOCATED_IN", zones[before - 1], start, end, "list:settled", 0.75)


def runs(
    text: str, sentences: Sequence[tuple[int, int]], scopes: Sequence[Scope], ents: Sequence[Ent]
) -> Iterator[RelationHit]:
    """Yield the programs that label stretches one after another, as parts of the one named right before the first."""
    starts = [ent[0] for ent in ents]
    first = [start for start, _ in sentences]
    for run in _runs(scopes, starts, ents):
        place = ents[run[0]][0]
        whole = bisect_left(starts, place) - 1
        gap = text[ents[whole][1] : place] if whole >= 0 else "\n"
        if ents[whole][2] == "Program" and len(gap) <= BEFORE and "\n" not in gap:
            for part in run:
                start, end = sentences[max(0, bisect_left(first, ents[part][0] + 1) - 1)]
                yield RelationHit(part, "PART_OF", whole, start, end, "run:part", 0.75)


def _runs(scopes: Sequence[Scope], starts: Sequence[int], ents: Sequence[Ent]) -> list[list[int]]:
    """Return the labels of scopes that lie one after another, where three or more are programs."""
    found: list[list[int]] = [[]]
    last = 0
    for scope in scopes:
        label = lead_of(scope, starts, ents)
        program = label is not None and ents[label][2] == "Program"
        if not program or abs(scope.label_start - last) > ADJOIN:
            found.append([])
        if label is not None and program:
            found[-1].append(label)
        last = scope.end
    return [run for run in found if len(run) >= RUN]
