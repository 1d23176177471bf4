"""Shared parts of the tests. Tests that need the real downloads say so when the folder is missing."""

import os
from pathlib import Path

import pytest
from browsers import FLAGS, chromium
from hypothesis import HealthCheck, settings
from made import make_graph
from servers import OwnServer, missing, settings_of, wipe
from tiny import tiny_graph

from kg.builder import build
from kg.ontology import Ontology, load_ontology
from kg.stores.embedded import EmbeddedStore
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_load import load

# No test asserts a wall-clock time: on a busy machine an example may take a second.
settings.register_profile("kg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kg")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
HERE_SHARED = Path(os.environ.get("KG_SHARED", str(SHARED)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not (HERE_SHARED / "corpus").is_dir():
        if os.environ.get("CI"):
            pytest.fail("the corpus folder is missing, and in CI these tests must run")
        pytest.skip("needs the corpus folder beside the checkout")
    if item.get_closest_marker("neo4j") and (reason := missing()) and not os.environ.get("NEO4J_URI"):
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, and in CI they must run")
        pytest.skip(reason)
    if item.get_closest_marker("browser") and not chromium():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and in CI these tests must run")
        pytest.skip("needs Chromium")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page of a new profile."""
    context = browser.new_context(viewport={"width": 1500, "height": 950})
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch, request):
    """A developer's own .env, KG_GRAPH or KG_STORE must not change what a test sees."""
    for name in ("KG_GRAPH", "KG_STORE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory):
    """The connection of a running server: the one at NEO4J_URI, else one of this run's own."""
    if os.environ.get("NEO4J_URI"):
        connection = {k: os.environ[k] for k in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD")}
        yield {**connection, "NEO4J_DATABASE": os.environ.get("NEO4J_DATABASE", "neo4j")}
        return
    own = OwnServer(tmp_path_factory.mktemp("neo4j"))
    yield own.connection
    own.stop()


@pytest.fixture(scope="session")
def empty_database(server):
    """The tests wipe the database, so one with something in it is refused."""
    store = Neo4jStore(settings_of(server))
    count = store.run("MATCH (n) RETURN count(n) AS n", {})[0]["n"]
    if count:
        pytest.fail(f"the database at {server['NEO4J_URI']} holds {count} nodes; give the tests an empty one")
    yield store
    wipe(store)
    store.close()


@pytest.fixture
def database(empty_database):
    """An empty database."""
    wipe(empty_database)
    return empty_database


@pytest.fixture(scope="session")
def made_graph(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that takes a while to load."""
    return make_graph(tmp_path_factory.mktemp("made") / "graph", ontology, 2_000, 4_000)


@pytest.fixture
def own_server(tmp_path):
    """Start servers of the test's own; they are stopped at the end."""
    started = []

    def start(*options: str) -> OwnServer:
        started.append(OwnServer(tmp_path / f"neo4j-{len(started)}", *options))
        return started[-1]

    yield start
    for one in started:
        one.stop("--kill")


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="session")
def corpus() -> Path:
    return HERE_SHARED / "corpus"


@pytest.fixture(scope="session")
def corpus_graph(corpus: Path, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "graph"
    build([str(corpus)], folder, ontology)
    return folder


@pytest.fixture(scope="session")
def example_graph(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "graph"
    build([str(ROOT / "examples")], folder, ontology)
    return folder


@pytest.fixture
def seen(page):
    """What the page says and asks for: console messages, errors, requests."""
    found = {"console": [], "requests": []}
    page.on("console", lambda m: found["console"].append(m.text))
    page.on("pageerror", lambda e: found["console"].append(str(e)))
    page.on("request", lambda r: found["requests"].append(r.url))
    return found


@pytest.fixture(scope="session")
def tiny(ontology, tmp_path_factory):
    return tiny_graph(tmp_path_factory.mktemp("tiny") / "graph", ontology)


@pytest.fixture
def tiny_loaded(empty_database, tiny):
    """The database with the tiny graph; where another test has left something else, the load puts that right."""
    load(empty_database, tiny)
    return empty_database


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request, tiny):
    """The tiny graph in each of the two stores."""
    if request.param == "neo4j":
        yield request.getfixturevalue("tiny_loaded")
        return
    with EmbeddedStore(tiny) as engine:
        yield engine
