"""Relations stated by adjacent names and by lists: part and whole, and who has settled where."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.annotations import Mention, Relation, Scope
from extractors.relations.statements import Sentence
from extractors.rules import load_rules
from extractors.structure import Structure
from extractors.structure.labels import first_labelled

OF, ABBREVIATION, LISTED, OF_PROGRAM, SETTLED = load_rules("relations", "parts")
# A program is named in its plan's title where its name has at least so many characters and stands not further back
# than so many mentions.
SHORTEST, BACK = 4, 30
# A zone that follows within so many characters is where firms settled, else the one before them.
AHEAD = 24
# Labels side by side (characters apart) make a run of at least so many, right behind its program (characters).
RUN, ADJOIN, BEFORE = 3, 3, 40


def parts(sentence: Sentence) -> Iterator[Relation]:
    """Yield parts and wholes that stand side by side (`泥城镇海关村`), as `甲的乙`, in a list or in a plan's title."""
    for left, right in pairwise(sentence.inside):
        gap, one, other = sentence.gap(left, right), sentence.type(left), sentence.type(right)
        if gap == "" and one in ("Zone", "Town") and other in ("Zone", "Project", "Institution"):
            yield sentence.state("sentence-within", right, left)
        elif OF.regex.fullmatch(gap) and one == other == "Project":
            yield sentence.state("sentence-of", right, left)
    yield from _listed(sentence)
    yield from _settled(sentence)
    yield from _named(sentence)


def _named(sentence: Sentence) -> Iterator[Relation]:
    """Yield the plans whose title names a program that stands near them."""
    inside = sentence.inside
    for part in (i for i in inside if sentence.type(i) in ("Program", "Policy")):
        for whole in range(max(0, part - BACK), min(inside[-1], part + BACK) + 1):
            names = (sentence.text[slice(*sentence.mentions[i].span)] for i in (whole, part))
            if sentence.type(whole) == "Program" and _named_in(*names):
                yield sentence.state("name-part", part, whole)


def _named_in(whole: str, part: str) -> bool:
    """Say whether the title of a plan names its program and goes on."""
    bare = ABBREVIATION.regex.sub("", whole)
    return whole != part and len(bare) >= SHORTEST and bare in part and not part.endswith(bare)


def _listed(sentence: Sentence) -> Iterator[Relation]:
    """Yield what a list right before a program has to do with it."""
    opens = {i: group[0] for group in sentence.lists for i in group}
    for left, right in pairwise(sentence.inside):
        gap, one, other = sentence.gap(left, right), sentence.type(left), sentence.type(right)
        if other == "Program" and one == "Project" and LISTED.regex.fullmatch(gap):
            for part in range(max(opens[left], left - BACK), left + 1):
                if sentence.type(part) == "Project":
                    yield sentence.state("list-part", part, right)
        if one == "Program" and other in ("Project", "Program", "Policy") and OF_PROGRAM.regex.fullmatch(gap):
            yield sentence.state("list-part", right, left)


def _settled(sentence: Sentence) -> Iterator[Relation]:
    """Yield the firms that have settled in the zone that the sentence named before: `甲园开园,乙、丙等企业入驻`."""
    zones = [i for i in sentence.inside if sentence.type(i) == "Zone"]
    for group in sentence.lists:
        stop = sentence.mentions[group[-1]].end
        before = bisect_left(zones, group[0])
        after = before < len(zones) and sentence.mentions[zones[before]].start - stop < AHEAD
        firms = all(sentence.type(i) in ("Enterprise", "Institution") for i in group)
        if firms and before and not after and SETTLED.regex.match(sentence.text, stop, min(sentence.end, stop + AHEAD)):
            for firm in group:
                yield sentence.state("list-settled", firm, zones[before - 1])


def runs(structure: Structure, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Yield the programs that label stretches one after another, as parts of the one named right before the first."""
    starts = [m.start for m in mentions]
    first = [start for start, _ in structure.sentences]
    for run in _runs(structure.scopes, starts, mentions):
        place = mentions[run[0]].start
        whole = bisect_left(starts, place) - 1
        gap = structure.text[mentions[whole].end : place] if whole >= 0 else "\n"
        if mentions[whole].type == "Program" and len(gap) <= BEFORE and "\n" not in gap:
            for part in run:
                span = structure.sentences[max(0, bisect_left(first, mentions[part].start + 1) - 1)]
                sentence = Sentence(structure.text, mentions, *span, [], [])
                yield sentence.state("run-part", part, whole)


def _runs(scopes: Sequence[Scope], starts: Sequence[int], mentions: Sequence[Mention]) -> list[list[int]]:
    """Return the labels of scopes that lie one after another, where three or more are programs."""
    found: list[list[int]] = [[]]
    last = 0
    for scope in scopes:
        label = first_labelled(scope, starts, mentions)
        program = label is not None and mentions[label].type == "Program"
        if not program or abs(scope.label_start - last) > ADJOIN:
            found.append([])
        if label is not None and program:
            found[-1].append(label)
        last = scope.end
    return [run for run in found if len(run) >= RUN]
