"""Names and full text for the embedded store, in SQLite: the list of named things, and FTS5 over pairs of characters.

The server's cjk analyzer splits texts in the same way. Commands that only look names up read this file, which opens
in a millisecond, and neither the Parquet tables nor the libraries that read them.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.folder import read_manifest, read_schema, read_table, store_part
from kg.generations import holding

RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
NAMES, PASSAGES = "names", "passages"


INDEX = "search.sqlite"


def pairs(text: str) -> list[str]:
    """Return the tokens of a text: overlapping pairs of Chinese characters, other words in lower case."""
    tokens = []
    for run in RUN.findall(text):
        if "\u3400" <= run[0] <= "\ufaff" and len(run) > 1:
            tokens += [a + b for a, b in pairwise(run)]
        else:
            tokens.append(run.lower())
    return tokens


def write_index(folder: Path) -> None:
    """Index the names of entities and indicators, and the passages, of a generation that is being written.

    Raises StoreError when the disk refuses.
    """
    try:
        connection = sqlite3.connect(folder / INDEX)
        try:
            _write(connection, folder)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"{folder / INDEX}: the search index cannot be written ({error})") from None


def _write(connection: sqlite3.Connection, folder: Path) -> None:
    for table in (NAMES, PASSAGES):
        connection.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(id UNINDEXED, body, tokenize='unicode61')")
    connection.execute("CREATE TABLE entities(id TEXT, name TEXT, aliases TEXT, mentions INTEGER)")
    rows = list(_named_rows(folder))
    connection.executemany("INSERT INTO entities VALUES (:id, :name, :aliases, :mentions)", rows)
    connection.executemany("INSERT INTO names VALUES (?, ?)", map(_name_body, rows))
    connection.executemany("INSERT INTO passages VALUES (?, ?)", _passages(folder))
    connection.commit()


def _named_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield id, name, other names as a JSON list and number of mentions of each entity and indicator."""
    measured: Counter[str] = Counter()
    for relation in ("MEASURES", "OF_MEASURE"):
        ends = read_table(folder, f"edges/{relation}.parquet", ["from", "to"]).to_pylist()
        measured.update(row["to"] for row in ends if row["from"].startswith("Target:"))
    for kind in read_schema(folder).named_types:
        for row in read_table(folder, f"nodes/{kind}.parquet").to_pylist():
            aliases = json.dumps(row["aliases"] or [], ensure_ascii=False)
            mentions = row.get("mentions", measured[row["id"]])
            yield {"id": row["id"], "name": row["name"], "aliases": aliases, "mentions": mentions}


def _name_body(row: dict[str, Any]) -> tuple[str, str]:
    return row["id"], _body([row["name"], *json.loads(row["aliases"])])


def _passages(folder: Path) -> Iterator[tuple[str, str]]:
    for row in read_table(folder, "nodes/Passage.parquet", ["id", "text"]).to_pylist():
        yield row["id"], _body([row["text"]])


def _body(texts: Iterable[str]) -> str:
    return " ".join(token for text in texts for token in pairs(text))


def search_index(folder: Path, table: str, terms: list[str], limit: int) -> list[tuple[str, float]]:
    """Return (id, score), best first, of what holds every term; where nothing does, of what holds any."""
    phrases = ['"' + " ".join(pairs(term)).replace('"', '""') + '"' for term in terms if pairs(term)]
    if not phrases:
        return []
    for joiner in (" AND ", " OR "):
        rows = _select(
            folder,
            f"SELECT id, -bm25({table}) FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}), id LIMIT ?",
            (joiner.join(phrases), limit),
        )
        if rows:
            return rows
    return []


def read_names(folder: Path) -> list[dict[str, Any]]:
    """Return id, name, aliases and mentions of each entity and indicator. Raises GraphError or StoreError."""
    read_manifest(folder)
    rows = _select(folder, "SELECT id, name, aliases, mentions FROM entities ORDER BY rowid", ())
    return [{"id": i, "name": name, "aliases": json.loads(others), "mentions": m} for i, name, others, m in rows]


def _select(folder: Path, statement: str, values: tuple[Any, ...]) -> list[Any]:
    with holding(folder) as home:
        file = store_part(home, INDEX)
        try:
            # Nothing writes to a generation that readers see, so that no lock and no journal is looked for.
            connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            try:
                return connection.execute(statement, values).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise StoreError(f"{file}: the search index cannot be read ({error}); build the graph again") from None
