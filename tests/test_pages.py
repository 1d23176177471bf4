"""Pages in a real browser: nothing is fetched, every text is data, and what an analyst clicks works."""

import csv
import io
import re

import pytest
from browsers import opened, ready, screenshot, visible
from playwright.sync_api import expect
from servers import EVIL

from kg.export.page import HIDDEN, choose
from kg.export.page.write import write_page
from kg.folder import read_folder
from kg.model import Edge, Graph, Node
from kg.subgraph import Part, around, hubs

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (1920, 1080), (390, 844)]
STATED = {"confidence": 0.8, "years": [2024], "document": "Document:x"}


def made(count, districts=6, links=2):
    """Return a graph of so many zones, projects, firms and programs in some districts."""
    graph = Graph()
    for i in range(count):
        kind = ("Zone", "Project", "Enterprise", "Program")[i % 4]
        name = f"第{i}号集成电路设计产业园"[: 4 + i % 12]
        props = {"district": f"{'甲乙丙丁戊己庚辛'[i % districts]}区", "mentions": i % 9}
        graph.nodes[f"{kind}:{i}"] = Node(f"{kind}:{i}", kind, name, [f"别名{i}"], props)
    keys = list(graph.nodes)
    for i, key in enumerate(keys):
        for step in range(1, links + 1):
            evidence = {**STATED, "quote": f"第{i}句原文。", "years": [2021 + i % 4], "doubtful": i % 3 == 0}
            graph.add(Edge(key, "PART_OF", keys[(i * 7 + step * 13) % count], evidence))
    return graph


def starred(count):
    """Return a zone with so many firms, sectors and programs around it, which are tied to each other too."""
    graph = Graph(
        {"Zone:湾": Node("Zone:湾", "Zone", "中国(上海)自由贸易试验区临港新片区", ["湾"], {"district": "甲区"})}
    )
    for i in range(count):
        kind = ("Industry", "Enterprise", "Project", "Program", "Event")[i % 5]
        key, name = f"{kind}:{i}", f"第{i}号人工智能与集成电路(设计)创新发展示范工程"[: 4 + (i * 7) % 22]
        graph.nodes[key] = Node(
            key, kind, name, [], {"parent": "数字经济"} if kind == "Industry" else {"district": "甲区"}
        )
        relation = {"Industry": "FOCUSES_ON", "Event": "HOSTS", "Program": "SUPPORTS"}.get(kind, "LOCATED_IN")
        ends = ("Zone:湾", key) if kind in ("Industry", "Event") else (key, "Zone:湾")
        graph.add(Edge(ends[0], relation, ends[1], {**STATED, "quote": f"{name}在湾。", "doubtful": i % 4 == 0}))
    keys = list(graph.nodes)
    for i in range(1, count):
        graph.add(Edge(keys[i], "SUPPORTS", keys[1 + (i * 7) % count], {**STATED, "quote": f"第{i}句。"}))
    return graph


def show(page, graph, tmp_path, ontology, subject="", ids=None, lang="zh", **options):
    ids = (
        around(graph, subject, 2, HIDDEN, hubs(graph)) if subject and not ids else ids or dict.fromkeys(graph.nodes, 0)
    )
    chosen = choose(graph, ids, keep={subject} - {""}, **options)
    part = Part(ids, frozenset(), {"zh": "测试图", "en": "A test"}, "MATCH (n) RETURN n", subject)
    file = tmp_path / "page.html"
    write_page(chosen, file, ontology, part, lang)
    opened(page, file)
    return file


def panel(page):
    return page.inner_text("#panel")


def item(page, name):
    """Return the drawn item of a node by its whole name."""
    return page.locator(
        f"#picture .item[data-node='{page.evaluate('name => kg.nodes.find(n => n.n === name).i', name)}']"
    )


def texts(page):
    """Return [text, left, top, right, bottom, height of the letters in pixels] of every drawn name."""
    return page.evaluate("""() => [...document.querySelectorAll("#picture text")].map(t => {
      const b = t.getBoundingClientRect();
      return [t.textContent, b.left, b.top, b.right, b.bottom, parseFloat(getComputedStyle(t).fontSize) * kg.view().scale];
    })""")


def overlapping(found):
    """Return the pairs of names whose boxes overlap by more than a hair."""
    return [
        (a[0], b[0])
        for i, a in enumerate(found)
        for b in found[:i]
        if min(a[3], b[3]) - max(a[1], b[1]) > 1 and min(a[4], b[4]) - max(a[2], b[2]) > 3
    ]


@pytest.mark.parametrize("size", SIZES, ids=[f"{w}x{h}" for w, h in SIZES])
def test_at_first_sight_names_are_read_and_none_overlaps(page, seen, ontology, tmp_path, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    file = show(page, starred(150), tmp_path, ontology, "Zone:湾")
    screenshot(page, f"page-{size[0]}x{size[1]}.png")
    found = texts(page)
    assert len(found) > 40 and min(entry[5] for entry in found) >= 11.99
    assert overlapping(found) == []
    assert 30 <= visible(page) <= 62
    assert seen == {"console": [], "requests": [file.as_uri()]}
    subject = page.locator("#picture .subject").bounding_box()
    view = page.locator("#picture").bounding_box()
    assert abs(subject["x"] + subject["width"] / 2 - view["x"] - view["width"] / 2) < view["width"] / 6
    for control in ("#search", "#panel", "#legend", "#save", "#picture", "#lang"):
        box = page.locator(control).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size[0] + 1, control


def test_a_group_opens_in_place_and_closes(page, ontology, tmp_path):
    show(page, starred(150), tmp_path, ontology, "Zone:湾")
    before = visible(page)
    group = page.locator("#picture .more").first
    hidden = int(group.text_content()[1:])
    group.click()
    assert visible(page) == before + min(hidden, 40) and overlapping(texts(page)) == []
    page.locator("#picture .more[data-less]:not([data-less=''])").first.click()
    assert visible(page) == before


def test_districts_and_top_sectors_end_a_step(tiny):
    graph = read_folder(tiny)
    ends = hubs(graph)
    assert {"District:甲区", "Region:丁市", "Industry:制造"} <= ends and "Industry:芯片" not in ends
    near = around(graph, "Zone:甲园", 2, HIDDEN, ends)
    assert near["Zone:甲园"] == 0 and near["Industry:芯片"] == 1 and near["Zone:乙湾"] == 2
    assert "Event:甲会" not in near and "Event:甲会" in around(graph, "Zone:甲园", 3, HIDDEN)


def test_what_only_a_report_names_comes_with_a_switch(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    assert item(page, "甲区").count() == 0
    page.click("#reported")
    assert item(page, "甲区").count() == 1 and "仅见于报告" in page.inner_text("#reported")


def test_doubtful_relations_are_dashed_and_can_be_hidden(page, ontology, tmp_path):
    show(page, starred(20), tmp_path, ontology, "Zone:湾")
    # As long as a subject has surer relations, the doubtful ones wait behind their switch, which says how many they are.
    assert page.locator("#picture .item.doubted").count() == 0
    assert "没有读到它的指标" in page.inner_text("#panel .what")
    assert int(re.search(r"\d+", page.inner_text("#doubtful"))[0]) > 2
    page.click("#doubtful")
    expect(page.locator("#picture .item.doubted")).not_to_have_count(0)
    doubted = page.locator("#picture .item.doubted").count()
    assert doubted == page.locator("#picture .twig.dashed").count() > 2
    before = visible(page)
    page.click("#doubtful")
    assert page.locator("#picture .item.doubted").count() == 0 and visible(page) == before - doubted


def test_an_arrow_points_where_the_relation_leads(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    heads = page.locator("#picture .head").all_text_contents()
    assert "聚焦的产业 2" in heads and "支持它的计划行动 1" in heads
    assert (
        page.locator("#picture .lines .arrow").count() == page.locator("#picture .lines .trunk").count() == len(heads)
    )


def test_the_panel_says_what_it_is_with_its_evidence(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    text = panel(page)
    for part in (
        "甲园",
        "功能区 · 甲区",
        "甲园是甲区的功能区；聚焦机床1、芯片2",
        "又名甲园",
        "9家",
        "明示",
        "甲区2024年报告",
        "置信度 0.9",
    ):
        assert part in text, part
    assert "芯片" in page.locator("#panel .fact mark").all_inner_texts()
    page.click("#panel sup .go >> nth=0")
    assert page.locator("#panel .fact.lit").count() == 1
    item(page, "芯片").click()
    assert panel(page).startswith("芯片") and "与甲园的关系" in panel(page)


def test_a_quote_opens_the_text_around_it(page, ontology, tmp_path):
    graph = starred(2)
    graph.nodes["Document:x"] = Node("Document:x", "Document", "x", [], {"title": "甲区报告", "year": 2024})
    for i, text in enumerate(["前一句。", "湾聚焦算力。", "后一句。"]):
        graph.nodes[f"Passage:{i}"] = Node(
            f"Passage:{i}",
            "Passage",
            "",
            [],
            {"text": text, "document": "Document:x", "start": 10 * i, "end": 10 * i + 6},
        )
    graph.nodes["Industry:算力"] = Node("Industry:算力", "Industry", "算力", [], {"parent": "数字经济"})
    graph.add(
        Edge(
            "Zone:湾",
            "FOCUSES_ON",
            "Industry:算力",
            {**STATED, "confidence": 0.9, "quote": "湾聚焦算力。", "start": 10, "end": 16},
        )
    )
    show(page, graph, tmp_path, ontology, "Zone:湾")
    quote = page.locator("#panel button.quote").first
    assert quote.inner_text() == "湾聚焦算力。"
    quote.click()
    assert quote.inner_text().replace("\n", "") == "前一句。湾聚焦算力。后一句。" and quote.locator(
        "mark"
    ).all_inner_texts() == ["算力"]
    quote.click()
    assert quote.inner_text() == "湾聚焦算力。"


def test_figures_of_several_years_have_a_line(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "District:甲区")
    text = panel(page)
    assert "✓ 达到" in text and "✗ 未达" in text and "100亿元" in text
    assert page.locator("#panel svg.spark").count() == 2
    page.click("#filters summary")
    page.select_option("#status", "achieved")
    assert "100亿元" not in panel(page) and "110亿元" in panel(page)


def test_the_same_measure_of_other_districts_stands_beside_that_of_the_subject(page, ontology, tmp_path):
    graph = Graph()
    for home, numbers in (("甲区", (80, 90)), ("乙区", (40, 60)), ("丙区", (30,))):
        graph.nodes[f"District:{home}"] = Node(f"District:{home}", "District", home, [], {})
        for year, number in enumerate(numbers, 2023):
            put_figure(graph, home, year, number)
    put_figure(graph, "乙区", 2025, 66, "planned")
    show(page, graph, tmp_path, ontology, "District:乙区")
    charts = page.locator("#panel .multiples svg")
    names = charts.locator(".of").all_text_contents()
    assert names == ["乙区", "甲区", "丙区"] and "同一指标的各区" in panel(page)
    assert charts.nth(0).locator("circle").count() == 3 and charts.nth(0).locator("circle.plan").count() == 1
    # On one scale: 60 of 乙区 stands lower than 90 of 甲区.
    heights = [charts.nth(i).locator("circle").nth(1).get_attribute("cy") for i in range(2)]
    assert float(heights[0]) > float(heights[1])
    page.click("#filters summary")
    page.select_option("#status", "planned")
    assert charts.count() == 0


def put_figure(graph, home, year, number, status="achieved"):
    key = f"Target:{home}{year}{status}"
    props = {"indicator": "地区生产总值", "value": f"{number}亿元", "number": number * 1e8, "unit": "元", "year": year, "status": status,
             "kind": "level", "comparator": "eq", "quote": f"地区生产总值{number}亿元。", "document": "Document:x"}  # fmt: skip
    graph.nodes[key] = Node(key, "Target", props["indicator"], [], props)
    graph.add(Edge(key, "REPORTED_BY", f"District:{home}", {**STATED}))


def test_a_subject_of_which_only_a_report_speaks_shows_that_and_says_that_no_firm_was_read(page, ontology, tmp_path):
    graph = Graph({"District:甲区": Node("District:甲区", "District", "甲区", [], {})})
    graph.nodes["Zone:湾"] = Node("Zone:湾", "Zone", "湾", [], {"district": "甲区"})
    graph.add(Edge("Zone:湾", "REPORTED_BY", "District:甲区", {**STATED, "quote": "建设湾。"}))
    show(page, graph, tmp_path, ontology, "Zone:湾")
    assert page.get_attribute("#reported", "aria-pressed") == "true" and "建设湾。" in panel(page)
    assert "没有读到它的产业、企业、指标" in panel(page) and page.is_disabled("#doubtful")
    assert "存疑" not in page.inner_text("#legend") or page.locator("#legend .doubted").count() == 1


def test_a_switch_says_that_what_it_counts_is_not_shown(page, ontology, tmp_path):
    show(page, starred(40), tmp_path, ontology, "Zone:湾")
    assert page.inner_text("#doubtful").endswith("（未显示）")
    page.click("#doubtful")
    assert "未显示" not in page.inner_text("#doubtful")


def test_what_one_sentence_says_stands_together_over_it(page, ontology, tmp_path):
    graph = Graph({"Zone:湾": Node("Zone:湾", "Zone", "湾", [], {"district": "甲区"})})
    for i, name in enumerate(("算力", "芯片", "机床")):
        graph.nodes[f"Industry:{name}"] = Node(f"Industry:{name}", "Industry", name, [], {"parent": "数字经济"})
        quote = "湾聚焦算力、芯片。" if i < 2 else "湾也做机床。"
        graph.add(
            Edge("Zone:湾", "FOCUSES_ON", f"Industry:{name}", {**STATED, "quote": quote, "confidence": 0.9 - i / 10})
        )
    show(page, graph, tmp_path, ontology, "Zone:湾")
    assert page.locator("#panel .same .fact").count() == 2 and page.locator("#panel .fact").count() == 3
    assert panel(page).count("湾聚焦算力、芯片。") == 1 and "置信度 0.9" in panel(page) and "置信度 0.8" in panel(page)
    page.click("#panel sup button >> nth=1")
    assert page.locator("#panel .fact.lit").get_attribute("data-note") == "2"


def test_the_legend_counts_what_the_picture_shows(page, ontology, tmp_path):
    show(page, starred(200), tmp_path, ontology, "Zone:湾")
    scene = page.evaluate("[...kg.scene().shown].filter(i => kg.nodes[i].t === 'Enterprise').length")
    legend = page.locator("#legend button[data-type=Enterprise]")
    assert legend.inner_text().split()[-1] == str(scene) and 0 < scene < 40
    assert legend.get_attribute("title") == f"图上 {scene} 个，本页共 40 个"


def test_one_language_at_a_time(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园", lang="en")
    bar = page.inner_text("header") + page.inner_text("#legend")
    assert "Filters" in bar and not re.search("[\u4e00-\u9fff]", bar.replace("中文", "").replace("甲园", ""))
    assert "is a zone in 甲区; focuses on 机床" in panel(page)
    page.click("#lang")
    assert "筛选" in page.inner_text("header") and "Filters" not in page.inner_text("header")
    assert page.get_attribute("html", "lang") == "zh"


def test_back_and_forward_go_through_what_was_looked_at(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    item(page, "芯片").dblclick()
    assert page.inner_text("#title") == "芯片" and item(page, "乙公司").count() == 1
    page.click("#back")
    page.click("#back")
    expect(page.locator("#title")).to_have_text("甲园")
    page.click("#forward")
    expect(page.locator("#panel h2").first).to_have_text("芯片")


def test_the_keyboard_moves_centres_and_searches(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    page.focus("#picture")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.classList.contains('subject')")
    page.keyboard.press("ArrowRight")
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert name.startswith(page.inner_text("#title")) and not page.is_visible("#start")
    page.keyboard.press("/")
    page.keyboard.insert_text("甲园核心")
    assert page.locator("#hits li").all_inner_texts() == [
        "甲园核心区 · 功能区 · 甲区",
        "甲园核心区东块 · 功能区 · 甲区",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert panel(page).startswith("甲园核心区东块")


def test_filters_leave_what_fits(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology)
    everything = visible(page)
    page.click("#legend button[data-type=Industry]")
    assert visible(page) == everything - 5
    page.click("#legend button[data-type=Industry]")
    page.click("#filters summary")
    page.select_option("#district", "乙区")
    assert 0 < visible(page) < everything
    page.select_option("#district", "")
    page.fill("#to", "2022")
    assert page.inner_text("#span") == "2021–2022" and visible(page) == 2
    page.click("#reset")
    assert visible(page) == everything


def test_a_path_is_shown_with_its_sentences(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    item(page, "甲公司").click()
    page.keyboard.press("p")
    item(page, "甲计划").click()
    text = panel(page)
    assert text.startswith("甲公司 → 甲计划：2 步") and text.count("明示") == 2


def test_a_link_leads_back_and_the_cypher_is_copied(page, tiny, ontology, tmp_path):
    file = show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#save summary")
    page.click("#cypher")
    assert page.evaluate("navigator.clipboard.readText()") == "MATCH (n) RETURN n"
    item(page, "芯片").click()
    page.click("#legend button[data-type=Program]")
    page.click("#save summary")
    page.click("#link")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(file.as_uri() + "#")
    page.goto("about:blank")
    opened(page, file, copied[len(file.as_uri()) :])
    assert panel(page).startswith("芯片")
    assert page.get_attribute("#legend button[data-type=Program]", "aria-pressed") == "false"


def test_png_svg_and_csv_are_saved_and_it_prints_to_one_page(page, tiny, ontology, tmp_path):
    show(page, read_folder(tiny), tmp_path, ontology, "Zone:甲园")

    def saved(button):
        with page.expect_download() as download:
            page.evaluate("id => document.getElementById(id).click()", button)
        return download.value

    png = saved("png")
    assert png.suggested_filename == "甲园.png"
    assert png.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and png.path().stat().st_size > 5_000
    drawing = saved("svg").path().read_text("utf-8")
    assert "聚焦的产业" in drawing and "var(" not in drawing and "<script" not in drawing
    rows = list(csv.DictReader(io.StringIO(saved("csv").path().read_text("utf-8-sig"))))
    row = next(r for r in rows if (r["from"], r["to"]) == ("甲公司", "甲楼"))
    assert (row["relation"], row["evidence"], row["quote"]) == (
        "DEVELOPS",
        "stated",
        "Enterprise:甲公司与Project:甲楼。",
    )
    assert {"planned", "achieved"} & {r["evidence"] for r in rows}
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_hostile_texts_are_shown_as_text(page, seen, ontology, tmp_path):
    graph = Graph()
    for name in EVIL:
        graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [name], {"district": name, "parent": name})
    first, *others = graph.nodes
    for other in others:
        evidence = {"quote": graph.nodes[other].name, "document": other, "rule": other, "years": [2024]}
        graph.add(Edge(first, "PART_OF", other, evidence))
    show(page, graph, tmp_path, ontology, first)
    for name in EVIL:
        page.evaluate("name => kg.select(kg.nodes.find(n => n.n === name).i)", name)
        assert page.evaluate("() => document.querySelector('#panel h2').textContent") == name
    assert (
        page.evaluate("document.querySelectorAll('#panel img, script:not([type]):not(:nth-of-type(2)), iframe').length")
        == 0
    )
    assert [line for line in seen["console"] if "onerror" not in line] == [] and len(seen["requests"]) == 1


def test_the_same_graph_gives_the_same_page(ontology, tmp_path):
    graph = made(120)
    part = Part(dict.fromkeys(graph.nodes, 0), frozenset(), {"zh": "x", "en": "x"}, "")
    for name in ("a", "b"):
        write_page(choose(graph, part.ids), tmp_path / name, ontology, part)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_page_has_no_serious_accessibility_finding(page, tiny, ontology, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    for subject in ("Zone:甲园", ""):
        show(page, read_folder(tiny), tmp_path, ontology, subject)
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, serious


def test_a_district_shows_what_its_reports_name_and_the_switch_takes_it_away(page, ontology, tmp_path):
    graph = Graph({"District:甲区": Node("District:甲区", "District", "甲区", [], {})})
    for kind, count in (("Industry", 30), ("Zone", 30), ("Enterprise", 30), ("Policy", 30), ("Town", 9), ("Region", 9)):
        for i in range(count):
            key = f"{kind}:{i}"
            graph.nodes[key] = Node(key, kind, f"{kind}{i}", [], {"district": "甲区"})
            graph.add(Edge(key, "REPORTED_BY", "District:甲区", {**STATED, "quote": f"有{kind}{i}。"}))
    graph.add(Edge("District:甲区", "FOCUSES_ON", "Industry:7", {**STATED, "quote": "甲区聚焦七。"}))
    show(page, graph, tmp_path, ontology, "District:甲区")
    heads = page.locator("#picture .head").all_text_contents()
    assert heads[0] == "聚焦的产业 1" and "报告提到的产业 29" in heads and "报告提到的企业 30" in heads
    assert (
        "报告提到的政策文件 30" in heads
        and "报告提到的其他" in " ".join(heads)
        and overlapping(texts(page)) == []
        and visible(page) <= 62
    )
    assert page.get_attribute("#reported", "aria-pressed") == "true"
    page.click("#reported")
    assert page.locator("#picture .head").all_text_contents() == ["聚焦的产业 1"]
    page.reload()
    ready(page)
    assert page.get_attribute("#reported", "aria-pressed") == "false"
