"""Relations that a trigger word in the sentence or a label states: evidence for the classifier of pairs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.annotations import Relation
from extractors.relations.statements import Sentence
from extractors.rules import load_rules, load_table

(LOCATED,) = load_rules("relations", "located")
PARTNER, TOGETHER, BETWEEN = load_rules("relations", "partners")
SECTOR, HOLDS, ISSUES, SUPPORTS, FOCUS = load_rules("relations", "subjects")
# How far apart (characters) the ends of these statements may stand.
NEAR_PLACE, NEAR_SUBJECT, NEAR_SECTORS = 10, 40, 30
# How far behind a list a word of working together may stand, how many may work together, and where `与` is looked for.
NEAR, MOST, BEFORE = 30, 16, 4
SETTLERS = ("Enterprise", "Institution", "Project", "Event")
AREAS = ("Zone", "Town")


def triggered(sentence: Sentence) -> Iterator[Relation]:
    """Yield what trigger words state in one sentence."""
    yield from _located(sentence)
    yield from _focused(sentence)
    yield from _partners(sentence)


def under_heading(sentence: Sentence, headings: Sequence[int]) -> Iterator[Relation]:
    """Yield the zone or body that labels a paragraph under a heading of a program: the program is for them."""
    label = sentence.label
    over = headings[label] if label is not None else -1
    if label is None or over < 0:
        return
    if sentence.type(over) == "Program" and sentence.type(label) in ("Zone", "Institution"):
        yield sentence.state("heading-supports", over, label)


def of_subject(sentence: Sentence) -> Iterator[Relation]:
    """Yield what the mentions of a sentence have to do with its label or, without one, with its subject."""
    subjects = load_table("relations", "subjects")
    scoped = sentence.label is not None
    subject = sentence.label if scoped else next((i for i in sentence.inside if sentence.type(i) in subjects), None)
    if subject is None:
        return
    for other in sentence.inside:
        before = sentence.mentions[other].start < sentence.mentions[subject].start
        if other != subject and (scoped or not before):
            hit = _relate(sentence, subject, other, scoped)
            if hit:
                yield hit


def _relate(sentence: Sentence, subject: int, other: int, scoped: bool) -> Relation | None:
    words = sentence.text[sentence.start : sentence.end]
    kind, tail = sentence.type(subject), sentence.type(other)
    first = sentence.mentions[subject]
    at = sentence.mentions[other].start
    gap = sentence.text[min(first.end, at) : at]
    near = scoped or len(gap) <= NEAR_SUBJECT
    how = "scope" if scoped else "sentence"
    if tail == "Industry" and kind != "Town" and near and SECTOR.regex.search(words):
        return sentence.state(f"{how}-sector", subject, other)
    if kind in AREAS and tail in ("Project", "Enterprise", "Institution") and scoped:
        return sentence.state("scope-located", other, subject)
    holds = tail == "Event" and HOLDS.regex.search(words) and (scoped or sentence.opens(subject))
    if kind in ("Zone", "Institution") and holds:
        return sentence.state(f"{how}-holds", subject, other)
    if kind == "Program" and scoped and tail in ("Program", "Project"):
        return sentence.state("scope-part" if tail == "Program" else "scope-project", other, subject)
    if kind == "Program" and tail in ("Zone", "Institution") and near and SUPPORTS.regex.search(gap):
        return sentence.state(f"{how}-supports", subject, other)
    if kind in AREAS and tail in ("Program", "Policy") and scoped and ISSUES.regex.search(words):
        return sentence.state("scope-implements", subject, other)
    return None


def _located(sentence: Sentence) -> Iterator[Relation]:
    for left, right in pairwise(sentence.inside):
        gap = sentence.gap(left, right)
        fits = sentence.type(left) in SETTLERS and sentence.type(right) in AREAS
        if fits and len(gap) <= NEAR_PLACE and LOCATED.regex.search(gap):
            yield sentence.state("sentence-located", left, right)


def _focused(sentence: Sentence) -> Iterator[Relation]:
    """Yield the zones right before the verb that governs a list of sectors: `甲园、乙园,重点发展丙、丁`."""
    for left, right in pairwise(sentence.lists):
        gap = sentence.gap(left[-1], right[0])
        if len(gap) <= NEAR_SECTORS and FOCUS.regex.search(gap.rstrip("“")):
            for zone in (i for i in left if sentence.type(i) == "Zone"):
                for sector in (i for i in right if sentence.type(i) == "Industry"):
                    yield sentence.state("sentence-focus", zone, sector)


def _partners(sentence: Sentence) -> Iterator[Relation]:
    """Yield who works with whom: `甲与乙、丙等签署`, `与乙合作` under a subject, `甲、乙、丙三地联盟`."""
    able = load_table("relations", "partners")
    for group in sentence.lists:
        if len(group) <= MOST and all(sentence.type(i) in able for i in group):
            for one, other in _together(sentence, group):
                yield sentence.state("sentence-partners", one, other)


def _together(sentence: Sentence, group: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs of a list that work together."""
    stop = sentence.mentions[group[-1]].end
    after = sentence.text[stop : min(sentence.end, stop + NEAR)]
    right = next((group[n:] for n, i in enumerate(group) if _has_partner_before(sentence, i)), [])
    if right and TOGETHER.regex.search(after):
        left = [i for i in group if i < right[0]] or _speaker(sentence)
        return [(a, b) for a in left for b in right if a != b]
    if len(group) > 1 and BETWEEN.regex.search(after):
        return [(a, b) for n, a in enumerate(group) for b in group[n + 1 :]]
    return []


def _has_partner_before(sentence: Sentence, mention: int) -> bool:
    start = sentence.mentions[mention].start
    return bool(PARTNER.regex.search(sentence.text[max(sentence.start, start - BEFORE) : start]))


def _speaker(sentence: Sentence) -> list[int]:
    """Return whom a sentence speaks of: its label, or a mention that opens it."""
    first = sentence.inside[0]
    who = sentence.label if sentence.label is not None else first if sentence.opens(first) else None
    return [who] if who is not None and sentence.type(who) in load_table("relations", "partners") else []
