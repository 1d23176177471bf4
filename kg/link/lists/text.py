"""Rows of a text table: its encoding, what divides its cells, quotes that are never closed."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from kg.errors import UsageError

ENCODINGS = ("utf-8-sig", "gb18030")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DIVIDERS = ",\t;|\uff0c\uff1b"
# A cell may hold so many lines; a quote that is open for longer is none.
LINES = 200
# Cells of any length are read.
csv.field_size_limit(2**31 - 1)
Row = tuple[int, list[str]]


def encoding_of(file: Path) -> str:
    """Return the encoding of a text table. Raises UsageError where it is none of the known ones, or cannot be read."""
    try:
        with file.open("rb") as source:
            start = source.read(2)
        for encoding in (MARKS[start],) if start in MARKS else ENCODINGS:
            try:
                with file.open(encoding=encoding, newline="") as text:
                    while chunk := text.read(1 << 20):
                        if "\0" in chunk:
                            raise UnicodeError
                return encoding
            except UnicodeError:
                continue
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be read ({error.strerror}); give a list of firms, .csv, .tsv or .xlsx"
        ) from None
    raise UsageError(f"{file}: neither UTF-8 nor GB18030 text; save it as one of them, or as .xlsx")


def text_rows(source: TextIO, divider: str) -> Iterator[Row]:
    """Yield (line, cells) of a table; a quote that is not closed within some lines is read as a character."""
    lines = enumerate(source, 1)
    waiting: Iterator[tuple[int, str]] = lines
    while (taken := next(waiting, None)) is not None:
        number, line = taken
        record = [line]
        more: list[tuple[int, str]] = []
        while _open("".join(record), divider) and len(record) < LINES and (further := next(waiting, None)):
            more.append(further)
            record.append(further[1])
        if more and _open("".join(record), divider):
            waiting = chain(more, waiting)
            yield number, line.rstrip("\r\n").split(divider)
        else:
            yield number, _cells(record, divider)


def _cells(record: Iterable[str], divider: str) -> list[str]:
    return next(csv.reader(record, delimiter=divider), [])


def _open(text: str, divider: str) -> bool:
    """Whether a quote at the beginning of a cell is not closed at the end of a text."""
    if '"' not in text:
        return False
    try:
        next(csv.reader([text], delimiter=divider, strict=True), [])
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def dividers(file: Path, encoding: str, count: int) -> Iterator[tuple[str, list[Row]]]:
    """Yield each divider with the first rows that it gives."""
    for divider in DIVIDERS:
        with file.open(encoding=encoding, newline="") as source:
            yield divider, list(islice(text_rows(source, divider), count))
