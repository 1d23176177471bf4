"""Candidates in the order of what they may score at most: of thousands only the first few are looked at in full.

Everything is an array with a place for each candidate, and what a firm wants is a sum over the few places that it
reaches. The sums are the parts of `kg.link.parts` but for those of the evidence and what each row needs besides a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.link.parts import ANYWHERE, LEAST, Wanted
from kg.link.standing import Standing, standing
from kg.link.weights import weights

if TYPE_CHECKING:
    from kg.link.context import Context
    from kg.link.firm import Firm

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Where something is offered, and how strongly.
Held = tuple[Places, Numbers]


class Shortlist:
    """The candidates of a graph by what they offer."""

    def __init__(self, context: "Context") -> None:
        rows = [(key, standing(context, key)) for key in sorted(context.offers)]
        rows = [(k, it) for k, it in rows if it.offered and context.nodes[k]["name"] not in context.places]
        self.keys = [key for key, _ in rows]
        self._at = {key: place for place, key in enumerate(self.keys)}
        self._rarest = context.rarest
        self._weights = defaultdict(float, weights())
        self._stand([it for _, it in rows])
        self._sectors = _held(
            (o, p, offer.strength) for p, k in self._places() for o, offer in context.offers[k].items()
        )
        self._fields = _held((o, p, row[0]) for p, k in self._places() for o, row in context.about.get(k, {}).items())
        self._tokens = _held((token, p, weight) for p, (_, it) in enumerate(rows) for token, weight in it.named)

    def _places(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.keys)

    def _stand(self, rows: list[Standing]) -> None:
        """Read what no firm changes."""
        known = self._weights
        self._districts = np.array([it.district for it in rows], object)
        self._somewhere = np.array([bool(it.district) for it in rows])
        self._of: dict[str, Flags] = {"": np.zeros(len(rows), bool)}
        self._applies = np.array([it.applies for it in rows], bool)
        self._measure = np.array([it.measure for it in rows], bool)
        self._technical = np.array([it.technical for it in rows], bool)
        self._spoken = np.array([it.evidence > 0 for it in rows], bool)
        self._whole = np.array([it.whole or 1.0 for it in rows])
        self._fixed = np.array(
            [
                known[it.kind]
                + known["opening"] * it.opening
                + known["paper"] * it.paper
                + known["breadth"] * it.breadth
                + known["evidence"] * it.evidence
                + (0.0 if it.district else known["city"])
                for it in rows
            ]
        )
        self._public = _Words([(it.public,) for it in rows])
        self._body = _Words([(it.body,) for it in rows])
        self._internal = _Words([it.internal for it in rows])

    def ordered(self, firm: "Firm", known: Wanted) -> list[tuple[float, str]]:
        """Return (score without what the evidence adds, id) of what may be linked to a firm, the highest first."""
        path = self._path(known)
        field, more_fields = self._best_fields(known)
        sector, more_sectors = self._best_sectors(known)
        fit = np.maximum(np.maximum(path, sector), field)
        if firm.district not in self._of:
            self._of[firm.district] = self._districts == firm.district
        home = self._of[firm.district]
        away = self._somewhere & ~home & bool(firm.district)
        elsewhere = 0.0 if firm.district else ANYWHERE
        open_to = self._measure | (self._technical & known.technical)
        measure = np.where(open_to, np.where(home | ~self._somewhere, 1.0, elsewhere), 0.0)
        own = firm.scope + firm.name
        offered = (np.maximum(fit, measure) > LEAST) & (self._spoken | (path > 0)) & ~self._internal.lacking(own)
        weight = self._weights
        score = (
            self._fixed
            + weight["path"] * path
            + weight["field"] * field
            + weight["more_fields"] * more_fields
            + weight["sector"] * sector
            + weight["more_sectors"] * more_sectors
            + self._named(known)
            + home * (weight["here"] + weight["home"] * np.minimum(1.0, fit))
            + away * (weight["away"] + weight["away_measure"] * self._applies)
            + weight["measure"] * measure
            + weight["public"] * self._public.lacking(own)
            + weight["body"] * self._body.lacking(own)
        )
        places = np.flatnonzero(offered)
        places = places[np.argsort(-score[places], kind="stable")]
        return [(value, self.keys[at]) for value, at in zip(score[places].tolist(), places.tolist(), strict=True)]

    def _path(self, known: Wanted) -> Numbers:
        found = np.zeros(len(self.keys))
        for key, tie in known.ties.items():
            if key in self._at:
                found[self._at[key]] = tie.strength
        return found

    def _best_fields(self, known: Wanted) -> tuple[Numbers, Numbers]:
        """Return the best field in common, and half of the best that another field of the firm has."""
        wants: dict[str, Numbers] = {}
        for offered, reach in known.reach.items():
            if offered in self._fields:
                places, strengths = self._fields[offered]
                for strength, want in reach:
                    found = wants.setdefault(want, np.zeros(len(self.keys)))
                    found[places] = np.maximum(found[places], strength * strengths)
        best, more = np.zeros(len(self.keys)), np.zeros(len(self.keys))
        for found in wants.values():
            more = np.maximum(more, np.minimum(best, found))
            best = np.maximum(best, found)
        return best, more / 2

    def _best_sectors(self, known: Wanted) -> tuple[Numbers, Numbers]:
        """Return the best sector in common, and half of the sum of the next two."""
        best, more = np.zeros(len(self.keys)), np.zeros(len(self.keys))
        held = [
            (self._sectors[offered][0], strength * self._sectors[offered][1])
            for offered, reach in known.sectors.items()
            if offered in self._sectors
            for strength, _ in reach
        ]
        if not held:
            return best, more
        places, values = np.concatenate([row[0] for row in held]), np.concatenate([row[1] for row in held])
        order = np.lexsort((-values, places))
        places, values = places[order], values[order]
        first = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
        best[places[first]] = values[first]
        for step in (1, 2):
            following = first + step
            inside = following < len(places)
            following, start = following[inside], first[inside]
            same = places[following] == places[start]
            more[places[start[same]]] += values[following[same]]
        return best, more / 2

    def _named(self, known: Wanted) -> Numbers:
        """Return what the words count that a candidate's name shares with the firm's scope and name."""
        held = [self._tokens[token] for token in known.words if token in self._tokens]
        if not held:
            return np.zeros(len(self.keys))
        places, values = np.concatenate([row[0] for row in held]), np.concatenate([row[1] for row in held])
        shared = np.bincount(places, values, len(self.keys)) / self._whole
        rare = np.zeros(len(self.keys))
        np.maximum.at(rare, places, values)
        named: Numbers = self._weights["words"] * shared + self._weights["rare_word"] * rare / self._rarest
        return named


def _held(rows: Iterable[tuple[str, int, float]]) -> dict[str, Held]:
    """Return for each thing that is offered where it is, and how strongly."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for offered, place, strength in rows:
        found[offered].append((place, strength))
    return {
        offered: (np.array([p for p, _ in held], np.int64), np.array([s for _, s in held], np.float64))
        for offered, held in found.items()
    }


class _Words:
    """The words of each candidate that a firm's own words may take back."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(rows):
            for word in filter(None, words):
                found[word].append(place)
        self._counts = np.array([sum(map(bool, words)) for words in rows], np.int64)
        self._where = {word: np.array(places, np.int64) for word, places in found.items()}

    def lacking(self, own: str) -> Flags:
        """Return where a word stands that a firm's own words lack."""
        counts = self._counts.copy()
        for word, places in self._where.items():
            if word in own:
                np.subtract.at(counts, places, 1)
        return counts > 0
