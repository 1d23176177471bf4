"""Find report files and take their text out: .txt, .md, .html, .docx, .pdf, folders, standard input."""

import hashlib
import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import docx
import pypdfium2
import trafilatura
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from kg.errors import ReadError
from kg.model import SourceText
from kg.read.decode import decode

TEXT_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
SUFFIXES = frozenset({*TEXT_SUFFIXES, *HTML_SUFFIXES, ".docx", ".pdf"})
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
                found.setdefault(str(one.path), one)
        except ReadError as error:
            errors.append(error)
    return sorted(found.values(), key=lambda f: (f.source, str(f.path))), errors


def _expand(item: str) -> list[Found]:
    if item == "-":
        return [Found(None, "stdin")]
    path = Path(item)
    if path.is_dir():
        files = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file()]
        if not files:
            raise ReadError(f"{item}: no documents in this folder; it is searched for {POSSIBLE}")
        return [Found(p.resolve(), p.relative_to(path).as_posix()) for p in files]
    if not path.exists():
        raise ReadError(f"{item}: no such file or folder; give files, folders, or - for standard input")
    if path.suffix.lower() not in SUFFIXES:
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
    text = _text_of(data, found)
    if not text.strip():
        raise ReadError(f"{found.source}: no text in it; a scanned document needs text recognition first")
    return SourceText(found.source, text, hashlib.sha256(data).hexdigest())


def _text_of(data: bytes, found: Found) -> str:
    suffix = found.path.suffix.lower() if found.path else ""
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        return _pdf(data, found.source)
    if suffix == ".docx" or data.startswith(b"PK\x03\x04"):
        return _docx(data, found.source)
    text = decode(data, found.source)
    if suffix in HTML_SUFFIXES or (not suffix and text.lstrip()[:9].lower() in ("<!doctype", "<html>")):
        return _html(text)
    return text


def _html(text: str) -> str:
    return trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True) or ""


def _docx(data: bytes, name: str) -> str:
    try:
        document = docx.Document(io.BytesIO(data))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        raise ReadError(f"{name}: not a readable .docx file; save it again as .docx, or give .pdf or .txt") from None
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" ".join(cell.text.strip() for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _pdf(data: bytes, name: str) -> str:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise ReadError(
            f"{name}: not a readable .pdf file (broken or protected); export it again, or give .docx"
        ) from None
    try:
        pages = []
        for page in pdf:
            layer = page.get_textpage()
            pages.append(layer.get_text_range())
            layer.close()
            page.close()
    finally:
        pdf.close()
    return "\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "")
