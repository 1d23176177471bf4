"""Targets in sentences: indicator, comparator, value, unit, year and status."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.annotations import Mention, Quantity, Section, Span, Target
from extractors.inference.crf import Flags
from extractors.rules import load_rules
from extractors.structure import Structure
from extractors.targets.grid_targets import read_grid
from extractors.targets.indicators import Chooser
from extractors.targets.kinds import REACH, Told, kind_of
from extractors.targets.payments import Payments, with_bounds
from extractors.targets.quantities import find_quantities
from extractors.targets.respectively import JOINED, TRAIL, Given, deal_out, with_unit
from extractors.targets.subjects import Subjects
from extractors.targets.tables import find_tables
from extractors.targets.timing import Timing
from extractors.targets.value_context import Place, Words

(CLAUSE,) = load_rules("targets", "clauses")
PROSE = "prose"
(FALL,) = load_rules("targets", "falls")
(CUT,) = load_rules("targets", "breaks")
(SAYS_CHANGE,) = load_rules("targets", "changes")
# How far around a value its indicator, year and status are sought: longer sentences are lists without an end (characters).
AROUND = 1000


def find_targets(
    structure: Structure, mentions: Sequence[Mention], chooser: Chooser, goes_on: Flags | None = None
) -> list[Target]:
    """Return the targets of a text, by start; `goes_on` says for every character whether its word goes on after it.

    Without it an indicator may begin or end inside a word.
    """
    text, sections = structure.text, structure.sections
    tables = list(find_tables(text))
    hits = [hit for table in tables for hit in table.targets]
    blocked = [(t.start, t.end) for t in tables]
    starts = [section.start for section in sections]
    for grid in structure.tables:
        if not any(a < grid.end and grid.start < b for a, b in blocked):
            section = sections[max(0, bisect_right(starts, grid.start) - 1)]
            read = read_grid(structure, grid, section, mentions)
            hits += read.targets
            blocked += read.rows
    blocked.sort()
    flags = np.zeros(len(text), np.bool_) if goes_on is None else goes_on
    words = Words(text, flags, {i for m in mentions for i in range(m.start, m.end)})
    subjects, timing = Subjects(structure, mentions), Timing(structure)
    index, payments = 0, Payments(text)
    for start, end in structure.sentences:
        if _touches(blocked, start, end):
            continue
        while index + 1 < len(sections) and sections[index + 1].start <= start:
            index += 1
        hits += _in_sentence(words, (start, end), sections[index], subjects, timing, chooser, payments)
    return sorted(hits, key=lambda h: (h.quantity.start, h.quantity.end))


def _touches(blocked: Sequence[Span], start: int, end: int) -> bool:
    """Say whether one of the stretches, which ascend and do not overlap, shares a character with [start, end)."""
    at = bisect_left(blocked, (end, 0)) - 1
    return at >= 0 and blocked[at][1] > start


def _in_sentence(
    words: Words,
    sentence: Span,
    section: Section,
    subjects: Subjects,
    timing: Timing,
    chooser: Chooser,
    payments: Payments,
) -> list[Target]:
    text, (start, end) = words.text, sentence
    hits: list[Target] = []
    chosen: list[Span] = []
    last: Told | None = None
    found = [replace(q, start=start + q.start, end=start + q.end) for q in find_quantities(text[start:end])]
    values = [q for q in found if q.start not in words.names and not _is_tail(text, q.start)]
    paid = payments.read(sentence, values)
    values = [q for q in values if paid.get(q.start, True)]
    values = with_bounds(text, values) if paid else values
    spans = tuple((q.start, q.end) for q in values)
    given = deal_out(text, sentence, values, words.names)
    said = ""
    for number, value in enumerate(values):
        share = given.get(value.start)
        quantity = with_unit(value, share)
        first, end_of_place = max(start, value.start - AROUND), min(end, value.end + AROUND)
        place = Place(words, first, value.start, value.end, end_of_place, quantity.unit, spans[:number])
        best = (share.indicator, share.score) if share else paid.get(value.start) or chooser.choose(place, chosen)
        if best:
            indicator, score = best
            chosen.append(indicator)
            year, status = timing.find((first, end_of_place), (value.start, value.end), section)
            if share:
                said = share.before
            elif not (last and JOINED.regex.fullmatch(text[last.end : value.start])):
                said = text[max(start, value.start - REACH) : value.start]
            kind = _kind(text, start, quantity, share, last)
            last = Told(quantity.end, quantity.unit, kind)
            if kind == "change" and FALL.regex.search(CLAUSE.regex.split(said)[-1]):
                quantity = _fall(quantity)
            subject = subjects.find(start, value.start)
            trail = (PROSE, TRAIL) if share else (PROSE,)
            hits.append(Target(quantity, indicator, kind, year, status, subject, round(score, 2), trail))
    return hits


def _kind(text: str, first: int, quantity: Quantity, share: Given | None, last: Told | None) -> str:
    """Return the kind of a value; of one that 分别 gave, from the words that speak of it."""
    if SAYS_CHANGE.regex.match(text, quantity.start):
        return "change"
    if share is None:
        return kind_of(text, first, quantity, last)
    words = text[slice(*share.indicator)] + share.before
    return kind_of(words, 0, replace(quantity, start=len(words), end=len(words)), None)


def _is_tail(text: str, at: int) -> bool:
    """Whether a line break cut the figure, whose head stands on the line before: `154.⏎43亿元`."""
    return at >= 2 and text[at - 1] == "\n" and bool(CUT.regex.search(text[max(0, at - 4) : at]))


def _fall(quantity: Quantity) -> Quantity:
    """Return a decline with negative amounts, the lower one first; the value stays as it is written."""
    near = -abs(quantity.amount)
    far = -abs(quantity.high) if quantity.high is not None else None
    return (
        replace(quantity, amount=near) if far is None else replace(quantity, amount=min(near, far), high=max(near, far))
    )
