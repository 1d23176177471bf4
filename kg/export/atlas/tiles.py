"""The map of the start page: a tile for each district, and what they can be coloured by."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from kg.export.book import Book, Figure
from kg.export.book.figures import ACHIEVED
from kg.kinds import DISTRICT, SECTOR

COLUMNS, SHADES = 8, 5
COUNTED = ("Zone", "Program", "Project", "Enterprise", "Institution", "Policy", "Event")


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile at (column, row); `id` is that of the district's node, an empty one where the graph has none."""

    name: str
    id: str
    column: int
    row: int


@lru_cache(maxsize=1)
def _places() -> dict[str, dict[str, tuple[int, int]]]:
    found: dict[str, dict[str, tuple[int, int]]] = yaml.load(
        Path(__file__).with_name("tiles.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return found


def tiles(book: Book) -> list[tuple[str, list[Tile]]]:
    """Return (name of a map, its tiles): the maps that the graph has a district of, the other districts as a grid."""
    districts = {n.name: n.id for n in book.things if n.type == DISTRICT}
    maps, placed = [], set[str]()
    for title, spots in _places().items():
        if districts.keys() & spots.keys():
            made = [Tile(name, districts.get(name, ""), *spot) for name, spot in spots.items()]
            maps.append((title, made))
            placed |= spots.keys()
    rest = sorted(districts.keys() - placed)
    if rest:
        maps.append(("", [Tile(name, districts[name], n % COLUMNS, n // COLUMNS) for n, name in enumerate(rest)]))
    return maps


@dataclass(frozen=True, slots=True)
class Layer:
    """What the map can be coloured by: (text, shade from 1, which is low) by district id. `count` names a type."""

    key: str
    count: str
    values: dict[str, tuple[str, int]]


def layers(book: Book) -> list[Layer]:
    """Return counts by type, then the measures that at least two districts have a figure of, the most common first."""
    districts = [n for n in book.things if n.type == DISTRICT]
    counts: dict[str, dict[str, int]] = {kind: {} for kind in (*COUNTED, SECTOR) if kind in book.known.node_types}
    homes = {n.name: n.id for n in districts}
    for node in book.things:
        if node.type in counts and (home := homes.get(book.home(node))):
            counts[node.type][home] = counts[node.type].get(home, 0) + 1
    if SECTOR in counts:
        counts[SECTOR] = {n.id: _stated_sectors(book, n.id) for n in districts}
    counted = [
        Layer(f"count:{kind}", kind, _shaded({k: (str(v), v) for k, v in found.items() if v}))
        for kind, found in counts.items()
    ]
    return [layer for layer in counted if layer.values] + _measured(book, [n.id for n in districts])


def _stated_sectors(book: Book, district: str) -> int:
    facts = book.facts(district).get(("FOCUSES_ON", True), [])
    return sum(not fact.doubtful for fact in facts)


def _measured(book: Book, districts: list[str]) -> list[Layer]:
    newest: dict[tuple[str, str, bool], dict[str, Figure]] = {}
    for district in districts:
        for figure in book.figures.get(district, ()):
            if figure.known and figure.year:
                known = newest.setdefault(figure.group, {})
                if district not in known or _fresher(figure, known[district]):
                    known[district] = figure
    shared = sorted(((k, v) for k, v in newest.items() if len(v) > 1), key=lambda item: (-len(item[1]), item[0]))
    return [
        Layer(
            f"measure:{name}:{unit}:{int(change)}",
            "",
            _shaded(
                {k: (f"{f.value}（{f.year}{'' if f.status == ACHIEVED else '*'}）", f.number) for k, f in found.items()}
            ),
        )
        for (name, unit, change), found in shared
    ]


def _fresher(one: Figure, other: Figure) -> bool:
    """Say whether a figure is to be shown instead of another: achieved before planned, then the newer."""
    return (one.status == ACHIEVED, one.year or 0) > (other.status == ACHIEVED, other.year or 0)


def _shaded(values: dict[str, tuple[str, float]]) -> dict[str, tuple[str, int]]:
    """Return texts with shades; numbers are ranked, as one large district would leave all others pale."""
    ranks = sorted({number for _, number in values.values()})
    return {
        key: (text, 1 + (SHADES * ranks.index(number)) // len(ranks)) for key, (text, number) in sorted(values.items())
    }
