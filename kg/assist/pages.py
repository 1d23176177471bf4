"""Pages of rows, each row with the place of its sentence."""

from collections.abc import Sequence
from typing import Any

from kg.stores.base import Store

Row = dict[str, Any]
# The most rows of one page: more fills an assistant's context and is read by nobody.
LARGEST = 200
SENTENCES = """MATCH (p:Passage) WHERE p.document IN $documents
RETURN p.document AS document, p.text AS text, p.start AS start, p.`end` AS `end`"""


def paged(rows: Sequence[Row], offset: int, limit: int) -> dict[str, Any]:
    """Return `{rows, total, offset, next_offset}`: at most `limit` rows from `offset` on; the last page has no next."""
    first, size = max(0, offset), min(max(1, limit), LARGEST)
    end = min(len(rows), first + size)
    return {
        "rows": list(rows[first:end]),
        "total": len(rows),
        "offset": first,
        "next_offset": end if end < len(rows) else None,
    }


def with_places(store: Store, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with `start` and `end` of their sentence in the file, where a row has a sentence and no place."""
    lacking = {str(row["document"]) for row in rows if row.get("quote") and row.get("document") and "start" not in row}
    if not lacking:
        return list(rows)
    places = {
        (p["document"], p["text"]): (p["start"], p["end"]) for p in store.run(SENTENCES, {"documents": sorted(lacking)})
    }
    placed = []
    for row in rows:
        at = places.get((row.get("document"), row.get("quote"))) if "start" not in row else None
        placed.append({**row, "start": at[0], "end": at[1]} if at else row)
    return placed
