"""The Python interface: `kg.build`, `kg.extract`, `kg.open_graph` and `kg.Graph`."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from kg.builder import Report
    from kg.find import Names
    from kg.link import Context
    from kg.schema import Schema

Mode = Literal["auto", "fast", "standard", "accurate"]
Row = dict[str, Any]


def build(
    inputs: str | Path | Iterable[str | Path],
    graph: str | Path = "graph",
    *,
    ontology: str | Path | None = None,
    mode: Mode = "auto",
    progress: Callable[[str], None] = lambda _: None,
) -> "Report":
    """Read reports into the graph folder `graph` and its embedded store, and return what was found.

    `inputs` are files or folders. `ontology` names another ontology file. `mode` is the tagger: `fast`, `standard`,
    `accurate`, or `auto` for the accurate one where it is installed, else standard. `progress` is called with the name of each file before it is
    read. The report has counts of nodes, edges and skipped spans by type, the documents, and one line in `failures`
    for each input that could not be read. Raises ReadError where none could be, and KgError for a broken ontology, for
    a mode that is not installed, or for a folder that holds something else.

    >>> report = kg.build("examples", "graph", mode="fast")
    >>> len(report.documents), report.failures
    (3, [])
    """
    from kg.builder import build as run
    from kg.extraction import models_for
    from kg.mode import ModeName
    from kg.ontology import load_ontology

    given = [inputs] if isinstance(inputs, str | Path) else inputs
    known = load_ontology(Path(ontology) if ontology else None)
    return run([str(one) for one in given], Path(graph), known, progress, models_for(ModeName(mode)))


def extract(text: str, *, ontology: str | Path | None = None, mode: Mode = "auto", source: str = "text") -> list[Row]:
    """Return what each report in `text` holds, as `kg extract` prints it: one dict a report.

    A dict has the report's title, district, year and kind, and the lists `mentions`, `relations`, `targets`,
    `sections`, `passages` and `skipped`. Offsets are characters of `text`; an end is exclusive. `source` is the name
    that the results give for the text. Raises ReadError for a text that is no report.

    >>> text = Path("examples/普陀区-2024.txt").read_text("utf-8")
    >>> [report] = kg.extract(text, mode="fast")
    >>> report["district"], report["year"]
    ('普陀区', 2024)
    """
    import hashlib

    from kg.extraction import extract_document, models_for
    from kg.mode import ModeName
    from kg.model import SourceText
    from kg.ontology import load_ontology
    from kg.read import read_documents

    known = load_ontology(Path(ontology) if ontology else None)
    models = models_for(ModeName(mode))
    given = SourceText(source, text, hashlib.sha256(text.encode()).hexdigest())
    return [
        extract_document(document, known, models)
        for document in read_documents(given, known.district_names(), known.local_names())
    ]


def open_graph(folder: str | Path = "graph") -> "Graph":
    """Open the graph in `folder` for reading. Close it, or use it in a `with` statement.

    Raises GraphError where `folder` holds no graph or one of another format, StoreError where its store is missing.

    >>> with kg.open_graph("graph") as graph:
    ...     len(graph.find("张江科学城", limit=1))
    1
    """
    return Graph(Path(folder))


class Graph:
    """A graph that is open for reading, see `open_graph`. Rows are dicts, with the columns in their order."""

    def __init__(self, folder: Path) -> None:
        from kg.stores.embedded import EmbeddedStore

        self.folder = folder
        self._store = EmbeddedStore(folder)
        # What the store reads is read by everything else, even when the folder is built again meanwhile.
        self._home = self._store.folder

    def close(self) -> None:
        """Close the store; the graph cannot be used afterwards."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def schema(self) -> "Schema":
        """The types and relations of this graph."""
        from kg.folder import read_schema

        return read_schema(self._home)

    @cached_property
    def _names(self) -> "Names":
        from kg.find import folder_names

        return folder_names(self._home)

    @cached_property
    def _context(self) -> "Context":
        from kg.link import load_context, read_links

        return load_context(read_links(self._home))

    def query(self, name: str, **params: str | int | Sequence[str]) -> list[Row]:
        """Return the rows of a canned query; `docs/queries.md` lists the queries, their parameters and columns.

        An entity is given by any of its names, a list of entities as a list. Raises QueryError for an unknown query or
        for parameters that do not fit, NotFoundError for a name that is not in the graph.

        >>> with kg.open_graph("graph") as graph:
        ...     rows = graph.query("zones-of-industry", industry="集成电路")
        >>> [row["name"] for row in rows]
        ['临港新片区', '张江科学城']
        """
        from kg.query import as_words, run_query

        return run_query(name, as_words(params), self._store, self._names)

    def find(self, text: str, limit: int = 10) -> list[Row]:
        """Return the entities with a name like `text`: id, type, name, aliases and score in [0, 100], best first.

        >>> with kg.open_graph("graph") as graph:
        ...     best = graph.find("张江科学城")[0]
        >>> best["id"], best["score"]
        ('Zone:张江科学城', 100.0)
        """
        return self._names.find(text, limit)

    def search(self, words: str, limit: int = 20) -> list[Row]:
        """Return entities and sentences that contain the words, best first. Raises QueryError for an empty question.

        >>> with kg.open_graph("graph") as graph:
        ...     found = graph.search("数字广告", limit=1)
        >>> len(found)
        1
        """
        from kg.search import search

        return search(self._store, words, limit)

    def link(self, firm: str, *, scope: str = "", district: str = "", industry: str = "", top: int = 10) -> list[Row]:
        """Return at most `top` things that fit a firm, best first: programs, policies, zones, projects and others.

        `scope` is the firm's business scope, `industry` a list of sectors in one text. A row has id, type, name,
        district, score with its parts, the path that leads there, what speaks against it, and the sentence with its
        document and offsets; there are none for a firm of which nothing is known. Raises UsageError for an empty name or
        an unknown district.

        >>> with kg.open_graph("graph") as graph:
        ...     rows = graph.link("某芯片公司", industry="集成电路", district="浦东新区", top=3)
        >>> "张江科学城" in [row["name"] for row in rows]
        True
        """
        from kg.link import rank, understand

        known = understand(self._context, firm, scope, district, industry)
        return [found.row(self._context) for found in rank(self._context, known, top)]

    def export(
        self,
        out: str | Path,
        what: Literal["html", "graph", "report"] = "html",
        *,
        around: str = "",
        depth: int = 1,
        query: str = "",
        district: str = "",
        limit: int = 300,
        **params: str | int | Sequence[str],
    ) -> list[Path]:
        """Write a part of the graph to `out` and return the files written.

        `html` is one page that opens offline, with at most `limit` nodes; `graph` is data for other tools, by the
        suffix of `out` (.graphml, .gexf, .csv, .jsonld); `report` is a page about the district `district`. The part is
        what lies within `depth` steps of the entity `around`, or what the rows of the canned query `query` name, with
        its parameters, or a district, or without any of these the whole graph. Raises UsageError for options
        that contradict each other, NotFoundError for a name that is not in the graph.

        >>> with kg.open_graph("graph") as graph:
        ...     graph.export("zone.html", around="张江科学城")[0].name
        'zone.html'
        """
        from kg.errors import UsageError
        from kg.folder import read_folder
        from kg.query import as_words
        from kg.selection import select
        from kg.subgraph import induced

        target = Path(out)
        if what == "report":
            from kg.export.report import write_report

            if not district or around or query:
                raise UsageError("a report is about one district; give district= and neither around= nor query=")
            write_report(read_folder(self._home), self.schema, self._names, district, target)
            return [target]
        whole = read_folder(self._home)
        part = select(whole, self.folder, around, depth, query, as_words(params), district)
        if what == "graph":
            from kg.export.data import write_data

            return list(write_data(induced(whole, set(part.ids)), target, self.schema))
        if what != "html":
            raise UsageError(f"no export {what!r}; there are html, graph and report")
        from kg.export.page import choose
        from kg.export.page.write import write_page

        chosen = choose(whole, part.ids, [], None, limit, part.keep)
        write_page(chosen, target, self.schema, part)
        return [target]
