"""Relations that a trigger in the sentence or a label states: evidence for the judge of pairs."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.annotations import RelationHit, Scope
from extractors.relations.context import Ent, lead_of
from extractors.relations.part_whole import lists, parts, runs

LOCATED = re.compile(r"落户|入驻|落地|位于|坐落|在")
PARTNER = re.compile(r"(?:[与同跟]|携手|联合|联动|对接)[“]?$")
TOGETHER = re.compile(r"^[”]?(?:等\w{0,6})?[\w、]{0,10}?(?:合作|签署|签约|签订|共建|联动|协同|携手|对口|结对|联盟)")
COMPANY = ("District", "Zone", "Enterprise", "Institution", "Region")
BETWEEN = re.compile(r"^[”]?等?(?:[两三四五六七八九]地|[\w]{0,4}(?:联动|联盟|一体化))")
SECTOR = re.compile(r"聚焦|发展|集聚|打造|引进|推进|推动|布局|培育|产业|企业|围绕|加快|做强|形成|吸引")
HOLDS = re.compile(r"举办|举行|承办|召开|办好|主办|办成")
ISSUES = re.compile(r"制定|发布|出台|印发|实施|落实|推动|推进|开展|深化|试点|打造|启动|推广|探索|加快|认定|参与|取得")
SUPPORTS = re.compile(r"支持|助力|赋能|落实|推进|推动|服务")
FOCUS = re.compile(r"(?:聚焦|发展|培育|做强|集聚|形成|打造|拓展|围绕)[^,。;]{0,6}$")
SUBJECTS = ("Zone", "Institution", "Program")
LABELS = (*SUBJECTS, "Town")
# How far a word of working together may stand, and how many may work together.
NEAR, MOST = 30, 16
OF_SECTOR = {
    "Enterprise": "OPERATES_IN", "Zone": "FOCUSES_ON", "Project": "FOCUSES_ON", "Institution": "FOCUSES_ON",
    "Policy": "FOCUSES_ON", "Program": "FOCUSES_ON",
}  # fmt: skip


class Topic:
    """The sector that a passage speaks of: a label's (`创新药:…`), or one that opened a sentence shortly before."""

    def __init__(self) -> None:
        self.sector: int | None = None
        self.labelled = False
        self.ago = self.last = 0

    def move(self, text: str, ents: Sequence[Ent], inside: Sequence[int], start: int, label: int | None) -> None:
        """Go to the sentence at `start` with the mentions `inside`, under the sector `label` if there is one."""
        first = inside[0] if inside and _opens(text, start, ents[inside[0]][0]) else None
        self.ago += 1
        if "\n" in text[self.last : start] or any(ents[i][2] == "Industry" for i in inside):
            self.sector = None
        if first is not None and ents[first][2] == "Industry":
            self.sector, self.ago = first, 0
        self.labelled, self.last = label is not None, start
        self.sector = label if label is not None else self.sector

    def hits(self, ents: Sequence[Ent], inside: Sequence[int], start: int, end: int) -> Iterator[RelationHit]:
        """Yield what hangs on the sector in this sentence; none two sentences later, unless under a label."""
        if self.sector is None or (self.ago > 1 and not self.labelled):
            return
        rule = "scope:topic" if self.labelled else "sentence:topic" if self.ago == 0 else "before:topic"
        for i in inside:
            if i != self.sector and ents[i][2] in OF_SECTOR:
                yield RelationHit(i, OF_SECTOR[ents[i][2]], self.sector, start, end, rule, 0.55)


def find_relations(
    text: str,
    sentences: Sequence[tuple[int, int]],
    scopes: Sequence[Scope],
    ents: Sequence[Ent],
    headings: Sequence[int] = (),
) -> list[RelationHit]:
    """Return the relations the text states, each with its sentence; once a pair of mentions and type.

    `headings` are for each mention the one in the heading above it, or -1.
    """
    found: dict[tuple[int, str, int], RelationHit] = {}
    starts = [e[0] for e in ents]
    # A label's scope begins at its name, a sentence at the quote before it.
    places = [start + (text[start] == "“") for start, _ in sentences]
    labels = _labels(places, scopes, starts, ents, LABELS)
    sectors = _labels(places, scopes, starts, ents, ("Industry",))
    topic = Topic()
    for (start, end), label, sector in zip(sentences, labels, sectors, strict=True):
        near = range(bisect_left(starts, start), bisect_left(starts, end))
        inside = [i for i in near if ents[i][1] <= end]
        subject = label if label is not None else next((i for i in inside if ents[i][2] in SUBJECTS), None)
        groups = lists(text, ents, inside)
        topic.move(text, ents, inside, start, sector)
        for hit in (
            *_located(text, ents, inside, start, end),
            *parts(text, ents, inside, groups, start, end),
            *_under(ents, headings, label, start, end),
            *_focused(text, ents, groups, start, end),
            *_partners(text, ents, inside, groups, start, end, label),
            *topic.hits(ents, inside, start, end),
            *_of_subject(text, ents, inside, start, end, subject, label is not None),
        ):
            found.setdefault((hit.head, hit.type, hit.tail), hit)
    for hit in runs(text, sentences, scopes, ents):
        found.setdefault((hit.head, hit.type, hit.tail), hit)
    return sorted(found.values(), key=lambda h: (h.start, h.head, h.tail, h.type))


def _labels(
    places: Sequence[int], scopes: Sequence[Scope], starts: Sequence[int], ents: Sequence[Ent], kinds: Sequence[str]
) -> list[int | None]:
    """Return for each place, ascending, the mention of some kinds that labels it: that of the last scope around it."""
    found: list[int | None] = []
    open_ones: list[Scope] = []
    following = 0
    for at in places:
        while following < len(scopes) and scopes[following].label_start <= at:
            open_ones.append(scopes[following])
            following += 1
        open_ones = [scope for scope in open_ones if at < scope.end]
        found.append(lead_of(open_ones[-1], starts, ents, kinds) if open_ones else None)
    return found


def _under(
    ents: Sequence[Ent], headings: Sequence[int], label: int | None, start: int, end: int
) -> Iterator[RelationHit]:
    """Yield the zone or body that labels a paragraph under a heading of a program: it is for them."""
    over = headings[label] if headings and label is not None else -1
    if label is not None and over >= 0 and ents[over][2] == "Program" and ents[label][2] in ("Zone", "Institution"):
        yield RelationHit(over, "SUPPORTS", label, start, end, "heading:supports", 0.75)


def _of_subject(
    text: str, ents: Sequence[Ent], inside: Sequence[int], start: int, end: int, subject: int | None, scoped: bool
) -> Iterator[RelationHit]:
    """Yield what the mentions of a sentence have to do with its label or, without one (`scoped`), with its subject."""
    for other in inside if subject is not None else ():
        if subject is None or other == subject or (not scoped and ents[other][0] < ents[subject][0]):
            continue
        hit = _relate(text, ents, subject, other, start, end, scoped)
        if hit:
            yield hit


def _relate(
    text: str, ents: Sequence[Ent], subject: int, other: int, start: int, end: int, scoped: bool
) -> RelationHit | None:
    kind, tail_kind = ents[subject][2], ents[other][2]
    gap = text[min(ents[subject][1], ents[other][0]) : ents[other][0]]
    near = scoped or len(gap) <= 40
    how, confidence = ("scope", 0.65) if scoped else ("sentence", 0.6)
    if tail_kind == "Industry" and kind != "Town" and near and SECTOR.search(text[start:end]):
        return RelationHit(subject, "FOCUSES_ON", other, start, end, f"{how}:sector", confidence)
    if kind in ("Zone", "Town") and tail_kind in ("Project", "Enterprise", "Institution") and scoped:
        return RelationHit(other, "LOCATED_IN", subject, start, end, "scope:located", confidence)
    opens = scoped or _opens(text, start, ents[subject][0])
    if kind in ("Zone", "Institution") and tail_kind == "Event" and HOLDS.search(text[start:end]) and opens:
        return RelationHit(subject, "HOSTS", other, start, end, f"{how}:holds", confidence)
    if kind == "Program" and tail_kind == "Program" and scoped:
        return RelationHit(other, "PART_OF", subject, start, end, "scope:part", 0.5)
    if kind == "Program" and tail_kind == "Project" and scoped:
        return RelationHit(other, "PART_OF", subject, start, end, "scope:part", 0.6)
    if kind == "Program" and tail_kind in ("Zone", "Institution") and near and SUPPORTS.search(gap):
        return RelationHit(subject, "SUPPORTS", other, start, end, f"{how}:supports", 0.5)
    if kind in ("Zone", "Town") and tail_kind in ("Program", "Policy") and scoped and ISSUES.search(text[start:end]):
        return RelationHit(subject, "IMPLEMENTS", other, start, end, "scope:implements", 0.6)
    return None


def _located(text: str, ents: Sequence[Ent], inside: Sequence[int], start: int, end: int) -> list[RelationHit]:
    hits = []
    for left, right in pairwise(inside):
        gap = text[ents[left][1] : ents[right][0]]
        fits = ents[left][2] in ("Enterprise", "Institution", "Project", "Event") and ents[right][2] in ("Zone", "Town")
        if fits and len(gap) <= 10 and LOCATED.search(gap):
            hits.append(RelationHit(left, "LOCATED_IN", right, start, end, "sentence:located", 0.7))
    return hits


def _focused(
    text: str, ents: Sequence[Ent], groups: Sequence[Sequence[int]], start: int, end: int
) -> Iterator[RelationHit]:
    """Yield the zones right before the verb that governs a list of sectors: `甲园、乙园,重点发展丙、丁`."""
    for left, right in pairwise(groups):
        gap = text[ents[left[-1]][1] : ents[right[0]][0]]
        if len(gap) <= 30 and FOCUS.search(gap.rstrip("“")):
            for zone in (i for i in left if ents[i][2] == "Zone"):
                for sector in (i for i in right if ents[i][2] == "Industry"):
                    yield RelationHit(zone, "FOCUSES_ON", sector, start, end, "sentence:focus", 0.65)


def _partners(
    text: str,
    ents: Sequence[Ent],
    inside: Sequence[int],
    groups: Sequence[Sequence[int]],
    start: int,
    end: int,
    label: int | None,
) -> list[RelationHit]:
    """Return who works with whom: `甲与乙、丙等签署`, `与乙合作` under a subject, `甲、乙、丙三地联盟`."""
    hits: list[RelationHit] = []
    for group in groups:
        after = text[ents[group[-1]][1] : min(end, ents[group[-1]][1] + NEAR)]
        if len(group) > MOST or not all(ents[i][2] in COMPANY for i in group):
            continue
        right = next(
            (group[n:] for n, i in enumerate(group) if PARTNER.search(text[max(start, ents[i][0] - 4) : ents[i][0]])),
            [],
        )
        if right and TOGETHER.search(after):
            left = [i for i in group if i < right[0]] or _subject(text, ents, inside[0], start, label)
            found = [(a, b) for a in left for b in right if a != b]
        elif len(group) > 1 and BETWEEN.search(after):
            found = [(a, b) for n, a in enumerate(group) for b in group[n + 1 :]]
        else:
            continue
        hits += [RelationHit(a, "COOPERATES_WITH", b, start, end, "sentence:partners", 0.5) for a, b in found]
    return hits


def _subject(text: str, ents: Sequence[Ent], first: int, start: int, label: int | None) -> list[int]:
    """Return whom a sentence speaks of: its label, or a mention that opens it."""
    who = label if label is not None else first if _opens(text, start, ents[first][0]) else None
    return [who] if who is not None and ents[who][2] in COMPANY else []


def _opens(text: str, start: int, at: int) -> bool:
    """Say whether a sentence begins with what stands at `at`, quotes aside."""
    return at - start <= 2 and not text[start:at].strip("“")
