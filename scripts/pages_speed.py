"""`scripts/bench html`: time until a page is drawn and can be used, beside pyvis' own page for the same graph, same run."""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from made import make_graph
from neo4j_speed import say
from playwright.sync_api import Page, TimeoutError, sync_playwright

from kg.export.page import Chosen, choose
from kg.export.page.write import write_page
from kg.export.pyvis_page import write_pyvis
from kg.folder import read_folder
from kg.model import Graph
from kg.ontology import load_ontology
from kg.subgraph import Part

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from browsers import FLAGS, chromium

PATIENCE = 240.0
WHOLE = Part({}, frozenset(), {"zh": "bench", "en": "bench"}, "")


def bench(sizes: tuple[int, ...] = (300, 1_500, 5_000, 20_000)) -> int:
    """Print one line a size: seconds until ready, the better of two, and the ratio."""
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        say("| nodes | relationships | page s | pyvis s | pyvis / page | page kB |\n|---|---|---|---|---|---|")
        for size in sizes:
            chosen = _chosen(Path(work), size)
            own, other = Path(work) / "own.html", Path(work) / "pyvis.html"
            write_page(chosen, own, load_ontology(), WHOLE)
            write_pyvis(chosen, other, load_ontology())
            mine = min(_ready(browser.new_page(viewport={"width": 1366, "height": 768}), own) for _ in range(2))
            theirs = _stable(browser.new_page(viewport={"width": 1366, "height": 768}), other)
            shown = f"{theirs:.1f}" if theirs < PATIENCE else f"over {PATIENCE:.0f}"
            ratio = f"{'' if theirs < PATIENCE else 'over '}{theirs / mine:.0f}"
            say(
                f"| {size} | {len(chosen.graph.edges)} | {mine:.2f} | {shown} | {ratio} | {own.stat().st_size // 1000} |"
            )
        browser.close()
    return 0


def _chosen(work: Path, size: int) -> Chosen:
    whole = read_folder(make_graph(work / f"g{size}", load_ontology(), 2 * size, 4 * size))
    zones = {key for key, node in whole.nodes.items() if node.type == "Zone"}
    kept = Graph(
        {k: whole.nodes[k] for k in zones}, {k: e for k, e in whole.edges.items() if {e.head, e.tail} <= zones}
    )
    return choose(kept, zones, limit=size)


def _ready(page: Page, file: Path) -> float:
    """Return seconds from the start of the navigation until nodes are drawn and the panel answers."""
    page.goto(file.as_uri())
    ready: Any = 0
    while not ready:
        ready = page.evaluate("window.kgReady || 0")
        page.wait_for_timeout(20)
    page.close()
    return float(ready) / 1000


def _stable(page: Page, file: Path) -> float:
    """Return seconds until pyvis' page has ended its physics, at most PATIENCE."""
    begin = time.monotonic()
    try:
        page.goto(file.as_uri(), timeout=PATIENCE * 1000)
        page.wait_for_selector("#loadingBar", state="hidden", timeout=PATIENCE * 1000)
    except TimeoutError:
        return PATIENCE
    return time.monotonic() - begin
