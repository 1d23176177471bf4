"""A district's report as one HTML page that can be handed in and printed: every statement has a footnote to its sentence."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from kg.errors import NotFoundError
from kg.export.book import Book, Fact, Figure, Notes, Said, Series
from kg.export.book.charts import Chart, Pair, chart, pairs
from kg.export.book.figures import ACHIEVED, KEY, PLANNED, newest, rank, series
from kg.export.site import site_part, site_texts
from kg.export.templating import template
from kg.export.texts import Lang
from kg.find import Names
from kg.kinds import DISTRICT, REGION, SECTOR
from kg.model import Graph, Node
from kg.outfile import output_file
from kg.schema import Schema

CARDS, CHARTS, SECTORS, LISTED = 12, 12, 20, 40
RANK = "位"
FOCUS, PART = "FOCUSES_ON", "PART_OF"
# Types with a section of their own, and those that say nothing of a district; all others share one.
OWN = frozenset({"Zone", "Program", "Project", SECTOR, DISTRICT, REGION})
CHANGING = ("Zone", "Program", "Project")


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure: the newest achieved one, and the newest plan where it is for a later year or there is no other."""

    name: str
    done: Figure | None
    plan: Figure | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing with its sure facts about sectors and its parts."""

    node: Node
    said: tuple[Said, ...]
    focus: list[Fact]
    figures: list[Figure]
    parts: list["Branch"]


def write_report(graph: Graph, known: Schema, names: Names, district: str, file: Path, lang: Lang = "zh") -> int:
    """Write the report; return the number of footnotes. Raises NotFoundError where no report of the district was read."""
    home = graph.nodes[names.resolve(district, DISTRICT)]
    book = Book(graph, known)
    report = _Report(book, home)
    if not report.documents:
        raise NotFoundError(f"no report of {home.name} in this graph; see: kg query run document-yield")
    notes = Notes(book.documents)
    text = template("report.html").render(
        lang=lang,
        say=site_texts(lang),
        name=home.name,
        documents=report.documents,
        cards=report.cards(),
        charts=report.charts(),
        pairs=report.pairs(),
        sectors=report.sectors(),
        zones=report.tree("Zone"),
        programs=report.tree("Program"),
        projects=report.named("Project"),
        others=[(book.type_name(kind, lang), report.named(kind)) for kind in known.entity_types if kind not in OWN],
        changes=[(book.type_name(kind, lang), *report.changes(kind)) for kind in CHANGING if kind in known.node_types],
        notes=notes,
        style=site_part("site.css"),
    )
    with output_file(file) as work:
        work.write_text(text, "utf-8")
    return len(notes.numbers)


class _Report:
    """The sections."""

    def __init__(self, book: Book, home: Node) -> None:
        self.book, self.home = book, home
        found = [n for n in book.graph.nodes.values() if n.type == "Document" and n.props.get("district") == home.name]
        self.documents = sorted(found, key=lambda n: (n.props.get("year") or 0, n.id))
        # A place in a ranking is no figure to begin with, nor one to draw.
        self.series = [s for s in series(book.figures.get(home.id, [])) if s.unit != RANK]

    def cards(self) -> list[Card]:
        """Return the key figures: those of KEY in its order, else the first series."""
        known = sorted((s for s in self.series if rank(s) < len(KEY)), key=lambda s: (rank(s), s.measure, s.change))
        return [_card(s) for s in (known or self.series)[:CARDS]]

    def charts(self) -> list[tuple[Series, Chart]]:
        """Return the series over several years with their charts, key measures first."""
        ranked = sorted(self.series, key=rank)
        return [(s, made) for s in ranked if (made := chart(s))][:CHARTS]

    def pairs(self) -> list[Pair]:
        """Return plans with their results, of the district and of what it has."""
        owned = [f for found in self.book.figures.values() for f in found if self._mine(f)]
        return pairs(owned, self.book.by_id)

    def _mine(self, figure: Figure) -> bool:
        return self.book.graph.nodes[figure.id].props.get("district") == self.home.name

    def sectors(self) -> list[tuple[Node, list[tuple[Node, Fact]]]]:
        """Return the sectors with who focuses on them, those with the most sentences first."""
        found: dict[str, list[tuple[Node, Fact]]] = defaultdict(list)
        for node in (self.home, *self.book.of("Zone", self.home.name), *self.book.of("Program", self.home.name)):
            for fact in self._focus(node):
                found[fact.other.id].append((node, fact))
        ranked = sorted(found.items(), key=lambda item: (-sum(len(f.said) for _, f in item[1]), item[0]))
        return [(self.book.graph.nodes[key], rows) for key, rows in ranked[:SECTORS]]

    def _focus(self, node: Node) -> list[Fact]:
        return [f for f in self.book.facts(node.id).get((FOCUS, True), []) if not f.doubtful]

    def tree(self, kind: str) -> list[Branch]:
        """Return the things of a type with their parts, the most mentioned first; a part stands below what it is part of."""
        nodes = self.book.of(kind, self.home.name)
        own = {node.id for node in nodes}
        below = {n.id: [f for f in self.book.facts(n.id).get((PART, False), []) if not f.doubtful] for n in nodes}
        parts = {f.other.id for found in below.values() for f in found}
        tops = [node for node in nodes if node.id not in parts] or nodes
        # Trees first: what has parts says more than a bare name.
        tops = sorted(tops, key=lambda n: not below[n.id])[:LISTED]
        return [self._branch(node, below, own, ()) for node in tops]

    def _branch(self, node: Node, below: dict[str, list[Fact]], own: set[str], above: tuple[str, ...]) -> Branch:
        facts = [f for f in below.get(node.id, []) if f.other.id not in (*above, node.id)]
        parts = [self._branch(f.other, below, own, (*above, node.id)) for f in facts]
        figures = [f for f in self.book.figures.get(node.id, []) if not f.doubtful]
        return Branch(node, self._named(node), self._focus(node), figures, parts)

    def _named(self, node: Node) -> tuple[Said, ...]:
        """Return the first sentence that names a thing, of those of its facts where no passage is known."""
        if mentions := self.book.mentions(node):
            return tuple(mentions[:1])
        facts = [f for found in self.book.facts(node.id, reported=True).values() for f in found]
        return facts[0].said[:1] if facts else ()

    def named(self, kind: str) -> list[tuple[Node, tuple[Said, ...]]]:
        """Return the things of a type with a sentence each, the most mentioned first."""
        return [(node, self._named(node)) for node in self.book.of(kind, self.home.name)[:LISTED]]

    def changes(self, kind: str) -> tuple[list[Node], list[Node]]:
        """Return what only the newest year's reports name, and what only those of the year before do."""
        years = sorted({n.props["year"] for n in self.documents if n.props.get("year")})
        if len(years) < 2:
            return [], []
        by_document = {n.id: n.props.get("year") for n in self.documents}
        seen = [
            (n, {by_document.get(s.document) for s in self.book.mentions(n)})
            for n in self.book.of(kind, self.home.name)
        ]
        new = [n for n, found in seen if years[-1] in found and not found & set(years[:-1])]
        gone = [n for n, found in seen if years[-2] in found and years[-1] not in found]
        return new[:LISTED], gone[:LISTED]


def _card(found: Series) -> Card:
    done, plan = newest(found.figures, ACHIEVED), newest(found.figures, PLANNED)
    later = plan if plan and (done is None or (plan.year or 0) > (done.year or 0)) else None
    return Card(found.measure, done or (None if later else found.figures[-1]), later)
