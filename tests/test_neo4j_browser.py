"""Neo4j Browser for real: style and saved queries go in, a canned query is drawn with Chinese names."""

import base64
import html
import re
import zipfile

import pytest
from browsers import screenshot
from servers import HOSTILE, kg, settings_of

from kg.examples import example
from kg.export.browser import Saved, browser_address, link, literal, script, style
from kg.find import store_names
from kg.query import load_queries
from kg.stores.neo4j_load import load
from kg.stores.settings import Settings

pytestmark = [pytest.mark.neo4j, pytest.mark.browser]
QUERY = "zone-profile"


@pytest.fixture
def address(server):
    if "browser" not in server:
        pytest.skip("where Browser is on a given server is not known")
    return server["browser"]


DROP = """async ([name, content]) => {
  const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  const send = () => {
    const at = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    return type => at.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
  };
  send()('dragenter'); send()('dragover');
  await new Promise(r => setTimeout(r, 500));
  const over = send(); over('dragenter'); over('dragover'); over('drop');
}"""


def drop(page, file):
    page.evaluate(DROP, [file.name, base64.b64encode(file.read_bytes()).decode()])


def stored(page, key):
    return page.evaluate(f"localStorage.getItem('neo4j.{key}')") or ""


def sign_in(page, server, address):
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("input[type=password]", timeout=60_000)
    page.fill("input[data-testid=username]", server["NEO4J_USERNAME"])
    page.fill("input[type=password]", server["NEO4J_PASSWORD"])
    page.click("button[data-testid=connect]")
    page.wait_for_selector("text=connected as user", timeout=60_000)


def ask(page, text):
    """Put a query into the editor and run it."""
    page.click("#monaco-main-editor")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def until(page, key, text):
    """Wait until Browser has kept `text`; its content policy forbids wait_for_function."""
    for _ in range(100):
        if text in stored(page, key):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"Browser did not keep {text} in {key}")


def run_until_drawn(page, tries=3):
    """Run the query of the editor until its picture is there: on a busy machine the editor shows a query before it takes keys."""
    from playwright.sync_api import TimeoutError as Late

    for left in reversed(range(tries)):
        page.click("#monaco-main-editor")
        page.keyboard.press("Control+Enter")
        try:
            page.wait_for_selector("svg text.caption", timeout=60_000, state="attached")
            break
        except Late:
            if not left:
                raise


def test_style_and_queries_go_in_and_a_query_is_drawn(
    database, server, address, example_graph, ontology, page, tmp_path
):
    load(database, example_graph)
    kg(server, tmp_path, "browser", "setup", "-o", "made", f"--browser-url={address}", check=True)
    url = kg(
        server, tmp_path, "browser", "open", QUERY, "zone=张江科学城", "--no-open", f"--browser-url={address}"
    ).stdout
    sign_in(page, server, address)
    drop(page, tmp_path / "made/style.grass")
    until(page, "grass", "node.Zone")
    drop(page, tmp_path / "made/saved-queries.zip")
    until(page, "documents", "功能区概况")
    assert "district-kg" in stored(page, "folders")
    page.click("[data-testid=navigationFavorites]")
    page.wait_for_timeout(1000)
    page.click("text=district-kg-zones")
    page.wait_for_selector("text=功能区概况 · Zone profile")
    screenshot(page, "neo4j-browser-saved.png")
    page.goto(url.strip(), wait_until="domcontentloaded")
    page.wait_for_selector("#monaco-main-editor .view-line:has-text('张江科学城')", timeout=60_000)
    screenshot(page, "neo4j-browser-link.png")
    run_until_drawn(page)
    page.wait_for_timeout(3000)
    screenshot(page, "neo4j-browser-graph.png")
    names = page.evaluate("[...document.querySelectorAll('svg g.node')].map(g => g.textContent.trim())")
    assert {"张江科学城", "生物医药", "集成电路"} <= set(names)
    assert "FOCUSES_ON" in page.evaluate(
        "[...document.querySelectorAll('svg g.relationship')].map(g => g.textContent.trim())"
    )
    colours = page.evaluate("[...document.querySelectorAll('svg g.node circle')].map(c => c.getAttribute('fill'))")
    assert ontology.node_types["Zone"].color in colours and ontology.node_types["Industry"].color in colours
    screenshot(page, "neo4j-browser-graph.png")


def test_every_saved_query_answers_with_nodes(database, server, example_graph, ontology, tmp_path):
    load(database, example_graph)
    kg(server, tmp_path, "browser", "setup", "-o", "made", check=True)
    with zipfile.ZipFile(tmp_path / "made/saved-queries.zip") as file:
        scripts = {name: file.read(name).decode() for name in file.namelist()}
    assert len(scripts) > 5 and all(name.startswith("district-kg-") for name in scripts)
    for name, text in scripts.items():
        assert re.match(r"// .+ · .+\n(// :param \w+ => ['\[\d].*\n)*(MATCH|//)", text), name
        # The example reports name nothing twice, so that this one has nothing to show.
        assert database.run(text, {}) or name == "district-kg-provenance/maybe-the-same.cypher", name
    page = html.unescape((tmp_path / "made/guide.html").read_text("utf-8"))
    assert all(text.splitlines()[0][3:] in page for text in scripts.values())
    assert 'src="http' not in page and "<script" not in page


def saved_queries(database):
    names = store_names(database)
    found = ((query, example(query, database, names)) for query in load_queries().values())
    return [Saved(query, params) for query, params in found if params is not None]


def test_no_saved_query_returns_a_node_without_a_relationship(database, tiny):
    load(database, tiny)
    saved = saved_queries(database)
    assert len(saved) > 30
    alone = {}
    for item in saved:
        with database.driver.session(database=database.settings.database) as session:
            graph = session.run(script(item)).graph()
        linked = {node.element_id for edge in graph.relationships for node in edge.nodes}
        if left := [node["id"] for node in graph.nodes if node.element_id not in linked]:
            alone[item.query.name] = left
    assert alone == {}


def test_browser_draws_relationships_for_every_saved_query(database, server, address, tiny, page):
    load(database, tiny)
    sign_in(page, server, address)
    drawn = {}
    for item in saved_queries(database):
        ask(page, ":clear")
        page.wait_for_selector("svg g.node", timeout=60_000, state="detached")
        ask(page, script(item))
        page.wait_for_selector("svg g.node", timeout=60_000, state="attached")
        drawn[item.query.name] = page.locator("svg g.relationship").count()
    assert len(drawn) > 30 and min(drawn.values()) > 0, drawn


@pytest.mark.parametrize("name", [*HOSTILE[:-1], "a&b#c?d=e+f%20", "\\\\u0027", "x'", "\\"])
def test_a_name_in_a_link_stays_a_name(database, name):
    assert database.run(f"RETURN {literal(name)} AS name", {}) == [{"name": name}]
    text = script(Saved(load_queries()[QUERY], {"zone": name}))
    assert database.run(text, {}) == []
    url = link(Saved(load_queries()[QUERY], {"zone": name}), "http://localhost/browser/")
    assert re.fullmatch(r"http://localhost/browser/\?cmd=edit&arg=[\w.~%-]+", url)
    assert "%26" not in url and "%23" not in url


def test_the_address_of_browser_follows_the_server():
    assert browser_address(Settings("bolt://db:7687", "", "", "")) == "http://db:7474/browser/"
    assert browser_address(Settings("neo4j+s://x.example:7687", "", "", "")) == "https://x.example:7473/browser/"


def test_the_style_names_every_type(ontology, server):
    assert settings_of(server)
    sheet = style(ontology)
    for kind, node in ontology.node_types.items():
        assert f"node.{kind} {{\n  diameter: {node.size}px;\n  color: {node.color};" in sheet
    captions = re.findall(r"caption: '{(\w+)}';", sheet)
    second = sum(len(node.labels) for node in ontology.node_types.values())
    assert len(captions) == len(ontology.node_types) + second + 1 and set(captions) == {"name", "caption"}
