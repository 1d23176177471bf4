"""The overview of a large graph, and how a picture compares with a grid of the same graph."""

import math
from itertools import pairwise

import networkx as nx
import pytest
from browsers import screenshot, visible
from test_pages import made, overlapping, show, starred, texts

from kg.export.page.layout import home, layout

pytestmark = pytest.mark.browser


def test_clusters_hold_their_own_and_do_not_overlap():
    graph = made(400)
    places, clusters = layout(graph)
    assert len(set(places.values())) == len(graph.nodes)
    for cluster in clusters:
        for key, place in places.items():
            inside = math.dist(place, (cluster.x, cluster.y)) <= cluster.radius
            assert inside == (home(graph.nodes[key]) == cluster.home), (key, cluster)
    for i, first in enumerate(clusters):
        for second in clusters[:i]:
            assert math.dist((first.x, first.y), (second.x, second.y)) >= first.radius + second.radius


def crossings(lines):
    """Return how many pairs of lines cross between their ends."""

    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return sum(
        side(*a, b[0]) * side(*a, b[1]) < 0 and side(*b, a[0]) * side(*b, a[1]) < 0
        for i, a in enumerate(lines)
        for b in lines[:i]
        if not {a[0], a[1]} & {b[0], b[1]}
    )


STROKES = """() => [...document.querySelectorAll("#picture .trunk, #picture .crosses .cross")].map(path => {
  const length = path.getTotalLength(), steps = 24;
  return [...Array(steps + 1).keys()].map(k => { const p = path.getPointAtLength(length * k / steps); return [Math.round(p.x * 10), Math.round(p.y * 10)]; });
})"""


def strokes_cross(strokes):
    """Return how often strokes, each a list of points, cross one another."""
    lines = [[(tuple(a), tuple(b)) for a, b in pairwise(stroke)] for stroke in strokes]
    return sum(
        crossings([*first, *second]) - crossings(first) - crossings(second)
        for i, first in enumerate(lines)
        for second in lines[:i]
        if boxes_meet(first, second)
    )


def boxes_meet(first, second):
    """Return whether the boxes around two lists of lines meet."""
    return all(
        max(min(p[axis] for line in some for p in line) for some in (first, second))
        <= min(max(p[axis] for line in some for p in line) for some in (first, second))
        for axis in (0, 1)
    )


def on_a_grid(graph, shown):
    """Return the lines of all relations among some nodes on the grid that pages had first."""
    columns = math.ceil(math.sqrt(len(shown) * 1.7 * 66 / 106))
    spring = nx.spring_layout(nx.Graph([(e.head, e.tail) for e in graph.edges.values()]), seed=7, method="force")
    order = sorted(shown, key=lambda k: (round(float(spring[k][1]), 1), float(spring[k][0])))
    grid = {key: (106 * (i % columns), 66 * (i // columns)) for i, key in enumerate(order)}
    return [
        (grid[e.head], grid[e.tail])
        for e in graph.edges.values()
        if e.head in grid and e.tail in grid and e.head != e.tail
    ]


def test_lines_cross_less_than_half_as_often_as_on_a_grid(page, ontology, tmp_path):
    """At first the relations among what surrounds the subject are left to pointing; with the switch all are drawn.

    What is counted is what is drawn: the relations between two cards share one stroke, which forks at both ends.
    """
    graph = starred(60)
    show(page, graph, tmp_path, ontology, "Zone:湾")
    shown = page.evaluate("[...kg.scene().shown].map(i => kg.nodes[i].id)")
    old = crossings(on_a_grid(graph, shown))
    assert strokes_cross(page.evaluate(STROKES)) == 0 < old
    page.click("#cross")
    assert page.evaluate("[...kg.scene().shown].map(i => kg.nodes[i].id)") == shown
    assert page.locator("#picture .crosses .bundle").count() > 2
    assert 2 * strokes_cross(page.evaluate(STROKES)) < old


def test_pointing_shows_each_relation_by_itself_and_the_order_stays(page, ontology, tmp_path):
    graph = starred(60)
    show(page, graph, tmp_path, ontology, "Zone:湾")
    order = page.locator("#picture .item").evaluate_all("items => items.map(i => i.dataset.node)")
    page.click("#cross")
    tied = page.evaluate(
        "kg.edges.find(e => e.r === 'SUPPORTS' && [e.f, e.t].every(i => kg.scene().shown.has(i) && i !== kg.state.center)).f"
    )
    page.locator(f"#picture .item[data-node='{tied}']").hover()
    lit = page.locator("#picture .crosses .lit[data-edge]").evaluate_all("lines => lines.map(l => +l.dataset.edge)")
    ends = page.evaluate("all => all.map(i => [kg.edges[i].f, kg.edges[i].t])", lit)
    assert lit and all(tied in pair for pair in ends)
    page.click("#cross")
    assert page.locator("#picture .item").evaluate_all("items => items.map(i => i.dataset.node)") == order


def test_far_away_clusters_nearer_names_nearest_quotes(page, seen, ontology, tmp_path):
    file = show(page, made(6_000, links=1), tmp_path, ontology, limit=10_000)
    screenshot(page, "page-overview.png")
    assert visible(page) == 6_000 and page.locator("#picture .bubble").count() == 6
    assert page.locator("#picture .item").count() == 0 and overlapping(texts(page)) == []
    page.locator("#picture .bubble").first.click()
    names = page.locator("#picture .item text").count()
    assert names > 20 and page.locator("#picture > g > *").count() < 1_500 and overlapping(texts(page)) == []
    page.evaluate(
        "() => { const n = kg.nodes[0]; Object.assign(kg.view(), {x: n.x, y: n.y}); kg.zoom(8 / kg.view().scale); kg.zoom(0.25) }"
    )
    # The page's policy forbids what wait_for_function does where the first look fails.
    page.locator("#picture .item .soft").first.wait_for(state="attached")
    assert "句原文" in page.locator("#picture .item .soft").first.text_content()
    page.locator("#picture .item").first.dblclick()
    assert page.evaluate("kg.state.view") == "subject"
    assert seen == {"console": [], "requests": [file.as_uri()]}
