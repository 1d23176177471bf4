"""The index over a graph that pages are made from."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from kg.export.book.figures import Figure, Figures
from kg.export.texts import Lang, texts
from kg.kinds import DISTRICT, REPORTED, SECTOR
from kg.model import Edge, Graph, Node
from kg.schema import STRUCTURE, Schema
from kg.subgraph import owner_edges, owner_of

HAS, BELOW = "HAS_TARGET", "SUBSECTOR_OF"
# What a fact's page shows of its sentences; `sentences` of the edge says how many there are.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, its document's id, and the names in it to mark."""

    quote: str
    document: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation of a thing: `out` where the thing is its head; `other` is the node at the other end."""

    relation: str
    out: bool
    other: Node
    said: tuple[Said, ...]
    doubtful: bool
    inferred: bool
    confidence: float
    years: tuple[int, ...]


class Book:
    """Facts, figures and mentions by thing."""

    def __init__(self, graph: Graph, known: Schema) -> None:
        """Index a graph; `known` are the types that it was built with."""
        self.graph, self.known = graph, known
        self.edges: dict[str, list[Edge]] = defaultdict(list)
        self.sectors_below: dict[str, list[str]] = defaultdict(list)
        self.sector_above: dict[str, str] = {}
        self._passages: dict[str, list[str]] = defaultdict(list)
        for edge in graph.edges.values():
            self._take(edge)

    def _take(self, edge: Edge) -> None:
        if edge.type == BELOW:
            self.sector_above[edge.head] = edge.tail
            self.sectors_below[edge.tail].append(edge.head)
        elif edge.type == "MENTIONED_IN":
            self._passages[edge.head].append(edge.tail)
        elif not self.known.relation_types[edge.type].bare and not self._figure(edge):
            self.edges[edge.head].append(edge)
            self.edges[edge.tail].append(edge)

    def _figure(self, edge: Edge) -> bool:
        return edge.type == HAS or self.graph.nodes[edge.head].type in STRUCTURE

    @cached_property
    def documents(self) -> dict[str, str]:
        """Titles of the documents with their year, by id."""
        return {
            n.id: f"{n.props.get('title') or n.name}" + (f"（{n.props['year']}）" if n.props.get("year") else "")
            for n in self.graph.nodes.values()
            if n.type == "Document"
        }

    @cached_property
    def things(self) -> list[Node]:
        """The entities, by id."""
        return [n for _, n in sorted(self.graph.nodes.items()) if n.type in self.known.entity_types]

    def of(self, kind: str, district: str = "") -> list[Node]:
        """Return the entities of a type, of one district where it is named, the most mentioned first."""
        found = [n for n in self.things if n.type == kind and district in ("", self.home(n))]
        return sorted(found, key=lambda n: (-(n.props.get("mentions") or 0), n.id))

    def home(self, node: Node) -> str:
        """Return the name of the district that a thing belongs to, an empty text where there is none or several."""
        if node.type == DISTRICT:
            return node.name
        return node.props.get("district") or ""

    def facts(self, key: str, reported: bool = False) -> dict[tuple[str, bool], list[Fact]]:
        """Return the facts of a thing by relation and direction, the surest first.

        Whose report names it is left out unless `reported`.
        """
        groups: dict[tuple[str, bool], list[Fact]] = defaultdict(list)
        for edge in self.edges.get(key, ()):
            if reported or edge.type != REPORTED:
                fact = self._fact(edge, key)
                groups[fact.relation, fact.out].append(fact)
        order = list(self.known.relation_types)
        ranked = sorted(groups.items(), key=lambda item: (order.index(item[0][0]), not item[0][1]))
        return {k: sorted(found, key=_surest) for k, found in ranked}

    def _fact(self, edge: Edge, key: str) -> Fact:
        out = edge.head == key
        p, other = edge.props, self.graph.nodes[edge.tail if out else edge.head]
        marks = tuple(name for n in (self.graph.nodes[key], other) for name in (n.name, *n.aliases))
        said = dict.fromkeys([(p.get("quote") or "", p.get("document") or ""), *self._statements(edge)])
        return Fact(
            relation=edge.type,
            out=out,
            other=other,
            said=tuple(Said(quote, document, marks) for quote, document in list(said)[:SHOWN] if quote),
            doubtful=bool(p.get("doubtful")),
            inferred=bool(p.get("inferred")),
            confidence=p.get("confidence") or 0.0,
            years=tuple(p.get("years") or ()),
        )

    def _statements(self, edge: Edge) -> list[tuple[str, str]]:
        if (edge.props.get("sentences") or 1) < 2:
            return []
        return self._said.get((edge.head, edge.type, edge.tail), [])

    @cached_property
    def _said(self) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
        """The sentences of each relation, the most confident first."""
        ends: dict[str, dict[str, str]] = defaultdict(dict)
        for edge in self.graph.edges.values():
            if edge.type in ("SUBJECT", "OBJECT"):
                ends[edge.head][edge.type] = edge.tail
        found: dict[tuple[str, str, str], list[tuple[float, str, str]]] = defaultdict(list)
        for key, both in ends.items():
            p = self.graph.nodes[key].props
            place = (both["SUBJECT"], p["relation"], both["OBJECT"])
            found[place].append((-(p.get("confidence") or 0), p.get("quote") or "", p.get("document") or ""))
        return {place: [(quote, doc) for _, quote, doc in sorted(rows)] for place, rows in found.items()}

    @cached_property
    def figures(self) -> dict[str, list[Figure]]:
        """The figures by the id of who has them: the thing that a sentence gives them, else the district of the report."""
        owners = {
            target: (owner_of(edge), edge.type == HAS and bool(edge.props.get("doubtful")))
            for target, edge in owner_edges(self.graph).items()
        }
        return Figures(self.graph).all(owners)

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """All figures by id."""
        return {f.id: f for found in self.figures.values() for f in found}

    def mentions(self, node: Node) -> list[Said]:
        """Return the sentences that name a thing, in the order of the documents."""
        found = (self.graph.nodes[key] for key in self._passages.get(node.id, ()))
        placed = sorted(found, key=lambda p: (p.props.get("document") or "", p.props.get("start") or 0, p.id))
        marks = (node.name, *node.aliases)
        return [Said(p.props.get("text") or "", p.props.get("document") or "", marks) for p in placed]

    def chain(self, sector: str) -> list[str]:
        """Return the ids of the sectors above one, the topmost first, itself last."""
        found = [sector]
        while (above := self.sector_above.get(found[0])) and above not in found:
            found.insert(0, above)
        return found

    def within(self, sector: str) -> set[str]:
        """Return the ids of a sector and of all below it."""
        found, waiting = {sector}, [sector]
        while waiting:
            below = set(self.sectors_below.get(waiting.pop(), ())) - found
            found |= below
            waiting += below
        return found

    def tops(self) -> list[str]:
        """Return the ids of the sectors that have sectors below them and none above, by name."""
        return sorted(k for k in self.sectors_below if k not in self.sector_above)

    def type_name(self, kind: str, lang: Lang) -> str:
        """Return what a type is called: `功能区`, `zones`."""
        return str(self.known.node_types[kind].zh) if lang == "zh" else texts("types_en").get(kind, {}).get("en", kind)

    def heading(self, relation: str, out: bool, kind: str, lang: Lang) -> str:
        """Return the heading of a group of facts: `聚焦的产业`, `功能区 that focus on it`."""
        return self._worded(relation, f"_{'out' if out else 'in'}", lang).format(
            relation=self._relation(relation, lang), type=self.type_name(kind, lang)
        )

    def clause(self, relation: str, out: bool, lang: Lang) -> tuple[str, str]:
        """Return what stands before and behind the names in a clause of a sentence: (`聚焦`, ``)."""
        text = self._worded(relation, f"_say_{'out' if out else 'in'}", lang)
        before, _, behind = text.replace("{relation}", self._relation(relation, lang)).partition("{names}")
        return before, behind

    def _relation(self, relation: str, lang: Lang) -> str:
        found = self.known.relation_types[relation]
        return found.zh if lang == "zh" else found.en

    def _worded(self, relation: str, end: str, lang: Lang) -> str:
        words = texts("relations")
        return words.get(f"{relation}{end}", words[f"relation{end}"])[lang]

    def is_sector(self, key: str) -> bool:
        """Whether a node is a sector."""
        return self.graph.nodes[key].type == SECTOR


def _surest(fact: Fact) -> tuple[bool, bool, float, str]:
    return fact.doubtful, fact.inferred, -fact.confidence, fact.other.id
