"""The pages of an atlas as HTML."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from hashlib import blake2b
from typing import Any

from kg.export.atlas.tiles import layers, tiles
from kg.export.book import Book, Fact, Figure, Notes
from kg.export.book.charts import chart, frame, pairs
from kg.export.book.figures import merged, series
from kg.export.book.sentence import sentence
from kg.export.site import site_texts
from kg.export.templating import template
from kg.export.texts import Lang
from kg.kinds import DISTRICT, SECTOR
from kg.model import Node

# Of a thing's page: series with a chart or a row, sentences that only name it, sure facts of a group.
SERIES, NAMED, SURE = 60, 30, 12
MEASURE = "Measure"
Page = tuple[str, str]


def digest(key: str) -> str:
    """Return the name of the page of a node: of its type and its id alone, so that links from elsewhere stay."""
    return f"{key.partition(':')[0].lower()}-{blake2b(key.encode(), digest_size=6).hexdigest()}.html"


class Pages:
    """Makes the pages of a graph in one language."""

    def __init__(self, book: Book, lang: Lang) -> None:
        """Take what the pages are made from."""
        self.book, self.lang = book, lang
        self.say = site_texts(lang)
        self.shared = {
            "book": book, "lang": lang, "say": self.say, "href": self.href, "type_name": self.type_name, "chart": chart, "merged": merged,
            "kinds": [(kind, self.type_name(kind)) for kind in self.kinds],
        }  # fmt: skip

    @cached_property
    def kinds(self) -> list[str]:
        """The types that have pages, measures last."""
        present = {node.type for node in self.book.things}
        found = [kind for kind in self.book.known.entity_types if kind in present]
        return found + ([MEASURE] if self.measures else [])

    @cached_property
    def measures(self) -> dict[str, list[Figure]]:
        """The figures of each known measure, by name."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.book.by_id.values():
            if figure.known:
                found[figure.measure].append(figure)
        return dict(sorted(found.items()))

    def href(self, key: str) -> str:
        """Return the address of a node's page, seen from another page."""
        return digest(key)

    def type_name(self, kind: str) -> str:
        """Return what a type is called."""
        return self.say["measures"] if kind == MEASURE else self.book.type_name(kind, self.lang)

    def names(self) -> Iterator[tuple[str, list[str], str, str]]:
        """Yield (name, other names, type, address from the folder) of all that has a page."""
        for node in self.book.things:
            yield node.name, node.aliases, self.type_name(node.type), f"pages/{digest(node.id)}"
        for name in self.measures:
            yield name, [], self.type_name(MEASURE), f"pages/{digest(f'{MEASURE}:{name}')}"

    def all(self) -> Iterator[Page]:
        """Yield (path in the folder, HTML) of every page."""
        yield "index.html", self._start()
        for kind in self.kinds:
            yield f"pages/list-{kind.lower()}.html", self._list(kind)
        for node in self.book.things:
            yield f"pages/{digest(node.id)}", self._thing(node)
        for name, figures in self.measures.items():
            yield f"pages/{digest(f'{MEASURE}:{name}')}", self._measure(name, figures)

    def _render(self, name: str, root: str = "../", **more: Any) -> str:
        return template(f"site/{name}").render(**self.shared, root=root, **more)

    def _start(self) -> str:
        found = layers(self.book)
        names = {layer.key: self.type_name(layer.count) if layer.count else _measure_name(layer.key) for layer in found}
        counts = {kind: len(self.measures) if kind == MEASURE else len(self.book.of(kind)) for kind in self.kinds}
        data = [[names[layer.key], {digest(k): v for k, v in layer.values.items()}] for layer in found]
        return self._render(
            "start.html",
            "",
            maps=tiles(self.book),
            layers=found,
            names=names,
            counts=counts,
            data=data,
            title=self.say["atlas"],
        )

    def _list(self, kind: str) -> str:
        groups: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        if kind == MEASURE:
            groups[""] = [(f"{MEASURE}:{name}", name, len(found)) for name, found in self.measures.items()]
        else:
            for node in self.book.of(kind):
                home = "" if kind == DISTRICT else self.book.home(node)
                groups[home].append((node.id, node.name, node.props.get("mentions") or 0))
        tree = [self._branch(key) for key in self.book.tops()] if kind == SECTOR else []
        ordered = sorted(groups.items(), key=lambda item: (not item[0], item[0]))
        return self._render("list.html", groups=ordered, tree=tree, kind=kind, title=self.type_name(kind))

    def _branch(self, key: str, above: tuple[str, ...] = ()) -> tuple[Node, list[Any]]:
        below = [k for k in sorted(self.book.sectors_below.get(key, ())) if k not in above]
        return self.book.graph.nodes[key], [self._branch(k, (*above, key)) for k in below]

    def _thing(self, node: Node) -> str:
        notes = Notes(self.book.documents)
        facts = self.book.facts(node.id)
        figures = self.book.figures.get(node.id, [])
        grouped = series(figures)
        mentions = self.book.mentions(node)
        above = [self.book.graph.nodes[k] for k in self.book.chain(node.id)[:-1]] if node.type == SECTOR else []
        return self._render(
            "thing.html",
            node=node,
            title=node.name,
            what=sentence(self.book, node, facts, self.lang),
            groups=self._groups(facts),
            series=grouped[:SERIES],
            more_series=max(0, len(grouped) - SERIES),
            pairs=pairs(figures, self.book.by_id),
            above=above,
            tree=self._branch(node.id)[1] if node.type == SECTOR else [],
            own=self._own(node),
            mentions=mentions[:NAMED],
            more_mentions=max(0, len(mentions) - NAMED),
            home=self._home(node),
            notes=notes,
            measure_href=self._measure_href,
        )

    def _groups(self, facts: dict[tuple[str, bool], list[Fact]]) -> list[tuple[str, list[Fact], list[Fact]]]:
        """Return (heading, facts to show, those that open on demand); groups with something sure come first."""
        by_heading: dict[str, list[Fact]] = defaultdict(list)
        for key, found in facts.items():
            for fact in found:
                by_heading[self.book.heading(*key, fact.other.type, self.lang)].append(fact)
        made = []
        for heading, found in by_heading.items():
            shown = [fact for fact in found if not fact.doubtful][:SURE]
            made.append((heading, shown, [fact for fact in found if fact not in shown]))
        return sorted(made, key=lambda group: not group[1])

    def _own(self, node: Node) -> list[tuple[str, list[Node]]]:
        """Return (type, what of it belongs to a district), for the page of a district."""
        if node.type != DISTRICT:
            return []
        found = [
            (kind, [n for n in self.book.of(kind, node.name) if n.id != node.id])
            for kind in self.kinds
            if kind != MEASURE
        ]
        return [(kind, nodes) for kind, nodes in found if nodes]

    def _home(self, node: Node) -> Node | None:
        key = f"{DISTRICT}:{self.book.home(node)}"
        return self.book.graph.nodes.get(key) if key != node.id else None

    def _measure_href(self, name: str) -> str:
        return digest(f"{MEASURE}:{name}") if name in self.measures else ""

    def _measure(self, name: str, figures: list[Figure]) -> str:
        owners: dict[str, list[Figure]] = defaultdict(list)
        for figure in figures:
            owners[figure.owner].append(figure)
        made = [found for key in sorted(owners) for found in series(owners[key])]
        shown = sorted(made, key=lambda s: (self.book.graph.nodes[s.owner].type != DISTRICT, s.owner, s.unit))
        scales = {(s.unit, s.change) for s in shown}
        return self._render(
            "measure.html",
            title=name,
            series=shown,
            frames={scale: frame([s for s in shown if (s.unit, s.change) == scale]) for scale in scales},
            written=_written(figures, name),
            notes=Notes(self.book.documents),
        )


def _measure_name(key: str) -> str:
    return key.split(":")[1]


def _written(figures: list[Figure], name: str) -> list[str]:
    return sorted({f.indicator for f in figures} - {name})
