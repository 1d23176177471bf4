"""What goes wrong with a server: each fault for real, a clear error, and the same graph after the next load."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from servers import HOSTILE, OwnServer, Proxy, changed_copy, dump, folder_dump, kg, settings_of, with_port

from kg.errors import StoreError, UsageError
from kg.export.neo4j_admin import write_admin_csv
from kg.find import store_names
from kg.model import Edge, Node
from kg.query import run_query
from kg.stores.neo4j import BusyError, Neo4jStore
from kg.stores.neo4j_load import load
from kg.stores.settings import Settings, load_settings

pytestmark = pytest.mark.neo4j


def once(action, after):
    """Return a progress callback that does `action` once, when `after` rows are written."""
    seen = {"rows": 0, "done": False}

    def report(what, count):
        seen["rows"] += count if what != "total" else 0
        if seen["rows"] >= after and not seen["done"]:
            seen["done"] = True
            action()

    return report


@pytest.mark.faults
def test_a_load_cut_off_by_a_killed_server_is_finished_by_the_next(own_server, made_graph, ontology):
    server = own_server()
    with (
        Neo4jStore(server.settings, retry_seconds=1) as store,
        pytest.raises(StoreError, match="run the same load again|cannot be used"),
    ):
        load(store, made_graph, once(lambda: server.stop("--kill"), 300), batch=50)
    server.start()
    with Neo4jStore(server.settings) as store:
        assert store.run("MATCH (l:KgLoad) RETURN l.state AS s", {}) == [{"s": "loading"}]
        load(store, made_graph)
        assert dump(store) == folder_dump(made_graph, ontology)
        assert store.run("MATCH (l:KgLoad) RETURN l.state AS s", {}) == [{"s": "complete"}]


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.query import run_query
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_load import load
from kg.stores.settings import Settings
rows = 0
def report(what, count):
    global rows
    rows += count if what != "total" else 0
    if rows > 300:
        os.kill(os.getpid(), signal.SIGKILL)
load(Neo4jStore(Settings(*sys.argv[1:5])), Path(sys.argv[5]), report, batch=50)
"""


def test_a_killed_load_leaves_no_lock_and_is_finished_by_the_next(database, server, made_graph, ontology):
    s = settings_of(server)
    words = [s.uri, s.username, s.password, s.database, str(made_graph)]
    done = subprocess.run([sys.executable, "-c", KILLED, *words], check=False)
    assert done.returncode == -signal.SIGKILL
    assert database.run("MATCH (n:Entity) RETURN count(n) > 0 AS some", {}) == [{"some": True}]
    load(database, made_graph, wait=600)
    assert dump(database) == folder_dump(made_graph, ontology)


def test_a_connection_cut_in_the_middle(database, server, made_graph, ontology):
    settings = settings_of(server)
    proxy = Proxy(int(settings.uri.rsplit(":", 1)[1]), 600_000)
    with (
        Neo4jStore(with_port(settings, proxy.port), retry_seconds=1) as store,
        pytest.raises(StoreError, match="cut off|went away|cannot be used"),
    ):
        load(store, made_graph, batch=50)
    proxy.close()
    assert database.run("MATCH (n:Entity) RETURN count(n) > 0 AS some", {}) == [{"some": True}]
    asked = kg(server, None, "find", "园", "--store", "neo4j")
    assert "cut off, answers are incomplete: run kg load" in asked.stderr
    load(database, made_graph)
    assert dump(database) == folder_dump(made_graph, ontology)


def test_a_second_load_is_refused_while_one_runs(database, server, made_graph, ontology):
    refused = []

    def second():
        with Neo4jStore(settings_of(server)) as other, pytest.raises(BusyError, match="another load") as caught:
            load(other, made_graph, wait=0.5)
        refused.append(str(caught.value))

    load(database, made_graph, once(second, 100), batch=50)
    assert len(refused) == 1
    assert dump(database) == folder_dump(made_graph, ontology)


def test_two_loads_at_once_never_mix(database, server, example_graph, ontology, tmp_path):
    def change(graph):
        for node in graph.nodes.values():
            node.props["mentions"] = 7
        for number in range(500):
            graph.nodes[f"Zone:{number}"] = Node(f"Zone:{number}", "Zone", f"{number}", [], {})

    folders = [example_graph, changed_copy(example_graph, tmp_path / "g", ontology, change)]
    errors = []

    def run(folder):
        with Neo4jStore(settings_of(server)) as store:
            try:
                load(store, folder, wait=3_600, batch=20)
            except StoreError as error:
                errors.append(error)

    threads = [threading.Thread(target=run, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert dump(database) in [folder_dump(folder, ontology) for folder in folders]


def free_of_server():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def changed(settings, **values):
    return Settings(**{**{k: getattr(settings, k) for k in ("uri", "username", "password", "database")}, **values})


WRONG = [
    ("nobody there", lambda s, c: with_port(s, free_of_server()), "cannot be used.*refused.*start it"),
    ("wrong password", lambda s, c: changed(s, password="wrong-password"), "refuses user 'neo4j'.*NEO4J_PASSWORD"),
    ("wrong database", lambda s, c: changed(s, database="nope"), "no database 'nope'.*NEO4J_DATABASE"),
    (
        "TLS to a plain port",
        lambda s, c: changed(s, uri=s.uri.replace("bolt:", "bolt+s:")),
        "no encrypted.*write bolt://",
    ),
    ("routed TLS", lambda s, c: changed(s, uri=s.uri.replace("bolt:", "neo4j+s:")), "no encrypted.*write bolt://"),
    ("unknown host", lambda s, c: changed(s, uri="bolt://nowhere.invalid:7687"), "cannot be used.*resolve"),
]


@pytest.mark.parametrize(("change", "says"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_server_that_cannot_be_used_is_told(database, server, change, says):
    with pytest.raises(StoreError, match=says) as caught:
        Neo4jStore(change(settings_of(server), server))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500


def test_the_port_of_the_web_page_is_told(own_or_given_http, server):
    with pytest.raises(StoreError, match="port of the web page"):
        Neo4jStore(with_port(settings_of(server), own_or_given_http))


@pytest.fixture
def own_or_given_http(server):
    if "browser" not in server:
        pytest.skip("the port of the web page of a given server is not known")
    return int(server["browser"].split(":")[2].split("/")[0])


def test_a_version_that_is_too_old_is_told(database, server):
    with pytest.raises(StoreError, match=r"runs Neo4j \d+\.\d+\.\d+; 9999\.1 or newer is needed: upgrade"):
        Neo4jStore(settings_of(server), oldest=(9999, 1))


def test_a_user_who_must_change_the_password_is_told(database, server):
    database.write("CREATE OR REPLACE USER novice SET PASSWORD 'first-password' CHANGE REQUIRED", {})
    with pytest.raises(StoreError, match="change the password|[Pp]ermission|expired"):
        Neo4jStore(changed(settings_of(server), username="novice", password="first-password"))
    database.write("DROP USER novice", {})


@pytest.mark.faults
def test_a_reader_can_ask_but_not_load(own_server, example_graph, ontology):
    server = own_server()
    with Neo4jStore(server.settings) as store:
        load(store, example_graph)
    server.stop()
    server.options = ("--set", "server.databases.read_only=neo4j")
    server.start()
    with Neo4jStore(server.settings) as store:
        [zone] = run_query("zone-profile", ["zone=张江科学城"], store, store_names(store))[:1]
        assert zone["quote"]
        with pytest.raises(StoreError, match="read.only"):
            load(store, example_graph)


@pytest.mark.faults
def test_a_server_without_room_gives_its_reason(own_server, made_graph, ontology):
    server = own_server("--set", "db.memory.transaction.max=4m")
    with Neo4jStore(server.settings, retry_seconds=5) as store:
        with pytest.raises(StoreError, match="no room.*memory"):
            store.write("UNWIND range(1, 1000000) AS i WITH collect(toString(i)) AS big RETURN size(big)", {})
        load(store, made_graph, batch=2_000)
        assert dump(store) == folder_dump(made_graph, ontology), "batches shrink until they fit"


@pytest.mark.faults
def test_a_bulk_import_gives_the_graph_of_a_load(own_server, example_graph, ontology, tmp_path):
    def change(graph):
        for name in HOSTILE:
            graph.nodes[f"Zone:{name}"] = Node(f"Zone:{name}", "Zone", name, [name, "b"], {"district": ""})
            graph.add(Edge(f"Zone:{name}", "FOCUSES_ON", "Industry:生物医药", {"quote": name, "years": [1, 2]}))

    folder = changed_copy(example_graph, tmp_path / "g", ontology, change)
    command = write_admin_csv(folder, tmp_path / "csv")
    assert command.startswith("neo4j-admin database import full neo4j ")
    server = own_server()
    server.stop()
    done = subprocess.run(
        ["sh", tmp_path / "csv/import.sh"], env=server.admin_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    server.start()
    with Neo4jStore(server.settings) as store:
        assert dump(store) == folder_dump(folder, ontology)
        assert load(store, folder, verify=True).counters == {}, "in step; only the schema is added"


def test_an_export_does_not_overwrite_other_things(example_graph, ontology, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="other things"):
        write_admin_csv(example_graph, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_settings_come_from_flags_then_environment_then_file(tmp_path):
    (tmp_path / ".env").write_text("NEO4J_URI=bolt://file:1\nNEO4J_USERNAME=file\nNEO4J_PASSWORD='p$a#s'\n")
    found = load_settings(uri="neo4j+s://flag:1", folder=tmp_path, environment={"NEO4J_USERNAME": "environment"})
    assert found == Settings("neo4j+s://flag:1", "environment", "p$a#s", "neo4j")
    assert "p$a#s" not in repr(found)


@pytest.mark.parametrize("uri", ["http://localhost:7474", "localhost:7687", "bolt://", "bolt://h:x", "bolt:h"])
def test_an_address_that_is_none_is_told(tmp_path, uri):
    with pytest.raises(UsageError, match="no address of a Neo4j server.*bolt://"):
        load_settings(uri, password="x", folder=tmp_path, environment={})


def test_a_missing_password_is_told(tmp_path):
    with pytest.raises(UsageError, match="set NEO4J_PASSWORD"):
        load_settings(folder=tmp_path, environment={})


@pytest.mark.faults
def test_the_starter_says_what_is_wrong(own_server: type[OwnServer], tmp_path):
    server = own_server()
    script = [sys.executable, os.environ.get("KG_SCRIPT", "scripts/neo4j")]
    again = subprocess.run([*script, "start", "--home", server.home], capture_output=True, text=True, check=False)
    assert again.returncode == 1 and "already running" in again.stderr
    taken = subprocess.run(
        [*script, "start", "--home", tmp_path / "other", "--port", server.port],
        capture_output=True,
        text=True,
        check=False,
    )
    assert taken.returncode == 1 and f"port {server.port} is taken" in taken.stderr
    status = subprocess.run([*script, "status", "--home", server.home], capture_output=True, text=True, check=False)
    assert status.returncode == 0 and "running" in status.stdout
    server.stop()
    status = subprocess.run([*script, "status", "--home", server.home], capture_output=True, text=True, check=False)
    assert status.returncode == 3
