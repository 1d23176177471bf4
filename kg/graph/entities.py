"""Mentions to entity nodes: names, other names, districts and years of what the documents mention."""

from extractors.annotations import Mention
from kg.graph.text import Passages
from kg.kinds import DISTRICT
from kg.model import Document, Edge, Graph, Node, Props
from kg.ontology import Entry, Ontology
from kg.read.divisions import Division, divisions, is_name
from kg.statements import MentionRow


class Entities:
    """Adds entity nodes to a graph."""

    def __init__(self, graph: Graph, ontology: Ontology, entries: dict[str, Entry]) -> None:
        self.graph, self.types, self.entries = graph, ontology.node_types, entries

    def mention(self, key: str, mention: Mention, passages: Passages) -> None:
        """Count a mention of a node, with its passage and what the text appends to its name."""
        doc = passages.doc
        text, (start, end) = doc.name(mention), doc.span(mention.start, mention.end)
        node = self.put(key, text, doc.document, passages.year(mention.start))
        node.props["mentions"] = node.props.get("mentions", 0) + 1
        at = passages.at(mention.start)
        passage = at[2] if at else ""
        self.graph.mentions.append(MentionRow(key, doc.document.id, passage, start, end, mention.score, mention.trail))
        if at is not None:
            self.graph.add(Edge(key, "MENTIONED_IN", passage, {"start": start, "end": end}))
            self._appended(node, text, doc.text(mention.end, at[1]))

    def _appended(self, node: Node, text: str, after: str) -> None:
        """Take for another name what the text appends to a work or a program: `西岸漩心|项目`."""
        added = next((word for word in self.types[node.type].appended if after.startswith(word)), "")
        if added and node.id not in self.entries:
            node.aliases = sorted({*node.aliases, text + added})

    def home(self, document: Document) -> str:
        """Return the node of the district of a document, which is added where it is not there."""
        key = f"{DISTRICT}:{document.district}"
        self.put(key, document.district, document, document.year)
        return key

    def put(self, key: str, text: str, document: Document, year: int | None) -> Node:
        """Return the node `key`, with what a document that names it `text` where it is about `year` adds to it."""
        kind, name = key.split(":", 1)
        entry = self.entries.get(key)
        node = self.graph.nodes.setdefault(key, Node(key, kind, name))
        # 本区 and 静安区人民政府 mean a district and are no names of it.
        written = () if kind == DISTRICT and not is_name(text) else (text,)
        node.aliases = sorted({*node.aliases, *written, *(entry.aliases if entry else ())} - {name})
        known = self.types[kind].properties
        if "district" in known:
            node.props["district"] = _district(node, entry, document.district)
        if kind == DISTRICT:
            division = divisions().find(name)
            # A home that is no division is a development zone.
            found = _of_country(division) if division else {"level": "开发区"}
            node.props.update({k: v for k, v in found.items() if v and k in known})
        if entry:
            extra = {"parent": entry.parent, "admin_level": entry.level}
            node.props.update({k: v for k, v in extra.items() if v and k in known})
        if year and "first_year" in known:
            node.props["first_year"] = min(node.props.get("first_year", year), year)
            node.props["last_year"] = max(node.props.get("last_year", year), year)
        return node


def kind_of(key: str) -> str:
    """Return the type in a node id, an empty one where there is no node."""
    return key.partition(":")[0]


def _of_country(division: Division) -> Props:
    """Return what the list of divisions says of a district: code, parent, level, and what a former one became part of."""
    return {
        "code": division.code,
        "parent": division.parents[-1] if division.parents else "",
        "admin_level": division.level,
        "until": division.until,
        "successor": division.successor,
    }


def _district(node: Node, entry: Entry | None, district: str) -> str:
    """Return the district of a node: what the ontology says, else that of its documents; empty where they differ."""
    if entry:
        return entry.district or ""
    return district if node.props.get("district", district) == district else ""
