"""A real Neo4j for the tests: what it holds, and servers of a test's own."""

import contextlib
import functools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

from kg.folder import read_folder, read_manifest, write_folder
from kg.stores.neo4j import Neo4jStore
from kg.stores.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts/neo4j"
OURS = {"kg_hash"}
HOSTILE = [
    "'\"`{}$x",
    "a]->(n) DETACH DELETE n //",
    "行\n换\r\t行",
    "\\u0027 OR 1=1",
    "</script><b>",
    "\U0001f642\u202e\u200b",
    "x" * 7_000,
]
EVIL = [
    *HOSTILE[:-1],
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "{{7*7}}",
    "\u200f\u0645\u0631\u062d\u0628\u0627",
    "=cmd()",
    "汉" * 100_000,
]


@functools.cache
def missing():
    """Return why no server can be started here, or an empty string."""
    done = subprocess.run([sys.executable, SCRIPT, "java"], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"Neo4j tests need Java: {done.stderr.strip()}"
    return "" if shutil.which("mvn") else "Neo4j tests need Maven (mvn), to fetch the server once"


def command_of(server, *words):
    """Return the command with the options of a server."""
    flags = [f"--neo4j-{key}={server[f'NEO4J_{key.upper()}']}" for key in ("uri", "username", "password", "database")]
    return [sys.executable, "-m", "kg", *words, *flags]


def kg(server, folder, *words, check=False):
    """Run the command with the options of a server."""
    return subprocess.run(command_of(server, *words), cwd=folder, capture_output=True, text=True, check=check)


class OwnServer:
    """A server that one test starts, kills and configures as it likes."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.options, self.port = home, options, "0"
        self.start()

    def start(self) -> None:
        command = [sys.executable, SCRIPT, "start", "--home", self.home, "--port", self.port, "--http-port", "0"]
        command += ["--timeout", "900"]  # a busy machine takes minutes
        if version := os.environ.get("KG_NEO4J_VERSION"):
            command += ["--version", version]
        done = subprocess.run([*command, *self.options], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        self.connection = json.loads(done.stdout)
        self.port = self.connection["NEO4J_URI"].rsplit(":", 1)[1]

    def stop(self, *options: str) -> None:
        subprocess.run([sys.executable, SCRIPT, "stop", "--home", self.home, *options], check=True, capture_output=True)

    def admin_environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_ADMIN": f"{sys.executable} {SCRIPT} --home {self.home} admin --"}

    @property
    def settings(self) -> Settings:
        return settings_of(self.connection)


def settings_of(connection) -> Settings:
    return Settings(*(connection[f"NEO4J_{key}"] for key in ("URI", "USERNAME", "PASSWORD", "DATABASE")))


def wipe(store: Neo4jStore) -> None:
    store.write("MATCH (n) DETACH DELETE n", {})


def dump(store: Neo4jStore):
    """Return ({id: (labels, properties)}, {(from, type, to): properties}) of everything in a database but KgLoad."""
    nodes = {
        row["id"]: (sorted(row["labels"]), without_tag(row["props"]))
        for row in store.run(
            "MATCH (n) WHERE NOT n:KgLoad RETURN n.id AS id, labels(n) AS labels, properties(n) AS props", {}
        )
    }
    rows = store.run("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS props", {})
    edges = {(row["a"], row["t"], row["b"]): without_tag(row["props"]) for row in rows}
    assert len(edges) == len(rows), "a relationship is there twice"
    return nodes, edges


def without_tag(props):
    return {k: v for k, v in props.items() if k not in OURS}


def folder_dump(folder: Path, ontology):
    """Return what `dump` should return after a load of the folder."""
    graph = read_folder(folder)
    nodes = {
        n.id: (
            labels(n, ontology.node_types[n.type]),
            filled({"id": n.id, "name": n.name, "aliases": n.aliases, **n.props}),
        )
        for n in graph.nodes.values()
    }
    return nodes, {key: filled(e.props) for key, e in graph.edges.items()}


def labels(node, known):
    """Return the labels of a node: its type, Entity where it is one, and the second label of its status."""
    second = known.labels.get(node.props.get("status"))
    return sorted({node.type} | ({"Entity"} if known.entity else set()) | ({second} if second else set()))


def filled(props):
    """Drop what a database does not hold: nulls and empty lists."""
    return {k: v for k, v in props.items() if v is not None and v != []}


def embedded_dump(engine):
    """Return the same of the embedded store."""
    nodes = {
        row["id"]: filled({k: v for k, v in row["props"].items() if not k.startswith("_")})
        for row in engine.run("MATCH (n) RETURN n.id AS id, n AS props", {})
    }
    rows = engine.run("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, r AS props", {})
    return nodes, {
        (row["a"], row["t"], row["b"]): filled({k: v for k, v in row["props"].items() if not k.startswith("_")})
        for row in rows
    }


def changed_copy(folder: Path, out: Path, ontology, change) -> Path:
    """Write the graph of `folder` after `change(graph)` to `out`."""
    graph = read_folder(folder)
    change(graph)
    write_folder(graph, out, ontology, read_manifest(folder))
    return out


class Proxy:
    """A TCP proxy on loopback that cuts every connection after so many bytes from the client."""

    def __init__(self, target: int, limit: int) -> None:
        self.target, self.left = target, limit
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            self.sockets += [client, server]
            threading.Thread(target=self._pump, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, client, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(65536):
                if counted:
                    self.left -= len(data)
                    if self.left < 0:
                        return self.close()
                sink.sendall(data)
        except OSError:
            return None

    def close(self) -> None:
        for sock in (self.listener, *self.sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


def with_port(settings: Settings, port: int) -> Settings:
    return Settings(re.sub(r":\d+$", f":{port}", settings.uri), settings.username, settings.password, settings.database)
