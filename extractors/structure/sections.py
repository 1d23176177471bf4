"""Sections with heading paths; for each one its year, and whether it reviews or plans."""

from collections import Counter
from collections.abc import Sequence

from extractors.annotations import Heading, Section
from extractors.rules import load_rules, one
from extractors.structure.frame import Frame
from extractors.structure.turns import Turn, turn_at

REVIEW = one("structure", "section-status", "heading-review")
PLAN = one("structure", "section-status", "heading-plan")
FIVE_YEARS = one("structure", "section-status", "heading-five-years")
YEAR = one("structure", "years", "year")
# The balance a character above which a section reviews, fitted with the weights of the words.
BALANCE = -0.0046
# Less text before a turn tells nothing by its words (characters).
SHORTEST = 60
# Genres whose plans may reach beyond the year that they plan for.
PLANNING = frozenset({"report", "session", "tasks"})


def status_of(heading: str, body: str, usual: str | None = None) -> str:
    """Return `achieved` or `planned`: by the heading, else as `usual`, else by the balance of words over the section."""
    if REVIEW.search(heading) and not PLAN.search(heading):
        return "achieved"
    if PLAN.search(heading):
        return "planned"
    if usual:
        return usual
    words = load_rules("structure", "status-words")
    balance = sum(rule.weight * len(rule.regex.findall(body)) for rule in words)
    return "achieved" if balance >= BALANCE * len(body) else "planned"


def find_sections(text: str, headings: Sequence[Heading], frame: Frame, turns: Sequence[Turn]) -> tuple[Section, ...]:
    """Return the sections in order; text before the first heading is a section without heading."""
    heads = list(headings)
    if not heads or heads[0].start > 0:
        heads.insert(0, Heading(0, 0, 0, ""))
    sections: list[Section] = []
    path: dict[int, str] = {}
    top = status_of("", _untold(text, 0, len(text), turns), frame.status)
    five = False
    for index, head in enumerate(heads):
        end = heads[index + 1].start if index + 1 < len(heads) else len(text)
        path = {k: v for k, v in path.items() if k < head.level} | ({head.level: head.text} if head.text else {})
        turn = turn_at(turns, head.start)
        if head.level == 1:
            last = next((h.start for h in heads[index + 1 :] if h.level == 1), len(text))
            top = status_of(head.text, _untold(text, head.start, last, turns), frame.status)
            # `“十五五”时期目标任务和2026年工作安排` names the year, too: the sections below it plan for that.
            named = frame.plan is not None and f"{frame.plan}年" in head.text
            five = bool(FIVE_YEARS.search(head.text)) and top == "planned" and not named
        status = (turn.status if turn else None) or top
        when = (turn.year if turn else None) or _year(text[head.start : end], frame, status, five)
        sections.append(Section(head.start, end, head.level, tuple(path[k] for k in sorted(path)), when, status))
    return tuple(sections)


def _untold(text: str, start: int, end: int, turns: Sequence[Turn]) -> str:
    """Return a stretch up to the first turn to a plan in it; the whole of it where hardly anything is before."""
    first = next((t.start for t in turns if start < t.start < end and t.status == "planned"), end)
    return text[start:first] if first - start >= SHORTEST else text[start:end]


def _year(body: str, frame: Frame, status: str, five: bool) -> int | None:
    """Return the year that a section of a document speaks of."""
    if status == "achieved":
        return frame.review
    if frame.plan is None or frame.genre not in PLANNING:
        return frame.plan
    return frame.plan + 4 if five else _horizon(body, frame.plan) or frame.plan


def _horizon(body: str, year: int) -> int | None:
    """Return the later year that a plan speaks of again and again: tasks of five years under a heading of their own."""
    named = Counter(int(found) for found in YEAR.findall(body))
    later, times = max(((y, n) for y, n in named.items() if y >= year + 2), key=lambda x: x[1], default=(0, 0))
    return later if times >= 2 and times > named[year] else None
