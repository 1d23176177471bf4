"""A build that fails or is killed at any step leaves the old graph or the new one, whole, and the next build works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
# Looking before each step is quick, a build that fails at one is not, and the embedded engine is slow to fill.
ROUNDS = {
    "tables": ["--points", "80"],
    "stores": ["--stores", "--points", "12"],
    "ended": ["--stores", "--ends", "3"],
    "killed": ["--kills"],
}


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    library = tmp_path_factory.mktemp("calls") / "calls.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, HERE / "calls.c", "-ldl"], check=True)
    return library


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the shim is in front of the C library of Linux")
@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
@pytest.mark.parametrize("kind", ROUNDS)
def test_a_build_that_stops_at_any_step_leaves_a_whole_graph(tmp_path, calls, kind):
    path = os.pathsep.join([str(HERE.parent), str(HERE.parent.parent)])
    done = subprocess.run(
        [sys.executable, HERE / "rewriting.py", tmp_path, *ROUNDS[kind]],
        env={**os.environ, "PYTHONPATH": path, "LD_PRELOAD": str(calls)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(re.findall(r"\d+ (?=points|steps)", done.stdout)[0]) >= 3
    assert done.stdout.endswith(" steps, 0 wrong\n")
