"""Puts a page together: data as JSON, the renderer and the program inline, a policy that forbids loading anything."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyvis

from kg.export.page.choose import Chosen, degrees
from kg.export.page.layout import clusters, layout
from kg.export.templating import template
from kg.model import Edge, Node
from kg.outfile import output_file
from kg.schema import EVIDENCE, Schema

# More are drawn as clusters that open on click.
AT_ONCE = 5_000
FIGURE = ("indicator", "year", "status", "kind", "comparator", "value", "number", "unit", "quote", "document")
# The id of the sentence that the page shows as a quote.
UNSEEN = ("passage",)
UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def write_page(chosen: Chosen, file: Path, known: Schema, title: str, cypher: str = "") -> int:
    """Write the page; return how many nodes it holds. `cypher` is what the page offers to copy."""
    data = _data(chosen, known, title, cypher)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
    renderer, program = _renderer(), _template("graph.js")
    page = template("graph.html")
    policy = f"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src {_hash(renderer)} {_hash(program)}"
    html = page.render(
        title=title, policy=policy, css=_template("graph.css"), renderer=renderer, program=program, data=text
    )
    with output_file(file) as work:
        work.write_text(html, "utf-8")
    return len(chosen.graph.nodes)


def _data(chosen: Chosen, known: Schema, title: str, cypher: str) -> dict[str, Any]:
    part = chosen.graph
    places, blocks = layout(part)
    count = degrees(part)
    order = sorted(part.nodes)
    index = {key: i for i, key in enumerate(order)}
    groups = clusters(part) if len(order) > AT_ONCE else {}
    documents = {n.id: _document(n) for n in chosen.whole.nodes.values() if n.type == "Document"}
    later = chosen.followed
    sections = {e.head: e.tail for e in chosen.whole.edges.values() if e.type == "CONTAINED_IN"}
    return {
        "title": title,
        "cypher": cypher,
        "leftOut": chosen.left_out,
        "types": {k: {"zh": t.zh, "color": t.color, "shape": t.shape} for k, t in known.node_types.items() if t.entity},
        "relations": {k: r.zh for k, r in known.relation_types.items()},
        "labels": {k: p.zh for k, p in known.properties.items()},
        "documents": documents,
        "blocks": [[b.name, b.x, b.y, b.width, b.height] for b in blocks],
        "nodes": [
            _node(part.nodes[key], places[key], count[key], groups.get(key, ""), chosen, index, later, known.properties)
            for key in order
        ],
        "edges": [_edge(e, index, chosen, sections) for _, e in sorted(part.edges.items())],
    }


def _node(
    node: Node,
    place: tuple[int, int],
    degree: int,
    cluster: str,
    chosen: Chosen,
    index: dict[str, int],
    later: dict[str, Edge],
    shown: Iterable[str],
) -> dict[str, Any]:
    figures = [chosen.whole.nodes[key] for key in chosen.targets.get(node.id, ())]
    return {
        "i": index[node.id],
        "id": node.id,
        "t": node.type,
        "n": node.name,
        "a": node.aliases,
        "x": place[0],
        "y": place[1],
        "d": degree,
        "c": cluster,
        "p": {k: node.props[k] for k in shown if node.props.get(k) not in (None, "", [])},
        "f": [
            _figure(f, later, chosen)
            for f in sorted(figures, key=lambda f: (-(f.props.get("year") or 0), f.props["indicator"], f.id))
        ],
    }


def _figure(target: Node, later: dict[str, Edge], chosen: Chosen) -> dict[str, Any]:
    made = {k: target.props[k] for k in FIGURE if target.props.get(k) not in (None, "")}
    if edge := later.get(target.id):
        made.update(outcome=edge.props.get("outcome"), done=chosen.whole.nodes[edge.tail].props["value"])
    return made


def _edge(edge: Edge, index: dict[str, int], chosen: Chosen, sections: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {"f": index[edge.head], "t": index[edge.tail], "r": edge.type}
    made.update({k: edge.props[k] for k in EVIDENCE if k not in UNSEEN and edge.props.get(k) is not None})
    section = chosen.whole.nodes.get(sections.get(edge.props.get("passage", ""), ""))
    if section is not None and section.props.get("heading"):
        made["section"] = section.props["heading"]
    return made


def _document(node: Node) -> str:
    year = node.props.get("year")
    return f"{node.props.get('title') or node.name}{f'({year})' if year else ''}"


@lru_cache(maxsize=1)
def _renderer() -> str:
    """Return vis-network as pyvis ships it (Apache-2.0 or MIT)."""
    found = sorted((Path(pyvis.__file__).parent / "lib").glob("vis-9*/vis-network.min.js"), key=lambda p: p.parent.name)
    return _inline(found[-1].read_text("utf-8"))


def _template(name: str) -> str:
    return _inline((Path(__file__).parent.parent / "templates" / name).read_text("utf-8"))


def _inline(text: str) -> str:
    """Return a script that no closing tag in it ends; the text between the tags begins and ends with a line break."""
    safe = text.replace("\r", "").replace("</script", "<\\/script").strip()
    return f"\n{safe}\n"


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
