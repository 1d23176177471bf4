"""The parts of a question: entities of the graph, years, themes and lists."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kg.find import Named, Names

# A name in a question is a whole name or a part of one; a single character would be found everywhere.
SHORTEST = 2
# A part of a name, or a name spelled otherwise, counts for less than a whole name. Set by hand on half of the questions of
# tests/cases/ask, as is `ALIKE`, the share of pairs of characters from which two names are taken for one.
PART = 0.7
ALIKE = 0.6
YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
# What may be left out at the end of a district's name, as in 普陀 for 普陀区.
DISTRICT_ENDS = ("新区", "区", "县", "市")
# Types whose names are so long that questions give a part of them.
PARTED = ("Zone", "Program", "Policy", "Project", "Enterprise", "Institution", "Indicator", "Industry", "Event")
UNITS = re.compile(r"按(元|家|个|套|平方米|人|公里)")


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the question that names something: where, and what it may be, the likeliest first.

    `kind` is a type of entity, `int` for a year, `text` for a unit, `theme` or `list`. `weight` is 1 for a whole name.
    """

    start: int
    end: int
    kind: str
    value: str
    name: str
    weight: float = 1.0


class Surfaces:
    """The names of a graph as they may stand in a question."""

    def __init__(self, names: Names, themes: dict[str, list[str]], lists: Iterable[str]) -> None:
        self.by_text: dict[str, list[tuple[str, str, str, float]]] = {}
        self.items = sorted(names.items, key=lambda item: (-item.mentions, item.id))
        for item in self.items:
            for text in {item.name, *item.aliases, *short_forms(item)}:
                if len(text) >= SHORTEST:
                    self.by_text.setdefault(text.lower(), []).append((item.type, item.id, item.name, 1.0))
        for theme, words in themes.items():
            for word in {theme, *words}:
                self.by_text.setdefault(word.lower(), []).append(("theme", theme, theme, 1.0))
        for name in lists:
            self.by_text.setdefault(name.lower(), []).append(("list", name, name, 1.0))
        self.longest = max(map(len, self.by_text), default=0)

    def whole(self, text: str, common: re.Pattern[str], modifiers: re.Pattern[str]) -> Iterator[Found]:
        """Yield the names that stand in a text, the longest first at each place.

        A `common` word is no name, nor is an indicator that consists of one with `modifiers` or another name, as
        重大项目 and 人工智能企业 do: these are the words of the question.
        """
        at = 0
        while at < len(text):
            for size in range(min(self.longest, len(text) - at), SHORTEST - 1, -1):
                piece = text[at : at + size]
                if not (known := self.by_text.get(piece)) or not _bounded(text, at, at + size):
                    continue
                rest = common.sub("", piece)
                made = not modifiers.sub("", rest) or (rest != piece and rest in self.by_text)
                if rest and not (made and all(kind == "Indicator" for kind, *_ in known)):
                    yield from (Found(at, at + size, *one) for one in known)
                    at += size - 1
                    break
            at += 1

    def parts(self, text: str, start: int) -> Iterator[Found]:
        """Yield the entity of each type that a piece of the question is a part of, or that is spelled much like it."""
        for kind in PARTED:
            if best := self._nearest(text, kind):
                share, item = best
                yield Found(start, start + len(text), kind, item.id, item.name, PART * share)

    def _nearest(self, text: str, kind: str) -> tuple[float, Named] | None:
        """Return the entity whose name begins with a text, else one that holds it, else the one most like it."""
        near = [item for item in self._sharing(text) if item.type == kind]
        if found := next((item for item in near if item.name.lower().startswith(text)), None):
            return min(1.0, 2 * len(text) / len(found.name)), found
        if len(text) <= SHORTEST:
            return None
        if found := next((item for item in near if text in item.name.lower()), None):
            return 1.0, found
        ranked = ((alike(text, item.name.lower()), item) for item in near)
        share, item = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
        return (share, item) if item is not None and share >= ALIKE else None

    def _sharing(self, text: str) -> list[Named]:
        """Return the entities whose names share a pair of characters with a text, the most mentioned first."""
        places = {place for pair in _pairs(text) for place in self._by_pair.get(pair, ())}
        return [self.items[place] for place in sorted(places)]

    @cached_property
    def _by_pair(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, item in enumerate(self.items):
            for pair in _pairs(item.name.lower()):
                found.setdefault(pair, []).append(place)
        return found


def short_forms(item: Named) -> set[str]:
    """Return the short names that are in use of a district, as 普陀 of 普陀区; none for other entities."""
    if item.type != "District":
        return set()
    cut = next((item.name.removesuffix(end) for end in DISTRICT_ENDS if item.name.endswith(end)), "")
    return {cut} if len(cut) >= SHORTEST else set()


def years(text: str) -> Iterator[Found]:
    """Yield the years of a question."""
    for match in YEAR.finditer(text):
        yield Found(*match.span(), "int", match[0], match[0])


def units(text: str) -> Iterator[Found]:
    """Yield the unit by which a question wants amounts, as in 按元."""
    for match in UNITS.finditer(text):
        yield Found(*match.span(1), "text", match[1], match[1])


def alike(first: str, second: str) -> float:
    """Return the share of pairs of characters that two texts have in common, in [0, 1] (Dice)."""
    one, two = _pairs(first), _pairs(second)
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def _pairs(text: str) -> set[str]:
    return set(map("".join, pairwise(text)))


def _bounded(text: str, start: int, end: int) -> bool:
    """Say whether a name of Latin letters is a word of its own, as AI is not in MAIN."""
    around = text[start - 1 : start], text[end : end + 1]
    edges = text[start], text[end - 1]
    return not any(
        a.isascii() and a.isalnum() and e.isascii() and e.isalnum() for a, e in zip(around, edges, strict=True) if a
    )
