"""The messages between the two processes: a length, a head as JSON, and after a request's head the bytes of the file."""

import json
import struct
from typing import IO, Any

from extractors.annotations import Grid, GridCell
from kg.model import Pages
from kg.read.formats import Parsed


class TooLargeError(Exception):
    """A message is longer than it may be."""


LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], head: dict[str, Any], data: bytes = b"") -> None:
    """Write one message. Raises OSError where the other process has gone."""
    body = json.dumps({**head, "size": len(data)}).encode()
    stream.write(LENGTH.pack(len(body)) + body)
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes], largest: int) -> tuple[dict[str, Any], bytes] | None:
    """Return the head and the bytes of one message, None where the other process has gone.

    Raises TooLargeError where it says more than `largest` bytes.
    """
    length = stream.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(length)
    if size > largest:
        raise TooLargeError
    body = stream.read(size)
    if len(body) < size:
        return None
    head: dict[str, Any] = json.loads(body)
    data = stream.read(head["size"]) if head["size"] else b""
    return (head, data) if len(data) == head["size"] else None


def packed(parsed: Parsed) -> dict[str, Any]:
    """Return what was read as plain lists."""
    tables = [
        [
            table.start,
            table.end,
            table.caption,
            [[[c.start, c.end, c.row_span, c.col_span, c.header] for c in row] for row in table.rows],
        ]
        for table in parsed.tables
    ]
    pages = parsed.pages and [parsed.pages.number, parsed.pages.empty, parsed.pages.furniture]
    return {
        "text": parsed.text,
        "tables": tables,
        "warnings": parsed.warnings,
        "headline": parsed.headline,
        "pages": pages,
    }


def unpacked(head: dict[str, Any]) -> Parsed:
    """Return what `packed` made plain."""
    tables = tuple(
        Grid(start, end, tuple(caption) if caption else None, tuple(tuple(GridCell(*c) for c in row) for row in rows))
        for start, end, caption, rows in head["tables"]
    )
    pages = None
    if head["pages"]:
        number, empty, furniture = head["pages"]
        pages = Pages(number, tuple(empty), furniture)
    return Parsed(head["text"], tables, tuple(head["warnings"]), head["headline"], pages)
