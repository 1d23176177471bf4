"""Sections with heading paths; for each one its year, and whether it reviews or plans."""

from collections import Counter
from collections.abc import Sequence

from extractors.annotations import Heading, Section
from extractors.rules import load_rules, one

REVIEW = one("structure", "section-status", "heading-review")
PLAN = one("structure", "section-status", "heading-plan")
FIVE_YEARS = one("structure", "section-status", "heading-five-years")
YEAR = one("structure", "years", "year")
# A section without words of either kind plans, unless it is short; chosen on the annotated passages.
BALANCE = -0.008


def status_of(heading: str, body: str) -> str:
    """Return `achieved` or `planned`: by the heading, else by the balance of words over the whole section."""
    if REVIEW.search(heading) and not PLAN.search(heading):
        return "achieved"
    if PLAN.search(heading):
        return "planned"
    words = load_rules("structure", "status-words")
    balance = sum(rule.weight * len(rule.regex.findall(body)) for rule in words)
    return "achieved" if balance >= BALANCE * len(body) else "planned"


def find_sections(text: str, headings: Sequence[Heading], year: int | None) -> tuple[Section, ...]:
    """Return the sections in order; text before the first heading is a section without heading."""
    heads = list(headings)
    if not heads or heads[0].start > 0:
        heads.insert(0, Heading(0, 0, 0, ""))
    sections: list[Section] = []
    path: dict[int, str] = {}
    top = status_of("", text)
    five = False
    for index, head in enumerate(heads):
        end = heads[index + 1].start if index + 1 < len(heads) else len(text)
        path = {k: v for k, v in path.items() if k < head.level} | ({head.level: head.text} if head.text else {})
        if head.level == 1:
            last = next((h.start for h in heads[index + 1 :] if h.level == 1), len(text))
            top = status_of(head.text, text[head.start : last])
            five = bool(FIVE_YEARS.search(head.text)) and top == "planned"
        when = _year(text[head.start : end], year, top, five)
        sections.append(Section(head.start, end, head.level, tuple(path[k] for k in sorted(path)), when, top))
    return tuple(sections)


def _year(body: str, year: int | None, status: str, five: bool) -> int | None:
    """Return the year that a section of a report for `year` speaks of."""
    if year is None:
        return None
    if status == "achieved":
        return year - 1
    return year + 4 if five else _horizon(body, year) or year


def _horizon(body: str, year: int) -> int | None:
    """Return the later year that a plan speaks of again and again: tasks of five years under a heading of their own."""
    named = Counter(int(found) for found in YEAR.findall(body))
    later, times = max(((y, n) for y, n in named.items() if y >= year + 2), key=lambda x: x[1], default=(0, 0))
    return later if times >= 2 and times > named[year] else None
