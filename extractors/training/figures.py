"""Figures that the project annotated itself: each value with what it measures, its kind, year and status, as offsets.

`figures.json` lists passages of the gold folder and stretches of reports by a hash of their text; the texts are not part
of the project. A row is [start, end, start and end of the indicator, kind, comparator, year, status]; a value that is no
target has nothing behind its end.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from extractors.training import digest

FILE = Path(__file__).parent / "figures.json"


class Figure(NamedTuple):
    """A value at [start, end) of its passage; without `indicator` it is no target."""

    start: int
    end: int
    indicator: tuple[int, int] | None = None
    kind: str = ""
    comparator: str = ""
    year: int | None = None
    status: str = ""


class Stretch(NamedTuple):
    """A passage whose values are all annotated; `part` tells policies, provincial reports and others apart."""

    part: str
    name: str
    year: int
    text: str
    figures: tuple[Figure, ...]


def read_figures(gold: Path, texts: Mapping[str, str]) -> Iterator[Stretch]:
    """Yield the passages of `gold` and the stretches of `texts` (by district and year); those whose text differs are left out."""
    for entry in json.loads(FILE.read_text("utf-8")):
        if "passage" in entry:
            file = gold / entry["passage"]
            text = file.read_text("utf-8") if file.is_file() else ""
        else:
            text = texts.get(entry["document"], "")[entry["start"] : entry["end"]]
        if digest(text) == entry["sha256"]:
            name = entry.get("passage") or f"{entry['document']}-{entry['start']}"
            yield Stretch(entry["part"], name, entry["year"], text, tuple(map(_figure, entry["figures"])))


def _figure(row: list[Any]) -> Figure:
    start, end, *rest = row
    return Figure(start, end, (rest[0], rest[1]), *rest[2:]) if rest else Figure(start, end)
