"""The log on stderr: text or one JSON object a line; secrets never reach it."""

import json
import logging
import os
import re
import sys
from enum import StrEnum

# The user and password of an address, as in bolt://neo4j:secret@host.
IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


def secrets_hidden(text: str) -> str:
    """Return a text without the password of the environment and without what stands before the `@` of an address."""
    password = os.environ.get("NEO4J_PASSWORD", "")
    shown = text.replace(password, "…") if len(password) > 3 else text
    return IN_ADDRESS.sub("…@", shown)


class _Lines(logging.Formatter):
    """Formats a record as one line."""

    def __init__(self, kind: LogFormat) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.kind = kind

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text or as JSON, without secrets."""
        if self.kind is LogFormat.TEXT:
            return " ".join(secrets_hidden(super().format(record)).split())
        fields = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": secrets_hidden(record.getMessage()),
        }
        return json.dumps(fields, ensure_ascii=False)


def start_log(verbose: int, kind: LogFormat) -> None:
    """Log to stderr: warnings, with `verbose` 1 what is done, with 2 everything."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(kind))
    logger = logging.getLogger("kg")
    logger.handlers[:] = [handler]
    logger.setLevel({0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG))
    logger.propagate = False
