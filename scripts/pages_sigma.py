"""A plain sigma.js page of a graph, for `scripts/bench html`: the same nodes at the same places, nothing else."""

import json
import subprocess
import tarfile
from pathlib import Path

from kg.export.page import Chosen
from kg.export.page.bundle import inline
from kg.export.page.layout import layout

PACKAGES = {"graphology@0.26.0": "graphology.umd.min.js", "sigma@3.0.2": "sigma.min.js"}
PROGRAM = """
const data = JSON.parse(document.getElementById("data").textContent), graph = new graphology.MultiDirectedGraph();
for (const [id, x, y, label] of data.nodes) graph.addNode(id, { x, y: -y, label, size: 4, color: "#0072B2" });
for (const [from, to] of data.edges) graph.addEdge(from, to, { size: 1, color: "#bbb" });
const renderer = new Sigma(graph, document.getElementById("box"));
renderer.once("afterRender", () => requestAnimationFrame(() => { window.kgReady = performance.now(); }));
renderer.refresh();
window.move = (right, by) => { const camera = renderer.getCamera(), at = camera.getState(); camera.setState({ ...at, x: at.x + right * 0.01 * at.ratio, ratio: at.ratio / by }); };
"""


def fetch(folder: Path) -> dict[str, str]:
    """Return the scripts of sigma and graphology by package, got with npm into a folder."""
    found = {}
    for package, file in PACKAGES.items():
        done = subprocess.run(
            ["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(folder / done.stdout.split()[-1]) as archive:
            inner = archive.extractfile(f"package/dist/{file}")
            if inner is None:
                raise FileNotFoundError(file)
            found[package] = inner.read().decode()
    return found


def write_sigma(chosen: Chosen, file: Path, scripts: dict[str, str]) -> None:
    """Write the page, with the places that the pages of this project have."""
    places, _ = layout(chosen.graph)
    data = {
        "nodes": [[key, *places[key], node.name] for key, node in chosen.graph.nodes.items()],
        "edges": [[e.head, e.tail] for e in chosen.graph.edges.values()],
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    libraries = "".join(f"<script>{inline(script)}</script>" for script in scripts.values())
    file.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><div id="box" style="width:100vw;height:100vh"></div>'
        f'<script type="application/json" id="data">{text}</script>{libraries}<script>{PROGRAM}</script>',
        "utf-8",
    )
