"""The topic of a sentence: its label, opening sentence (`中以(上海)创新园:…`) or heading, by the scopes of the graph."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# A section's heading has lost its number: `(十一)` is the longest that stands before it in the text.
NUMBER = 4
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Topic:
    """The entity a sentence stands under, and whether a heading names it."""

    id: str
    heading: bool


def topics(
    passages: Sequence[Row], scopes: Sequence[Row], sections: Sequence[Row], labels: Mapping[str, bool]
) -> list[list[Topic]]:
    """Return for every passage what it stands under, labels and opening sentences first.

    Passages are in the order of their documents and hold what they name in `named`. `labels` are the node types that
    may be what a text is about, True for those that a label names, False for those that only a heading does.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(passages):
        places[row["document"]].append(index)
    found: list[list[Topic]] = [[] for _ in passages]
    for document, rows in _by_document(scopes).items():
        for index, keys in _labelled(passages, places[document], rows).items():
            found[index] = [Topic(key, False) for key in keys if labels.get(_kind(key))]
    for document, rows in _by_document(sections).items():
        for index, keys in _headed(passages, places[document], rows, labels).items():
            found[index] += [Topic(key, True) for key in keys if all(topic.id != key for topic in found[index])]
    return found


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _by_document(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["document"]].append(row)
    return found


def _labelled(passages: Sequence[Row], indexes: Sequence[int], scopes: Sequence[Row]) -> dict[int, list[str]]:
    """Return what the labels name whose scope holds each passage; of scopes in each other the one that begins last."""
    found: dict[int, list[str]] = {}
    spans: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in scopes:
        spans[row["label_start"], row["end"]].append(row["entity"])
    for (start, end), keys in sorted(spans.items()):
        for index in indexes:
            if start < passages[index]["end"] and passages[index]["start"] < end:
                found[index] = [key for key in dict.fromkeys(keys) if key]
    return found


def _headed(
    passages: Sequence[Row], indexes: Sequence[int], sections: Sequence[Row], types: Mapping[str, bool]
) -> dict[int, list[str]]:
    """Return what the headings over each passage name, a heading of a lower level within one of a higher."""
    found: dict[int, list[str]] = {}
    open_ones: list[tuple[int, list[str]]] = []
    waiting = iter(sorted(sections, key=lambda row: (row["start"], row["level"] or 0)))
    following = next(waiting, None)
    named = sorted(
        (row["start"] + start, row["start"] + end, key)
        for row in (passages[index] for index in indexes)
        for key, start, end in row["named"]
        if _kind(key) in types
    )
    for index in indexes:
        while following and following["start"] < passages[index]["end"]:
            level, begin = following["level"] or 0, following["start"]
            stop = begin + len((following["heading"] or "").rpartition(" > ")[2]) + NUMBER
            keys = [key for start, end, key in named if begin <= start and end <= stop]
            open_ones = [*(one for one in open_ones if one[0] < level), (level, keys)]
            following = next(waiting, None)
        keys = [key for _, those in open_ones for key in those]
        if keys:
            found[index] = list(dict.fromkeys(keys))
    return found
