"""Advisory locks on files: one builder, many readers. The system drops them when their process ends, however it ends."""

import contextlib
import errno
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import GraphError

# Held by somebody else; other errors mean that this file system has no locks.
HELD = (errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    # The lock is mandatory there, so it is put where no text is. A shared lock is not needed: an open file stays.
    PLACE = 1 << 30

    def _lock(descriptor: int, *, shared: bool, wait: bool) -> None:
        if not shared:
            os.lseek(descriptor, PLACE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool, wait: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))


def take(descriptor: int, *, shared: bool, wait: bool = False) -> bool:
    """Lock an open file; return whether nobody else holds it. True too where the file system has no locks."""
    try:
        _lock(descriptor, shared=shared, wait=wait)
    except OSError as error:
        return error.errno not in HELD
    return True


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a graph folder's builder in the file `path`, which says who builds.

    Raises GraphError where another process builds. The file of a process that was killed is taken over.
    """
    descriptor = _acquire(path)
    try:
        me = {"pid": os.getpid(), "host": platform.node(), "since": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
        os.ftruncate(descriptor, 0)
        os.write(descriptor, (json.dumps(me) + "\n").encode())
        yield
    finally:
        # Where open files cannot be removed the name stays; the next builder takes it over.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _acquire(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not take(descriptor, shared=False):
                raise GraphError(f"{path.parent}: {_who(path)} is building here; wait until it is done, or end it")
            if _same(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # another builder removed the file between the opening and the lock


def _same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _who(path: Path) -> str:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return f"process {found['pid']} on {found['host']}, since {found['since']},"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
