"""What linking reads of a graph, once, from either store."""

import bisect
import math
from collections import Counter, defaultdict
from typing import Any

from kg.errors import GraphError
from kg.link.offers import Offer, offers
from kg.link.sectors import Sectors
from kg.link.ties import peers
from kg.link.topics import Topic, topics
from kg.ontology import Ontology
from kg.paths import data_path
from kg.schema import DISTRICT, REGION, SECTOR, TOWN, NodeType
from kg.stores.base import Store
from kg.stores.textindex import pairs

Row = dict[str, Any]


class Context:
    """Entities, sentences in their order, what they stand under, stated relations, and what each candidate offers."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        def run(name: str, params: dict[str, Any] | None = None) -> list[Row]:
            return store.run((data_path("cypher") / "link" / f"{name}.cypher").read_text("utf-8"), params or {})

        self.types = ontology.node_types
        self.sectors = Sectors(ontology)
        self.districts = ontology.district_names()
        regions = {name for kind, e in ontology.gazetteer() if kind in (REGION, TOWN) for name in (e.name, *e.aliases)}
        self.places = regions | set(self.districts)
        kinds = [f"{kind}:" for kind in ontology.entity_types if kind not in (DISTRICT, TOWN, REGION)]
        self.nodes: dict[str, Row] = {row["id"]: row for row in run("entities", {"kinds": kinds})}
        self.passages = run("passages")
        self.at = {row["id"]: i for i, row in enumerate(self.passages)}
        self.said: dict[str, list[int]] = defaultdict(list)
        self.there: dict[int, list[str]] = defaultdict(list)
        for row in run("mentions"):
            self.said[row["id"]].append(self.at[row["passage"]])
            self.there[self.at[row["passage"]]].append(row["id"])
        documents = run("documents")
        self.years = {row["id"]: row["year"] for row in documents}
        self.titles = {row["id"]: row["title"] or row["id"] for row in documents}
        self.near: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for edge in run("relations"):
            self.near[edge["head"]].append((edge["tail"], edge))
            self.near[edge["tail"]].append((edge["head"], edge))
        sections = run("sections")
        self.topics: list[list[Topic]] = topics(self, sections)
        self.newest = max((year for year in self.years.values() if year), default=0)
        self._sections: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in sections:
            self._sections[row["document"]].append((row["start"], row["status"] or ""))
        self.under: dict[str, list[tuple[int, Topic]]] = defaultdict(list)
        for index, found in enumerate(self.topics):
            for topic in found:
                self.under[topic.id].append((index, topic))
        self.offers: dict[str, dict[str, Offer]] = {
            key: offers(self, key) for key in self.nodes if self.kind_of(key).offer is not None
        }
        self._breadth = {key: self._branches(offered) for key, offered in self.offers.items()}
        self.peers = peers(self)
        counted = Counter(sector for offered in self.offers.values() for sector in offered)
        most = math.log(max(2, len(self.offers)) / 8) or 1.0
        self.rarity = {
            s: min(1.0, math.log(len(self.offers) / (1 + n)) / most) if most > 0 else 1.0 for s, n in counted.items()
        }
        self.words = Counter(token for row in self.passages for token in set(pairs(row["text"])))
        self.named = {key: self.weights(str(self.nodes[key]["name"])) for key in self.offers}

    def kind_of(self, key: str) -> NodeType:
        """Return the type of a node."""
        return self.types[key.partition(":")[0]]

    def age(self, evidence: Row) -> int:
        """Return by how many years the document of a sentence is older than the newest one."""
        return self.newest - (self.years.get(evidence["document"]) or self.newest)

    def planned(self, evidence: Row) -> bool:
        """Whether a sentence stands in a section that plans."""
        sections = self._sections.get(evidence["document"], [])
        at = bisect.bisect_right(sections, (evidence["start"], "\uffff")) - 1
        return at >= 0 and sections[at][1] == "planned"

    def breadth(self, key: str) -> int:
        """Return how many unlike sectors a candidate offers: those of one branch of the taxonomy count once."""
        return self._breadth[key]

    def _branches(self, offered: dict[str, Offer]) -> int:
        branches = set()
        for sector in offered:
            above = self.sectors.above.get(sector, ())
            branches.add(above[-2] if len(above) > 1 else sector)
        return len(branches)

    def names(self, key: str) -> tuple[str, ...]:
        """Return the name of an entity and its other names."""
        if key not in self.nodes:  # places are in no list, see `kinds`
            return (key.partition(":")[2],)
        node = self.nodes[key]
        return (str(node["name"]), *(node["aliases"] or ()))

    def joined(self, index: int) -> bool:
        """Whether a passage and the next one stand in one paragraph: nothing lies between them in the file."""
        if not 0 <= index < len(self.passages) - 1:
            return False
        one, two = self.passages[index], self.passages[index + 1]
        return bool(one["document"] == two["document"] and two["start"] == one["end"])

    def beside(self, index: int, reach: int) -> list[tuple[int, int]]:
        """Return (distance, passage) of the passages around one, in the same paragraph and under the same label."""
        found = [(0, index)]
        labels = {t.id for t in self.topics[index] if not t.heading}
        for step in (-1, 1):
            at = index
            while abs(at + step - index) <= reach and self.joined(min(at, at + step)):
                at += step
                if {t.id for t in self.topics[at] if not t.heading} != labels:
                    break
                found.append((abs(at - index), at))
        return sorted(found)

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
        return [key.partition(":")[2] for key in self.there.get(index, ()) if key.startswith(f"{SECTOR}:")]


def load_context(store: Store, ontology: Ontology) -> Context:
    """Read what linking needs. Raises GraphError where the graph holds no passages."""
    context = Context(store, ontology)
    if not context.passages:
        raise GraphError("this graph holds no sentences to link with; build it from reports first")
    return context
