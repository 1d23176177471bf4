"""Each page of docs/how-to is followed step by step in a copy of the checkout.

A fenced block with `title="FILE"` is written to that file (`append` after it: added at its end), a block marked `sh` is run;
its commands must succeed. $GRAPH is a graph of examples/. Other blocks are only read.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
FENCE = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<file>[^\"]+)\")?(?P<append> append)?\n(?P<body>.*?)^```$", re.M | re.S
)
COPIED = ("kg", "cypher", "ontology.yaml", "extractors", "examples", "tests", "scripts", "pyproject.toml")
BULKY = ("extractors/model",)


def blocks(text):
    """Return the fenced blocks of a page; every fence of it is one that the pattern understands."""
    found = list(FENCE.finditer(text))
    assert len(found) * 2 == len(re.findall(r"^```", text, re.M)), "a fence that is neither a file nor a step"
    return found


@pytest.fixture
def checkout(tmp_path):
    """A copy of what a contributor edits; the models are linked, not copied."""

    def unwanted(folder, names):
        return [n for n in names if n == "__pycache__" or (Path(folder) / n).relative_to(ROOT).as_posix() in BULKY]

    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=unwanted)
        else:
            shutil.copy(source, tmp_path / name)
    for name in BULKY:
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_there_are_pages():
    assert {p.stem for p in PAGES} >= {"type", "rule", "query", "export", "store", "district-pack"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_the_steps_of_a_page_work(page, checkout, example_graph):
    bin_folder = Path(sys.executable).parent
    environment = {
        **os.environ,
        "GRAPH": str(example_graph),
        "PYTHONPATH": f"{checkout}",
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
    }
    steps = 0
    for block in blocks(page.read_text("utf-8")):
        if block["file"]:
            target = checkout / block["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            before = target.read_text("utf-8") + "\n\n" if block["append"] else ""
            target.write_text(before + block["body"], "utf-8")
        elif block["language"] == "sh":
            steps += 1
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", block["body"]],
                cwd=checkout, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{block['body']}\n{done.stdout}\n{done.stderr}"
    assert steps, "a page without a step that runs"
