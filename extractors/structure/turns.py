"""Where a text turns to review or to plan other than by its numbered sections: short lines, sub-headings, sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.annotations import Heading
from extractors.rules import Rule, load_rules, one
from extractors.structure.frame import Frame

ANYWHERE = load_rules("periods", "headings")
ON_TOP = load_rules("periods", "top-headings")
SENTENCES = load_rules("periods", "sentences")
CHAPTER = one("periods", "lines", "line-of-a-chapter")
NAMED = one("structure", "years", "year")
# Where a sentence begins, behind the address that opens a speech or a paragraph.
BEGIN = one("periods", "lines", "line-or-sentence")
# A line that is a heading has at most so many characters.
LONGEST = 30
# Which genres know which turns; the others are known to all.
ONLY = {"turn-second-half": ("period", "news"), "turn-of-the-report": ("session",)}


@dataclass(frozen=True, slots=True)
class Turn:
    """From `start` to `end` the text speaks of a year with a status; None leaves to the section what it says."""

    start: int
    end: int
    year: int | None
    status: str | None


def find_turns(text: str, headings: Sequence[Heading], frame: Frame) -> tuple[Turn, ...]:
    """Return the turns by start. The last one that has begun and not ended holds."""
    tops = [h.start for h in headings if h.level == 1]
    lines = list(_lines(text, headings, frame))
    said = list(_sentences(text, frame))
    turns = [turn for h in headings if (turn := _of_heading(h, headings, frame, len(text)))]
    line_ends = sorted({*tops, *(start for start, _, _ in lines), len(text)})
    turns += [Turn(at, _next(line_ends, at), year, status) for at, year, status in lines if year or status]
    ends = sorted({*line_ends, *(at for at, _, _ in said), *(t.start for t in turns)})
    turns += [Turn(at, _next(ends, at), year, status) for at, year, status in said]
    return tuple(sorted(turns, key=lambda t: (t.start, -t.end)))


def turn_at(turns: Sequence[Turn], at: int) -> Turn | None:
    """Return the turn that holds at an offset."""
    for index in range(bisect_right(turns, at, key=lambda t: t.start) - 1, -1, -1):
        if at < turns[index].end:
            return turns[index]
    return None


def _next(ends: Sequence[int], at: int) -> int:
    return ends[min(bisect_right(ends, at), len(ends) - 1)]


def _of_heading(head: Heading, headings: Sequence[Heading], frame: Frame, last: int) -> Turn | None:
    """Return the turn of a numbered heading: up to the next one that is not below it."""
    rule = _rule(head.text, (*ANYWHERE, *ON_TOP) if head.level == 1 else ANYWHERE)
    end = next((h.start for h in headings if h.start > head.start and h.level <= head.level), last)
    return Turn(head.start, end, *_read(rule, head.text, frame)) if rule else None


def _lines(text: str, headings: Sequence[Heading], frame: Frame) -> Iterator[tuple[int, int | None, str | None]]:
    """Yield (start, year, status) of the short lines that are headings; a chapter that says neither ends the last one."""
    numbered = {h.body for h in headings} | {h.start for h in headings}
    for match in re.finditer(r"^[^\n]*$", text, re.MULTILINE):
        line = match.group().strip()
        if not 2 <= len(line) <= LONGEST or re.search(r"[。;,|\t]|[:!]$", line):
            continue
        start = match.start() + match.group().index(line[0])
        rule = None if start in numbered else _rule(line, (*ANYWHERE, *ON_TOP))
        if rule and start > 0:
            yield start, *_read(rule, line, frame)
        elif CHAPTER.match(line):
            yield start, None, None


def _sentences(text: str, frame: Frame) -> Iterator[tuple[int, int | None, str | None]]:
    """Yield (start, year, status) of the sentences that turn."""
    for begin in BEGIN.finditer(text):
        for rule in SENTENCES:
            known = frame.genre in ONLY.get(rule.id, (frame.genre,))
            match = rule.regex.match(text, begin.end()) if known else None
            if match:
                year, status = _read(rule, match.group(), frame)
                if status:
                    yield begin.end(), year, status
                break


def _rule(words: str, rules: Sequence[Rule]) -> Rule | None:
    return next((rule for rule in rules if rule.regex.search(words)), None)


def _read(rule: Rule, words: str, frame: Frame) -> tuple[int | None, str | None]:
    """Return year and status that a rule gives; a year in the words goes before the document's own.

    `plan` and `review` are left to the section, which knows plans that reach further.
    """
    name, *status = str(rule.becomes).split()
    if name == "term":
        return frame.term_end(words), status[0]
    named = NAMED.search(words)
    year = int(named[1]) if named else None if name in ("named", "plan", "review") else frame.year(name)
    if status:
        return year, status[0]
    return year, frame.status_of(year) if year is not None else None
