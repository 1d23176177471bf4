"""Full text for the embedded store: SQLite's FTS5 over pairs of characters, as the server's cjk analyzer does it."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq

from kg.errors import StoreError
from kg.folder import read_schema

RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
NAMES, PASSAGES = "names", "passages"


def index_path(folder: Path) -> Path:
    """Return where the index of a graph folder lies: beside it, like the store."""
    return folder.with_name(folder.name + ".search.sqlite")


def pairs(text: str) -> list[str]:
    """Return the tokens of a text: overlapping pairs of Chinese characters, other words in lower case."""
    tokens = []
    for run in RUN.findall(text):
        if "\u3400" <= run[0] <= "\ufaff" and len(run) > 1:
            tokens += [a + b for a, b in pairwise(run)]
        else:
            tokens.append(run.lower())
    return tokens


def write_index(folder: Path, target: Path) -> None:
    """Index the names of entities and indicators, and the passages, of a graph folder into a new file."""
    connection = sqlite3.connect(target)
    try:
        for table in (NAMES, PASSAGES):
            connection.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(id UNINDEXED, body, tokenize='unicode61')")
        connection.executemany("INSERT INTO names VALUES (?, ?)", _names(folder))
        connection.executemany("INSERT INTO passages VALUES (?, ?)", _passages(folder))
        connection.commit()
    finally:
        connection.close()


def _names(folder: Path) -> Iterator[tuple[str, str]]:
    for kind in read_schema(folder).named_types:
        for row in pq.read_table(folder / "nodes" / f"{kind}.parquet", columns=["id", "name", "aliases"]).to_pylist():
            yield row["id"], _body([row["name"], *(row["aliases"] or ())])


def _passages(folder: Path) -> Iterator[tuple[str, str]]:
    for row in pq.read_table(folder / "nodes" / "Passage.parquet", columns=["id", "text"]).to_pylist():
        yield row["id"], _body([row["text"]])


def _body(texts: Iterable[str]) -> str:
    return " ".join(token for text in texts for token in pairs(text))


def search_index(folder: Path, table: str, terms: list[str], limit: int) -> list[tuple[str, float]]:
    """Return (id, score), best first, of what holds every term; where nothing does, of what holds any."""
    file = index_path(folder)
    if not file.exists():
        raise StoreError(f"{file}: the search index is missing; build the graph again")
    phrases = ['"' + " ".join(pairs(term)).replace('"', '""') + '"' for term in terms if pairs(term)]
    if not phrases:
        return []
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        for joiner in (" AND ", " OR "):
            rows = connection.execute(
                f"SELECT id, -bm25({table}) FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}), id LIMIT ?",
                (joiner.join(phrases), limit),
            ).fetchall()
            if rows:
                return rows
    except sqlite3.Error as error:
        raise StoreError(f"{file}: the search index cannot be read ({error}); build the graph again") from None
    finally:
        connection.close()
    return []
