"""Relations that a trigger in the sentence or a label states: evidence for the judge of pairs."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extractors.pairs import lead_of
from extractors.types import RelationHit, Scope

Ent = tuple[int, int, str]
LOCATED = re.compile(r"落户|入驻|落地|位于|坐落|在")
COOPERATES = re.compile(r"合作|签署|签约|共建|对口|结对")
SECTOR = re.compile(r"聚焦|发展|集聚|打造|引进|推进|推动|布局|培育|产业|企业|围绕|加快|做强|形成|吸引")
HOLDS = re.compile(r"举办|举行|承办|召开")
SUPPORTS = re.compile(r"支持|助力|赋能|落实|推进|推动|服务")
SUBJECTS = ("Zone", "Institution", "Program")


def find_relations(
    text: str, sentences: Sequence[tuple[int, int]], scopes: Sequence[Scope], ents: Sequence[Ent]
) -> list[RelationHit]:
    """Return the relations the text states, each with its sentence; once a pair of mentions and type."""
    found: dict[tuple[int, str, int], RelationHit] = {}
    starts = [e[0] for e in ents]
    labels = _labels([start for start, _ in sentences], scopes, starts, ents)
    for (start, end), label in zip(sentences, labels, strict=True):
        near = range(bisect_left(starts, start), bisect_left(starts, end))
        inside = [i for i in near if ents[i][1] <= end]
        subject = label if label is not None else next((i for i in inside if ents[i][2] in SUBJECTS), None)
        if subject is None:
            continue
        for other in inside:
            if other == subject or (label is None and ents[other][0] < ents[subject][0]):
                continue
            hit = _relate(text, ents, subject, other, start, end, label is not None)
            if hit:
                found.setdefault((hit.head, hit.type, hit.tail), hit)
        for hit in _located(text, ents, inside, start, end):
            found.setdefault((hit.head, hit.type, hit.tail), hit)
    return sorted(found.values(), key=lambda h: (h.start, h.head, h.tail, h.type))


def _labels(
    places: Sequence[int], scopes: Sequence[Scope], starts: Sequence[int], ents: Sequence[Ent]
) -> list[int | None]:
    """Return for each place, ascending, the mention that labels it: that of the last scope around it."""
    found: list[int | None] = []
    open_ones: list[Scope] = []
    following = 0
    for at in places:
        while following < len(scopes) and scopes[following].label_start <= at:
            open_ones.append(scopes[following])
            following += 1
        open_ones = [scope for scope in open_ones if at < scope.end]
        found.append(lead_of(open_ones[-1], starts, ents, SUBJECTS) if open_ones else None)
    return found


def _relate(
    text: str, ents: Sequence[Ent], subject: int, other: int, start: int, end: int, scoped: bool
) -> RelationHit | None:
    kind, tail_kind = ents[subject][2], ents[other][2]
    gap = text[min(ents[subject][1], ents[other][0]) : ents[other][0]]
    near = scoped or len(gap) <= 40
    how, confidence = ("scope", 0.65) if scoped else ("sentence", 0.6)
    if tail_kind == "Industry" and near and SECTOR.search(text[start:end]):
        return RelationHit(subject, "FOCUSES_ON", other, start, end, f"{how}:sector", confidence)
    if kind == "Zone" and tail_kind in ("Project", "Enterprise", "Institution") and scoped:
        return RelationHit(other, "LOCATED_IN", subject, start, end, "scope:located", confidence)
    if kind in ("Zone", "Institution") and tail_kind == "Event" and HOLDS.search(text[start:end]) and near:
        return RelationHit(subject, "HOSTS", other, start, end, f"{how}:holds", confidence)
    if kind == "Program" and tail_kind == "Program" and scoped:
        return RelationHit(other, "PART_OF", subject, start, end, "scope:part", 0.5)
    if kind == "Program" and tail_kind == "Project" and scoped:
        return RelationHit(other, "PART_OF", subject, start, end, "scope:part", 0.6)
    if kind == "Program" and tail_kind in ("Zone", "Institution") and near and SUPPORTS.search(gap):
        return RelationHit(subject, "SUPPORTS", other, start, end, f"{how}:supports", 0.5)
    if (
        kind in ("Zone", "Institution")
        and tail_kind in ("Institution", "Region")
        and COOPERATES.search(text[start:end])
    ):
        return RelationHit(subject, "COOPERATES_WITH", other, start, end, f"{how}:cooperates", 0.5) if near else None
    return None


def _located(text: str, ents: Sequence[Ent], inside: Sequence[int], start: int, end: int) -> list[RelationHit]:
    hits = []
    for left, right in pairwise(inside):
        gap = text[ents[left][1] : ents[right][0]]
        fits = ents[left][2] in ("Enterprise", "Institution", "Project", "Event") and ents[right][2] in ("Zone", "Town")
        if fits and len(gap) <= 10 and LOCATED.search(gap):
            hits.append(RelationHit(left, "LOCATED_IN", right, start, end, "sentence:located", 0.7))
    return hits
