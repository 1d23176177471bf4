"""A district's report as one HTML page that can be handed in: every statement has a footnote to its sentence."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import NotFoundError
from kg.export.templating import template
from kg.find import Names
from kg.kinds import DISTRICT, REGION, SECTOR
from kg.outfile import output_file
from kg.query import Value, answer, get_query
from kg.schema import Schema
from kg.stores.base import Store

ZONES, PROGRAMS, PROJECTS, FIGURES, OTHERS = 40, 40, 60, 12, 40
# Types with a section of their own, and those that say nothing of a district; all others share one.
OWN = frozenset({"Zone", "Program", "Project", SECTOR, DISTRICT, REGION})
KEY = (
    "地区生产总值",
    "一般公共预算收入",
    "全社会固定资产投资",
    "规模以上工业总产值",
    "社会消费品零售总额",
    "实到外资",
    "居民人均可支配收入",
    "新增就业岗位",
)
TITLES = "MATCH (d:Document) WHERE d.district = $name RETURN d.id AS id, d.title AS title, d.year AS year, d.source AS source ORDER BY year, id"
Row = dict[str, Any]


@dataclass(slots=True)
class Notes:
    """Footnotes: each sentence once, numbered as it comes."""

    documents: dict[str, str]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, row: Row) -> int:
        """Return the number of a row's sentence."""
        key = (row["quote"], row["document"])
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def listed(self) -> list[tuple[int, str, str]]:
        """Return (number, sentence, document title)."""
        return [(n, quote, self.documents.get(doc, doc)) for (quote, doc), n in self.numbers.items()]


def write_report(store: Store, names: Names, district: str, file: Path, known: Schema) -> int:
    """Write the report; return the number of footnotes. Raises NotFoundError where no report of the district was read."""
    home = names.resolve(district, DISTRICT)
    name = home.partition(":")[2]
    documents = store.run(TITLES, {"name": name})
    if not documents:
        raise NotFoundError(f"no report of {name} in this graph; see: kg query run document-yield")
    notes = Notes({d["id"]: f"{d['title']}({d['year'] or '年份不详'})" for d in documents})
    page = template("report.html")
    asked = _Asker(store, home, notes)
    text = page.render(
        name=name,
        documents=documents,
        key=asked.key_figures(),
        pairs=asked.pairs(),
        zones=asked.zones(),
        programs=asked.programs(),
        projects=asked.projects(),
        industries=asked.industries(),
        others=asked.others(known, [d["id"] for d in documents]),
        notes=notes,
    )
    with output_file(file) as work:
        work.write_text(text, "utf-8")
    return len(notes.numbers)


class _Asker:
    """The sections, each from canned queries."""

    def __init__(self, store: Store, home: str, notes: Notes) -> None:
        self.store, self.home, self.notes = store, home, notes

    def _ask(self, query: str, **params: Value) -> list[Row]:
        rows = answer(get_query(query), params, self.store)
        return [{**row, "note": self.notes} for row in rows]

    def key_figures(self) -> list[Row]:
        """Return the well-known indicators first, the newest figure of each."""
        newest: dict[tuple[str, str, str], Row] = {}
        for row in self._ask("district-targets", district=self.home):
            newest.setdefault((row["indicator"], row["status"], row["kind"]), row)
        ranked = sorted(
            newest.values(), key=lambda r: (_known(r["indicator"]), -(r["year"] or 0), r["indicator"], r["kind"])
        )
        return [row for row in ranked if _known(row["indicator"]) < len(KEY)] or ranked[:FIGURES]

    def pairs(self) -> list[Row]:
        """Return plans with their results; `ratio` is achieved over planned where both are numbers of one unit."""
        rows = self._ask("planned-against-achieved", district=self.home)
        numbers = {r["id"]: r["number"] for r in self.store.run(NUMBERS, {"ids": [r["id"] for r in rows]})}
        done = {r["id"]: r["number"] for r in self.store.run(RESULTS, {"ids": [r["id"] for r in rows]})}
        for row in rows:
            planned, achieved = numbers.get(row["id"]), done.get(row["id"])
            row["ratio"] = achieved / planned if planned and achieved is not None else None
        return rows

    def zones(self) -> list[Row]:
        """Return the zones, most mentioned first, each with its stated industries."""
        rows = self._ask("zones-of-district", district=self.home)[:ZONES]
        for row in rows:
            stated = self._ask("zone-profile", zone=row["id"])
            row["focus"] = [r for r in stated if r["relation"] == "FOCUSES_ON" and not r["doubtful"]]
            row["figures"] = [r for r in stated if r["relation"] == "HAS_TARGET"]
        return rows

    def programs(self) -> list[Row]:
        """Return the programs, most mentioned first, with parts and figures."""
        rows = self._ask("programs-of-district", district=self.home)[:PROGRAMS]
        for row in rows:
            tree = self._ask("program-tree", program=row["id"])
            roles: dict[str, list[Row]] = defaultdict(list)
            for part in tree:
                if not part["doubtful"]:
                    roles[part["role"]].append(part)
            row["roles"] = roles
        return rows

    def projects(self) -> list[Row]:
        """Return the projects by status."""
        return self._ask("projects-of-district", district=self.home)[:PROJECTS]

    def industries(self) -> list[Row]:
        """Return the industries that the district promotes or its reports name, most mentioned first."""
        rows = self._ask("district-overview", district=self.home)
        return [row for row in rows if row["id"].startswith(f"{SECTOR}:")][:20]

    def others(self, known: Schema, documents: list[str]) -> list[tuple[str, list[Row]]]:
        """Return (name of a type, its most mentioned entities with their first sentence) for the types without a section."""
        kinds = [kind for kind in known.entity_types if kind not in OWN]
        params = {"documents": documents, "kinds": [f"{kind}:" for kind in kinds]}
        found: dict[str, dict[str, Row]] = {kind: {} for kind in kinds}
        for row in self.store.run(MENTIONED, params):
            entities = found[row["id"].partition(":")[0]]
            entities.setdefault(row["id"], {**row, "note": self.notes, "count": 0})["count"] += 1
        ranked = {k: sorted(rows.values(), key=lambda r: (-r["count"], r["id"])) for k, rows in found.items()}
        return [(known.node_types[kind].zh, rows[:OTHERS]) for kind, rows in ranked.items() if rows]


MENTIONED = """MATCH (n)-[:MENTIONED_IN]->(p:Passage)
WHERE p.document IN $documents AND any(kind IN $kinds WHERE n.id STARTS WITH kind)
RETURN n.id AS id, n.name AS name, p.text AS quote, p.document AS document ORDER BY document, p.start, id"""
NUMBERS = "MATCH (t:Target) WHERE t.id IN $ids RETURN t.id AS id, t.number AS number"
RESULTS = "MATCH (p:Target)-[:OUTCOME]->(t:Target) WHERE p.id IN $ids RETURN p.id AS id, t.number AS number"


def _known(indicator: str) -> int:
    return next((i for i, name in enumerate(KEY) if indicator.startswith(name)), len(KEY))
