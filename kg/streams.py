"""The standard streams of the command: what cannot be written to them is an error of the project, never a traceback."""

import io
import json
import os
import sys

from kg.errors import EXIT_USAGE, BrokenOutputError, OutputError


class _Output(io.TextIOWrapper):
    """Standard output. A failure raises OutputError here, before a library turns it into silence."""

    def write(self, text: str, /) -> int:
        """Write a text. Raises OutputError."""
        try:
            return super().write(text)
        except OSError as error:
            self._failed(error)
            return len(text)

    def flush(self) -> None:
        """Write what is buffered. Raises OutputError."""
        try:
            super().flush()
        except OSError as error:
            self._failed(error)

    def _failed(self, error: OSError) -> None:
        discard(self.fileno())  # what is buffered would fail again when the process ends
        if isinstance(error, BrokenPipeError):
            raise BrokenOutputError("the program that reads standard output has ended; the rest is not printed")
        raise OutputError(f"standard output cannot be written ({error.strerror or error}); send it somewhere else")


class _Messages(_Output):
    """Standard error. When it fails there is nobody to tell, and the command goes on."""

    def _failed(self, _: OSError) -> None:
        discard(self.fileno())


def discard(descriptor: int) -> None:
    """Let a descriptor lead to the null device from now on."""
    null = os.open(os.devnull, os.O_RDWR)
    if null == descriptor:
        os.set_inheritable(null, True)
        return
    os.dup2(null, descriptor)
    os.close(null)


def start_streams() -> None:
    """Make the standard streams ready. Ends the process where standard output is closed.

    A closed stream gets the null device: else the next file that is opened would take its number, and hold what
    libraries print.
    """
    closed = [number for number in (0, 1, 2) if not _is_open(number)]
    for number in closed:
        discard(number)
    if sys.stderr is None or 2 in closed:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the process
    # A console in GBK or cp1252 cannot show every letter.
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _wrapped(sys.stderr, _Messages)
    if isinstance(sys.stdout, io.TextIOWrapper) and 1 not in closed:
        sys.stdout = _wrapped(sys.stdout, _Output)
    elif sys.stdout is None or 1 in closed:
        print("kg: standard output is closed; send it to a file or to the null device", file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_USAGE)


def shown_json(text: str) -> str:
    """Return JSON with what standard output has no letter for as `\\u` escapes: a program that reads it loses nothing."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join([char if _has(char, encoding) else json.dumps(char)[1:-1] for char in text])
    return text


def _has(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _wrapped(stream: io.TextIOWrapper, kind: type[_Output]) -> _Output:
    encoding, buffered = stream.encoding, stream.line_buffering
    return kind(stream.detach(), encoding=encoding, errors="replace", line_buffering=buffered)
