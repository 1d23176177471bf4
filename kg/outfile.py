"""Output files, moved into place only when complete."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import OutputError


@contextmanager
def output_file(file: Path) -> Iterator[Path]:
    """Yield a path to write an output to; at the end it takes the place of `file` in one step.

    Missing folders above it are made. Where anything fails, `file` is as it was. A device or a pipe is written to
    directly. Raises OutputError when it cannot be written.
    """
    try:
        if file.exists() and not file.is_file():
            if file.is_dir():
                raise OutputError(f"{file}: this is a folder; give the name of a file")
            yield file
            return
        target = file.resolve()  # a link stays, what it leads to is replaced
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(None, "the file is read-only")
        work = target.with_name(f".writing-{secrets.token_hex(8)}{target.suffix}")
        try:
            yield work
            if target.exists():
                shutil.copymode(target, work)
            work.replace(target)
        finally:
            with suppress(OSError):
                work.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{file}: cannot be written ({error.strerror or error}); check the path, its rights and the room on the disk"
        ) from None
