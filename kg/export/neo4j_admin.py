"""The graph folder as CSV for `neo4j-admin database import full`: the fastest way into an empty database."""

import json
import re
import secrets
import shlex
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from kg.errors import GraphError, UsageError
from kg.folder import read_schema
from kg.generations.files import Record, files_in, is_own, records, replace_text
from kg.stores.neo4j_load import load_state
from kg.stores.rows import Table, hashes, tables
from kg.stores.statements import TAG, labels_of

SCRIPT, LIST = "import.sh", "kg-export.json"
# What neo4j-admin and an export that was cut off leave.
REPORT = re.compile(r"[\w.-]+\.report|\.writing-[0-9a-f]{16}/.*|kg-export\.json\.new")
BETWEEN = "\x1f"
LABEL = ":LABEL"
KINDS = {"int64": "long", "double": "double", "bool": "boolean", "string": "string"}
USUAL_BUFFER = 4 << 20
OPTIONS = [
    "--overwrite-destination",
    "--multiline-fields=true",
    "--array-delimiter=U+001F",
    '--quote="',
    "--id-type=string",
]


def write_admin_csv(folder: Path, out: Path) -> str:
    """Write one CSV with its header a type, and `import.sh`; return the command that imports them.

    The rows carry the hashes of a load, so that `kg load` afterwards finds the database in step and adds the
    constraints and indexes. Raises UsageError when `out` holds other files, GraphError where there is no graph.
    """
    read_schema(folder)
    earlier, was_there = earlier_export(out), out.exists()
    work = out / f".writing-{secrets.token_hex(8)}"
    try:
        work.mkdir(parents=True)
        command = _write_all(folder, work)
        _replace(out, work, earlier)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror or error})") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if not was_there:
            with suppress(OSError):  # an export that failed leaves no empty folder
                out.rmdir()
    return f"neo4j-admin {command}"


def earlier_export(out: Path) -> dict[str, Record]:
    """Return the files that an earlier export wrote into a folder. Raises UsageError where it holds other things.

    Only a folder that is missing, empty, or whose files are as an export wrote them is written to.
    """
    try:
        names = [n for n in files_in(out) if not REPORT.fullmatch(n)] if out.is_dir() else []
        if (out.exists() and not out.is_dir()) or (names and LIST not in names):
            raise UsageError(f"{out}: this holds other things than an export; give a new or empty folder")
        known: dict[str, Record] = json.loads((out / LIST).read_text("utf-8"))["files"] if names else {}
        for name in names:
            if name != LIST and not (name in known and is_own(out / name, known[name])):
                raise UsageError(f"{out / name}: was not written by this export, or was changed; give another folder")
    except OSError as error:
        raise UsageError(f"{out}: cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{out}: its {LIST} is broken; give a new or empty folder") from None
    return known


def _replace(out: Path, work: Path, earlier: dict[str, Record]) -> None:
    """Put new files in the place of earlier ones. `import.sh` goes first and comes last: no script, no whole export."""
    fresh = records(work, files_in(work))
    for name in sorted(earlier, key=lambda name: name != SCRIPT):
        (out / name).unlink(missing_ok=True)
    replace_text(out / LIST, json.dumps({"files": fresh}, indent=1, sort_keys=True) + "\n")
    for name in sorted(fresh, key=lambda name: name == SCRIPT):
        (work / name).rename(out / name)


def _write_all(folder: Path, out: Path) -> str:
    arguments, known = [], read_schema(folder)
    for table in tables(folder):
        labels = {} if table.edge else known.node_types[table.name].labels
        if names := _write(table, out, labels):
            kinds = table.name if table.edge else ":".join(labels_of(table.name, known))
            arguments.append(f"--{'relationships' if table.edge else 'nodes'}={kinds}={names}")
    arguments.append(f"--nodes=KgLoad={_state(folder, out)}")
    words = shlex.join(["database", "import", "full", "neo4j", *OPTIONS, *_buffer(out), *arguments])
    script = out / SCRIPT
    script.write_text(
        '#!/bin/sh\n# The database must be stopped. NEO4J_ADMIN names another neo4j-admin.\ncd "$(dirname "$0")" || exit\n'
        f"exec ${{NEO4J_ADMIN:-neo4j-admin}} {words}\n",
        "utf-8",
    )
    script.chmod(0o755)
    return words


def _write(table: Table, out: Path, labels: dict[str, str]) -> str:
    """Write a table and return `header,data` file names, or nothing when it has no rows.

    `labels` are the second labels after the status of a node, in a column of their own.
    """
    name, file = f"{table.name}.csv", None
    second = [(LABEL, pa.string())] if labels else []
    schema = pa.schema([*((field.name, pa.string()) for field in table.schema), *second, (TAG, pa.int64())])
    with (out / name).open("wb") as sink:
        for batch in table.batches():
            file = file or pc_csv.CSVWriter(
                sink, schema, write_options=pc_csv.WriteOptions(include_header=False, quoting_style="all_valid")
            )
            columns = [_column(batch.column(field.name), field.name) for field in table.schema]
            if labels:
                columns.append(
                    pa.array([labels.get(status or "") for status in batch.column("status").to_pylist()], pa.string())
                )
            file.write(pa.table([*columns, pa.array(hashes(batch, table))], schema=schema))
        if file:
            file.close()
    if not file:
        (out / name).unlink()
        return ""
    (out / f"{table.name}.header.csv").write_text(
        ",".join([*_header(table), *(name for name, _ in second)]) + f",{TAG}:long\n", "utf-8"
    )
    return f"{table.name}.header.csv,{name}"


def _header(table: Table) -> list[str]:
    special = {"from": ":START_ID", "to": ":END_ID"} if table.edge else {"id": "id:ID"}
    return [special.get(f.name) or f"{f.name}:{_kind(f.type)}" for f in table.schema]


def _kind(kind: Any) -> str:
    return f"{KINDS[str(kind.value_type)]}[]" if pa.types.is_list(kind) else KINDS[str(kind)]


def _column(column: Any, name: str) -> Any:
    if not pa.types.is_list(column.type):
        return pc.cast(column, pa.string())
    texts = pc.cast(column, pa.list_(pa.string()))
    if pc.any(pc.match_substring(texts.flatten(), BETWEEN)).as_py():
        raise GraphError(f"a value of {name} holds the control character U+001F, which parts the values in the CSV")
    return pc.binary_join(texts, BETWEEN)


def _buffer(out: Path) -> list[str]:
    """Return the option that makes room for the largest value, the link index, where the usual 4 MiB would not do."""
    size = (out / "KgLoad.csv").stat().st_size
    return [f"--read-buffer-size={size}"] if size > USUAL_BUFFER else []


def _state(folder: Path, out: Path) -> str:
    state = load_state(folder)
    header = [
        f"{key}:{'string[]' if isinstance(value, list) else 'long' if isinstance(value, int) else 'string'}"
        for key, value in state.items()
        if key != "id"
    ]
    (out / "KgLoad.header.csv").write_text(",".join(["id:ID", *header]) + "\n", "utf-8")
    values = [state["id"], *(v for k, v in state.items() if k != "id")]
    cells = [BETWEEN.join(v) if isinstance(v, list) else str(v) for v in values]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    (out / "KgLoad.csv").write_text(",".join(quoted) + "\n", "utf-8")
    return "KgLoad.header.csv,KgLoad.csv"
