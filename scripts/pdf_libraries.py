"""`scripts/bench read --pdf-libraries`: cells of made tables that each PDF reader finds, and how fast it reads them."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from made_tables import Grid, MadeTable, cells_of, make_tables
from neo4j_speed import say

from kg.read.formats.pdf import read_pdf

Reader = Callable[[Path], Grid]
EACH = 1


def bench() -> int:
    """Print the share of cells found in their row and column, by kind of table and reader, and the time a file."""
    readers: dict[str, Reader] = {"kg": _ours}
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        say("pdfplumber is not installed (pip install pdfplumber): left out")
    else:
        readers["pdfplumber, lines"] = lambda p: _plumber(p, "lines")
        readers["pdfplumber, text"] = lambda p: _plumber(p, "text")
    with tempfile.TemporaryDirectory() as work:
        made = list(make_tables(Path(work), EACH))
        scores: dict[str, dict[str, tuple[int, int, int]]] = {}
        times: dict[str, float] = {}
        for name, reader in readers.items():
            begin = time.perf_counter()
            scores[name] = _score(made, reader)
            times[name] = (time.perf_counter() - begin) / len(made)
    say(f"| table | {' | '.join(readers)} |\n|---|{'---|' * len(readers)}")
    for kind in dict.fromkeys(table.kind for table in made):
        say(f"| {kind} | {' | '.join(_share(*scores[name][kind]) for name in readers)} |")
    say(f"| seconds a file | {' | '.join(f'{times[name]:.2f}' for name in readers)} |")
    return 0


def _share(right: int, said: int, true: int) -> str:
    return f"{2 * right / max(1, said + true):.3f}"


def _score(made: Sequence[MadeTable], reader: Reader) -> dict[str, tuple[int, int, int]]:
    """Return (right cells, cells found, cells there are) by kind of table."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for table in made:
        found = reader(table.path)
        right = sum(found.get(place) == text for place, text in table.cells.items())
        counts[table.kind] = [
            a + b for a, b in zip(counts[table.kind], (right, len(found), len(table.cells)), strict=True)
        ]
    return {kind: (a, b, c) for kind, (a, b, c) in counts.items()}


def _ours(path: Path) -> Grid:
    return cells_of(read_pdf(path.read_bytes(), path.name))


def _plumber(path: Path, strategy: str) -> Grid:
    """Return the cells of all tables of a file one below the other; a head that comes back is left out."""
    import pdfplumber

    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    rows: list[list[str]] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables(settings):
                fresh = [[(cell or "").replace("\n", "") for cell in row] for row in table]
                rows += fresh[1:] if rows and fresh[0] == rows[0] else fresh
    return {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
