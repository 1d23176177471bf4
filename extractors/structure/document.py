"""The structure of one text, analysed once and used by all later passes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.annotations import Grid, Heading, Mention, Scope, Section, Span
from extractors.structure.frame import Frame, find_frame
from extractors.structure.grids import find_grids
from extractors.structure.headings import find_headings
from extractors.structure.labels import find_labels, find_leads, find_mention_labels
from extractors.structure.sections import find_sections
from extractors.structure.sentences import find_sentences
from extractors.structure.turns import Turn, find_turns
from extractors.structure.widths import narrow


@dataclass(frozen=True, slots=True)
class Structure:
    """A text with its headings, sections, sentences and discourse scopes (by start, an outer one before an inner one).

    `frame` has the years of the document, `turns` the stretches in a section that speak of another year or status.
    """

    text: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    scopes: tuple[Scope, ...]
    frame: Frame
    turns: tuple[Turn, ...]
    tables: tuple[Grid, ...] = ()
    year: int | None = None


def analyse(text: str, year: int | None, tables: Sequence[Grid] = ()) -> Structure:
    """Return the structure that is known before any mention is; `year` is the one that the report plans for.

    `tables` are those that the file marks as such; others are found in the text.
    """
    text = narrow(text)
    headings = find_headings(text)
    frame = find_frame(text, year)
    turns = find_turns(text, headings, frame)
    sections = find_sections(text, headings, frame, turns)
    labels = find_labels(text, sections)
    grids = find_grids(text, tables)
    return Structure(text, headings, sections, find_sentences(text), labels, frame, turns, grids, year)


def with_mentions(known: Structure, mentions: Sequence[Mention]) -> Structure:
    """Return the structure with the scopes that mentions label and the paragraphs that they open."""
    labelled = find_mention_labels(known.text, known.headings, mentions, known.scopes)
    leads = find_leads(known.text, known.sentences, mentions)
    scopes = sorted([*known.scopes, *labelled, *leads], key=lambda s: (s.start, -s.end))
    return replace(known, scopes=tuple(scopes))
