"""The sessions in README.md: commands behind `$ kg query`, each followed by what it prints on the examples."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"(\$ kg query (?P<words>[^\n]+)\n)(?P<answer>.*?)(?=\$ |```)", re.DOTALL)


def filled(text: str, graph: Path) -> str:
    """Return the text with every answer as the graph gives it."""
    return BLOCK.sub(lambda m: m[1] + _run(m["words"], graph), text)


def _run(words: str, graph: Path) -> str:
    arguments = [str(graph) if word == "out/graph" else word for word in shlex.split(words)]
    command = [sys.executable, "-m", "kg", "query", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
