"""A list of firms: read tolerantly, linked one by one, written as it goes, taken up again where it stopped."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from kg.errors import KgError, OutputError, UsageError
from kg.link.context import Context
from kg.link.firm import understand
from kg.link.rank import parts_text, rank
from kg.link.reasons import conditions_text, support_text

COLUMNS = {
    "name": ("企业名称", "公司名称", "单位名称", "名称", "name", "company", "firm"),
    "scope": ("经营范围", "业务范围", "scope", "business_scope"),
    "industry": ("行业", "所属行业", "行业门类", "industry"),
    "district": ("注册地", "所在区", "所属区", "注册地址", "地址", "区", "district"),
}
FIELDS = ("line", "firm", "place", "type", "name", "district", "score", "parts", "against", "conditions", "support", "path", "quote", "document", "year", "start", "end", "id")  # fmt: skip
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(slots=True)
class Done:
    """What a batch did: firms linked, skipped since they were there already, and one line for each bad row."""

    linked: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)


def link_batch(
    context: Context, file: Path, out: Path, top: int = 10, progress: Callable[[int], None] = lambda _: None
) -> Done:
    """Link every firm of a CSV file into `out`, one CSV row a link; return what was done.

    Rows that `out` holds already are kept and their firms skipped; the last one, which may be incomplete, is done
    again. A bad row is a line in `failures`, the others go on. Raises UsageError when the file cannot be read or
    lacks a column with the name, or when `out` is something else, OutputError when it cannot be written.
    """
    encoding, columns = _opened(file)
    try:
        _start(out, kept := _kept(out))
        with out.open("a", encoding="utf-8", newline="") as sink, file.open(encoding=encoding, newline="") as source:
            return _linked(_Batch(context, file, columns, top, kept), source, sink, progress)
    except OSError as error:
        raise OutputError(
            f"{out}: cannot be written ({error.strerror or error}); what it holds is kept, the same command goes on from it"
        ) from None


def _start(out: Path, kept: dict[str, list[dict[str, str]]]) -> None:
    """Put a list of links with the rows that are kept in the place of `out`."""
    work = out.with_name(out.name + ".part")
    work.parent.mkdir(parents=True, exist_ok=True)
    try:
        with work.open("w", encoding="utf-8-sig", newline="") as sink:
            writer = csv.DictWriter(sink, FIELDS)
            writer.writeheader()
            writer.writerows(row for rows in kept.values() for row in rows)
        work.replace(out)
    except OSError:
        work.unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class _Batch:
    context: Context
    file: Path
    columns: dict[str, int]
    top: int
    kept: dict[str, list[dict[str, str]]]


def _linked(batch: _Batch, source: TextIO, sink: TextIO, progress: Callable[[int], None]) -> Done:
    """Write the links of each firm that is not kept, firm by firm."""
    writer, done = csv.DictWriter(sink, FIELDS), Done()
    for line, row in _rows(source):
        if str(line) in batch.kept:
            done.skipped += 1
            continue
        try:
            writer.writerows(_links(batch.context, row, batch.columns, line, batch.top))
            sink.flush()
            done.linked += 1
        except KgError as error:
            done.failures.append(f"{batch.file.name} line {line}: {error}")
        progress(line)
    return done


def _rows(source: Any) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(source)
    next(reader, None)
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _opened(file: Path) -> tuple[str, dict[str, int]]:
    """Return the encoding and the place of each known column."""
    for encoding in ENCODINGS:
        try:
            with file.open(encoding=encoding, newline="") as source:
                header = next(csv.reader(source), [])
                while source.read(1 << 20):
                    pass
            break
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise UsageError(f"{file}: cannot be read ({error.strerror}); give a CSV file of firms") from None
    else:
        raise UsageError(f"{file}: neither UTF-8 nor GB18030; save it as one of them")
    names = [cell.strip().lower() for cell in header]
    found = {key: next((names.index(n) for n in known if n in names), -1) for key, known in COLUMNS.items()}
    if found["name"] < 0:
        raise UsageError(
            f"{file}: no column with the name of the firm among {', '.join(header) or 'none'}; "
            f"call it one of {', '.join(COLUMNS['name'])}"
        )
    return encoding, {key: at for key, at in found.items() if at >= 0}


def _kept(out: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of an earlier run by line of the input, without those of its last firm."""
    if not out.exists():
        return {}
    kept: dict[str, list[dict[str, str]]] = {}
    try:
        with out.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            if tuple(reader.fieldnames or ()) != FIELDS:
                raise UsageError(f"{out}: this file is no list of links; give another name")
            for row in reader:
                kept.setdefault(row["line"], []).append(row)
    except UnicodeDecodeError:
        raise UsageError(f"{out}: this file is no list of links; give another name") from None
    if kept:
        kept.popitem()
    return kept


def _links(context: Context, row: Sequence[str], columns: dict[str, int], line: int, top: int) -> list[dict[str, Any]]:
    given = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
    firm = understand(
        context,
        given["name"],
        given.get("scope", ""),
        _district(context, given.get("district", "")),
        given.get("industry", ""),
    )
    return [
        {
            **(made := link.row(context)),
            "line": line,
            "firm": given["name"],
            "place": place,
            "parts": parts_text(made["parts"]),
            "against": ";".join(made["against"]),
            "conditions": conditions_text(made["conditions"]),
            "support": support_text(made["support"]),
        }
        for place, link in enumerate(rank(context, firm, top), 1)
    ]


def _district(context: Context, text: str) -> str:
    """Return the district that an address names, or none: a list holds whole addresses and other cities."""
    return max((name for name in context.districts if name in text), key=len, default="")
