"""Pages in a real browser: nothing is fetched, every text is data, and what an analyst clicks works."""

import csv
import io
import re
import subprocess
import sys
import time

import pytest
from browsers import screenshot
from servers import HOSTILE
from tiny import tiny_graph

from kg.cli.selection import kinds, select, span
from kg.errors import KgError, NotFoundError, UsageError
from kg.export.page import HIDDEN, choose, write_page
from kg.export.page.layout import layout
from kg.export.pyvis_page import write_pyvis
from kg.export.report import write_report
from kg.find import folder_names
from kg.folder import read_folder
from kg.model import Edge, Graph, Node
from kg.stores.embedded import EmbeddedStore
from kg.subgraph import around

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (1920, 1080), (820, 1180)]


@pytest.fixture(scope="module")
def tiny(ontology, tmp_path_factory):
    return tiny_graph(tmp_path_factory.mktemp("tiny") / "graph", ontology)


@pytest.fixture
def seen(page):
    """What the page says and asks for: console messages, errors, requests."""
    found = {"console": [], "requests": []}
    page.on("console", lambda m: found["console"].append(m.text))
    page.on("pageerror", lambda e: found["console"].append(str(e)))
    page.on("request", lambda r: found["requests"].append(r.url))
    return found


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
                        "implied": i % 3 == 0,
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


def opened(page, file, fragment=""):
    page.goto(file.as_uri() + fragment)
    for _ in range(400):
        if page.evaluate("window.kgReady || 0"):
            return
        page.wait_for_timeout(50)
    pytest.fail("the page was not ready")


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
        "推定 implied",
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


def visible(page):
    return page.evaluate("kg.visible()")


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


EVIL = [
    *HOSTILE[:-1],
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "{{7*7}}",
    "\u200f\u0645\u0631\u062d\u0628\u0627",
    "=cmd()",
    "汉" * 100_000,
]


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


def test_the_most_relevant_stay_and_the_rest_is_told(tiny):
    graph = read_folder(tiny)
    chosen = choose(graph, set(graph.nodes), limit=5, keep={"Zone:孤岛"})
    assert "Zone:孤岛" in chosen.graph.nodes and "District:甲区" in chosen.graph.nodes and len(chosen.graph.nodes) == 5
    assert any("--limit" in line for line in chosen.left_out)
    only = choose(graph, set(graph.nodes), types=["Zone"])
    assert {n.type for n in only.graph.nodes.values()} == {"Zone"} and "of other types" in only.left_out[0]
    with pytest.raises(NotFoundError, match="nothing is left"):
        choose(graph, set(graph.nodes), years=(1990, 1991))
    assert not {n.type for n in choose(graph, set(graph.nodes)).graph.nodes.values()} & HIDDEN
    assert "Zone:乙湾" not in around(graph, "Zone:甲园", 1, HIDDEN)


@pytest.mark.parametrize("text", ["2021", "2021-2024"])
def test_a_span_of_years(text):
    assert span(text) == (2021, int(text[-4:]))


@pytest.mark.parametrize(("call", "says"), [
    (lambda k: span("2024-2021"), "as in 2021-2024"),
    (lambda k: span("soon"), "as in 2021-2024"),
    (lambda k: kinds("Zone,Planet", k), "no type Planet"),
])  # fmt: skip
def test_a_choice_that_cannot_be_meant_is_told(ontology, call, says):
    with pytest.raises(UsageError, match=says):
        call(ontology)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("甲园", 1, "zone-profile", ["zone=甲园"], ""), "one of"),
        (("", 1, "", ["zone=甲园"], ""), "add --query"),
        (("甲圆", 1, "", [], ""), "nearest: .*甲园"),
        (("", 1, "projects-of-zone", ["zone=孤岛"], ""), "nothing to export"),
    ],
)
def test_a_part_that_is_not_there_is_told(tiny, ontology, words, says):
    with pytest.raises(KgError, match=says):
        select(read_folder(tiny), tiny, ontology, *words)


@pytest.mark.parametrize(
    "words",
    [
        ["--around", "甲园", "--depth", "2"],
        ["--query", "zone-profile", "zone=甲园"],
        ["--district", "甲区"],
        [],
        ["--around", "甲园", "--backend", "pyvis"],
    ],
)
def test_the_command_writes_a_page_that_opens(page, seen, tiny, tmp_path, words):
    file = tmp_path / "x.html"
    done = subprocess.run(
        [sys.executable, "-m", "kg", "export", "html", *words, "-o", file, "--graph", tiny],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if "pyvis" not in words:
        opened(page, file)
        assert visible(page) > 3 and page.evaluate(
            "JSON.parse(document.getElementById('data').textContent).cypher"
        ).startswith(("MATCH", "//"))
        assert seen["console"] == []
    else:
        page.goto(file.as_uri())
    assert seen["requests"] == [file.as_uri()]


@pytest.mark.neo4j
def test_the_copied_cypher_gives_the_picture_in_neo4j(database, tiny, ontology):
    from kg.stores.neo4j_load import load

    load(database, tiny, ontology)
    graph = read_folder(tiny)
    for words in (("甲园", 2, "", [], ""), ("", 1, "zone-profile", ["zone=甲园"], ""), ("", 1, "", [], "甲区")):
        assert database.run(select(graph, tiny, ontology, *words).cypher, {})


def test_a_report_holds_figures_and_a_footnote_for_every_statement(page, seen, tiny, ontology, tmp_path):
    engine = EmbeddedStore(tiny)
    count = write_report(engine, folder_names(tiny, ontology), "甲区", tmp_path / "r.html")
    with pytest.raises(NotFoundError, match="no report of 丙区"):
        write_report(engine, folder_names(tiny, ontology), "丙区", tmp_path / "none.html")
    engine.close()
    assert not (tmp_path / "none.html").exists()
    page.goto((tmp_path / "r.html").as_uri())
    text = page.inner_text("body")
    for part in (
        "甲区2024年报告",
        "110亿元",
        "✓ 达到",
        "✗ 未达",
        "110%",
        "80%",
        "甲园核心区",
        "甲计划一号",
        "甲楼",
        "甲塔",
    ):
        assert part in text, part
    links = page.eval_on_selector_all("sup a", "all => all.map(a => a.getAttribute('href'))")
    assert len(set(links)) == count and page.evaluate("links => links.every(l => document.querySelector(l))", links)
    assert seen["console"] == [] and len(seen["requests"]) == 1
    screenshot(page, "report.png")


def test_a_report_shows_hostile_texts_as_text(page, seen, ontology, tmp_path):
    graph = Graph({"District:甲区": Node("District:甲区", "District", "甲区", [], {})})
    graph.nodes["Document:d"] = Node(
        "Document:d", "Document", EVIL[-6], [], {"title": EVIL[-6], "district": "甲区", "year": 2024}
    )
    for name in EVIL[:-1]:
        graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [], {"district": "甲区", "mentions": 1})
        graph.add(
            Edge(
                f"Zone:{name}",
                "LOCATED_IN",
                "District:甲区",
                {"quote": name, "document": "Document:d", "implied": True, "doubtful": False, "confidence": 0.5},
            )
        )
    from kg.folder import write_folder
    from kg.stores.embedded import fill

    counts = {"District": 1, "Document": 1, "Zone": len(EVIL) - 1}
    write_folder(
        graph,
        tmp_path / "g",
        ontology,
        {"tool": "x", "ontology": "1", "nodes": counts, "edges": {"LOCATED_IN": len(EVIL) - 1}},
    )
    fill(tmp_path / "g", ontology)
    engine = EmbeddedStore(tmp_path / "g")
    write_report(engine, folder_names(tmp_path / "g", ontology), "甲区", tmp_path / "r.html")
    engine.close()
    page.goto((tmp_path / "r.html").as_uri())
    assert "<img src=x onerror=alert(1)>" in page.inner_text("body")
    assert page.evaluate("document.querySelectorAll('img, script').length") == 0 and seen["console"] == []


def test_pyvis_stays_a_backend(tiny, ontology, tmp_path):
    graph = read_folder(tiny)
    begin = time.monotonic()
    assert write_pyvis(choose(graph, set(graph.nodes)), tmp_path / "p.html", ontology) == len(
        choose(graph, set(graph.nodes)).graph.nodes
    )
    assert time.monotonic() - begin < 60
    assert 'src="http' not in (tmp_path / "p.html").read_text("utf-8")
