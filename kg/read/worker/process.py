"""The client of the reading process: starts it, ends it when it takes too much, starts it again."""

import atexit
import contextlib
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import psutil

from kg.errors import ReadError
from kg.limits import command_of, ended_by, environment, signal_name
from kg.read.formats import FormatName, Parsed
from kg.read.worker.messages import TooLargeError, receive, send, unpacked

# How often a process that reads is looked at, in seconds.
WATCH = 0.1
# How long a process that stopped answering may take to end by itself and so to say why.
WAIT = 5.0
# Signals of a process that used its time, and of libraries that end the process when they get no memory.
TIME_SIGNALS = ("SIGXCPU",)
MEMORY_SIGNALS = ("SIGABRT", "SIGTRAP", "SIGBUS")
INSTEAD = "save it anew, split it, or give its text as .txt"


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    `memory` in bytes: a report of 500 pages takes some 100 MB. `seconds` of processor time: a page of a PDF takes
    about 0.02. `wall` in seconds ends a reader that waits, however busy the machine is. `answer` in bytes: the text
    and the tables.
    """

    memory: int = 1 << 30
    seconds: int = 60
    wall: float = 240.0
    answer: int = 256 << 20


class Reader:
    """A process that reads files one after the other; it is started at the first one and again whenever it ended."""

    def __init__(self, limits: Limits | None = None, command: Sequence[str] | None = None) -> None:
        self.limits = limits or Limits()
        arguments = (str(self.limits.memory), str(self.limits.seconds))
        self.command = command or (*command_of("kg.read.worker.child"), *arguments)
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, form: FormatName, name: str) -> Parsed:
        """Return the text and tables of a file. Raises ReadError with one line where it cannot be read in the limits."""
        process = self._running()
        task = _Exchange(process, {"form": form.value, "name": name}, data, self.limits.answer)
        try:
            ended = self._watched(process, task)
        except BaseException:
            self.close()
            raise
        found = task.found
        if not ended and (found is None or "limit" in found):
            ended = self._reason((found or {}).get("limit"), _status(process))
        if ended:
            self.close()
            raise ReadError(f"{name}: {ended}; {INSTEAD}")
        if found is None or "fault" in found:
            raise ReadError(f"{name}: its reader failed on it ({(found or {}).get('fault')}); {INSTEAD}")
        if "refused" in found:
            raise ReadError(found["refused"])
        return unpacked(found)

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        return self.process

    def _watched(self, process: subprocess.Popen[bytes], task: "_Exchange") -> str:
        """Wait for the answer. Return why the process has to end, an empty string where it answered or ended itself."""
        deadline = time.monotonic() + self.limits.wall
        while task.is_alive():
            task.join(WATCH)
            if time.monotonic() > deadline:
                return f"reading it takes more than {self.limits.wall:g} s"
            # Where the system keeps no limit of address space, this is the limit.
            if _resident(process) > self.limits.memory:
                return self._reason("memory", 0)
        return ""

    def _reason(self, limit: str | None, status: int) -> str:
        if limit == "memory" or ended_by(status, MEMORY_SIGNALS):
            return f"reading it takes more than {self.limits.memory >> 20} MB of memory"
        if limit == "depth":
            return "its parts are nested too deep"
        if limit == "answer":
            return f"it unpacks to more than {self.limits.answer >> 20} MB"
        if ended_by(status, TIME_SIGNALS):
            return f"reading it takes more than {self.limits.seconds} s of processor time"
        return f"its reader ended on it ({signal_name(status)})"

    def close(self) -> None:
        """End the process, where there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # What was not yet written to a process that has gone is of no use to anyone.
                with contextlib.suppress(OSError):
                    stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Exchange(threading.Thread):
    """Sends one file and takes the answer: both may wait for the other process, which the first thread watches."""

    def __init__(self, process: subprocess.Popen[bytes], head: dict[str, Any], data: bytes, largest: int) -> None:
        super().__init__(daemon=True)
        self.process, self.head, self.data, self.largest = process, head, data, largest
        self.found: dict[str, Any] | None = None
        self.start()

    def run(self) -> None:
        """Leave the answer in `found`; None where the process went away."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            send(self.process.stdin, self.head, self.data)
            message = receive(self.process.stdout, self.largest)
        except TooLargeError:
            self.found = {"limit": "answer"}
        except OSError:
            return  # the process went away; its exit status says why
        else:
            self.found = message[0] if message else None


def _status(process: subprocess.Popen[bytes]) -> int:
    """Return the exit status of a process that has ended or is about to; one that goes on is ended."""
    try:
        return process.wait(timeout=WAIT)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _resident(process: subprocess.Popen[bytes]) -> int:
    try:
        return int(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return 0


@cache
def shared_reader() -> Reader:
    """Return the reader of this process, which is ended with it."""
    reader = Reader()
    atexit.register(reader.close)
    return reader
