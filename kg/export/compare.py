"""Districts side by side: sectors, zones, programs, figures of the same measure, and what only one of them has."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.export.book import Book, Fact, Figure, Notes
from kg.export.book.charts import Chart, chart, frame
from kg.export.book.figures import ACHIEVED, merged, series
from kg.export.site import site_part, site_texts
from kg.export.templating import template
from kg.export.texts import Lang
from kg.find import Names
from kg.kinds import DISTRICT, SECTOR
from kg.model import Graph, Node
from kg.outfile import output_file
from kg.schema import Schema

FOCUS = "FOCUSES_ON"
LEAST, MOST = 2, 6
KINDS = ("Zone", "Program")


@dataclass(frozen=True, slots=True)
class Row:
    """A sector or a measure, and what each district has of it; `shared` where all have something."""

    name: str
    cells: list[Any]
    count: int

    @property
    def shared(self) -> bool:
        """Whether all districts have something."""
        return self.count == len(self.cells)


def write_comparison(
    graph: Graph, known: Schema, names: Names, wanted: list[str], file: Path, industry: str = "", lang: Lang = "zh"
) -> int:
    """Write the page; return how many sentences it has. `industry` leaves what has to do with that sector and those below.

    Raises UsageError for too few or too many districts, NotFoundError for an unknown name.
    """
    homes = list(dict.fromkeys(names.resolve(name, DISTRICT) for name in wanted))
    if not LEAST <= len(homes) <= MOST:
        raise UsageError(f"give {LEAST} to {MOST} different districts; {len(homes)} given")
    sector = names.resolve(industry, SECTOR) if industry else ""
    book = Book(graph, known)
    made = _Comparison(book, [graph.nodes[key] for key in homes], book.within(sector) if sector else None)
    say = site_texts(lang)
    notes = Notes(book.documents)
    html = template("site/compare.html").render(
        lang=lang,
        say=say,
        title=say["and"].join(node.name for node in made.districts),
        sector=graph.nodes[sector].name if sector else "",
        districts=made.districts,
        sectors=made.sectors(),
        things=[(book.type_name(kind, lang), made.things(kind)) for kind in KINDS if kind in known.node_types],
        figures=made.figures(),
        notes=notes,
        merged=merged,
        small_charts=small_charts,
        style=site_part("site.css"),
    )
    with output_file(file) as work:
        work.write_text(html, "utf-8")
    return len(notes.numbers)


class _Comparison:
    def __init__(self, book: Book, districts: list[Node], sectors: set[str] | None) -> None:
        self.book, self.districts, self.wanted = book, districts, sectors

    def sectors(self) -> list[Row]:
        """Return a row for each sector with what of each district focuses on it, the most common first."""
        found: dict[str, dict[str, list[tuple[Node, Fact]]]] = defaultdict(lambda: defaultdict(list))
        for home in self.districts:
            for node in self._of(home):
                for fact in self._focus(node):
                    found[fact.other.id][home.id].append((node, fact))
        return self._rows(found)

    def _rows(self, found: dict[str, dict[str, list[tuple[Node, Fact]]]]) -> list[Row]:
        rows = [
            Row(self.book.graph.nodes[key].name, [_surest(has.get(home.id, [])) for home in self.districts], len(has))
            for key, has in found.items()
        ]
        return sorted(rows, key=lambda r: (-r.count, -sum(map(len, r.cells)), r.name))

    def _of(self, home: Node) -> list[Node]:
        return [home, *(node for kind in KINDS for node in self.book.of(kind, home.name))]

    def _focus(self, node: Node) -> list[Fact]:
        facts = self.book.facts(node.id).get((FOCUS, True), [])
        return [fact for fact in facts if self.wanted is None or fact.other.id in self.wanted]

    def things(self, kind: str) -> list[list[tuple[Node, list[Fact]]]]:
        """Return for each district its things of a type, each with its sectors; with a filter those that have one."""
        return [
            [
                (node, focus)
                for node in self.book.of(kind, home.name)
                if (focus := self._focus(node)) or self.wanted is None
            ]
            for home in self.districts
        ]

    def figures(self) -> list[Row]:
        """Return a row for each measure that at least two districts have: their figures, newest first, with a small chart each."""
        found: dict[tuple[str, str, bool], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        if self.wanted is None:
            for home in self.districts:
                for figure in self.book.figures.get(home.id, ()):
                    found[figure.group][home.id].append(figure)
        rows = [
            Row(name, [sorted(has.get(home.id, []), key=_newest) for home in self.districts], len(has))
            for (name, _, _), has in found.items()
            if len(has) > 1
        ]
        return sorted(rows, key=lambda r: (-r.count, r.name))


def small_charts(row: Row) -> list[Chart | None]:
    """Return a chart for each cell of a row of figures, all on one scale; None where a cell has no figure of a year."""
    found = [series(cell) for cell in row.cells]
    shared = frame([one for some in found for one in some])
    return [chart(some[0], shared) if shared and some else None for some in found]


def _surest(found: list[tuple[Node, Fact]]) -> list[tuple[Node, Fact]]:
    return sorted(found, key=lambda pair: (pair[1].doubtful, -pair[1].confidence, pair[0].id))


def _newest(figure: Figure) -> tuple[int, bool, str]:
    return -(figure.year or 0), figure.status != ACHIEVED, figure.id
