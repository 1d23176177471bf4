"""Statements, mentions and discourse scopes, one row per sentence or span. Offsets are characters of the file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands: its sentence, document and passage, and the offsets, the end exclusive."""

    quote: str
    document: str
    passage: str
    start: int
    end: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that states a relation between two nodes, or the mention that makes an entity reported.

    `confidence` is in [0, 1]; `trail` holds the ids of the rules and models behind it, the first one stated it.
    `inferred` says that no single sentence holds both ends: a label, a heading or a rule gave the statement.
    """

    head: str
    relation: str
    tail: str
    evidence: Evidence
    confidence: float
    trail: tuple[str, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One mention of an entity in a text; `passage` is empty where it stands in none."""

    entity: str
    document: str
    passage: str
    start: int
    end: int
    score: float
    trail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A stretch of text that depends on a label before it, and an entity that the label names (empty: none)."""

    entity: str
    document: str
    label_start: int
    label_end: int
    start: int
    end: int
