"""Runs a checked query in a process of its own, which is ended when it takes too much memory or time."""

import json
import subprocess
import time
from pathlib import Path
from typing import IO, Any

import psutil

from kg.errors import QueryError, StoreError
from kg.guard.check import checked
from kg.limits import Collected, command_of, environment
from kg.stores.settings import Settings

# What one question may take: the engine plans with a part of it, and the process is ended above it.
MEMORY = 1 << 30
# How often memory is looked at, in seconds; an engine takes some hundred MB in that time at most.
WATCH = 0.02
# What starting the process may take beside the question's own time, in seconds.
STARTING = 10.0
# The most that is read of an answer, in bytes.
LARGEST = 256 << 20


def run_cypher(
    target: Path | Settings, cypher: str, rows: int = 1000, seconds: float = 30.0, memory: int = MEMORY
) -> list[dict[str, Any]]:
    """Return at most `rows` rows of a question that only reads, asked of a graph folder or a Neo4j server.

    Raises QueryError with the reason where the question may not be asked, or took more than `seconds` or `memory`
    bytes, StoreError where the store failed.
    """
    question = checked(cypher)
    task = {
        "folder": str(target) if isinstance(target, Path) else None,
        "server": None if isinstance(target, Path) else target.as_dict(),
        "cypher": question.cypher,
        "params": question.params,
        "rows": rows,
        "seconds": seconds,
        "memory": memory,
    }
    answer = _asked(task, seconds, memory)
    if "error" in answer:
        raise StoreError(answer["error"])
    found: list[dict[str, Any]] = answer["rows"]
    return found


def _asked(task: dict[str, Any], seconds: float, memory: int) -> dict[str, Any]:
    """Run the task in a process and return its answer."""
    child = subprocess.Popen(
        command_of("kg.guard.child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    reader = Collected(child.stdout, LARGEST)
    complaint = Collected(child.stderr, LARGEST)
    try:
        _send(child.stdin, task)
        ended = _watched(child, reader, seconds + STARTING, memory)
    finally:
        child.kill()
        child.wait()
        reader.join()
        complaint.join()
    if ended:
        raise QueryError(ended)
    if child.returncode not in (0, -9) and not reader.data:
        last = complaint.data.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it gave no reason"]
        raise StoreError(
            f"the engine ended while it answered (status {child.returncode}: {last[0][:200]}); ask otherwise, or for less"
        )
    try:
        answer: dict[str, Any] = json.loads(reader.data)
    except ValueError:
        raise StoreError("the engine ended before its answer was complete; ask for less, or with --limit") from None
    return answer


def _send(pipe: IO[bytes] | None, task: dict[str, Any]) -> None:
    """Write the task; a process that has ended says why on its other streams."""
    if pipe is None:
        return
    try:
        pipe.write(json.dumps(task).encode())
        pipe.close()
    except BrokenPipeError:
        return


def _watched(child: subprocess.Popen[bytes], reader: Collected, seconds: float, memory: int) -> str | None:
    """Wait for the process. Return why it has to end, None where it ended by itself."""
    deadline = time.monotonic() + seconds
    process = psutil.Process(child.pid)
    while child.poll() is None:
        try:
            used = process.memory_info().rss
        except psutil.Error:
            return None
        if used > memory:
            return f"the question took more than {memory >> 20} MB of memory; ask for less at once"
        if reader.full:
            return f"the answer is larger than {LARGEST >> 20} MB; ask for fewer rows or columns"
        if time.monotonic() > deadline:
            return f"the question took more than {seconds - STARTING:.0f} s; ask for less, or give more --wait"
        time.sleep(WATCH)
    return None
