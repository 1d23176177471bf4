"""Limits of a process that this program starts for work on foreign material, and how such a process is started."""

import contextlib
import os
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

# Each thread's stack is reserved in whole.
STACKS = 16 << 20
# How often a foreign program is looked at, in seconds.
WATCH = 0.2


def limit_space(size: int) -> None:
    """Limit the address space of this process to `size` bytes and one stack for each core.

    Does nothing where the system has no such limit (Windows; macOS accepts the call and does not keep it).
    """
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        limit = size + STACKS * (os.cpu_count() or 1)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def limit_time(seconds: int) -> None:
    """Let this process use `seconds` more of processor time; then the system ends it. Nothing on Windows."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def no_files() -> None:
    """Let this process write no file and leave no core, where the system can forbid it."""
    with contextlib.suppress(ImportError):
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    no_core()


def no_core() -> None:
    """Let this process leave no core file in the working directory when a library ends it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ignore_interrupts() -> None:
    """Leave Ctrl-C, which all processes of a terminal get, to the process that started this one and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def command_of(module: str) -> list[str]:
    """Return the command that runs a module of this package; a folder named kg in the working directory is not what runs."""
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Return the environment of such a process: without the server's password, and with this package as the one to import.

    Relative places of PYTHONPATH are left out, since they mean the working directory.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_") and key != "PYTHONPATH"}
    places = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(place).is_absolute()]
    home = Path(__file__).resolve().parents[1]
    # Before the standard library, site-packages could replace parts of it; it is found without being named.
    if home not in (Path(sysconfig.get_path("purelib")).resolve(), Path(sysconfig.get_path("platlib")).resolve()):
        places.insert(0, str(home))
    # Each further arena of glibc reserves 64 MB of the address space that the process limits.
    return {**kept, "PYTHONPATH": os.pathsep.join(places), "MALLOC_ARENA_MAX": "2"}


def ended_by(status: int, names: Collection[str]) -> bool:
    """Say whether an exit status means that the process was ended by one of the signals of these names."""
    return status < 0 and signal_name(status) in names


def signal_name(status: int) -> str:
    """Return what an exit status says, as `signal SIGSEGV` or `status 1`."""
    try:
        return signal.Signals(-status).name if status < 0 else f"status {status}"
    except ValueError:
        return f"status {status}"


class Collected(threading.Thread):
    """Reads a stream of another process to its end, at most `largest` bytes, so that this process can watch the other."""

    def __init__(self, stream: IO[bytes] | None, largest: int) -> None:
        super().__init__(daemon=True)
        self.stream, self.largest, self.data, self.full = stream, largest, b"", False
        self.start()

    def run(self) -> None:
        """Collect what the stream gives, and close it."""
        parts, size = [], 0
        if self.stream is None:
            return
        with self.stream as stream:
            while part := stream.read(1 << 20):
                parts.append(part)
                size += len(part)
                if size > self.largest:
                    self.full = True
                    break
        self.data = b"".join(parts)


def run_limited(command: Sequence[str], memory: int, seconds: float) -> str:
    """Run a foreign program with everything that it starts, and end all of it where it takes too much.

    `memory` in bytes is what its processes hold together, `seconds` are those of the clock. Returns what went wrong, or
    nothing where it ended with status 0. Raises OSError where it cannot be started.
    """
    import psutil

    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=_without_secrets()) as process:
        deadline, family = time.monotonic() + seconds, {process.pid: psutil.Process(process.pid)}
        try:
            while process.poll() is None:
                # Kept, since a child whose parent has ended is found no more.
                for one in list(family.values()):
                    with contextlib.suppress(psutil.Error):
                        family |= {child.pid: child for child in one.children(recursive=True)}
                if sum(map(_resident, family.values())) > memory:
                    return f"it takes more than {memory >> 20} MB of memory"
                if time.monotonic() > deadline:
                    return f"it takes more than {seconds:g} s"
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(WATCH)
        finally:
            for one in family.values():
                with contextlib.suppress(psutil.Error):
                    one.kill()
    return "" if process.returncode == 0 else f"it ended with {signal_name(process.returncode)}"


def _without_secrets() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_")}


def _resident(process: "psutil.Process") -> int:
    import psutil

    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
