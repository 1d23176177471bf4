"""Pages in a real browser: nothing is fetched, every text is data, and what an analyst clicks works."""

import csv
import io
import re

import pytest
from browsers import opened, screenshot, visible
from servers import EVIL

from kg.export.page import choose, write_page
from kg.export.page.layout import layout
from kg.folder import read_folder
from kg.model import Edge, Graph, Node

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (1920, 1080), (820, 1180)]


def made(count, districts=6, links=2):
    """Return a graph of so many zones in some districts."""
    graph = Graph()
    for i in range(count):
        district = f"{'甲乙丙丁戊己庚辛'[i % districts]}区"
        kind = ("Zone", "Project", "Enterprise", "Program")[i % 4]
        graph.nodes[f"{kind}:{i}"] = Node(
            f"{kind}:{i}",
            kind,
            f"第{i}号集成电路设计产业园"[: 4 + i % 12],
            [f"别名{i}"],
            {"district": district, "mentions": i % 9},
        )
    keys = list(graph.nodes)
    for i, key in enumerate(keys):
        for step in range(1, links + 1):
            graph.add(
                Edge(
                    key,
                    "PART_OF",
                    keys[(i * 7 + step * 13) % count],
                    {
                        "quote": f"第{i}句原文。",
                        "years": [2021 + i % 4],
                        "inferred": i % 3 == 0,
                        "confidence": 0.6,
                        "document": "Document:x",
                    },
                )
            )
    return graph


def show(page, graph, tmp_path, ontology, ids=None, **options):
    chosen = choose(graph, ids or set(graph.nodes), **options)
    file = tmp_path / "page.html"
    write_page(chosen, file, ontology, "测试图", "MATCH (n) RETURN n")
    opened(page, file)
    return file


def node(page, name):
    return page.evaluate("name => kg.nodes.find(n => n.n === name).i", name)


def click_node(page, name):
    """Click where the node is drawn."""
    at = page.evaluate("i => kg.network.canvasToDOM(kg.network.getPosition(i))", node(page, name))
    page.locator("#canvas canvas").click(position={"x": at["x"], "y": at["y"]})


def panel(page):
    return page.inner_text("#panel")


def test_nothing_is_fetched_and_nothing_complains(page, seen, tiny, ontology, tmp_path):
    file = show(page, read_folder(tiny), tmp_path, ontology)
    page.wait_for_timeout(500)
    assert seen == {"console": [], "requests": [file.as_uri()]}


@pytest.mark.parametrize("size", SIZES, ids=[f"{w}x{h}" for w, h in SIZES])
def test_the_page_is_usable_at_common_sizes(page, example_graph, ontology, tmp_path, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    show(page, read_folder(example_graph), tmp_path, ontology)
    click_node(page, "张江科学城")
    screenshot(page, f"page-{size[0]}x{size[1]}.png")
    for control in ("#search", "#panel", "#legend", "#png", "#canvas"):
        box = page.locator(control).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size[0] and box["y"] + box["height"] <= size[1] + 1, control


def boxes(page):
    return page.evaluate("kg.nodes.map(n => [n.n, kg.network.getBoundingBox(n.i)])")


def test_no_two_labels_overlap_at_the_first_view_of_300_nodes(page, ontology, tmp_path):
    show(page, made(300), tmp_path, ontology)
    screenshot(page, "page-300.png")
    found = boxes(page)
    for i, (name, a) in enumerate(found):
        for other, b in found[:i]:
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
            assert apart, (name, other, a, b)


def test_the_same_graph_gives_the_same_picture(ontology, tmp_path):
    for name in ("a", "b"):
        write_page(choose(made(120), set(made(120).nodes)), tmp_path / name, ontology, "x")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_districts_stand_in_blocks_of_their_own():
    graph = made(200)
    places, blocks = layout(graph)
    assert len(set(places.values())) == 200
    for block in blocks:
        inside = {
            key
            for key, (x, y) in places.items()
            if block.x <= x <= block.x + block.width and block.y <= y <= block.y + block.height
        }
        assert {graph.nodes[key].props["district"] for key in inside} == {block.name}


def test_a_click_shows_names_figures_and_evidence(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    click_node(page, "甲园")
    text = panel(page)
    for part in (
        "甲园",
        "又名甲园",
        "所属区",
        "9家",
        "Zone:甲园与Industry:芯片。",
        "明示 stated",
        "推断 inferred",
        "甲区2024年报告",
        "置信 0.9",
        "字符 0–",
    ):
        assert part in text, part
    page.click("#panel a.go >> text=芯片")
    assert panel(page).startswith("芯片")
    district = panel_of(page, "甲区")
    assert "✓ 达到" in district and "✗ 未达" in district and "100亿元" in district


def panel_of(page, name):
    page.evaluate("() => document.getElementById('search').focus()")
    page.fill("#search", name)
    page.keyboard.press("Enter")
    return panel(page)


def test_a_click_on_a_line_shows_its_sentence(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, ids={"Enterprise:甲公司", "Project:甲楼"})
    at = page.evaluate("""() => { const [a, b] = kg.nodes.map(n => kg.network.getPosition(n.i));
      return kg.network.canvasToDOM({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}); }""")
    page.locator("#canvas canvas").click(position={"x": at["x"], "y": at["y"]})
    assert "建设" in panel(page) and "Enterprise:甲公司与Project:甲楼。" in panel(page)


def test_search_takes_chinese_and_the_keyboard(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    page.keyboard.press("/")
    page.keyboard.insert_text("甲园核心")
    assert page.locator("#hits li").all_inner_texts() == ["甲园核心区 · 功能区 甲区", "甲园核心区东块 · 功能区 甲区"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert panel(page).startswith("甲园核心区东块")
    page.fill("#search", "又名乙湾")
    page.keyboard.press("Enter")
    assert panel(page).startswith("乙湾")


def test_filters_leave_what_fits(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    everything = visible(page)
    page.click("#legend button[data-type=Industry]")
    assert visible(page) == everything - 5
    page.click("#legend button[data-type=Industry]")
    page.select_option("#district", "乙区")
    assert 0 < visible(page) < everything
    page.select_option("#district", "")
    page.select_option("#status", "sure")
    sure = visible(page)
    page.select_option("#status", "stated")
    assert 0 < sure < visible(page) < everything
    page.select_option("#status", "")
    page.select_option("#progress", "planned")
    assert visible(page) == everything - 1
    page.select_option("#progress", "")
    page.fill("#from", "2030")
    page.keyboard.press("Tab")
    assert visible(page) == 0
    page.click("#reset")
    assert visible(page) == everything


def test_neighbours_are_hidden_and_come_back(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    everything = visible(page)
    click_node(page, "甲会")
    page.keyboard.press("h")
    assert visible(page) == everything - 1
    panel_of(page, "甲区")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("c")
    assert visible(page) < everything - 1
    page.keyboard.press("e")
    assert visible(page) == everything


def test_a_path_is_shown_with_its_sentences(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    click_node(page, "甲公司")
    page.keyboard.press("p")
    click_node(page, "甲计划")
    text = panel(page)
    assert text.startswith("路径") and text.count("明示 stated") == 2
    page.keyboard.press("Escape")
    click_node(page, "丙区")
    page.keyboard.press("p")
    click_node(page, "甲公司")
    assert "没有路径" in panel(page)


def test_cypher_and_link_are_copied_and_the_link_leads_back(page, tiny, ontology, tmp_path):
    file = show(page, read_folder(tiny), tmp_path, ontology)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#cypher")
    assert page.evaluate("navigator.clipboard.readText()") == "MATCH (n) RETURN n"
    click_node(page, "甲园")
    page.click("#legend button[data-type=Event]")
    page.click("#link")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(file.as_uri() + "#")
    page.goto("about:blank")
    opened(page, file, copied[len(file.as_uri()) :])
    assert panel(page).startswith("甲园")
    assert page.get_attribute("#legend button[data-type=Event]", "aria-pressed") == "false"


def test_png_and_csv_are_saved(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    with page.expect_download() as png:
        page.click("#png")
    assert png.value.suggested_filename == "测试图.png"
    assert png.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and png.value.path().stat().st_size > 5_000
    with page.expect_download() as table:
        page.click("#csv")
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text("utf-8-sig"))))
    assert {
        "from": "甲公司",
        "relation": "DEVELOPS",
        "to": "甲楼",
        "stated": "stated",
        "confidence": "0.7",
        "years": "2024",
        "quote": "Enterprise:甲公司与Project:甲楼。",
        "document": "甲区2024年报告(2024)",
    } in rows


def test_dark_light_and_relation_names(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("#edgelabels")
    assert page.evaluate("kg.network.body.data.edges.get().every(e => e.label)")
    page.wait_for_timeout(300)
    screenshot(page, "page-dark.png")


def test_it_prints_to_one_page(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    pdf = page.pdf(landscape=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_hostile_texts_are_shown_as_text(page, seen, ontology, tmp_path):
    graph = Graph()
    for name in EVIL:
        graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [name], {"district": name, "parent": name})
    first, *others = graph.nodes
    for other in others:
        graph.add(
            Edge(
                first,
                "PART_OF",
                other,
                {"quote": graph.nodes[other].name, "document": other, "rule": other, "years": [2024]},
            )
        )
    show(page, graph, tmp_path, ontology)
    for name in EVIL:
        page.evaluate(
            "name => { const i = kg.nodes.find(n => n.n === name).i; kg.network.emit; location.hash = ''; }", name
        )
        page.evaluate("name => kg.select(kg.nodes.find(n => n.n === name).i)", name)
        assert page.evaluate("() => document.querySelector('#panel h2').textContent") == name
    assert page.evaluate("document.querySelectorAll('#panel img, #panel script, iframe').length") == 0
    assert [line for line in seen["console"] if "onerror" not in line] == [] and len(seen["requests"]) == 1
    with page.expect_download() as table:
        page.click("#csv")
    assert '"\'=cmd()"' in table.value.path().read_text("utf-8-sig")


def test_more_than_5000_nodes_are_clusters_that_open(page, ontology, tmp_path):
    graph = made(6_000, links=1)
    show(page, graph, tmp_path, ontology, limit=10_000)
    drawn = page.evaluate("kg.network.body.data.nodes.length")
    assert drawn < 60 and "聚合" in page.inner_text("#note")
    screenshot(page, "page-clusters.png")
    page.evaluate(
        """() => { const c = kg.network.body.data.nodes.getIds()[0]; const at = kg.network.canvasToDOM(kg.network.getPosition(c)); window.at = at; }"""
    )
    at = page.evaluate("window.at")
    page.locator("#canvas canvas").click(position={"x": at["x"], "y": at["y"]})
    assert page.evaluate("kg.network.body.data.nodes.length") > drawn + 100


def test_5000_nodes_are_drawn_one_by_one(page, ontology, tmp_path):
    show(page, made(5_000), tmp_path, ontology, limit=5_000)
    assert page.evaluate("kg.network.body.data.nodes.length") == 5_000
