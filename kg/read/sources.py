"""Take the text out of a file: .txt and .md here, formats that take a parser in a process with limits."""

import hashlib
import sys
from dataclasses import replace

from kg.errors import ReadError
from kg.model import SourceText
from kg.read.decode import decode
from kg.read.files import HTML_SUFFIXES, WORD_SUFFIXES, Found
from kg.read.formats import FormatName, Parsed
from kg.read.formats.office import CONVERTED, DOCUMENTS, SHEETS, is_page, to_docx
from kg.read.traditional import is_traditional
from kg.read.worker import Reader, shared_reader

# A scanned report of 300 pages has some 100 MB.
LARGEST_FILE = 256 << 20
# The longest of the reports at hand has 70,000 characters, a yearbook some millions; a character has at most 4 bytes.
LARGEST_TEXT = 10_000_000


def load_source(found: Found, reader: Reader | None = None) -> SourceText:
    """Read and decode one file; `reader` parses foreign formats, without one that of this process.

    Raises ReadError with one line that says what is wrong.
    """
    data = _bytes(found)
    if not data:
        raise ReadError(f"{found.source}: the file is empty (0 bytes); give a file with text")
    parsed = _parsed(data, found, reader or shared_reader())
    if not parsed.text.strip():
        size = f" ({parsed.pages.number} pages)" if parsed.pages else ""
        raise ReadError(f"{found.source}: no text in it{size}; a scanned document needs text recognition first")
    if len(parsed.text) > LARGEST_TEXT:
        raise _too_long(found, f"{len(parsed.text)} characters")
    digest = hashlib.sha256(data).hexdigest()
    warnings = parsed.warnings + _script(parsed.text, found)
    return SourceText(found.source, parsed.text, digest, parsed.tables, warnings, parsed.headline, parsed.pages)


def _bytes(found: Found) -> bytes:
    try:
        if found.path is None:
            if sys.stdin is None:
                raise ReadError(f"{found.source}: standard input is closed; give files, or send text to it")
            data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with found.path.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ReadError(f"{found.source}: cannot be opened ({error.strerror}); check its permissions") from None
    if len(data) > LARGEST_FILE:
        raise ReadError(f"{found.source}: larger than {LARGEST_FILE >> 20} MB; split it, or give its text as .txt")
    return data


def _parsed(data: bytes, found: Found, reader: Reader) -> Parsed:
    suffix = found.suffix
    packed, page = data.startswith(b"PK\x03\x04"), suffix in HTML_SUFFIXES
    # What a file begins with counts before what its name says: sites and people give names that do not fit.
    if data.startswith(b"%PDF-") or (suffix == ".pdf" and not packed):
        return reader.read(data, FormatName.PDF, found.source)
    page = page or (suffix in CONVERTED | SHEETS | WORD_SUFFIXES and is_page(data[:1024]))
    if packed or (suffix in WORD_SUFFIXES and not page):
        return reader.read(data, FormatName.WORD, found.source)
    if suffix in CONVERTED and data.startswith(DOCUMENTS) and found.path is not None:
        return reader.read(to_docx(found.path, found.source), FormatName.WORD, found.source)
    if len(data) > 4 * LARGEST_TEXT:
        raise _too_long(found, f"{len(data)} bytes")
    decoded = decode(data, found.source)
    text = decoded.text
    if page or (not suffix and is_page(text[:1024].encode())):
        read = reader.read(text.encode(), FormatName.HTML, found.source)
        return replace(read, warnings=decoded.warnings + read.warnings)
    return Parsed(text, warnings=decoded.warnings)


def _script(text: str, found: Found) -> tuple[str, ...]:
    """Return the line that says in which characters a text was read, for a traditional one."""
    if not is_traditional(text):
        return ()
    return (f"{found.source}: in traditional characters, read as simplified ones; names and quotes are simplified",)


def _too_long(found: Found, size: str) -> ReadError:
    return ReadError(f"{found.source}: {size} of text, {LARGEST_TEXT} characters are possible; split it")
