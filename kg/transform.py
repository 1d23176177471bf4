"""Extracted documents to graph: every edge and target with its sentence; implied facts are marked so."""

from bisect import bisect_right
from decimal import Decimal
from typing import Any

from extractors.targets.quantities import find_quantities
from kg.model import Edge, Graph, Node, Props
from kg.ontology import Ontology
from kg.outcome import follow_up, set_status
from kg.resolve import Linker
from kg.schema import DISTRICT, SECTOR

# Below this share of true relations among held-out ones of the same score, an edge is marked doubtful (docs/quality.md).
STATED = 0.5


class GraphBuilder:
    """Collects extracted documents, in any order, into one graph."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology, self.linker, self.graph = ontology, Linker(ontology), Graph()
        self.indicators = {n: i for i in ontology.indicators for n in (i.name, *i.aliases)}

    def add(self, doc: dict[str, Any], sha256: str) -> None:
        """Add one document in the form of `kg extract`."""
        props = {k: doc[k] for k in ("title", "district", "year", "kind", "source", "start", "end")}
        self.graph.nodes[doc["id"]] = Node(doc["id"], "Document", doc["title"], [], {**props, "sha256": sha256})
        passages = self._passages(doc)
        ids = [self._mention(doc, m, passages) for m in doc["mentions"]]
        for relation in doc["relations"]:
            self._state(doc, ids[relation["head"]], relation["type"], ids[relation["tail"]], relation, passages)
        for target in doc["targets"]:
            self._target(doc, target, ids, passages)

    def _passages(self, doc: dict[str, Any]) -> list[tuple[int, int, str]]:
        digest, result, sections = doc["id"].rsplit("-", 1)[1], [], []
        for s in doc["sections"]:
            heading = " > ".join(s["path"])
            node = Node(
                f"Section:{digest}:{s['start']}",
                "Section",
                heading or doc["title"],
                [],
                {
                    "heading": heading,
                    "level": str(s["level"]),
                    "year": s["year"],
                    "status": s["status"],
                    "document": doc["id"],
                    "start": s["start"],
                    "end": s["end"],
                },
            )
            self.graph.nodes[node.id] = node
            self.graph.add(Edge(node.id, "IN", doc["id"]))
            sections.append((s["start"], node.id))
        for p in doc["passages"]:
            key = f"Passage:{digest}:{p['start']}"
            props = {"text": p["text"], "document": doc["id"], "start": p["start"], "end": p["end"]}
            self.graph.nodes[key] = Node(key, "Passage", p["text"][:24], [], props)
            owner = next((sid for start, sid in reversed(sections) if start <= p["start"]), sections[0][1])
            self.graph.add(Edge(key, "IN", owner))
            result.append((p["start"], p["end"], key))
        return result

    def _mention(self, doc: dict[str, Any], m: dict[str, Any], passages: list[tuple[int, int, str]]) -> str:
        key = self.linker.node_id(m["type"], m["text"], doc["district"])
        node = self._entity(key, m["type"], m["text"], doc)
        node.props["mentions"] = node.props.get("mentions", 0) + 1
        at = _passage(passages, m["start"])
        if at is None:
            return key
        self.graph.add(Edge(key, "MENTIONED_IN", at[2], {"start": m["start"], "end": m["end"]}))
        self._also(node, m, at)
        self._home(doc, m["type"], key, at, passages)
        return key

    def _home(
        self,
        doc: dict[str, Any],
        kind: str,
        key: str,
        at: tuple[int, int, str],
        passages: list[tuple[int, int, str]],
    ) -> None:
        """State the implied relation of a mention with its document's district, unless the ontology places it elsewhere."""
        district, entry, known = doc["district"], self.linker.entries.get(key), self.ontology.node_types[kind]
        if not district or known.implied is None or (entry and known.local and entry.district != district):
            return
        home = f"{DISTRICT}:{district}"
        self._entity(home, DISTRICT, district, doc)
        text = self.graph.nodes[at[2]].props["text"]
        fact = {"rule": "home district", "confidence": 0.5, "evidence": {"start": at[0], "end": at[1], "quote": text}}
        ends = (key, home) if self.ontology.points_home(known.implied) else (home, key)
        self._state(doc, ends[0], known.implied, ends[1], fact, passages, implied=True)

    def _also(self, node: Node, m: dict[str, Any], at: tuple[int, int, str]) -> None:
        """Take for another name what the text calls a work or a programme with the noun after it: `西岸漩心|项目`."""
        text, end = str(self.graph.nodes[at[2]].props["text"]), m["end"] - at[0]
        words = self.ontology.node_types[m["type"]].appended
        added = next((word for word in words if text.startswith(word, end)), "")
        if added and text[m["start"] - at[0] : end] == m["text"] and node.id not in self.linker.entries:
            node.aliases = sorted({*node.aliases, m["text"] + added})

    def _entity(self, key: str, kind: str, text: str, doc: dict[str, Any]) -> Node:
        name = key.split(":", 1)[1]
        node = self.graph.nodes.setdefault(key, Node(key, kind, name))
        entry = self.linker.entries.get(key)
        aliases = {*node.aliases, text, *(entry.aliases if entry else ())} - {name}
        node.aliases = sorted(aliases)
        known = self.ontology.node_types[kind].properties
        if "district" in known:
            homes = (
                {entry.district or ""} if entry else {node.props.get("district") or doc["district"], doc["district"]}
            )
            node.props["district"] = min(homes) if len(homes) == 1 else ""
        if entry:
            extra: Props = {"parent": entry.parent, "level": entry.level}
            node.props.update({k: v for k, v in extra.items() if v and k in known})
        if doc["year"] and "first_year" in known:
            node.props["first_year"] = min(node.props.get("first_year", doc["year"]), doc["year"])
            node.props["last_year"] = max(node.props.get("last_year", doc["year"]), doc["year"])
        return node

    def _state(
        self,
        doc: dict[str, Any],
        head: str,
        kind: str,
        tail: str,
        fact: dict[str, Any],
        passages: list[tuple[int, int, str]],
        implied: bool = False,
    ) -> None:
        if head == tail:
            return
        evidence = fact["evidence"]
        at = _passage(passages, evidence["start"])
        props = {
            "quote": evidence["quote"],
            "document": doc["id"],
            "passage": at[2] if at else "",
            "start": evidence["start"],
            "end": evidence["end"],
            "rule": fact["rule"],
            "confidence": fact["confidence"],
            "implied": implied,
            "doubtful": not implied and fact["confidence"] < STATED,
            "years": [doc["year"]] if doc["year"] else [],
            "passages": [at[2]] if at else [],
        }
        old = self.graph.edges.get((head, kind, tail))
        if old is None:
            self.graph.add(Edge(head, kind, tail, props))
            return
        merged = {k: sorted({*old.props[k], *props[k]}) for k in ("years", "passages")}
        best = min((old.props, props), key=lambda p: (p["implied"], -p["confidence"], p["document"], p["start"]))
        old.props = {**best, **merged}

    def _target(
        self, doc: dict[str, Any], t: dict[str, Any], ids: list[str], passages: list[tuple[int, int, str]]
    ) -> None:
        owner = ids[t["subject"]] if t["subject"] is not None else f"{DISTRICT}:{doc['district']}"
        if owner == f"{DISTRICT}:":
            return
        if owner not in self.graph.nodes:
            self._entity(owner, DISTRICT, doc["district"], doc)
        key = f"Target:{doc['id'].rsplit('-', 1)[1]}:{t['start']}"
        written = t["indicator"]["text"]
        known = self.indicators.get(written)
        name = known.name if known else written
        self.graph.nodes.setdefault(
            f"Indicator:{name}",
            Node(
                f"Indicator:{name}",
                "Indicator",
                name,
                sorted(known.aliases) if known else [],
                {"unit_family": known.family if known else "other"},
            ),
        )
        quantity = next(find_quantities(t["value"]), None)
        amount: Decimal | None = quantity.amount if quantity else None
        if quantity is None and t["value"].lstrip("-").rstrip("%").replace(".", "").isdigit():
            amount = Decimal(t["value"].rstrip("%"))
        self.graph.nodes[key] = Node(
            key,
            "Target",
            f"{name} {t['value']}",
            [],
            {
                "indicator": name,
                "value": t["value"],
                "amount": None if amount is None else f"{amount:f}",
                "amount_high": f"{quantity.high:f}" if quantity and quantity.high is not None else None,
                "number": None if amount is None else float(amount),
                "unit": quantity.unit if quantity else "%",
                "comparator": t["comparator"],
                "kind": t["kind"],
                "year": t["year"],
                "status": t["status"],
                "goal_text": t["goal_text"],
                "district": doc["district"],
                "rule": t["rule"],
                "confidence": t["confidence"],
                "quote": t["evidence"]["quote"],
                "document": doc["id"],
                "start": t["start"],
                "end": t["end"],
            },
        )
        self.graph.add(Edge(key, "MEASURES", f"Indicator:{name}"))
        if at := _passage(passages, t["start"]):
            self.graph.add(Edge(key, "MENTIONED_IN", at[2], {"start": t["start"], "end": t["end"]}))
        self._state(doc, owner, "HAS_TARGET", key, t, passages, implied=t["subject"] is None)

    def finish(self) -> Graph:
        """Add the taxonomy and link planned targets to what was achieved; return the graph."""
        for sector, _ in self.ontology.sectors():
            if sector.code and f"{SECTOR}:{sector.name}" in self.graph.nodes:
                self.graph.nodes[f"{SECTOR}:{sector.name}"].props["code"] = sector.code
        follow_up(self.graph)
        types = self.ontology.node_types
        set_status(self.graph, [kind for kind in self.ontology.entity_types if "status" in types[kind].properties])
        return self.graph


def _passage(passages: list[tuple[int, int, str]], at: int) -> tuple[int, int, str] | None:
    """Return the passage that holds file offset `at`; passages ascend and do not overlap."""
    index = bisect_right(passages, at, key=lambda p: p[0]) - 1
    return passages[index] if index >= 0 and at < passages[index][1] else None
