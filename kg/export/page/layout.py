"""Where nodes stand: by district in blocks, near what they are related to, one cell a node so that no label overlaps.

Seeded: the same graph gives the same picture.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

import networkx as nx

from kg.export.page.choose import degrees
from kg.kinds import DISTRICT
from kg.model import Graph, Node

CELL_X, CELL_Y, GAP = 106, 66, 1
# networkx lays out larger groups with scipy, which is no dependency.
FORCED = 499
WIDE = 1.7
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A district's rectangle in pixels and its name; an empty name holds what belongs to no district."""

    name: str
    x: int
    y: int
    width: int
    height: int


def home(node: Node) -> str:
    """Return the district a node is drawn in."""
    return node.name if node.type == DISTRICT else str(node.props.get("district") or "")


def layout(part: Graph) -> tuple[dict[str, Point], list[Block]]:
    """Return the place of each node in pixels, and the blocks."""
    groups: dict[str, list[str]] = defaultdict(list)
    for node in part.nodes.values():
        groups[home(node)].append(node.id)
    count = degrees(part)
    cells = {name: _cells(part, sorted(ids), count) for name, ids in sorted(groups.items())}
    places: dict[str, Point] = {}
    blocks = []
    for name, (left, top) in _packed({name: _size(c) for name, c in cells.items()}).items():
        width, height = _size(cells[name])
        for key, (x, y) in cells[name].items():
            places[key] = (left + x) * CELL_X + (y % 2) * CELL_X // 4, (top + y) * CELL_Y
        blocks.append(
            Block(
                name,
                left * CELL_X - CELL_X // 2,
                top * CELL_Y - CELL_Y // 2,
                width * CELL_X + CELL_X // 4,
                height * CELL_Y,
            )
        )
    return places, blocks


def _cells(part: Graph, ids: list[str], count: Counter[str]) -> dict[str, Point]:
    """Return a free cell for each node, near the place that its relations pull it to; the best related choose first."""
    columns = max(1, math.ceil(math.sqrt(len(ids) * WIDE * CELL_Y / CELL_X)))
    rows = math.ceil(len(ids) / columns)
    wished = _wished(part, ids, columns, rows)
    free = {(x, y) for x in range(columns) for y in range(rows)}
    cells: dict[str, Point] = {}
    for key in sorted(ids, key=lambda k: (-count[k], k)):
        x, y = wished[key]
        best = min(_near(free, x, y, columns, rows), key=lambda c: ((c[0] - x) ** 2 + ((c[1] - y) / 2) ** 2, c))
        free.remove(best)
        cells[key] = best
    return cells


def _near(free: set[Point], x: float, y: float, columns: int, rows: int) -> set[Point]:
    """Return free cells around a place, from the smallest square that has one."""
    for reach in range(1, max(columns, rows) + 1):
        span = (
            (i, j) for i in range(int(x) - reach, int(x) + reach + 1) for j in range(int(y) - reach, int(y) + reach + 1)
        )
        if found := free.intersection(span):
            return found
    return free


def _wished(part: Graph, ids: list[str], columns: int, rows: int) -> dict[str, tuple[float, float]]:
    if len(ids) > FORCED:
        order = sorted(ids, key=lambda k: (part.nodes[k].type, k))
        return {key: (i % columns, i // columns) for i, key in enumerate(order)}
    inside: nx.Graph[str] = nx.Graph()
    inside.add_nodes_from(ids)
    known = set(ids)
    inside.add_edges_from(sorted((e.head, e.tail) for e in part.edges.values() if e.head in known and e.tail in known))
    placed = nx.spring_layout(inside, seed=7, iterations=60, method="force")
    xs, ys = [p[0] for p in placed.values()], [p[1] for p in placed.values()]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return {
        k: ((x - min(xs)) / wide * (columns - 1), (y - min(ys)) / high * (rows - 1)) for k, (x, y) in placed.items()
    }


def _size(cells: dict[str, Point]) -> Point:
    return 1 + max(x for x, _ in cells.values()), 1 + max(y for _, y in cells.values())


def _packed(sizes: dict[str, Point]) -> dict[str, Point]:
    """Return the left top cell of each block: rows of blocks, the high ones first, about as wide as a screen."""
    area = sum((w + GAP) * (h + GAP) for w, h in sizes.values())
    width = max([*(w for w, _ in sizes.values()), math.ceil(math.sqrt(area * WIDE * CELL_Y / CELL_X))])
    corners: dict[str, Point] = {}
    left = top = row = 0
    for name, (w, h) in sorted(sizes.items(), key=lambda item: (-item[1][1], item[0])):
        if left and left + w > width:
            left, top, row = 0, top + row + GAP, 0
        corners[name] = left, top
        left, row = left + w + GAP, max(row, h)
    return corners


def clusters(part: Graph) -> dict[str, str]:
    """Return the cluster of each node, district and type, for graphs too large to draw at once."""
    return {node.id: f"{home(node)}\x1f{node.type}" for node in part.nodes.values()}
