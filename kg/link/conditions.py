"""The conditions and amounts that a program or policy states, as rows of a link."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.link.eligibility.terms import SUPPORT, Term, rules
from kg.link.eligibility.verdict import verdict

if TYPE_CHECKING:
    from kg.link.context import Context
    from kg.link.firm import Firm

Row = dict[str, Any]


def conditions(context: "Context", firm: "Firm", key: str, fields: Mapping[str, float]) -> list[Row]:
    """Return the conditions of a candidate in their order, each with its verdict and its sentence with offsets.

    `whole` says that the sentence tells whom the whole policy is for, not one of its measures.
    """
    home = str(context.nodes[key]["district"] or "")
    found = []
    for index, term in context.terms.get(key, ()):
        if term.kind != SUPPORT:
            row = _row(context, index, term)
            year = context.years.get(row["document"]) or 0
            said = verdict(term, firm.facts, firm.district, year, home, fields, context.fields)
            whole = bool(rules().whole.search(row["quote"]))
            found.append(row | {"verdict": str(said), "whole": whole})
    return found


def support(context: "Context", key: str) -> list[Row]:
    """Return the amounts that a candidate gives, in 元, largest first, each with its sentence with offsets."""
    found = [
        _row(context, index, term) | {"amount": term.value, "at_most": term.most}
        for index, term in context.terms.get(key, ())
        if term.kind == SUPPORT
    ]
    return sorted(found, key=lambda row: (-row["amount"], row["document"], row["start"]))


def _row(context: "Context", index: int, term: Term) -> Row:
    passage = context.passages[index]
    return {
        "kind": term.kind,
        "text": term.text,
        "quote": passage["text"],
        "document": passage["document"],
        "start": passage["start"] + term.start,
        "end": passage["start"] + term.end,
    }
