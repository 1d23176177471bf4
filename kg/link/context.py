"""What linking reads of a graph, once, from either store."""

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from kg.errors import GraphError
from kg.link.sectors import Sectors
from kg.ontology import Ontology
from kg.stores.base import Store
from kg.stores.textindex import pairs

KINDS = ("Zone", "Program", "Policy", "Institution", "Project", "Event")
# Sentences that speak of business, not of schools or care.
BUSINESS = re.compile("企业|产业|园区|招商|集聚|落地|创新|平台|专项|扶持|引进|生态|示范|聚焦|打造|高地|研发")
LABEL = re.compile(r"[^。;,:]{2,24}[::]")
SAID, BESIDE = 0.45, 0.2

NODES = """MATCH (n) WHERE n.id STARTS WITH $kind
RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.district AS district ORDER BY id"""
PASSAGES = """MATCH (p:Passage) RETURN p.id AS id, p.text AS text, p.document AS document, p.start AS start, p.`end` AS `end`
ORDER BY document, start"""
MENTIONS = "MATCH (e)-[:MENTIONED_IN]->(p:Passage) WHERE NOT e.id STARTS WITH 'Target:' RETURN DISTINCT e.id AS id, p.id AS passage ORDER BY id, passage"
EDGES = """MATCH (a)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]->(b)
RETURN a.id AS head, type(r) AS relation, b.id AS tail, r.implied AS implied, r.confidence AS confidence,
r.quote AS quote, r.document AS document, r.start AS start, r.`end` AS `end` ORDER BY head, relation, tail"""
YEARS = "MATCH (d:Document) RETURN d.id AS id, d.year AS year"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A sector that a candidate offers: how strongly, and the sentence that says so."""

    strength: float
    evidence: Row


class Context:
    """Entities, sentences in their order, stated relations, and what each candidate offers."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self.sectors = Sectors(ontology)
        self.districts = ontology.district_names()
        regions = {
            name for kind, e in ontology.gazetteer() if kind in ("Region", "Town") for name in (e.name, *e.aliases)
        }
        self.places = regions | set(self.districts)
        self.nodes: dict[str, Row] = {}
        for kind in (*KINDS, "Enterprise", "Industry"):
            self.nodes.update({row["id"]: row for row in store.run(NODES, {"kind": f"{kind}:"})})
        self.passages = store.run(PASSAGES, {})
        self.at = {row["id"]: i for i, row in enumerate(self.passages)}
        self.said: dict[str, list[int]] = defaultdict(list)
        self.there: dict[int, list[str]] = defaultdict(list)
        for row in store.run(MENTIONS, {}):
            self.said[row["id"]].append(self.at[row["passage"]])
            self.there[self.at[row["passage"]]].append(row["id"])
        self.years = {row["id"]: row["year"] for row in store.run(YEARS, {})}
        self.near: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for edge in store.run(EDGES, {}):
            if not edge["implied"]:
                self.near[edge["head"]].append((edge["tail"], edge))
                self.near[edge["tail"]].append((edge["head"], edge))
        self.offers = {key: self._offers(key) for key in self.nodes if key.partition(":")[0] in KINDS}
        counted = Counter(sector for offered in self.offers.values() for sector in offered)
        most = math.log(max(2, len(self.offers)) / 8) or 1.0
        self.rarity = {
            s: min(1.0, math.log(len(self.offers) / (1 + n)) / most) if most > 0 else 1.0 for s, n in counted.items()
        }
        self.words = Counter(token for row in self.passages for token in set(pairs(row["text"])))
        self.named = {key: self.weights(str(self.nodes[key]["name"])) for key in self.offers}

    def beside(self, index: int, reach: int) -> list[tuple[int, int]]:
        """Return (distance, passage) of the passages around one, in the same paragraph.

        A paragraph ends where the file has a line break, and where a label such as `中以(上海)创新园:` opens another.
        """
        found = [(0, index)]
        for step in (-1, 1):
            at = index
            while abs(at + step - index) <= reach and self._joined(min(at, at + step)):
                at += step
                found.append((abs(at - index), at))
        return sorted(found)

    def _joined(self, index: int) -> bool:
        """Whether a passage and the next one stand in one paragraph."""
        if not 0 <= index < len(self.passages) - 1:
            return False
        one, two = self.passages[index], self.passages[index + 1]
        return bool(one["document"] == two["document"] and two["start"] == one["end"] and not LABEL.match(two["text"]))

    def weights(self, text: str) -> dict[str, float]:
        """Return the rarity of each pair of characters of a text among the sentences of the graph."""
        total = len(self.passages)
        return {token: math.log(1 + total / (1 + self.words.get(token, 0))) for token in set(pairs(text))}

    def evidence(self, index: int) -> Row:
        """Return a passage as evidence."""
        row = self.passages[index]
        return {"quote": row["text"], "document": row["document"], "start": row["start"], "end": row["end"]}

    def industries(self, index: int) -> list[str]:
        """Return the sectors that a passage names."""
        return [key.partition(":")[2] for key in self.there.get(index, ()) if key.startswith("Industry:")]

    def _offers(self, key: str) -> dict[str, Offer]:
        found: dict[str, Offer] = {}

        def put(sector: str, strength: float, evidence: Row) -> None:
            if sector not in found or found[sector].strength < strength:
                found[sector] = Offer(strength, evidence)

        for tail, edge in self.near.get(key, ()):
            if edge["relation"] == "FOCUSES_ON" and edge["head"] == key:
                put(tail.partition(":")[2], 0.5 + 0.5 * edge["confidence"], edge)
        node = self.nodes[key]
        for index in self.said.get(key, ()):
            for name in (node["name"], *(node["aliases"] or ())):
                for sector in self.sectors.find(name):
                    put(sector, 1.0, self.evidence(index))
            cue = 1.0 if BUSINESS.search(self.passages[index]["text"]) else 0.6
            for distance, other in self.beside(index, 1):
                for sector in self.industries(other):
                    put(sector, cue * (BESIDE if distance else SAID), self.evidence(index))
        return found


def load_context(store: Store, ontology: Ontology) -> Context:
    """Read what linking needs. Raises GraphError where the graph holds no passages."""
    context = Context(store, ontology)
    if not context.passages:
        raise GraphError("this graph holds no sentences to link with; build it from reports first")
    return context
