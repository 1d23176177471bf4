"""A list of firms: read tolerantly, linked one by one, written as it goes, taken up again where it stopped."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError, OutputError, UsageError
from kg.link.context import Context
from kg.link.eligibility.facts import Facts
from kg.link.firm import Firm, nothing_known, understand
from kg.link.lists import BadRow, FirmRow, csv_to_sheet, is_sheet, read_firms
from kg.link.rank import parts_text, rank
from kg.link.reasons import conditions_text, support_text

FIELDS = ("line", "firm", "code", "place", "type", "name", "district", "score", "parts", "against", "doubt", "conditions", "support", "path", "quote", "document", "year", "start", "end", "id")  # fmt: skip
UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
# Characters of a firm's name in the name of its brief: file systems take 255 bytes.
NAMED = 60
Briefer = Callable[[Firm, list[dict[str, Any]]], str]


@dataclass(slots=True)
class Done:
    """What a batch did: firms linked, skipped since they were there already, one line for each bad row.

    A firm of which nothing is known is a bad row, too.
    """

    linked: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Briefs:
    """Where a brief of each firm goes, and what makes it of the firm and its rows: an HTML page."""

    folder: Path
    make: Briefer


def link_batch(
    context: Context,
    file: Path,
    out: Path,
    top: int = 10,
    progress: Callable[[int], None] = lambda _: None,
    briefs: Briefs | None = None,
) -> Done:
    """Link every firm of a list (.csv, .tsv, .xlsx) into `out` (.csv or .xlsx), one row a link; return what was done.

    Rows that `out` holds already are kept and their firms skipped; the last one, which may be incomplete, is done
    again. An Excel file is written at the end, until then a CSV file beside it holds the rows. A bad row is a line in
    `failures`, the others go on. Raises UsageError when the file cannot be read or lacks a column with the name, or
    when `out` is something else, OutputError when it cannot be written.
    """
    firms = read_firms(file)
    context.prepare()
    rows = out.with_name(out.name + ".csv") if is_sheet(out) else out
    if is_sheet(out) and out.exists() and not rows.exists():
        raise UsageError(f"{out}: this file is there already; give another name")
    try:
        kept = _start(rows)
        if briefs:
            briefs.folder.mkdir(parents=True, exist_ok=True)
        done = _linked(_Batch(context, file, top, kept, briefs), firms, rows, progress)
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written ({error.strerror or error}); what it holds is kept, the same command goes on from it"
        ) from None
    if rows != out:
        csv_to_sheet(rows, out)
        rows.unlink()
    return done


@dataclass(frozen=True, slots=True)
class _Batch:
    context: Context
    file: Path
    top: int
    kept: frozenset[int]
    briefs: Briefs | None


def _start(out: Path) -> frozenset[int]:
    """Put a list with the rows of an earlier run, but those of its last firm, in the place of `out`; return their lines."""
    last = ""
    for row in _earlier(out):
        last = row["line"]
    work = out.with_name(out.name + ".part")
    work.parent.mkdir(parents=True, exist_ok=True)
    kept = set()
    try:
        with work.open("w", encoding="utf-8-sig", newline="") as sink:
            writer = csv.DictWriter(sink, FIELDS)
            writer.writeheader()
            for row in _earlier(out):
                if row["line"] != last and row["line"].isdecimal():
                    kept.add(int(row["line"]))
                    writer.writerow(row)
        work.replace(out)
    except OSError:
        work.unlink(missing_ok=True)
        raise
    return frozenset(kept)


def _earlier(out: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of an earlier run. Raises UsageError where the file is something else."""
    if not out.exists():
        return
    try:
        with out.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            if tuple(reader.fieldnames or ()) != FIELDS:
                raise UsageError(f"{out}: this file is no list of links; give another name")
            yield from reader
    except UnicodeDecodeError:
        raise UsageError(f"{out}: this file is no list of links; give another name") from None


def _linked(batch: _Batch, firms: Iterator[FirmRow | BadRow], out: Path, progress: Callable[[int], None]) -> Done:
    """Write the links of each firm that is not kept, firm by firm."""
    done = Done()
    with out.open("a", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, FIELDS)
        for row in firms:
            if row.line in batch.kept:
                done.skipped += 1
                continue
            if isinstance(row, BadRow):
                done.failures.append(f"{batch.file.name} line {row.line}: {row.reason}")
                continue
            try:
                writer.writerows(_links(batch, row))
                sink.flush()
                done.linked += 1
            except KgError as error:
                done.failures.append(f"{batch.file.name} line {row.line}: {error}")
            progress(row.line)
    return done


def _links(batch: _Batch, given: FirmRow) -> list[dict[str, Any]]:
    context = batch.context
    firm = understand(context, given.name, given.scope, _district(context, given.district), given.industry)
    firm.facts = Facts.read(given.facts)
    if firm.unknown:
        raise UsageError(nothing_known(firm))
    rows = [link.row(context) for link in rank(context, firm, batch.top)]
    if batch.briefs:
        file = f"{given.line:05d}-{UNSAFE.sub('-', given.name)[:NAMED]}.html"
        (batch.briefs.folder / file).write_text(batch.briefs.make(firm, rows), "utf-8")
    return [
        row
        | {
            "line": given.line,
            "firm": given.name,
            "code": given.code,
            "place": place,
            "parts": parts_text(row["parts"]),
            "against": ";".join(row["against"]),
            "conditions": conditions_text(row["conditions"]),
            "support": support_text(row["support"]),
        }
        for place, row in enumerate(rows, 1)
    ]


def _district(context: Context, text: str) -> str:
    """Return the district that an address names, or none: a list holds whole addresses and other cities."""
    return max((name for name in context.districts if name in text), key=len, default="")
