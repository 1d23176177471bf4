"""The process that fills the embedded store: what becomes of a build, and of the graph before it, when that process ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from kg.errors import EXIT_CRASH, EXIT_STORE
from kg.generations import generation
from kg.generations.files import records
from kg.generations.write import listed_files
from kg.limits import command_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
REPORT = "浦东新区2024年政府工作报告\n\n推进张江科学城建设。\n"
# What the process does before its first line; the names of modules on the command line say which process it is.
HOOK = "import sys\nif 'kg.stores.loading' in sys.orig_argv:\n    {}\n"
LAST_WORDS = "sys.stderr.write('terminate called after throwing an instance of IOException\\n'); sys.stderr.flush(); "


@pytest.fixture
def building(tmp_path, tiny):
    """Start a build over a copy of a graph, in which the process that fills the store does something else first."""
    shutil.copytree(tiny, tmp_path / "graph")
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    (tmp_path / "hook").mkdir()
    package = Path(__file__).resolve().parents[2]

    def start(instead):
        (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK.format(instead), "utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "kg", "build", "report.txt", "--mode", "fast", "--graph", "graph"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "hook"), str(package)])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return start


def whole(folder):
    home = generation(folder)
    known = listed_files(home)
    return records(home, known) == known


def nothing_left(folder):
    return [path.name for path in (folder / "generations").iterdir()] == [generation(folder).name]


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGKILL])
def test_an_engine_that_ends_is_one_line_and_the_graph_stays(number, building, tmp_path):
    before = generation(tmp_path / "graph")
    build = building(f"{LAST_WORDS}import os; os.kill(os.getpid(), {int(number)})")
    _, said = build.communicate()
    assert build.returncode == EXIT_STORE
    last = said.splitlines()[-1]
    assert last.startswith("kg: ") and f"({number.name})" in last and "build again" in last
    assert [line for line in said.splitlines() if not line.startswith(("reading ", "kg: "))] == []
    assert (generation(tmp_path / "graph"), whole(tmp_path / "graph")) == (before, True)
    assert nothing_left(tmp_path / "graph")
    assert not list(tmp_path.glob("*core*"))


def test_a_fault_of_kg_in_that_process_goes_into_the_crash_file(building):
    build = building("raise SystemExit('a fault of loading')")
    _, said = build.communicate()
    assert build.returncode == EXIT_CRASH
    crash = Path(said.rsplit(maxsplit=1)[1])
    assert "a fault of loading" in crash.read_text("utf-8")
    crash.unlink()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_store_is_filled_is_one_line(number, building, tmp_path):
    build = building("import time; time.sleep(600)")
    filling = None
    while not filling and build.poll() is None:
        filling = psutil.Process(build.pid).children()
        time.sleep(0.02)
    # Ctrl-C goes to all processes of the terminal.
    os.killpg(build.pid, number) if number == signal.SIGINT else build.send_signal(number)
    _, said = build.communicate()
    assert build.returncode == 128 + number
    assert said.splitlines()[-1].endswith("a graph that was being built is as it was before")
    assert "Traceback" not in said
    assert not [one for one in filling if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    assert whole(tmp_path / "graph") and nothing_left(tmp_path / "graph")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that waits is a pipe with a name")
def test_the_process_ends_when_the_build_that_started_it_is_killed(tmp_path):
    os.mkfifo(tmp_path / "manifest.json")
    filling = subprocess.Popen([*command_of("kg.stores.loading"), tmp_path], stdin=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        filling.wait(1)
    filling.stdin.close()
    assert filling.wait(60) == 1
