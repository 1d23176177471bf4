"""The parts of a score: numbers for and against a candidate, before they are weighted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.link.offers import Offer
from kg.link.standing import Standing, standing
from kg.link.ties import Tie, ties
from kg.stores.textindex import pairs

if TYPE_CHECKING:
    from kg.link.context import Context
    from kg.link.firm import Firm

# Under this a field, a sector or a path is too weak to carry a link by itself.
LEAST = 0.15
# A measure for firms of any sector is offered at home and in the city; without a district anywhere, at this share.
ANYWHERE = 0.3
# From this weight on a field makes a firm one of technology: that of a later clause.
TECHNICAL = 0.5
# A year of age counts from the third to the tenth.
YOUNG, OLD = 2, 10
Row = dict[str, Any]
Match = tuple[float, str, str, Offer]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for once per firm.

    Its ties; by field and by sector that may be offered, what of the firm reaches it and how strongly; the pairs of
    characters of its scope and name; whether it is a firm of technology.
    """

    ties: dict[str, Tie]
    reach: dict[str, list[tuple[float, str]]]
    sectors: dict[str, list[tuple[float, str]]]
    words: frozenset[str]
    technical: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """What a candidate is linked by: its tie, the sectors that match, strongest first, the best fields, the next best."""

    tie: Tie | None
    sectors: list[Match]
    field: tuple[float, str, str]
    more: float


def wanted(context: "Context", firm: "Firm") -> Wanted:
    """Return what ranking has to know of a firm."""
    fields = tuple(context.fields.near)
    reach = _reach(firm.fields, lambda _: fields, context.fields.nearness, context.fields_near)
    sectors = {
        offered: [(near * (0.5 + 0.5 * context.rarity.get(offered, 1.0)), want) for near, want in found]
        for offered, found in _reach(
            firm.sectors, context.offered_near, context.sectors.nearness, context.sectors_near
        ).items()
    }
    return Wanted(
        ties(context, firm), reach, sectors, frozenset(pairs(f"{firm.scope} {firm.short}")), _technical(context, firm)
    )


def _technical(context: "Context", firm: "Firm") -> bool:
    return any(weight >= TECHNICAL for field, weight in firm.fields.items() if field in context.fields.technical)


def _reach(
    weights: Mapping[str, float],
    offered: Callable[[str], Iterable[str]],
    nearness: Callable[[str, str], float],
    known: dict[str, list[tuple[str, float]]],
) -> dict[str, list[tuple[float, str]]]:
    """Return what reaches each of what may be offered, with how strongly; `known` keeps what is near of each want."""
    found: dict[str, list[tuple[float, str]]] = {}
    for want, weight in weights.items():
        if want not in known:
            known[want] = [(other, near) for other in offered(want) if (near := nearness(want, other))]
        for other, near in known[want]:
            found.setdefault(other, []).append((weight * near, want))
    return found


def basis(context: "Context", key: str, known: Wanted) -> Basis:
    """Return what a candidate is linked by."""
    matches = sorted(
        (
            (strength * offer.strength, want, offered, offer)
            for offered, offer in context.offers[key].items()
            for strength, want in known.sectors.get(offered, ())
        ),
        key=lambda m: (-m[0], m[1], m[2]),
    )
    fields = [
        (strength * row[0], want, offered)
        for offered, row in context.about.get(key, {}).items()
        for strength, want in known.reach.get(offered, ())
    ]
    best = max(fields, default=(0.0, "", ""))
    # Another field of the firm adds half of what it would be alone.
    more = max((strength for strength, want, _ in fields if want != best[1]), default=0.0) / 2
    return Basis(known.ties.get(key), matches, best, more)


def parts(context: "Context", firm: "Firm", key: str, known: Wanted, on: Basis) -> dict[str, float] | None:
    """Return the parts, each about 0 to 1, None for what is not offered to the firm at all."""
    own, it = firm.scope + firm.name, standing(context, key)
    if not it.offered or not (it.evidence or on.tie) or any(word not in own for word in it.internal):
        return None
    path = on.tie.strength if on.tie else 0.0
    sector = on.sectors[0][0] if on.sectors else 0.0
    fit = max(path, sector, on.field[0])
    home = bool(firm.district) and it.district == firm.district
    near = 1.0 if home or not it.district else ANYWHERE if not firm.district else 0.0
    measure = near if it.measure or (it.technical and known.technical) else 0.0
    if max(fit, measure) <= LEAST:
        return None
    away = 1.0 if firm.district and it.district and not home else 0.0
    words, rare = _shared(it, known.words)
    return {
        "path": path,
        "field": on.field[0],
        "more_fields": on.more,
        "sector": sector,
        "more_sectors": sum(m[0] for m in on.sectors[1:3]) / 2,
        "words": words,
        "rare_word": rare / context.rarest,
        "home": min(1.0, fit) if home else 0.0,
        "here": 1.0 if home else 0.0,
        "away": away,
        "away_measure": away if it.applies else 0.0,
        "city": 0.0 if it.district else 1.0,
        "measure": measure,
        "opening": it.opening,
        "public": 1.0 if it.public and it.public not in own else 0.0,
        "body": 1.0 if it.body and it.body not in own else 0.0,
        "paper": it.paper,
        it.kind: 1.0,
        "breadth": it.breadth,
        "evidence": it.evidence,
    }


def of_evidence(context: "Context", evidence: Row) -> dict[str, float]:
    """Return the parts that the evidence of a link gives: its age, whether it plans, whether a relation is stated."""
    return {
        "year": min(OLD, max(0, context.age(evidence) - YOUNG)) / OLD,
        "planned": 1.0 if context.planned(evidence) else 0.0,
        "stated": 1.0 if "relation" in evidence and not evidence["doubtful"] else 0.0,
    }


def _shared(it: Standing, text: frozenset[str]) -> tuple[float, float]:
    """Return the share of a candidate's name that the firm's scope and name speak of, rare words counting more.

    The second number is how rare the rarest pair of characters is that they share.
    """
    found = [weight for token, weight in it.named if token in text]
    return (sum(found) / it.whole, max(found)) if found and it.whole else (0.0, 0.0)
