"""The typed contract between the stages of extraction, and between extraction and `kg`.

Every offset is a character of the analysed text (`Structure.text`, `Extraction.text`), the end exclusive. `kg` maps
them back to the file. All values are immutable; a pass that changes a mention makes a new one with a longer trail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

Span = tuple[int, int]
Typed = tuple[int, int, str]
# What the trail of a relation ends in that the classifier judged.
CLASSIFIER = "classifier"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: where its numeral starts, where its words start, its level (1 to 3) and its words."""

    start: int
    body: int
    level: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind the heading's words."""
        return self.body + len(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch under one heading; `year` and `status` (achieved, planned) are what its sentences speak of."""

    start: int
    end: int
    level: int
    path: tuple[str, ...]
    year: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Discourse scope: text [start, end) that depends on a label before it (`中以(上海)创新园:…`, a table row's area)."""

    label_start: int
    label_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: its offsets, how many rows and columns it covers, whether the file marks it as a header."""

    start: int
    end: int
    row_span: int = 1
    col_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as its file has it: its offsets, those of its caption, and its rows of cells; a cell stands once, where it begins.

    The reader makes it with offsets of the file, `kg` moves them to the analysed text.
    """

    start: int
    end: int
    caption: Span | None
    rows: tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity of a type.

    `score` is in [0, 1]. `trail` holds the ids of the passes and rules that created, moved, retyped or dropped the
    mention, in order; the first one is its source. `name` is its full name where the text gives only a part of it, since
    the names of a list share their head noun; else it is empty.
    """

    start: int
    end: int
    type: str
    score: float
    trail: tuple[str, ...]
    name: str = ""

    @property
    def source(self) -> str:
        """The pass or rule that created the mention."""
        return self.trail[0]

    @property
    def span(self) -> Span:
        """The mention's offsets."""
        return self.start, self.end

    def changed(self, by: str, start: int | None = None, end: int | None = None, type: str | None = None) -> Mention:
        """Return the mention with other offsets or another type and `by` in its trail; itself where nothing changes."""
        new = replace(
            self,
            start=self.start if start is None else start,
            end=self.end if end is None else end,
            type=self.type if type is None else type,
        )
        return self if new == self else replace(new, trail=(*self.trail, by))

    def dropped(self, by: str) -> Mention:
        """Return the mention with the pass or rule that dropped it at the end of its trail."""
        return replace(self, trail=(*self.trail, by))


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short name that the text introduces for a long one (`以下简称`), its type, and where it does."""

    long: str
    short: str
    type: str
    at: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `amount` counts `unit` (`亿` and `万` are multiplied out); `high` ends a range."""

    start: int
    end: int
    amount: Decimal
    high: Decimal | None
    unit: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two mentions (indices into the mentions), with the sentence [start, end) that states it.

    `trail` holds the rule that stated it, if one did, and what judged it; `score` is the share of true relations
    among held-out ones that were judged alike.
    """

    head: int
    type: str
    tail: int
    start: int
    end: int
    score: float
    trail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified result or commitment.

    `quantity` has the offsets of the value, `indicator` those of the words that say what is measured; `subject` is an
    index into the mentions or None; `kind` is level, change, increment or cumulative.
    """

    quantity: Quantity
    indicator: Span
    kind: str
    year: int | None
    status: str
    subject: int | None
    score: float
    trail: tuple[str, ...]
    goal_text: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one text. `dropped` are mentions that a pass rejected, with their trails."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    scopes: tuple[Scope, ...]
    mentions: tuple[Mention, ...]
    dropped: tuple[Mention, ...]
    abbreviations: tuple[Abbreviation, ...]
    relations: tuple[Relation, ...]
    targets: tuple[Target, ...]
