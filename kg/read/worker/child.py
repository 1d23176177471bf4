"""The process that reads: takes one file after the other on standard input, answers on standard output."""

import os
import sys
from dataclasses import replace
from typing import Any

from kg.errors import ReadError
from kg.limits import ignore_interrupts, limit_space, limit_time, no_files
from kg.read.formats import FormatName, Parsed
from kg.read.worker.messages import packed, receive, send

# The other side writes; what it says is no longer than a name and a few figures.
LARGEST_HEAD = 1 << 20


def parse(data: bytes, form: FormatName, name: str) -> Parsed:
    """Return the text of a file in one of the formats; the libraries of a format are imported at its first file."""
    if form is FormatName.PDF:
        from kg.read.formats.pdf import read_pdf

        return read_pdf(data, name)
    if form is FormatName.WORD:
        from kg.read.formats.word import read_word

        found = read_word(data, name)
    else:
        from kg.read.formats.html import read_html

        found = read_html(data.decode(), name)
    return replace(found, warnings=tuple(f"{name}: {warning}" for warning in found.warnings))


def answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return what a file holds, or why it could not be read: `refused` in words, `limit` or `fault` as a name."""
    try:
        return packed(parse(data, FormatName(request["form"]), request["name"]))
    except ReadError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"limit": "memory"}
    except RecursionError:
        return {"limit": "depth"}
    except Exception as error:  # noqa: BLE001 - a fault of a library on a foreign file is that file's line
        return {"fault": f"{type(error).__name__}: {error}"[:200]}


def main() -> None:
    """Entry point: memory in bytes and seconds of processor time for one file are the arguments."""
    ignore_interrupts()
    no_files()
    limit_space(int(sys.argv[1]))
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not stand among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while message := receive(sys.stdin.buffer, LARGEST_HEAD):
        limit_time(int(sys.argv[2]))
        found = answer(*message)
        send(replies, found)
        if "limit" in found:
            break  # what is left of the memory may be in pieces: the next file gets a new process


if __name__ == "__main__":
    main()
