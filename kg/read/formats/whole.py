"""Whether a parser read all of its input: libxml2 goes no further at its own limits, and the rest would be lost."""

from typing import Any

from lxml import etree

from kg.errors import ReadError


def check_whole(parser: Any, name: str, part: str) -> None:
    """Raise ReadError where the parser stopped at a limit: depth, length of a text, growth by entities."""
    stopped = parser.error_log.filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT])
    if stopped:
        reason = stopped[0].message.partition(", ")[0].strip().rstrip(".")
        raise ReadError(
            f"{name}: {part} goes over a limit of its parser ({reason}); save it anew, split it, or give its text as .txt"
        )
