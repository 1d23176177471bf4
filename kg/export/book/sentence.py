"""A one-sentence description of an entity, made of facts that each have a footnote."""

from dataclasses import dataclass

from kg.export.book.book import Book, Fact
from kg.export.texts import Lang
from kg.model import Node

# Relations and names of each that the sentence takes.
CLAUSES, NAMES = 4, 3


@dataclass(frozen=True, slots=True)
class Clause:
    """`before`, the facts, `behind`; `more` facts are left out."""

    before: str
    facts: tuple[Fact, ...]
    behind: str
    more: int


def sentence(book: Book, node: Node, facts: dict[tuple[str, bool], list[Fact]], lang: Lang) -> list[Clause]:
    """Return the clauses about a thing: of its facts those that a sentence states and that are not doubtful."""
    made: list[Clause] = []
    for (relation, out), found in facts.items():
        sure = [f for f in found if not f.doubtful and not f.inferred]
        if sure and len(made) < CLAUSES:
            before, behind = book.clause(relation, out, lang)
            made.append(Clause(before, tuple(sure[:NAMES]), behind, len(sure) - len(sure[:NAMES])))
    return made
