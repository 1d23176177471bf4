"""Plain values the components exchange. Offsets are characters of the Doc's text, end exclusive."""

from dataclasses import dataclass

Span3 = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch under one heading; `year` and `status` are what its sentences speak of."""

    start: int
    end: int
    level: int
    path: tuple[str, ...]
    year: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Text that depends on a label before it (`中以(上海)创新园:…`, a table row's area)."""

    label_start: int
    label_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention; `rule` is the id of the rule that found it, `confidence` in [0, 1]."""

    start: int
    end: int
    type: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Introduced:
    """A short name that the text introduces for a long one, and where it does."""

    long: str
    short: str
    type: str
    at: int


@dataclass(frozen=True, slots=True)
class RelationHit:
    """A relation between two entities of the Doc (indices into its ents), with its sentence."""

    head: int
    type: str
    tail: int
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TargetHit:
    """A quantified result or commitment; `subject` is an index into the ents or None."""

    start: int
    end: int
    indicator_start: int
    indicator_end: int
    kind: str
    comparator: str
    year: int | None
    status: str
    subject: int | None
    rule: str
    confidence: float
    goal_text: str = ""
