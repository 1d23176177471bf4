"""What was not foreseen: its trace goes into a file, and the line that the user gets names the file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import FaultError, KgError
from kg.log import secrets_hidden
from kg.version import __version__


@contextmanager
def net(what: str) -> Iterator[None]:
    """Within this, an error that nobody foresaw becomes a FaultError about `what`, and the trace a file that it names.

    For the work on one document among many, and only there: the other documents do not depend on it, so that they can
    still be built. Everywhere else such an error ends the command.
    """
    try:
        yield
    except (KgError, OSError):
        raise
    except Exception as error:
        raise FaultError(
            f"{what}: a fault of kg itself ({type(error).__name__}), it is left out; please report it with {crash_file()}"
        ) from error


def crash_file() -> str:
    """Write the trace of the error at hand, without secrets, to a new file and return its path."""
    import tempfile
    import traceback

    try:
        handle, name = tempfile.mkstemp(prefix="kg-crash-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(secrets_hidden(f"kg {__version__}\n{traceback.format_exc()}"))
    except OSError as error:
        return f"no crash file ({error.strerror})"
    return name
