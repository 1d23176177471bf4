"""Values as text that a terminal, a table or a workbook may hold."""

import re
from typing import Any

# Control characters but tab and newline, and the marks that turn the direction of text.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# What makes a spreadsheet take a cell for a formula, also in its full-width form and behind blanks.
FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]|[\t\r]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def as_text(value: Any) -> str:
    """Return a value as it is shown: a list with commas, nothing for None."""
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def visible(text: str) -> str:
    """Return a text with control characters and marks of direction as U+FFFD, so that a terminal obeys none of them."""
    return CONTROL.sub("\ufffd", text)


def csv_cell(value: Any) -> str:
    """Return a CSV cell. Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    text = visible(as_text(value))
    return f"'{text}" if isinstance(value, str | list) and FORMULA.match(text) and not NUMBER.fullmatch(text) else text
