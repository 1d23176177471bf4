"""The candidates that a firm can be linked to, found by what they offer; the others are never looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.link.eligibility.gathering import MEASURES
from kg.link.parts import LEAST, Wanted

if TYPE_CHECKING:
    from kg.link.context import Context

Offering = dict[str, list[tuple[float, str]]]


class Reachable:
    """The candidates of a graph by sector and by field of work, the strongest first, and the measures for any firm."""

    def __init__(self, context: "Context") -> None:
        self.sectors = _by_offer(
            (key, offered, offer.strength) for key, found in context.offers.items() for offered, offer in found.items()
        )
        self.fields = _by_offer(
            (key, offered, row[0]) for key, found in context.about.items() for offered, row in found.items()
        )
        self.measures = frozenset(
            key
            for key in context.offers
            if key.partition(":")[0] in MEASURES and context.audience.measures(str(context.nodes[key]["name"]))
        )

    def of(self, known: Wanted) -> set[str]:
        """Return the candidates that a tie, a sector or a field joins to a firm by more than LEAST, and all measures."""
        return {
            *known.ties,
            *self.measures,
            *_reached(known.sectors, self.sectors),
            *_reached(known.reach, self.fields),
        }


def _by_offer(rows: Iterable[tuple[str, str, float]]) -> Offering:
    found: Offering = defaultdict(list)
    for key, offered, strength in rows:
        found[offered].append((strength, key))
    for offering in found.values():
        offering.sort(reverse=True)
    return found


def _reached(asked: Mapping[str, list[tuple[float, str]]], offering: Offering) -> Iterable[str]:
    for offered, reach in asked.items():
        best = max(strength for strength, _ in reach)
        for strength, key in offering.get(offered, ()):
            if best * strength <= LEAST:
                break
            yield key
