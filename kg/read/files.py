"""Find report files: what is named, what lies in folders, and a line for what lies there and is no file to read."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.cells import CONTROL
from kg.errors import ReadError
from kg.read.formats.office import ADVICE, CONVERTED, SHEETS, is_page, refusal

TEXT_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
WORD_SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".dotm"})
SUFFIXES = frozenset({*TEXT_SUFFIXES, *HTML_SUFFIXES, *WORD_SUFFIXES, ".pdf"})
# What would end a line, command a terminal or turn the direction of its text.
UNSHOWN = re.compile(r"[\t\n\u2028\u2029]|" + CONTROL.pattern)
KNOWN = SUFFIXES | frozenset(ADVICE)
# The others are kinds of .docx.
POSSIBLE = ", ".join(sorted(SUFFIXES - WORD_SUFFIXES | {".docx"}))


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path (None for standard input) and its name in the graph."""

    path: Path | None
    source: str

    @property
    def suffix(self) -> str:
        """The ending of the name, in small letters; empty for standard input."""
        return Path(self.source).suffix.lower() if self.path else ""


def find_sources(inputs: Iterable[str]) -> tuple[list[Found], list[ReadError]]:
    """Return the report files under `inputs` in a stable order, and an error for each input that has none.

    A folder is searched recursively; names are relative to it, so that they are the same on every machine. A link to
    a folder is followed, each folder once. What has the ending of a report and is no file that can be read is an error
    of its own. `-` is standard input.
    """
    found: dict[str, Found] = {}
    errors: list[ReadError] = []
    for item in inputs:
        try:
            for one in _expand(item):
                if isinstance(one, ReadError):
                    errors.append(one)
                elif _named_only(one):
                    errors.append(refusal(Path(one.source), one.source))
                else:
                    found.setdefault(str(one.path), one)
        except ReadError as error:
            errors.append(error)
        except OSError as error:
            errors.append(
                ReadError(f"{shown(item)}: cannot be opened ({error.strerror}); check the name and its rights")
            )
    return sorted(found.values(), key=lambda f: (f.source, str(f.path))), errors


def shown(path: str | os.PathLike[str]) -> str:
    """Return a path as text of one line that can be printed and stored: a part that is no UTF-8 is read as GB18030, which
    older systems wrote; bytes that are neither, and characters that a terminal obeys, are written `\\x..`.
    """
    return "/".join(_shown(part) for part in os.fspath(path).replace(os.sep, "/").split("/"))


def _shown(part: str) -> str:
    return UNSHOWN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), _decoded(os.fsencode(part)))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")


def _named_only(found: Found) -> bool:
    """Say whether a file's format is known and not read; LibreOffice is asked for when the file is loaded."""
    return found.suffix in ADVICE and found.suffix not in CONVERTED and not _is_exported_page(found)


def _is_exported_page(found: Found) -> bool:
    """Say whether a sheet is a web page under another name, as the exports of many sites are."""
    if found.suffix not in SHEETS or found.path is None:
        return False
    try:
        with found.path.open("rb") as file:
            return is_page(file.read(1024))
    except OSError:
        return False


def _expand(item: str) -> list[Found | ReadError]:
    if item == "-":
        return [Found(None, "stdin")]
    if not item:
        raise ReadError("'': an empty name; give files, folders, or - for standard input")
    path = Path(item)
    if path.is_dir():
        inside = list(_inside(path))
        if not inside:
            raise ReadError(f"{shown(item)}: no documents in this folder; it is searched for {POSSIBLE}")
        return inside
    if not path.exists():
        raise ReadError(f"{shown(item)}: no such file or folder; give files, folders, or - for standard input")
    if path.suffix.lower() not in KNOWN:
        ending = shown(path.suffix) or "a file without suffix"
        raise ReadError(f"{shown(item)}: cannot read {ending}; possible are {POSSIBLE}")
    return [_checked(path, shown(path.name))]


def _inside(folder: Path) -> Iterator[Found | ReadError]:
    """Yield what lies in a folder and below, each folder once, whatever links lead to it."""
    closed: list[ReadError] = []

    def refuse(error: OSError) -> None:
        closed.append(ReadError(f"{shown(error.filename)}: this folder cannot be read ({error.strerror}); check its rights"))  # fmt: skip

    seen = {_identity(folder)}
    for at, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        here = Path(at)
        kept = [(name, _identity(here / name)) for name in sorted(folders)]
        folders[:] = [name for name, place in kept if place not in seen]
        seen.update(place for _, place in kept)
        for name in sorted(names):
            if Path(name).suffix.lower() in KNOWN:
                yield _checked(here / name, shown((here / name).relative_to(folder)))
    yield from closed


def _identity(folder: Path) -> tuple[int, int] | str:
    """Return what is the same for a folder under all its names."""
    try:
        known = folder.stat()
    except OSError:
        return str(folder)
    return known.st_dev, known.st_ino


def _checked(path: Path, name: str) -> Found | ReadError:
    """Return a file, or why it is none: reading a pipe or a device may never end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return ReadError(f"{name}: cannot be opened ({error.strerror}); check where it leads and its rights")
    if not stat.S_ISREG(mode):
        return ReadError(f"{name}: not a file but a pipe, socket or device; give a file, or - for standard input")
    return Found(path.resolve(), name)
