"""Which sentences state the terms of a candidate: those that name it, stand under its heading, or are its own text."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple
from typing import TYPE_CHECKING

from kg.link.eligibility.terms import Term, read_terms

if TYPE_CHECKING:
    from kg.link.context import Context

# Types that state terms.
MEASURES = ("Program", "Policy")
# A title is a policy's own text when it holds its name, which has to be longer than a word.
LONG = 5
# So many terms are kept of a candidate: a whole policy states hundreds.
KEPT = 40
Terms = dict[str, list[tuple[int, Term]]]


def terms_of(context: "Context") -> Terms:
    """Return the terms of every program and policy that states some, each with the index of its passage."""
    stated = {i: read_terms(row["text"]) for i, row in enumerate(context.passages)}
    stated = {index: terms for index, terms in stated.items() if terms}
    documents: dict[str, list[int]] = defaultdict(list)
    for index in stated:
        documents[context.passages[index]["document"]].append(index)
    found: Terms = {}
    for key in context.nodes:
        if key.partition(":")[0] in MEASURES:
            spots = dict.fromkeys(i for i in _sentences(context, key, documents) if i in stated)
            if terms := [(index, term) for index in spots for term in stated[index]][:KEPT]:
                found[key] = terms
    return found


def _sentences(context: "Context", key: str, documents: dict[str, list[int]]) -> Iterator[int]:
    for document, indexes in documents.items():
        title = context.titles.get(document, "")
        if any(len(name) >= LONG and name in title for name in context.names(key)):
            yield from indexes
    yield from context.said.get(key, ())
    yield from (index for index, _ in context.under.get(key, ()))


def rows_of(terms: Terms) -> dict[str, list[list[object]]]:
    """Return the terms as JSON has them."""
    return {key: [[index, *astuple(term)] for index, term in found] for key, found in terms.items()}


def read_rows(rows: dict[str, list[list[object]]]) -> Terms:
    """Return the terms of what `rows_of` wrote."""
    return {key: [(int(str(index)), Term(*given)) for index, *given in found] for key, found in rows.items()}  # type: ignore[arg-type]
