"""The link index of a graph as objects."""

import bisect
import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.kinds import FIRM, SECTOR
from kg.link.editions import superseded
from kg.link.eligibility.gathering import read_rows
from kg.link.fields import Audience, Fields
from kg.link.fields.offered import Offered
from kg.link.offers import Offer
from kg.link.reachable import Reachable
from kg.link.scopes import core_name
from kg.link.sectors import Sectors
from kg.link.standing import Standing
from kg.link.topics import Topic
from kg.same import plain

if TYPE_CHECKING:
    from kg.link.shortlist import Shortlist

Row = dict[str, Any]
Peer = tuple[str, tuple[str, ...], list[tuple[str, int]]]


class Kind(NamedTuple):
    """What linking has to know of a node type, see `kg.schema.NodeType`."""

    offer: float | None
    site: bool
    subject: bool


class Context:
    """Entities, sentences in their order, what they stand under, stated relations, and what each candidate offers.

    Evidence is told by a number: a passage by its index, a relation by a negative one, see `cited`.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take what `gather` returns, in a link index with what follows from it."""
        self.types = {kind: Kind(*row) for kind, row in data["types"].items()}
        self.sectors = Sectors(data["sectors"])
        self.fields = Fields(data["fields"])
        self.audience = Audience(data["fields"]["audience"])
        self.districts: dict[str, str] = data["districts"]
        self.places = frozenset(data["places"])
        self.nodes: dict[str, Row] = {row["id"]: row for row in data["nodes"]}
        self.years = {row["id"]: row["year"] for row in data["documents"]}
        self.titles = {row["id"]: row["title"] or row["id"] for row in data["documents"]}
        self.newest = max((year for year in self.years.values() if year), default=0)
        self._sections: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in data["sections"]:
            self._sections[row["document"]].append((row["start"], row["status"] or ""))
        self._read_passages(data["passages"])
        self.relations: list[Row] = data["relations"]
        self.near: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for number, edge in enumerate(self.relations):
            edge["at"] = -1 - number
            self.near[edge["head"]].append((edge["tail"], edge))
            self.near[edge["tail"]].append((edge["head"], edge))
        offered = data.get("offers", {})
        self.offers = {key: {s: Offer(*one) for s, one in found.items()} for key, found in offered.items()}
        self.offering = frozenset(sector for found in self.offers.values() for sector in found)
        self._breadth: dict[str, int] = data.get("breadth", {})
        self.about: dict[str, dict[str, Offered]] = data.get("about", {})
        self.terms = read_rows(data.get("terms", {}))
        self.peers: list[Peer] = data.get("peers", [])
        self.rarity: dict[str, float] = data.get("rarity", {})
        self.named: dict[str, dict[str, float]] = data.get("named", {})
        self.rarest = math.log(1 + max(1, len(self.passages)))
        # What `kg.link.standing` and `kg.link.parts` have read once.
        self.standings: dict[str, Standing] = {}
        self.sectors_near: dict[str, list[tuple[str, float]]] = {}
        self.fields_near: dict[str, list[tuple[str, float]]] = {}
        self.shortlist: Shortlist | None = None

    def _read_passages(self, passages: list[Row]) -> None:
        self.passages = passages
        self.at = {row["id"]: index for index, row in enumerate(passages)}
        self.topics = [[Topic(*topic) for topic in row["under"]] for row in passages]
        self.there = [list(dict.fromkeys(key for key, _, _ in row["named"])) for row in passages]
        self.said: dict[str, list[int]] = defaultdict(list)
        for index in sorted(range(len(passages)), key=lambda index: str(passages[index]["id"])):
            for key in self.there[index]:
                self.said[key].append(index)
        self.under: dict[str, list[tuple[int, Topic]]] = defaultdict(list)
        for index, found in enumerate(self.topics):
            for topic in found:
                self.under[topic.id].append((index, topic))

    @cached_property
    def firms(self) -> dict[str, tuple[str, ...]]:
        """The ids of the firms of the graph by each of their names, in full and without place and legal form."""
        found: dict[str, tuple[str, ...]] = {}
        for key in self.nodes:
            if key.startswith(f"{FIRM}:"):
                spoken = {form for name in self.names(key) for form in (plain(name), core_name(name, self.places))}
                found |= {form: (*found.get(form, ()), key) for form in sorted(spoken)}
        return found

    @cached_property
    def superseded(self) -> frozenset[str]:
        """The candidates of which the graph holds a later edition."""
        return superseded({key: str(self.nodes[key]["name"]) for key in self.offers})

    @cached_property
    def reachable(self) -> Reachable:
        """The candidates by what they offer."""
        return Reachable(self)

    def prepare(self) -> None:
        """Get ready for a list of firms: one firm is ranked sooner without, since numpy and the arrays take 0.3 s."""
        from kg.link.shortlist import Shortlist

        self.shortlist = self.shortlist or Shortlist(self)

    @cached_property
    def _related(self) -> dict[str, list[str]]:
        """The offered sectors by what makes others near to them, see `Sectors.relatives`."""
        found: dict[str, list[str]] = defaultdict(list)
        for sector in sorted(self.offering):
            for relative in self.sectors.relatives(sector):
                found[relative].append(sector)
        return found

    def offered_near(self, wanted: str) -> list[str]:
        """Return the offered sectors that may be near one: those that share a relative with it."""
        return sorted({sector for one in self.sectors.relatives(wanted) for sector in self._related.get(one, ())})

    def kind_of(self, key: str) -> Kind:
        """Return what linking has to know of the type of a node."""
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

    def name_of(self, key: str) -> str:
        """Return the name of a node, or of one that is in no list, from its id."""
        return str(self.nodes[key]["name"]) if key in self.nodes else key.partition(":")[2]

    def place(self, index: int, key: str) -> int | None:
        """Return where in the text of a passage an entity is mentioned, None where it is not."""
        return next((start for one, start, _ in self.passages[index]["named"] if one == key), None)

    def cited(self, at: int) -> Row:
        """Return the evidence with a number: a passage, or the sentence that states a relation."""
        return self.evidence(at) if at >= 0 else self.relations[-1 - at]

    def evidence(self, index: int) -> Row:
        """Return a passage as evidence."""
        row = self.passages[index]
        return {"quote": row["text"], "document": row["document"], "start": row["start"], "end": row["end"]}

    def industries(self, index: int) -> list[str]:
        """Return the sectors that a passage names."""
        return [key.partition(":")[2] for key in self.there[index] if key.startswith(f"{SECTOR}:")]
