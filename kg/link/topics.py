"""What a sentence stands under: a label (`中以(上海)创新园:…`), a sentence that opens its paragraph, a heading."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.link.context import Context

LABEL = re.compile(r"[“]?[^。;,:]{2,28}[::]")
LEAD, REACH = 42, 8
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Topic:
    """The entity a sentence stands under, and whether a heading names it."""

    id: str
    heading: bool


def topics(context: "Context", sections: list[Row]) -> list[list[Topic]]:
    """Return for every passage what it stands under, labels and opening sentences first."""
    found = [[Topic(key, False) for key in keys] for keys in _labels(context)]
    for index, keys in _headings(context, sections).items():
        found[index] += [Topic(key, True) for key in keys if all(t.id != key for t in found[index])]
    return found


def _labels(context: "Context") -> list[list[str]]:
    found: list[list[str]] = []
    current: list[str] = []
    age = 0
    for index, row in enumerate(context.passages):
        opens = not context.joined(index - 1)
        label = LABEL.match(row["text"])
        if label:
            current, age = _named(context, index, label[0]), 0
        elif opens or age > REACH:
            named = _named(context, index, row["text"]) if opens and len(row["text"]) <= LEAD else []
            current, age = named if len(named) <= 2 else [], 0
        age += 1
        found.append(current)
    return found


def _named(context: "Context", index: int, text: str) -> list[str]:
    return [
        key
        for key in context.there.get(index, ())
        if context.kind_of(key).label and any(name in text for name in context.names(key))
    ]


def _headings(context: "Context", sections: list[Row]) -> dict[int, list[str]]:
    """Return the topics of the headings over each passage, a heading of a lower level within one of a higher."""
    of: dict[str, list[Row]] = defaultdict(list)
    for row in sections:
        of[row["document"]].append(row)
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(context.passages):
        places[row["document"]].append(index)
    found: dict[int, list[str]] = {}
    for document, rows in of.items():
        open_ones: list[tuple[int, list[str]]] = []
        waiting = iter(sorted(rows, key=lambda r: (r["start"], r["level"] or 0)))
        following = next(waiting, None)
        for index in places[document]:
            while following and following["start"] <= context.passages[index]["end"] - 1:
                level, heading = following["level"] or 0, following["heading"] or ""
                open_ones = [o for o in open_ones if o[0] < level]
                open_ones.append((level, _headed(context, index, heading)))
                following = next(waiting, None)
            keys = [key for _, named in open_ones for key in named]
            if keys:
                found[index] = list(dict.fromkeys(keys))
    return found


def _headed(context: "Context", index: int, heading: str) -> list[str]:
    near = [key for at in (index, index + 1) for key in context.there.get(at, ())]
    return [
        key for key in near if context.kind_of(key).offer is not None and any(n in heading for n in context.names(key))
    ]
