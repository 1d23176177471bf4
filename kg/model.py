"""The data passed between stages: documents, statements, nodes and edges. Offsets are characters."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.statements import MentionRow, ScopeRow, Statement

if TYPE_CHECKING:
    from extractors.annotations import Grid

Props = dict[str, Any]
# Reasons of skipped lines that belong to a page and not to its text.
FURNITURE = frozenset({"page number", "running head"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A span of the file that is not part of any report, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class View:
    """A document's text as it reads, without skipped spans, and the way back to file offsets.

    `pieces` holds (view start, file start, length), ascending; characters of `text` map one to one.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def to_file(self, position: int) -> int:
        """Return the file offset of view character `position`."""
        low, high = 0, len(self.pieces)
        while high - low > 1:
            middle = (low + high) // 2
            if self.pieces[middle][0] <= position:
                low = middle
            else:
                high = middle
        view_start, file_start, _ = self.pieces[low]
        return file_start + position - view_start

    def to_view(self, position: int) -> int:
        """Return the view offset of the first character at or behind file offset `position`."""
        low = bisect_right(self.pieces, position, key=lambda piece: piece[1]) - 1
        if low < 0:
            return 0
        view_start, file_start, length = self.pieces[low]
        return view_start + min(position - file_start, length)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return file offsets of view span [start, end); the end follows the last character."""
        return self.to_file(start), self.to_file(end - 1) + 1 if end > start else self.to_file(start)


@dataclass(frozen=True, slots=True)
class Document:
    """One report inside one file.

    `district` is the division that the report is of, a city or province too; `district_inferred` says that neither
    title nor issuer names it but that its places alone recur. `date` is the day of issue, ISO 8601, and `number` that of an
    official document (`静府发〔2024〕3号`), where they are stated.
    `copies` are (source, sha256) of other files with the same report. `tables` have offsets of the view.
    """

    id: str
    source: str
    sha256: str
    title: str
    district: str
    year: int | None
    kind: str
    start: int
    end: int
    view: View
    skipped: tuple[Skipped, ...] = ()
    district_inferred: bool = False
    issuer: str = ""
    date: str = ""
    number: str = ""
    copies: tuple[tuple[str, str], ...] = ()
    tables: "tuple[Grid, ...]" = ()

    @property
    def furniture(self) -> int:
        """How many lines were skipped as running heads or page numbers; those of a PDF are counted in its `Pages`."""
        return sum(s.reason in FURNITURE for s in self.skipped)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a PDF: how many were found, the numbers (from 1) of those without text, the lines left out.

    `furniture` counts the lines that were running heads or page numbers; they are not in the text of the file.
    """

    number: int
    empty: tuple[int, ...] = ()
    furniture: int = 0


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded file: its name relative to the input, its text, the sha256 of its bytes.

    `warnings` holds one line for each part of the file that could not be read or was replaced;
    `headline` is the title that the file's format names (`<title>`, document properties), where it names one;
    `pages` is None for a format without pages.
    """

    source: str
    text: str
    sha256: str
    tables: "tuple[Grid, ...]" = ()
    warnings: tuple[str, ...] = ()
    headline: str = ""
    pages: Pages | None = None


@dataclass(slots=True)
class Node:
    """A node of the graph."""

    id: str
    type: str
    name: str
    aliases: list[str] = field(default_factory=list)
    props: Props = field(default_factory=dict)


@dataclass(slots=True)
class Edge:
    """An edge of the graph; `props` holds the evidence where the relation type carries it."""

    head: str
    type: str
    tail: str
    props: Props = field(default_factory=dict)


@dataclass(slots=True)
class Graph:
    """Nodes by id, edges by (head, type, tail), and what the texts say: statements, mentions and scopes."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    mentions: list[MentionRow] = field(default_factory=list)
    scopes: list[ScopeRow] = field(default_factory=list)

    def add(self, edge: Edge) -> None:
        """Add an edge; the first one with the same ends and type stays."""
        self.edges.setdefault((edge.head, edge.type, edge.tail), edge)
