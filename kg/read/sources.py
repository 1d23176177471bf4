"""Find report files and take their text out: .txt, .md, .html, .docx, .pdf, folders, standard input."""

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import ReadError
from kg.model import SourceText
from kg.read.decode import decode
from kg.read.formats import Parsed
from kg.read.formats.html import read_html
from kg.read.formats.office import ADVICE, CONVERTED, refusal, to_docx
from kg.read.formats.pdf import read_pdf
from kg.read.formats.word import read_word

TEXT_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
SUFFIXES = frozenset({*TEXT_SUFFIXES, *HTML_SUFFIXES, ".docx", ".pdf"})
KNOWN = SUFFIXES | frozenset(ADVICE)
POSSIBLE = ", ".join(sorted(SUFFIXES))


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path (None for standard input) and its name in the graph."""

    path: Path | None
    source: str


def find_sources(inputs: Iterable[str]) -> tuple[list[Found], list[ReadError]]:
    """Return the report files under `inputs` in a stable order, and an error for each input that has none.

    A folder is searched recursively; names are relative to it, so that they are the same on every machine.
    `-` is standard input.
    """
    found: dict[str, Found] = {}
    errors: list[ReadError] = []
    for item in inputs:
        try:
            for one in _expand(item):
                if _named_only(one):
                    errors.append(refusal(Path(one.path or one.source), one.source))
                else:
                    found.setdefault(str(one.path), one)
        except ReadError as error:
            errors.append(error)
    return sorted(found.values(), key=lambda f: (f.source, str(f.path))), errors


def _named_only(found: Found) -> bool:
    """Say whether a file's format is known and not read; LibreOffice is asked for when the file is loaded."""
    suffix = found.path.suffix.lower() if found.path else ""
    return suffix in ADVICE and suffix not in CONVERTED


def _expand(item: str) -> list[Found]:
    if item == "-":
        return [Found(None, "stdin")]
    path = Path(item)
    if path.is_dir():
        files = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in KNOWN and p.is_file()]
        if not files:
            raise ReadError(f"{item}: no documents in this folder; it is searched for {POSSIBLE}")
        return [Found(p.resolve(), p.relative_to(path).as_posix()) for p in files]
    if not path.exists():
        raise ReadError(f"{item}: no such file or folder; give files, folders, or - for standard input")
    if path.suffix.lower() not in KNOWN:
        raise ReadError(f"{item}: cannot read {path.suffix or 'a file without suffix'}; possible are {POSSIBLE}")
    return [Found(path.resolve(), path.name)]


def load_source(found: Found) -> SourceText:
    """Read and decode one file. Raises ReadError with one line that says what is wrong."""
    try:
        data = sys.stdin.buffer.read() if found.path is None else found.path.read_bytes()
    except OSError as error:
        raise ReadError(f"{found.source}: cannot be opened ({error.strerror}); check its permissions") from None
    if not data:
        raise ReadError(f"{found.source}: the file is empty (0 bytes); give a file with text")
    parsed = _parsed(data, found)
    if not parsed.text.strip():
        raise ReadError(f"{found.source}: no text in it; a scanned document needs text recognition first")
    digest = hashlib.sha256(data).hexdigest()
    return SourceText(found.source, parsed.text, digest, parsed.tables, parsed.warnings, parsed.headline)


def _parsed(data: bytes, found: Found) -> Parsed:
    suffix = found.path.suffix.lower() if found.path else ""
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        return read_pdf(data, found.source)
    if suffix in CONVERTED and found.path is not None:
        return read_word(to_docx(found.path, found.source), found.source)
    if suffix == ".docx" or data.startswith(b"PK\x03\x04"):
        return read_word(data, found.source)
    decoded = decode(data, found.source)
    text = decoded.text
    if suffix in HTML_SUFFIXES or (not suffix and text.lstrip()[:9].lower() in ("<!doctype", "<html>")):
        page = read_html(text)
        return replace(page, warnings=decoded.warnings + page.warnings)
    return Parsed(text, warnings=decoded.warnings)
