"""What kg is made of: locked, licensed, listed; and that none of it downloads anything."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import Distribution

import packages
import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = {"use.txt": ("", "accurate"), "dev.txt": ("", "accurate", "dev", "rust")}
# What the text of one lock file says of who asked for a package.
ASKED = re.compile(r"^(\S+?)==.*?# via ([^\n]*)", re.DOTALL)
# Clients of the web, and the calls of libraries that fetch models.
CLIENTS = {"requests", "httpx", "http", "urllib3", "aiohttp", "ftplib", "socket", "huggingface_hub"}
FETCHING = {"urllib.request", "spacy.cli", "torch.hub", "trafilatura.downloads"}
RUNNING = sorted([*(ROOT / "kg").rglob("*.py"), *(ROOT / "extractors").rglob("*.py")])


@pytest.mark.parametrize("lock", LOCKED)
def test_a_lock_file_pins_what_pyproject_asks_for_with_hashes(lock):
    pins, asked = packages.pins(lock), packages.project()
    wanted = [Requirement(text) for extra in LOCKED[lock] for text in asked[extra]]
    assert len(wanted) > 20
    for one in wanted:
        name = canonicalize_name(one.name)
        assert name in pins, f"{lock} lacks {one}: run scripts/lock"
        assert all(one.specifier.contains(version) for version, _ in pins[name]), (
            f"{lock} breaks {one}: run scripts/lock"
        )
    assert all(count for versions in pins.values() for _, count in versions), "a pin without a hash"


@pytest.mark.parametrize("lock", LOCKED)
def test_a_lock_file_holds_nothing_that_pyproject_no_longer_asks_for(lock):
    asked = packages.project()
    wanted = {canonicalize_name(Requirement(text).name) for extra in LOCKED[lock] for text in asked[extra]}
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (packages.LOCKS / lock).read_text("utf-8"))
    direct = {m[1] for m in map(ASKED.match, blocks) if m and "district-kg (pyproject.toml)" in m[2]}
    assert direct and direct - wanted == set(), "run scripts/lock"


@pytest.mark.parametrize("lock", LOCKED)
def test_a_lock_file_names_no_index_and_no_address(lock):
    text = (packages.LOCKS / lock).read_text("utf-8")
    assert not re.search(r"https?:|--index-url|--extra-index|--find-links| @ ", text)


def test_development_and_use_pin_the_same_versions():
    use, dev = packages.pins("use.txt"), packages.pins("dev.txt")
    assert {name: dev.get(name) for name in use} == use


def test_every_package_that_runs_has_an_allowed_licence():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "licences"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "spacy\t" in done.stdout and "0 with a licence" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("MPL-1.1 OR GPL-2.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("Apache-2.0 AND GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("see the vendor", False),
    ],
)
def test_a_licence_is_allowed_by_its_name(licence, fits):
    assert packages.fits(licence) is fits


def test_a_package_without_licence_is_a_fault(tmp_path):
    (tmp_path / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\nLicense: UNKNOWN\n", "utf-8")
    found = tuple(packages.licences(Distribution.at(tmp_path)))
    assert packages.Package("odd", "1", found).fault == "unknown"


def test_the_sbom_lists_every_package_that_runs(tmp_path):
    file = tmp_path / "sbom.json"
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "sbom", file], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    data = json.loads(file.read_text("utf-8"))
    assert data["bomFormat"] == "CycloneDX"
    listed = {(c["name"], c["version"]) for c in data["components"]}
    assert listed == {(one.name, one.version) for one in packages.running()}
    assert all(c["licenses"] for c in data["components"])


@pytest.mark.parametrize("path", RUNNING, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_imports_a_client_of_the_web(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            assert name.partition(".")[0] not in CLIENTS, name
            assert not any(name == one or name.startswith(f"{one}.") for one in FETCHING), name


# Loaded by every Python process of a command, the ones that it starts too: an attempt to use the network ends it.
GUARD = """
import os, sys

def watch(event, args):
    local = event == "socket.connect" and not isinstance(args[1], tuple)
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname") and not local:
        sys.stderr.write(f"NETWORK {event} {args[1:]}\\n")
        sys.stderr.flush()
        os._exit(99)

sys.addaudithook(watch)
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Run a command with no network, where the system can take it away, and with each attempt to use one caught."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "sitecustomize.py").write_text(GUARD, "utf-8")
    cut = ["unshare", "--map-root-user", "--net"] if shutil.which("unshare") else []
    if cut and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        cut = []
    env = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "KG_"))}
    env |= {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}

    def run(*words, program=("-m", "kg")):
        return subprocess.run(
            [*cut, sys.executable, *program, *map(str, words)],
            capture_output=True,
            text=True,
            env=env,
            cwd=folder,
            check=False,
        )

    return run


def test_the_watch_on_the_network_sees_an_attempt(alone):
    done = alone(program=("-c", "import urllib.request as u; u.urlopen('http://localhost:9')"))
    assert done.returncode == 99 and "NETWORK" in done.stderr


def commands(graph, folder):
    """Return the commands to run, in this order: each with its words."""
    report = ROOT / "examples" / "浦东新区-2024.txt"
    at = ("--graph", graph)
    return [
        ("check", report),
        ("build", report, *at, "--mode", "auto"),
        ("find", "张江", *at),
        ("query", "run", "zone-profile", "zone=张江科学城", *at),
        ("search", "集成电路", *at),
        ("cypher", "MATCH (d:District) RETURN d.name AS name", *at),
        ("link", "砺算科技", "--industry", "集成电路", *at),
        ("export", "html", "-o", folder / "a.html", *at),
        ("export", "html", "--backend", "pyvis", "-o", folder / "b.html", *at),
        ("export", "graph", "-o", folder / "a.graphml", *at),
        ("export", "report", "--district", "浦东新区", "-o", folder / "c.html", *at),
    ]


def test_no_command_uses_the_network(alone, tmp_path):
    graph = tmp_path / "graph"
    for words in commands(graph, tmp_path):
        done = alone(*words)
        assert done.returncode == 0 and "NETWORK" not in done.stderr, (words[:2], done.stderr)
