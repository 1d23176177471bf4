"""The years of a document: the one it reviews, the one it calls this year, and the one it plans for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.rules import load_rules, one
from extractors.structure.headings import chinese_ordinal

NAME = re.compile(r"(?P<base>this|review|plan)(?P<shift>[+-]\d)?")
GENRES = load_rules("periods", "genres")
REPORT = one("periods", "signs", "sign-of-a-report")
NEWS = one("periods", "signs", "sign-of-news")
SESSION = one("periods", "signs", "sign-of-a-session")
FIVE = re.compile(r"十(?P<number>[二三四五六])个?五")
# A title is a line of at most so many characters among the first ones of a document; signs of news stand there too.
TITLE, HEAD = 80, 400
# Signs of news are looked for behind the title, and in text without lines in as many characters.
OPENING = 200
# The fourteenth five-year plan (`十四五`) ends in 2025.
TERM, BEFORE_FIRST = 5, 1955
DEFAULTS = {
    "period": "achieved",
    "review": "achieved",
    "news": "achieved",
    "five": "planned",
    "span": "planned",
    "tasks": "planned",
    "policy": "planned",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The years of a document; None where nothing says them. `status` is that of a text without any sign, if it has one."""

    genre: str
    this: int | None
    review: int | None
    plan: int | None
    status: str | None = None

    def year(self, name: str) -> int | None:
        """Return the year that `this`, `review`, `plan` or one of them with a shift (`this-1`) stands for."""
        match = NAME.fullmatch(name)
        if match is None:
            raise ValueError(f"a rule of periods.yaml names the year {name!r}; known are this, review, plan, this-1")
        year: int | None = getattr(self, match["base"])
        return None if year is None else year + int(match["shift"] or 0)

    def usual(self, status: str | None) -> int | None:
        """Return the year that results or plans of the document are about where nothing else is said."""
        return self.review if status == "achieved" else self.plan

    def term_end(self, words: str) -> int | None:
        """Return the last year of the five-year plan that words name (`十五五`), else of the one that `plan` is in."""
        if named := FIVE.search(words):
            return period_end(named["number"])
        return None if self.plan is None else self.plan + -self.plan % TERM

    def status_of(self, year: int) -> str | None:
        """Return the status that a year alone gives: None for the current one of a text that does not only plan for it."""
        if self.review is None or self.this is None:
            return None
        if year < self.this or (year <= self.review and self.genre == "report"):
            return "achieved"
        return "planned" if year > self.this or self.review < self.this else None


def period_end(number: str) -> int:
    """Return the last year of a five-year plan (`四` of 十四五 gives 2025)."""
    return BEFORE_FIRST + TERM * (10 + chinese_ordinal(number))


def find_frame(text: str, year: int | None) -> Frame:
    """Return the frame of a text; `year` is the one that its report plans for, or that a page speaks of."""
    for line in _title_lines(text):
        for rule in GENRES:
            if match := rule.regex.search(line):
                genre = str(rule.becomes)
                if genre in ("review", "policy", "report") and _is_news(text):
                    continue
                return _titled(genre, {k: v for k, v in match.groupdict().items() if v}, year)
    if _is_news(text):
        return _news(text, year)
    return _report(year)


def _title_lines(text: str) -> Iterator[str]:
    """Yield the lines of the head that may be a title: short, and no sentence."""
    for line in text[:HEAD].split("\n")[:-1]:
        plain = line.strip()
        if REPORT.search(plain):
            return
        if 4 <= len(plain) <= TITLE and not re.search(r"[。;，,、]$|。", plain) and "记者" not in plain:
            yield plain


def _is_news(text: str) -> bool:
    return bool(NEWS.search(text[:OPENING])) and not REPORT.search(text[: HEAD * 2])


def _report(year: int | None) -> Frame:
    return Frame("report", year, None if year is None else year - 1, year)


def _news(text: str, year: int | None) -> Frame:
    if SESSION.search(text[:HEAD]):
        last = None if year is None else year - 1
        return Frame("session", year, last, year)
    return Frame("news", year, year, year, DEFAULTS["news"])


def _titled(genre: str, said: dict[str, str], year: int | None) -> Frame:
    """Return the frame of a genre from the years in its title, else from the document's own."""
    review = int(said["review"]) if "review" in said else None
    plan = int(said["plan"]) if "plan" in said else None
    status = DEFAULTS.get(genre)
    if genre == "report":
        return Frame(genre, plan, review, plan) if review and plan else _report(year)
    if genre == "five":
        end = period_end(said["number"])
        return Frame(genre, end - TERM + 1, end - TERM, end, status)
    if genre == "span":
        return Frame(genre, review, None if review is None else review - 1, plan, status)
    if genre in ("period", "review"):
        this = review or year
        later = this if genre == "period" or this is None else this + 1
        return Frame(genre, this, this, later, status)
    this = plan or year
    return Frame(genre, this, None if this is None else this - 1, this, status)
