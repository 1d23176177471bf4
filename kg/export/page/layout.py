"""Where nodes stand on the overview: a circle for each district, inside it what is related stands near.

Seeded: the same graph gives the same picture.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.export.page.choose import degrees
from kg.kinds import DISTRICT
from kg.model import Graph, Node

# Room for a node with its name of two lines, in pixels at the size that the page calls 1.
CELL_X, CELL_Y = 116, 58
AREA = CELL_X * CELL_Y
# networkx computes ForceAtlas2 on a matrix of all pairs; beyond this a cluster is laid out by type alone.
FORCED = 400
# A screen is wider than high.
WIDE = 1.5
GAP = 60
GOLDEN = (math.sqrt(5) - 1) / 2
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A circle: what belongs to one district, or what belongs to none and has one type."""

    home: str
    type: str
    x: float
    y: float
    radius: float


def home(node: Node) -> str:
    """Return the district a node is drawn in."""
    return node.name if node.type == DISTRICT else str(node.props.get("district") or "")


def layout(part: Graph) -> tuple[dict[str, Point], list[Cluster]]:
    """Return the place of each node in pixels, and the clusters, those with most nodes first."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in part.nodes.values():
        members[home(node), "" if home(node) else node.type].append(node.id)
    count = degrees(part)
    order = sorted(members, key=lambda key: (-len(members[key]), key))
    inside = {key: _inside(part, sorted(members[key]), count) for key in order}
    radius = {key: max(math.hypot(x, y) for x, y in inside[key].values()) + CELL_X / 2 for key in order}
    middle = _packed(order, radius, _ties(part, members))
    places: dict[str, Point] = {
        node: (round(middle[key][0] + x), round(middle[key][1] + y))
        for key in order
        for node, (x, y) in inside[key].items()
    }
    return places, [Cluster(*key, round(middle[key][0]), round(middle[key][1]), round(radius[key])) for key in order]


def _inside(part: Graph, ids: list[str], count: Counter[str]) -> dict[str, Point]:
    """Return places around (0, 0), far enough from each other for a name."""
    if len(ids) > FORCED:
        return _by_type(part, ids, count)
    known = set(ids)
    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from(ids)
    net.add_edges_from(sorted((e.head, e.tail) for e in part.edges.values() if e.head in known and e.tail in known))
    forced = nx.forceatlas2_layout(net, max_iter=60, seed=7) if net.number_of_edges() else dict(_sunflower(ids, count))
    side = math.sqrt(len(ids) * AREA / math.pi)
    reach = max((math.hypot(*place) for place in forced.values()), default=0.0) or 1.0
    wished = {key: (float(x) / reach * side, float(y) / reach * side) for key, (x, y) in forced.items()}
    return _apart(sorted(ids, key=lambda k: (-count[k], k)), wished)


def _sunflower(ids: list[str], count: Counter[str]) -> Iterator[tuple[str, Point]]:
    for rank, key in enumerate(sorted(ids, key=lambda k: (-count[k], k))):
        angle = 2 * math.pi * rank * GOLDEN
        yield key, (math.sqrt(rank) * math.cos(angle), math.sqrt(rank) * math.sin(angle))


def _apart(order: list[str], wished: dict[str, Point]) -> dict[str, Point]:
    """Return the free cell nearest to each wish; who comes first chooses first."""
    span = math.ceil(math.sqrt(len(order))) + 1
    cells = [
        (i * CELL_X + (j % 2) * CELL_X / 2, j * CELL_Y)
        for i in range(-span, span + 1)
        for j in range(-2 * span, 2 * span + 1)
    ]
    free = sorted(cells, key=lambda c: (math.hypot(*c), c))[: len(order) + len(order) // 5 + 1]
    places: dict[str, Point] = {}
    left = np.array(free)
    for key in order:
        best = int(np.argmin(((left - wished[key]) ** 2).sum(axis=1)))
        places[key] = free[best]
        left[best] = np.inf
    return places


def _by_type(part: Graph, ids: list[str], count: Counter[str]) -> dict[str, Point]:
    """Return a sector of the circle for each type, the best related nearest to the middle."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for key in ids:
        kinds[part.nodes[key].type].append(key)
    places: dict[str, Point] = {}
    start = 0.0
    for _, group in sorted(kinds.items()):
        share = len(group) / len(ids)
        for rank, key in enumerate(sorted(group, key=lambda k: (-count[k], k)), 1):
            far = math.sqrt(rank * AREA / (math.pi * share))
            angle = 2 * math.pi * (start + share * (rank * GOLDEN % 1))
            places[key] = far * math.cos(angle), far * math.sin(angle)
        start += share
    return places


def _ties(part: Graph, members: dict[tuple[str, str], list[str]]) -> Counter[tuple[tuple[str, str], tuple[str, str]]]:
    cluster = {node: key for key, ids in members.items() for node in ids}
    ties: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    for edge in part.edges.values():
        first, second = cluster[edge.head], cluster[edge.tail]
        if first != second:
            ties.update(((first, second), (second, first)))
    return ties


def _packed(
    order: list[tuple[str, str]],
    radius: dict[tuple[str, str], float],
    ties: Counter[tuple[tuple[str, str], tuple[str, str]]],
) -> dict[tuple[str, str], Point]:
    """Return the middle of each circle: none overlap, and each is near those it is tied to."""
    placed: dict[tuple[str, str], Point] = {}
    for key in order:
        weights = {other: ties[key, other] for other in placed if ties[key, other]}
        total = sum(weights.values()) or 1
        x = sum(placed[other][0] * w for other, w in weights.items()) / total
        y = sum(placed[other][1] * w for other, w in weights.items()) / total
        spots = [
            (px + (radius[other] + radius[key] + GAP) * math.cos(turn), py + (radius[other] + radius[key] + GAP) * math.sin(turn))
            for other, (px, py) in placed.items()
            for turn in (i * math.pi / 36 for i in range(72))
        ]  # fmt: skip
        spots = [
            spot
            for spot in spots
            if all(math.dist(spot, p) >= radius[o] + radius[key] + GAP - 1 for o, p in placed.items())
        ] or [(0.0, 0.0)]
        placed[key] = min(
            spots, key=lambda s: (((s[0] - x) / WIDE) ** 2 + (s[1] - y) ** 2 + (s[0] / WIDE) ** 2 + s[1] ** 2, s)
        )
    return placed
