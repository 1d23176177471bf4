"""The graph folder as CSV for `neo4j-admin database import full`: the fastest way into an empty database."""

import shlex
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from kg.errors import GraphError, UsageError
from kg.folder import read_schema
from kg.stores.neo4j_load import load_state
from kg.stores.rows import Table, hashes, tables
from kg.stores.statements import TAG, labels_of

BETWEEN = "\x1f"
KINDS = {"int64": "long", "double": "double", "bool": "boolean", "string": "string"}
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
    if out.exists() and any(p.suffix not in (".csv", ".sh", ".report") for p in out.iterdir()):
        raise UsageError(f"{out}: this folder holds other things; give a new or empty one")
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        command = _write_all(folder, work)
        work.chmod(0o755)
        shutil.rmtree(out, ignore_errors=True)
        work.rename(out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return f"neo4j-admin {command}"


def _write_all(folder: Path, out: Path) -> str:
    arguments, known = [], read_schema(folder)
    for table in tables(folder):
        if names := _write(table, out):
            kinds = table.name if table.edge else ":".join(labels_of(table.name, known))
            arguments.append(f"--{'relationships' if table.edge else 'nodes'}={kinds}={names}")
    arguments.append(f"--nodes=KgLoad={_state(folder, out)}")
    words = shlex.join(["database", "import", "full", "neo4j", *OPTIONS, *arguments])
    script = out / "import.sh"
    script.write_text(
        '#!/bin/sh\n# The database must be stopped. NEO4J_ADMIN names another neo4j-admin.\ncd "$(dirname "$0")" || exit\n'
        f"exec ${{NEO4J_ADMIN:-neo4j-admin}} {words}\n",
        "utf-8",
    )
    script.chmod(0o755)
    return words


def _write(table: Table, out: Path) -> str:
    """Write a table and return `header,data` file names, or nothing when it has no rows."""
    name, file = f"{table.name}.csv", None
    schema = pa.schema([(field.name, pa.string()) for field in table.schema] + [(TAG, pa.int64())])
    with (out / name).open("wb") as sink:
        for batch in table.batches():
            file = file or pc_csv.CSVWriter(
                sink, schema, write_options=pc_csv.WriteOptions(include_header=False, quoting_style="all_valid")
            )
            columns = [_column(batch.column(field.name), field.name) for field in table.schema]
            file.write(pa.table([*columns, pa.array(hashes(batch, table))], schema=schema))
        if file:
            file.close()
    if not file:
        (out / name).unlink()
        return ""
    (out / f"{table.name}.header.csv").write_text(",".join(_header(table)) + f",{TAG}:long\n", "utf-8")
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
