"""The overview of a large graph, and how a picture compares with a grid of the same graph."""

import math

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


@pytest.mark.xfail(reason="not reached: more crossings than on the grid of the made graph", strict=True)
def test_lines_cross_less_than_half_as_often_as_on_a_grid(page, ontology, tmp_path):
    graph = starred(60)
    show(page, graph, tmp_path, ontology, "Zone:湾")
    shown = page.evaluate("[...kg.scene().shown].map(i => kg.nodes[i].id)")
    # All relations among what is shown, as on the grid; by default the picture leaves most of them to pointing.
    page.click("#cross")
    drawn = page.evaluate("""() => [...document.querySelectorAll("#picture .trunk, #picture .cross")].flatMap(path => {
      const length = path.getTotalLength(), steps = 12, at = k => { const p = path.getPointAtLength(length * k / steps); return [Math.round(p.x * 10), Math.round(p.y * 10)]; };
      return [...Array(steps).keys()].map(k => [at(k), at(k + 1)]);
    })""")
    columns = math.ceil(math.sqrt(len(shown) * 1.7 * 66 / 106))
    spring = nx.spring_layout(nx.Graph([(e.head, e.tail) for e in graph.edges.values()]), seed=7, method="force")
    order = sorted(shown, key=lambda k: (round(float(spring[k][1]), 1), float(spring[k][0])))
    grid = {key: (106 * (i % columns), 66 * (i // columns)) for i, key in enumerate(order)}
    old = [
        (grid[e.head], grid[e.tail])
        for e in graph.edges.values()
        if e.head in grid and e.tail in grid and e.head != e.tail
    ]
    as_points = [(tuple(a), tuple(b)) for a, b in drawn]
    assert 2 * crossings(as_points) < crossings(old)


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
    page.wait_for_function("document.querySelectorAll('#picture .item .soft').length > 0")
    assert "句原文" in page.locator("#picture .item .soft").first.text_content()
    page.locator("#picture .item").first.dblclick()
    assert page.evaluate("kg.state.view") == "subject"
    assert seen == {"console": [], "requests": [file.as_uri()]}
