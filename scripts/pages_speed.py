"""`scripts/bench html`: pages of this project beside a plain sigma page and pyvis' own of the same graph, in one run.

Seconds until a page is drawn and can be used, and milliseconds a frame while it is moved and zoomed: far away, and inside a
cluster.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from made import make_graph
from neo4j_speed import say
from pages_sigma import fetch, write_sigma
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

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
# pyvis' physics take minutes beyond this.
PYVIS = 1_500
DISTRICTS = 16
WHOLE = Part({}, frozenset(), {"zh": "bench", "en": "bench"}, "")
MOVE = "window.move = (right, by) => { const at = kg.view(); at.x += right * 15 / at.scale; kg.zoom(by); }; 0"
ENTER = 'document.querySelector("#picture .bubble").dispatchEvent(new MouseEvent("click", { bubbles: true }))'
FRAMES = """async () => {
  const times = [], frame = () => new Promise(done => requestAnimationFrame(done));
  let before = await frame();
  for (let i = 0; i < 60; i += 1) {
    window.move(i % 20 < 10 ? 1 : -1, i % 20 < 10 ? 1.02 : 1 / 1.02);
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  return times;
}"""


def bench(sizes: tuple[int, ...] = (300, 1_500, 5_000, 20_000)) -> int:
    """Print one line a size: seconds until ready, the better of two, and frames."""
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        scripts = fetch(Path(work))
        say(
            "| nodes | relationships | write s | page kB | page s | frame ms far, inside: median (longest) |"
            " sigma s | sigma frame ms | pyvis s |\n|---|---|---|---|---|---|---|---|---|"
        )
        for size in sizes:
            chosen = _chosen(Path(work), size)
            own, sigma, other = (Path(work) / f"{name}.html" for name in ("own", "sigma", "pyvis"))
            begin = time.monotonic()
            write_page(chosen, own, load_ontology(), WHOLE)
            took = time.monotonic() - begin
            write_sigma(chosen, sigma, scripts)
            mine, frames = _measured(browser, own, True)
            plain, moved = _measured(browser, sigma, False)
            say(
                f"| {size} | {len(chosen.graph.edges)} | {took:.1f} | {own.stat().st_size // 1000} | {mine:.2f} | {frames} |"
                f" {plain:.2f} | {moved} | {_pyvis(browser, chosen, other) if size <= PYVIS else 'not run'} |"
            )
        browser.close()
    return 0


def _measured(browser: Browser, file: Path, own: bool) -> tuple[float, str]:
    """Return seconds until ready, the better of two, and the frames of the second page."""
    seconds, frames = [], []
    for turn in range(2):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        seconds.append(_ready(page, file))
        if turn:
            if own:
                page.evaluate(MOVE)
            frames.append(_frames(page))
            if own and page.locator("#picture .bubble").count():
                page.evaluate(ENTER)
                frames.append(_frames(page))
        page.close()
    return min(seconds), ", ".join(frames)


def _frames(page: Page) -> str:
    times = page.evaluate(FRAMES)
    return f"{statistics.median(times):.0f} ({max(times):.0f})"


def _pyvis(browser: Browser, chosen: Chosen, file: Path) -> str:
    write_pyvis(chosen, file, load_ontology())
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    seconds = _stable(page, file)
    page.close()
    return f"{seconds:.1f}" if seconds < PATIENCE else f"over {PATIENCE:.0f}"


def _chosen(work: Path, size: int) -> Chosen:
    whole = read_folder(make_graph(work / f"g{size}", load_ontology(), 2 * size, 4 * size))
    zones = {key for key, node in whole.nodes.items() if node.type == "Zone"}
    kept = Graph(
        {k: whole.nodes[k] for k in zones}, {k: e for k, e in whole.edges.items() if {e.head, e.tail} <= zones}
    )
    for i, key in enumerate(sorted(zones)):
        kept.nodes[key].props["district"] = f"第{i % DISTRICTS + 1}区"
    return choose(kept, zones, limit=size)


def _ready(page: Page, file: Path) -> float:
    """Return seconds from the start of the navigation until nodes are drawn and the panel answers."""
    page.goto(file.as_uri())
    ready: Any = 0
    while not ready:
        ready = page.evaluate("window.kgReady || 0")
        page.wait_for_timeout(20)
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
