"""The pages of an atlas, a comparison and the print of a report, in Chromium from disk."""

import re
from dataclasses import replace
from urllib.parse import unquote, urldefrag

import pypdfium2
import pytest
from conftest import ROOT
from made import make_graph
from servers import EVIL
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import NotFoundError, UsageError
from kg.export.atlas import write_atlas
from kg.export.atlas.pages import digest
from kg.export.book import Book
from kg.export.book.charts import Pair, chart, frame, pairs
from kg.export.book.figures import merged, series
from kg.export.compare import write_comparison
from kg.export.report import write_report
from kg.find import folder_names
from kg.folder import read_folder
from kg.model import Edge, Graph, Node

browser = pytest.mark.browser


@pytest.fixture(scope="module")
def graph(tiny):
    return read_folder(tiny)


@pytest.fixture(scope="module")
def atlas(graph, ontology, tmp_path_factory):
    folder = tmp_path_factory.mktemp("atlas") / "atlas"
    write_atlas(graph, ontology, folder)
    return folder


def test_every_link_of_every_page_leads_to_a_page_and_a_sentence(atlas):
    pages = {file.resolve(): file.read_text("utf-8") for file in atlas.rglob("*.html")}
    assert len(pages) > 30
    for file, text in pages.items():
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            if link == "data:,":
                continue
            path, fragment = urldefrag(unquote(link))
            target = (file.parent / path).resolve() if path else file
            assert target.exists(), (file.name, link)
            assert not fragment or f'id="{fragment}"' in pages[target], (file.name, link)


def test_every_thing_and_every_measure_has_a_page(atlas, graph, ontology):
    for node in Book(graph, ontology).things:
        text = (atlas / "pages" / digest(node.id)).read_text("utf-8")
        assert f"<h1>{node.name} " in text
    assert (atlas / "pages" / "list-industry.html").exists()


@browser
def test_an_atlas_opens_from_disk_and_asks_for_nothing_else(page, seen, atlas):
    for name in (
        "index.html",
        "pages/list-industry.html",
        f"pages/{digest('Zone:甲园')}",
        f"pages/{digest('District:甲区')}",
    ):
        page.goto((atlas / name).as_uri())
    text = page.inner_text("main")
    for part in ("又名甲区", "聚焦的产业", "芯片", "110亿元", "✓ 达到", "✗ 未达", "110%", "依据"):
        assert part in text, part
    assert page.eval_on_selector_all("mark", "all => all.map(a => a.textContent)")
    assert seen["console"] == []
    assert all(url.startswith(atlas.as_uri()) or url == "data:," for url in seen["requests"])


@browser
@pytest.mark.parametrize(
    ("query", "name"),
    [("甲园核", "甲园核心区"), ("jiatiaoli", "甲条例"), ("jyhx", "甲园核心区"), ("guD", "孤岛"), ("youmingxp", "芯片")],
)
def test_search_finds_by_characters_pinyin_and_initials(page, seen, atlas, query, name):
    page.goto((atlas / "index.html").as_uri())
    page.fill("#search", query)
    assert page.inner_text("#hits li:first-child").startswith(name)
    page.press("#search", "Enter")
    page.wait_for_selector("h1 .type")
    assert page.inner_text("h1").startswith(name) and seen["console"] == []


@browser
def test_search_says_that_there_is_nothing(page, atlas):
    page.goto((atlas / "index.html").as_uri())
    page.fill("#search", "没有这样的")
    assert page.inner_text("#hits") == "没有这个名称"


@browser
def test_the_map_has_a_tile_for_every_district_in_the_colour_of_what_is_chosen(page, seen, ontology, tmp_path):
    graph = Graph()
    for name, zones in {"静安区": 3, "浦东新区": 1, "余杭区": 2}.items():
        graph.nodes[f"District:{name}"] = Node(f"District:{name}", "District", name)
        for n in range(zones):
            key = f"Zone:{name}{n}"
            graph.nodes[key] = Node(key, "Zone", f"{name}{n}园", [], {"district": name})
        graph.nodes[f"Event:{name}"] = Node(f"Event:{name}", "Event", f"{name}节", [], {"district": name})
    write_atlas(graph, ontology, tmp_path / "a")
    page.goto((tmp_path / "a" / "index.html").as_uri())
    assert page.locator(".tile").count() == 17 and page.locator("a.tile").count() == 3
    assert page.locator("a.tile:has-text('静安区') .value").inner_text() == "3"
    before = page.locator("a.tile:has-text('静安区')").evaluate("e => getComputedStyle(e).backgroundColor")
    page.select_option("#layer", label="活动")
    assert page.locator("a.tile:has-text('静安区') .value").inner_text() == "1"
    assert before != page.locator("a.tile:has-text('静安区')").evaluate("e => getComputedStyle(e).backgroundColor")
    boxes = page.eval_on_selector_all(
        ".map:first-of-type .tile", "all => all.map(e => [e.offsetLeft, e.offsetTop].join())"
    )
    assert len(set(boxes)) == len(boxes) and seen["console"] == []


@browser
def test_hostile_names_are_text_on_every_page(page, seen, ontology, tmp_path):
    graph = Graph()
    for name in EVIL[:-1]:
        graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [name], {"district": name})
    write_atlas(graph, ontology, tmp_path / "a")
    page.goto((tmp_path / "a" / "index.html").as_uri())
    page.fill("#search", "<img")
    assert page.locator("#hits img").count() == 0 and "<img" in page.inner_text("#hits")
    page.goto((tmp_path / "a" / "pages" / "list-zone.html").as_uri())
    assert page.locator("main img").count() == 0 and "<img src=x onerror=alert(1)>" in page.inner_text("main")
    assert seen["console"] == []


def test_the_same_graph_gives_the_same_files_in_one_language(graph, ontology, tmp_path):
    for name in ("one", "two"):
        write_atlas(graph, ontology, tmp_path / name, "en")
    files = sorted(f.relative_to(tmp_path / "one") for f in (tmp_path / "one").rglob("*.*") if f.is_file())
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)
    start = (tmp_path / "one" / "index.html").read_text("utf-8")
    assert "Search names or pinyin" in start and "搜索" not in start


def test_an_atlas_replaces_an_earlier_one_and_no_other_folder(graph, ontology, tmp_path):
    folder = tmp_path / "a"
    write_atlas(graph, ontology, folder)
    (folder / "pages" / "zone-gone.html").write_text("old", "utf-8")
    write_atlas(graph, ontology, folder)
    assert not (folder / "pages" / "zone-gone.html").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        write_atlas(graph, ontology, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "dear"


def test_a_made_graph_of_a_thousand_things_has_a_thousand_pages(ontology, tmp_path):
    made = read_folder(make_graph(tmp_path / "g", ontology, 2_000, 3_000))
    assert write_atlas(made, ontology, tmp_path / "a") == 1_002


def test_figures_that_say_the_same_are_one_and_plans_meet_results(graph, ontology):
    book = Book(graph, ontology)
    mine = book.figures["District:甲区"]
    assert {p.plan.outcome: round(p.share) for p in pairs(mine, book.by_id)} == {"met": 110, "missed": 80}
    twice = [mine[0], mine[0]]
    assert [len(same) for _, same in merged(twice)] == [2]
    assert [f.status for f in series(f for f in mine if f.indicator == "收入")[0].figures] == ["planned", "achieved"]


def made_figures(ontology, *given):
    """Return the book of a district with figures: (indicator, measure, value, number, unit, year, status)."""
    graph = Graph({"District:甲区": Node("District:甲区", "District", "甲区", [], {})})
    for i, (indicator, measure, value, number, unit, year, status) in enumerate(given):
        graph.nodes[f"Measure:{measure}"] = Node(f"Measure:{measure}", "Measure", measure, [], {"unit": unit})
        props = {
            "indicator": indicator,
            "value": value,
            "number": number,
            "unit": unit,
            "year": year,
            "status": status,
            "kind": "level",
        }
        graph.nodes[f"Target:{i}"] = Node(f"Target:{i}", "Target", value, [], props)
        graph.add(Edge(f"Target:{i}", "OF_MEASURE", f"Measure:{measure}", {}))
        graph.add(Edge(f"Indicator:{indicator}", "OF_MEASURE", f"Measure:{measure}", {}))
        graph.add(Edge(f"Target:{i}", "MEASURES", f"Indicator:{indicator}", {}))
        graph.add(Edge("District:甲区", "HAS_TARGET", f"Target:{i}", {}))
    return Book(graph, ontology)


def test_a_sum_and_its_growth_have_each_their_own_measure(ontology):
    sum_ = ("生产总值", "生产总值", "100亿元", 100e8, "元", 2024, "achieved")
    growth = ("生产总值", "生产总值 增速", "5%", 5.0, "%", 2024, "achieved")
    found = {f.value: f.measure for f in made_figures(ontology, sum_, growth).figures["District:甲区"]}
    assert found == {"100亿元": "生产总值", "5%": "生产总值 增速"}


def test_labels_of_a_chart_stay_inside_and_off_the_line(ontology):
    years = [(2020, 400, "achieved"), (2021, 250, "planned"), (2023, 200, "achieved")]
    given = [("床位", "床位", f"{n}张养老床位", float(n), "张", year, status) for year, n, status in years]
    [found] = series(made_figures(ontology, *given).figures["District:甲区"])
    first, plan, last = chart(found).points
    assert (first.anchor, plan.anchor, last.anchor) == ("start", "middle", "end")
    assert plan.label_y > plan.y and first.label_y < first.y


def test_charts_side_by_side_share_years_and_scale(ontology):
    low, high = (
        (home, [(home, home, f"{n}张", float(n), "张", year, "achieved") for year, n in rows]) for home, rows in SHARED
    )
    small, [tall] = (series(made_figures(ontology, *given).figures["District:甲区"]) for _, given in (low, high))
    shared = frame([*small, tall])
    assert (shared.first, shared.last, shared.low, shared.high) == (2020, 2024, 0.0, 400.0)
    one, other = chart(small[0], shared), chart(tall, shared)
    assert one.points[0].y > other.points[0].y and [year for _, year in one.years] == [2020, 2022, 2024]
    # A single year has no chart of its own, and a point among others.
    assert chart(small[0]) is None and frame(small) is None and len(one.points) == 1


SHARED = (("养老床位", [(2022, 100)]), ("养老床位", [(2020, 400), (2024, 200)]))


def test_percentages_differ_by_points(graph, ontology):
    book = Book(graph, ontology)
    plan = book.figures["District:甲区"][0]
    shares = [(5.5, 9.1, "%", 3.6), (7.0, 4.8, "%", -2.2), (100.0, 110.0, "亿元", None)]
    for wanted, got, unit, points in shares:
        figures = [replace(plan, number=number, unit=unit) for number in (wanted, got)]
        assert Pair(*figures, 100 * got / wanted).points == points


@browser
def test_a_comparison_shows_what_districts_share_and_what_only_one_has(page, seen, graph, tiny, ontology, tmp_path):
    names = folder_names(tiny)
    count = write_comparison(graph, ontology, names, ["甲区", "乙区"], tmp_path / "c.html")
    page.goto((tmp_path / "c.html").as_uri())
    row = page.locator("#sectors tr:has-text('芯片')").inner_text()
    assert "共有" in row and "甲园" in row and "乙湾" in row
    assert page.locator(".notes li").count() == count > 0
    figures = page.locator("#figures").inner_text()
    assert "110亿元" in figures and "70亿元" in figures
    assert seen["console"] == [] and len(seen["requests"]) == 1
    write_comparison(graph, ontology, names, ["甲区", "乙区"], tmp_path / "f.html", industry="制造", lang="en")
    page.goto((tmp_path / "f.html").as_uri())
    assert "空计划" not in page.inner_text("main") and "甲计划" in page.inner_text("main")
    assert "shared" in page.inner_text("#sectors")


@pytest.mark.parametrize(
    ("districts", "industry", "error", "message"),
    [(["甲区"], "", UsageError, "1 given"), (["甲区", "又名甲区"], "", UsageError, "1 given"),
     (["甲区", "无此区"], "", NotFoundError, "无此区"), (["甲区", "乙区"], "无此业", NotFoundError, "无此业")],
)  # fmt: skip
def test_a_comparison_of_what_is_not_there_is_refused(
    graph, tiny, ontology, tmp_path, districts, industry, error, message
):
    with pytest.raises(error, match=message):
        write_comparison(graph, ontology, folder_names(tiny), districts, tmp_path / "c.html", industry)
    assert not (tmp_path / "c.html").exists()


@browser
def test_a_report_prints_on_a4_with_page_numbers(page, seen, graph, tiny, ontology, tmp_path):
    write_report(graph, ontology, folder_names(tiny), "甲区", tmp_path / "r.html")
    page.goto((tmp_path / "r.html").as_uri())
    assert page.locator("#programs + .tree .tree .tree").inner_text().startswith("甲计划一号之一")
    assert page.locator("svg.bar .done.met").count() == 1 and page.locator("svg.bar .done.missed").count() == 1
    page.pdf(path=tmp_path / "r.pdf", prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(tmp_path / "r.pdf")
    total = len(document)
    for number, sheet in enumerate(document, 1):
        assert [round(length) for length in sheet.get_size()] == [595, 842]
        assert f"{number} / {total}" in sheet.get_textpage().get_text_range()
    document.close()
    assert total > 1 and seen["console"] == []


@browser
def test_pages_of_a_site_have_no_serious_accessibility_finding(page, graph, atlas, tiny, ontology, tmp_path):
    """One page of each kind: start page, things of six types, a measure, a report and a comparison."""
    from axe_playwright_python.sync_playwright import Axe

    names = folder_names(tiny)
    write_report(graph, ontology, names, "甲区", tmp_path / "report.html")
    write_comparison(graph, ontology, names, ["甲区", "乙区"], tmp_path / "compare.html")
    things = ["District:甲区", "Zone:甲园", "Program:甲计划", "Enterprise:甲公司", "Industry:芯片", "Measure:收入总额"]
    pages = [atlas / "index.html", *(atlas / "pages" / digest(key) for key in things)]
    for file in (*pages, tmp_path / "report.html", tmp_path / "compare.html"):
        page.goto(file.as_uri())
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, (file.name, serious)


def test_the_commands_say_what_they_wrote(tiny, tmp_path):
    run = CliRunner()
    for words, told in (
        (["atlas", "-o", str(tmp_path / "a")], "pages"),
        (["compare", "甲区", "乙区", "-o", str(tmp_path / "c.html")], "footnotes"),
        (["report", "--district", "甲区", "-o", str(tmp_path / "r.html")], "footnotes"),
    ):
        done = run.invoke(app, ["export", *words, "--graph", str(tiny)])
        assert done.exit_code == 0 and told in done.stderr, done.output


def test_the_map_holds_the_sixteen_districts_of_the_ontology(ontology):
    tiles = (ROOT / "kg" / "export" / "atlas" / "tiles.yaml").read_text("utf-8")
    assert all(f"  {entry.name}: [" in tiles for entry in ontology.districts)
