"""Whether a firm meets a condition: met, not met, or unknown when the deciding fact is not known."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from kg.link.eligibility.facts import Facts
from kg.link.eligibility.terms import OWN_PLACE, Term, rules

# A field of the firm of at least this weight is its work; under the lower one it is not.
ITS_WORK, NOT_ITS_WORK = 0.5, 0.2


class Verdict(StrEnum):
    """What is said of a condition."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


class Reading(Protocol):
    """What the lexicon of fields offers here, see `kg.link.fields.Fields`."""

    def names(self, text: str) -> frozenset[str]:
        """Return the fields that a text names."""
        ...


def verdict(
    term: Term, facts: Facts, district: str, year: int, home: str, weights: Mapping[str, float], fields: Reading
) -> Verdict:
    """Return whether a firm meets a condition.

    `district` is where the firm is registered, `home` the district of the policy, both "" where unknown; `year` is the
    year of the policy's document; `weights` are the firm's fields.
    """
    if term.kind == "registered":
        return _registered(term, district, home)
    if term.kind == "standing":
        return _standing(term, facts)
    if term.kind == "field":
        return _field(term, weights, fields)
    age = float(year - facts.founded) if facts.founded and year else None
    known = {"revenue": facts.revenue, "capital": facts.capital, "staff": facts.staff, "age": age}.get(term.kind)
    if known is None:
        return Verdict.UNKNOWN
    return _said(known <= term.value if term.most else known >= term.value)


def _said(met: bool) -> Verdict:
    return Verdict.MET if met else Verdict.NOT_MET


def _registered(term: Term, district: str, home: str) -> Verdict:
    place = home if term.word in OWN_PLACE else term.word
    if not district or not place:
        return Verdict.UNKNOWN
    if place in (district, district.removesuffix("新区"), district.removesuffix("区")):
        return Verdict.MET
    # A town or a zone may lie in the firm's district; another district may not.
    return (
        Verdict.NOT_MET
        if place.endswith(("区", "县")) and not place.endswith(("地区", "园区", "片区", "自贸区"))
        else Verdict.UNKNOWN
    )


def _standing(term: Term, facts: Facts) -> Verdict:
    if facts.standing is None:
        return Verdict.UNKNOWN
    has = {more for one in facts.standing for more in (one, *rules().implied.get(one, ()))}
    return _said(term.word in has)


def _field(term: Term, weights: Mapping[str, float], fields: Reading) -> Verdict:
    asked = fields.names(term.word)
    if not asked or not weights:
        return Verdict.UNKNOWN
    best = max(weights.get(field, 0.0) for field in asked)
    return Verdict.MET if best >= ITS_WORK else Verdict.NOT_MET if best < NOT_ITS_WORK else Verdict.UNKNOWN
