"""What a page holds, as JSON: nodes, edges, figures, and the passages that are their evidence with those beside them."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from kg.export.page.choose import Chosen, degrees
from kg.export.page.layout import home, layout
from kg.export.page.peers import peers
from kg.export.texts import Lang, texts
from kg.model import Edge, Node
from kg.schema import Schema
from kg.subgraph import Part, hubs, reported

FIGURE = (
    "year",
    "from_year",
    "to_year",
    "status",
    "kind",
    "comparator",
    "value",
    "number",
    "unit",
    "quote",
    "confidence",
)
EVIDENCE = ("quote", "rule", "confidence", "years", "start", "end")
FLAGS = ("doubtful", "inferred")


def page_data(chosen: Chosen, known: Schema, part: Part, lang: Lang) -> dict[str, Any]:
    """Return the data of a page; numbers in it are places in its lists `nodes`, `documents` and `passages`."""
    return _Maker(chosen, known).made(part, lang)


@dataclass(frozen=True, slots=True)
class _Text:
    """A passage: its node, and its number in its document."""

    node: Node
    number: int


class _Maker:
    def __init__(self, chosen: Chosen, known: Schema) -> None:
        self.chosen, self.known = chosen, known
        self.graph, self.whole = chosen.graph, chosen.whole
        self.order = sorted(self.graph.nodes)
        self.index = {key: i for i, key in enumerate(self.order)}
        self.texts = _passages(self.whole.nodes.values())
        self.starts = {doc: [t.node.props["start"] for t in found] for doc, found in self.texts.items()}
        self.numbers = {t.node.id: t.number for found in self.texts.values() for t in found}
        self.sections = {e.head: e.tail for e in self.whole.edges.values() if e.type == "CONTAINED_IN"}
        self.followed = chosen.followed
        self.documents: dict[str, int] = {}
        self.used: set[tuple[str, int]] = set()
        self.measures = {e.head: e.tail for e in self.whole.edges.values() if e.type == "OF_MEASURE"}
        self.common = Counter(self._measure(n) for n in self.whole.nodes.values() if n.type == "Target")

    def made(self, part: Part, lang: Lang) -> dict[str, Any]:
        places, clusters = layout(self.graph)
        count, ends = degrees(self.graph), hubs(self.graph)
        nodes = [self._node(self.graph.nodes[key], places[key], count[key], key in ends) for key in self.order]
        edges = [self._edge(edge) for _, edge in sorted(self.graph.edges.items())]
        listed = self._listed()
        for made in (*edges, *(f for n in nodes for f in n["f"])):
            if "_at" in made:
                made["p"] = listed[made.pop("_at")]
        plural = texts("types_en")
        return {
            "lang": lang,
            "subject": self.index.get(part.subject),
            "title": part.title,
            "cypher": part.cypher,
            "leftOut": self.chosen.omitted,
            "types": {
                k: {"zh": t.zh, "en": k, "many": plural[k]["en"] if k in plural else k, "color": t.color, "shape": t.shape}
                for k, t in self.known.node_types.items()
                if t.entity
            },
            "relations": {k: {"zh": r.zh, "en": r.en} for k, r in self.known.relation_types.items()},
            "labels": {k: {"zh": p.zh, "en": p.en} for k, p in self.known.properties.items()},
            "texts": texts("page"),
            "phrases": texts("relations"),
            "documents": [_title(self.whole.nodes.get(key), key) for key in self.documents],
            "passages": [self._passage(*at) for at in listed],
            "peers": peers(self.whole, part.subject),
            "clusters": [[c.home, c.type, c.x, c.y, c.radius] for c in clusters],
            "nodes": nodes,
            "edges": edges,
        }  # fmt: skip

    def _node(self, node: Node, place: tuple[float, float], degree: int, hub: bool) -> dict[str, Any]:
        figures = [self.whole.nodes[key] for key in self.chosen.targets.get(node.id, ())]
        made = {
            "i": self.index[node.id],
            "id": node.id,
            "t": node.type,
            "n": node.name,
            "a": node.aliases,
            "h": home(node),
            "x": place[0],
            "y": place[1],
            "d": degree,
            "p": {k: node.props[k] for k in self.known.properties if node.props.get(k) not in (None, "", [])},
            "f": [self._figure(f) for f in sorted(figures, key=self._rank)],
        }
        return made | ({"hub": True} if hub else {})

    def _rank(self, figure: Node) -> tuple[Any, ...]:
        """Sort key of figures: what is reported most often first, of one measure the newest year."""
        measure = self._measure(figure)
        return (
            -self.common[measure],
            measure,
            -(figure.props.get("year") or 0),
            figure.props.get("status") != "planned",
            figure.id,
        )

    def _measure(self, figure: Node) -> str:
        measure = self.whole.nodes.get(self.measures.get(figure.id, ""))
        return measure.name if measure else str(figure.props["indicator"])

    def _figure(self, target: Node) -> dict[str, Any]:
        made = {k: target.props[k] for k in FIGURE if target.props.get(k) not in (None, "")}
        made |= {"indicator": self._measure(target), "i": target.id}
        if target.props["indicator"] != made["indicator"]:
            made["written"] = target.props["indicator"]
        if edge := self.followed.get(target.id):
            result = self.whole.nodes[edge.tail].props["value"]
            made.update(outcome=edge.props.get("outcome"), done=result, result=edge.tail)
        return made | self._place(target.props)

    def _edge(self, edge: Edge) -> dict[str, Any]:
        made: dict[str, Any] = {"f": self.index[edge.head], "t": self.index[edge.tail], "r": edge.type}
        made |= {k: edge.props[k] for k in EVIDENCE if edge.props.get(k) not in (None, "", [])}
        made |= {k: True for k in FLAGS if edge.props.get(k)}
        if reported(edge):
            made["reported"] = True
        return made | self._place(edge.props)

    def _place(self, props: dict[str, Any]) -> dict[str, Any]:
        """Return document and passage of an evidence, and have the passages beside it listed too."""
        document = props.get("document")
        if not document:
            return {}
        made: dict[str, Any] = {"doc": self.documents.setdefault(document, len(self.documents))}
        start, found = props.get("start"), self.texts.get(document, [])
        near = self.numbers.get(props.get("passage", ""))
        if near is None and start is not None and found:
            near = max(bisect_left(self.starts[document], start + 1) - 1, 0)
            if not found[near].node.props["start"] <= start < found[near].node.props["end"]:
                near = None
        if near is not None:
            self.used.update((document, n) for n in range(max(near - 1, 0), min(near + 2, len(found))))
            made["_at"] = (document, near)
        return made

    def _listed(self) -> dict[tuple[str, int], int]:
        return {at: i for i, at in enumerate(sorted(self.used))}

    def _passage(self, document: str, number: int) -> list[Any]:
        """Return [document, number in it, text, heading]."""
        node = self.texts[document][number].node
        section = self.whole.nodes.get(self.sections.get(node.id, ""))
        return [
            self.documents[document],
            number,
            node.props["text"],
            section.props.get("heading") or "" if section else "",
        ]


def _passages(nodes: Any) -> dict[str, list[_Text]]:
    """Return the passages of each document in the order of the text."""
    found: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.type == "Passage" and node.props.get("start") is not None:
            found[node.props["document"]].append(node)
    return {
        document: [_Text(node, i) for i, node in enumerate(sorted(some, key=lambda n: (n.props["start"], n.id)))]
        for document, some in found.items()
    }


def _title(node: Node | None, key: str) -> str:
    if node is None:
        return key
    year = node.props.get("year")
    return f"{node.props.get('title') or node.name}{f' ({year})' if year else ''}"
