"""The process that answers one question: reads a task as JSON, prints rows or an error as JSON."""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.stores.settings import Settings

# Address space beside what the question may take: Python, the libraries, and 16 MB of stacks for each core's threads.
BESIDE = 2 << 30
STACKS = 16 << 20


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of a task, or the error that the store gave."""
    try:
        with _opened(task) as store:
            rows = store.run_limited(task["cypher"], task["params"], task["rows"], task["seconds"])
    except KgError as error:
        return {"error": str(error)}
    return {"rows": [{key: flat(value) for key, value in row.items()} for row in rows]}


def _opened(task: dict[str, Any]) -> Any:
    if task["folder"] is not None:
        from kg.stores.embedded import EmbeddedStore, reserved, store_path

        folder = Path(task["folder"])
        space = reserved(store_path(folder))
        _limit_space(task["memory"] + space + space // 2)
        # The engine plans with half of what the process may take.
        return EmbeddedStore(folder, memory=task["memory"] // 2, space=space)
    from kg.stores.neo4j import Neo4jStore

    _limit_space(task["memory"])
    return Neo4jStore(Settings(**task["server"]))


def flat(value: Any) -> Any:
    """Return a value without the embedded engine's inner fields and empty columns."""
    if isinstance(value, dict):
        return {k: flat(v) for k, v in value.items() if not k.startswith("_") and k != "kg_hash" and v is not None}
    return [flat(item) for item in value] if isinstance(value, list | tuple) else value


def _limit_space(size: int) -> None:
    """Limit the address space to `size` and what every question needs: a fence for memory that grows between two looks."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        limit = size + BESIDE + STACKS * (os.cpu_count() or 1)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _no_files() -> None:
    """Let this process write no file and leave no core, where the system can forbid it."""
    with contextlib.suppress(ImportError):
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Entry point."""
    _no_files()
    task = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer(task), ensure_ascii=False, default=str).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
