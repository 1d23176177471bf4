"""Fills the embedded store in a process of its own: the engine ends its process where the disk is full, and a build must
end with its line and its status."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.folder import STORE
from kg.limits import Collected, command_of, environment, signal_name
from kg.stores.textindex import write_index

# The most that is read of what the process says, in bytes.
LARGEST = 1 << 20


def fill(folder: Path) -> None:
    """Put the embedded store and the search index into a generation that is being written.

    Raises StoreError where the engine refuses, ends its process or takes other counts than the manifest's, OSError
    where the disk refuses.
    """
    found = _loaded(folder)
    if "error" in found:
        raise StoreError(found["error"])
    if "os" in found:
        number, name = found["os"]
        raise OSError(number, os.strerror(number) if number else "no reason given", name)
    write_index(folder)


def _loaded(folder: Path) -> dict[str, Any]:
    """Return the answer of the process that loads the store; it is ended with this one, however that ends."""
    # Its standard input stays open as long as this process lives, which it watches.
    child = subprocess.Popen(
        [*command_of("kg.stores.loading"), os.fspath(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    with child:
        said, complaint = Collected(child.stdout, LARGEST), Collected(child.stderr, LARGEST)
        try:
            child.wait()
        finally:
            child.kill()
            said.join()
            complaint.join()
    if child.returncode < 0:
        raise StoreError(
            f"{folder / STORE}: the embedded engine ended while it was filled ({signal_name(child.returncode)}), as it does "
            f"where the disk is full; {_room(folder)}, the graph is as it was before; build again"
        )
    if child.returncode:
        # A fault of this program in the other process: its trace belongs into the crash file.
        raise RuntimeError(f"the embedded store was not filled:\n{complaint.data.decode('utf-8', 'replace')}")
    found: dict[str, Any] = json.loads(said.data)
    return found


def _room(folder: Path) -> str:
    try:
        return f"{shutil.disk_usage(folder).free >> 20} MB are free there"
    except OSError:
        return "its free room is not known"
