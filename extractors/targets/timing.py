"""Year and status of a value: from its own words, else from the passage around it, else from its section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.annotations import Section, Span
from extractors.rules import Rule, load_rules
from extractors.structure import Structure
from extractors.structure.frame import Frame, period_end
from extractors.structure.headings import chinese_ordinal
from extractors.structure.turns import turn_at

EXPRESSIONS = load_rules("periods", "expressions")
PLANNED, ACHIEVED, COMPARED, EXPECTED, OF_A_GOAL = load_rules("periods", "words")
(CLAUSE,) = load_rules("targets", "clauses")
FIGURE = re.compile(r"\d")
# Genres whose sentences go on in the time of an earlier one of their paragraph.
CARRYING = frozenset({"news", "session", "period", "five"})
# Genres in which this year is the one that is planned for, and the results of the last one are expected or compared.
REPORTS = frozenset({"report", "tasks"})
# Marks and words between the beginning of a clause and an expression that leads it (characters).
LEAD = 3
# Words further before a value do not tell its status (characters).
REACH = 160


@dataclass(frozen=True, slots=True)
class Date:
    """What an expression at [start, end) says: a year, a status; `leads` where it opens a clause or its sentence.

    It is `vague` where it names the current year or a part of it, which a report written before the end of the year may
    mean in its review.
    """

    start: int
    end: int
    year: int | None
    status: str | None
    leads: bool
    vague: bool


class Timing:
    """Tells year and status of the values of one text."""

    def __init__(self, structure: Structure) -> None:
        self.structure, self.text, self.frame = structure, structure.text, structure.frame
        self.carried: Date | None = None
        self.line_end = -1
        self.sentence: Span | None = None
        self.dates: list[Date] = []

    def find(self, sentence: Span, value: Span, section: Section) -> tuple[int | None, str]:
        """Return year and status of a value in a sentence; sentences are to be asked in order."""
        first, at = sentence[0], value[0]
        if sentence != self.sentence:
            self.sentence, self.dates = sentence, self._dates(sentence)
        year, status = self._plausible(*around(self.structure, at, section))
        said = _governing(self.text, self.dates, at) or self._carried(first)
        if said and said.vague and self.frame.genre in REPORTS and status == "achieved":
            said = None
        if OF_A_GOAL.regex.match(self.text, value[1]):
            return (said.year if said else None) or year, "planned"
        known = self.frame.status_of(said.year) if said and said.year is not None else None
        own = self._word(first, at, expected=known != "achieved")
        if said is None:
            return (year if own in (None, status) else self.frame.usual(own)), own or status
        told = said.status or own or known or status
        return (said.year if said.year is not None else year if told == status else self.frame.usual(told)), told

    def _plausible(self, year: int | None, status: str) -> tuple[int | None, str]:
        """Return year and status of a part: a report plans for no year before its own, it tells what was achieved in it."""
        plan = self.frame.plan if self.frame.genre in REPORTS else None
        return year, "achieved" if plan and year and year < plan else status

    def _dates(self, sentence: Span) -> list[Date]:
        """Return the expressions of a sentence, and remember the first one where it dates those that follow."""
        first, last = sentence
        dates = list(_expressions(self.text, first, last, self.frame))
        if first > self.line_end:
            self.carried = None
        lead = next((d for d in dates if d.leads and not self.text.startswith("同期", d.end - 2)), None)
        if lead and self.frame.genre in CARRYING:
            end = self.text.find("\n", first)
            self.carried, self.line_end = lead, end if end >= 0 else len(self.text)
        return dates

    def _carried(self, first: int) -> Date | None:
        return self.carried if self.carried and self.carried.start < first <= self.line_end else None

    def _word(self, first: int, at: int, expected: bool) -> str | None:
        """Return the status that the last telling word before a value in its sentence gives.

        Results of a year that is over are `expected` without being planned.
        """
        said = self.text[max(first, at - REACH) : at]
        found: list[tuple[int, str]] = []
        looser = () if self.frame.genre in REPORTS else (COMPARED, EXPECTED) if expected else (COMPARED,)
        for rule in (PLANNED, ACHIEVED, *looser):
            found += [(m.end(), str(rule.becomes)) for m in rule.regex.finditer(said)]
        return max(found)[1] if found else None


def around(structure: Structure, at: int, section: Section) -> tuple[int | None, str]:
    """Return year and status of the turn or section around an offset."""
    turn = turn_at(structure.turns, at)
    if turn is None:
        return section.year, section.status
    status = turn.status or section.status
    return turn.year or (section.year if status == section.status else structure.frame.usual(status)), status


def date_of(words: str, frame: Frame) -> Date | None:
    """Return the last date in a short stretch, such as the header of a column; None where there is none."""
    return max(_expressions(words, 0, len(words), frame), key=lambda d: d.end, default=None)


def _governing(text: str, dates: Sequence[Date], at: int) -> Date | None:
    """Return the last expression before a value that leads a clause or stands in the value's own clause."""
    for date in reversed([d for d in dates if d.end <= at]):
        if date.leads or not CLAUSE.regex.search(text, date.end, at):
            return date
    return None


def _expressions(text: str, first: int, last: int, frame: Frame) -> Iterator[Date]:
    """Yield the expressions of a sentence in order; what one that dates nothing covers is passed over."""
    hits = sorted(
        ((m.start(), n, m, rule) for n, rule in enumerate(EXPRESSIONS) for m in rule.regex.finditer(text, first, last)),
        key=lambda hit: hit[:2],
    )
    end = first
    for start, _, match, rule in hits:
        if start < end:
            continue
        end = match.end()
        if rule.becomes != "none":
            year, status = _read(rule, {k: v for k, v in match.groupdict().items() if v}, frame)
            before = text[first:start]
            mark = max((m.end() for m in CLAUSE.regex.finditer(before)), default=0)
            leads = len(before) - mark <= LEAD and bool(rule.becomes != "named" or _dates_more(text, match, last))
            yield Date(start, end, year, status, leads, str(rule.becomes).startswith("this"))


def _dates_more(text: str, match: re.Match[str], last: int) -> bool:
    """Say whether a year dates more than its clause: `2024年,…`, `到2025年…`, or with a figure in the clause."""
    if match.group()[0] in "到至力":
        return True
    end = CLAUSE.regex.search(text, match.end(), last)
    return bool(FIGURE.search(text, match.end(), end.start() if end else last)) or bool(
        end and end.start() - match.end() <= LEAD
    )


def _read(rule: Rule, said: dict[str, str], frame: Frame) -> tuple[int | None, str | None]:
    """Return year and status that an expression gives in a document of this frame."""
    name, *status = str(rule.becomes).split()
    if name == "named":
        return int(said["year"]), None
    if name == "period":
        end = period_end(said["number"])
        return end, frame.status_of(end)
    if name == "coming":
        count = 2 if said["count"] == "两" else chinese_ordinal(said["count"])
        return (None if frame.plan is None else frame.plan + count - 1), status[0]
    if name == "so-far":
        return frame.this if frame.genre != "report" else None, status[0]
    return frame.year(name), status[0] if status else None
