"""The process that answers one question: reads a task as JSON, prints rows or an error as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.limits import limit_space, no_files
from kg.stores.settings import Settings

# Address space beside what the question may take: Python and the libraries.
BESIDE = 2 << 30


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
        from kg.folder import STORE
        from kg.generations import hold
        from kg.stores.embedded import EmbeddedStore, reserved

        # Held until the process ends, so that the store that is measured is the one that is opened.
        folder = hold(Path(task["folder"])).path
        space = reserved(folder / STORE)
        limit_space(BESIDE + task["memory"] + space + space // 2)
        # The engine plans with half of what the process may take.
        return EmbeddedStore(folder, memory=task["memory"] // 2, space=space)
    from kg.stores.neo4j import Neo4jStore

    limit_space(BESIDE + task["memory"])
    return Neo4jStore(Settings(**task["server"]))


def flat(value: Any) -> Any:
    """Return a value without the embedded engine's inner fields and empty columns."""
    if isinstance(value, dict):
        return {k: flat(v) for k, v in value.items() if not k.startswith("_") and k != "kg_hash" and v is not None}
    return [flat(item) for item in value] if isinstance(value, list | tuple) else value


def main() -> None:
    """Entry point."""
    no_files()
    task = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer(task), ensure_ascii=False, default=str).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
