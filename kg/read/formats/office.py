"""Formats that are recognised but not read, and those that LibreOffice, where installed, converts to .docx."""

import re
import shutil
import tempfile
from pathlib import Path

from kg.errors import ReadError
from kg.limits import run_limited

CONVERTED = frozenset({".doc", ".wps", ".rtf"})
SHEETS = frozenset({".xls", ".et"})
# How a web page begins, in any encoding that keeps ASCII.
PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,200}?-->\s*)?<(?:!doctype\s+html|html|head|table|meta)\b",
    re.I | re.S,
)
ADVICE = {
    ".doc": "install LibreOffice (soffice), or save it as .docx",
    ".wps": "install LibreOffice (soffice), or save it as .docx",
    ".rtf": "install LibreOffice (soffice), or save it as .docx",
    ".xls": "save the sheet as .html, or put it into a .docx",
    ".xlsx": "save the sheet as .html, or put it into a .docx",
    ".et": "save the sheet as .html, or put it into a .docx",
    ".ofd": "export it as .pdf or .docx",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".ppt": "export it as .pdf",
    ".pptx": "export it as .pdf",
    ".odt": "save it as .docx",
    ".caj": "export it as .pdf",
}
# The marks of the end of a cell and of its row, and nothing behind them.
LAST_ROW = "\x07\x07\0\0\0\0".encode("utf-16-le")
# How documents of Word (since 2.0) and WPS and Rich Text begin. LibreOffice takes anything else for text in an encoding of its choice.
DOCUMENTS = (b"\xd0\xcf\x11\xe0", b"\xdb\xa5", b"\x31\xbe", b"\xfe\x37", b"{\\rtf")
# LibreOffice takes 200 to 300 MB and some seconds for a report; the first start on a slow machine takes longer.
MEMORY, SECONDS = 2 << 30, 120.0


def refusal(path: Path, name: str) -> ReadError:
    """Return the error for a file whose format is known and not read."""
    suffix = path.suffix.lower()
    return ReadError(f"{name}: cannot read {suffix}; {ADVICE[suffix]}")


def is_page(data: bytes) -> bool:
    """Say whether a file is a web page, whatever its name says: its first 1024 bytes are enough."""
    return bool(PAGE.match(data))


def _ends_in_table(path: Path) -> bool:
    """Say whether the text of a .doc file ends with a row of a table, as Word never writes it and LibreOffice does."""
    try:
        return path.suffix.lower() in {".doc", ".wps"} and LAST_ROW in path.read_bytes()
    except OSError:
        return False


def to_docx(path: Path, name: str, memory: int = MEMORY, seconds: float = SECONDS) -> bytes:
    """Return a .doc, .wps or .rtf file as .docx, made by LibreOffice in `memory` bytes and `seconds`.

    Raises ReadError with one line where that cannot be.
    """
    program = shutil.which("soffice")
    if program is None:
        raise refusal(path, name)
    if _ends_in_table(path):
        # LibreOffice runs the figures of that table into one.
        raise ReadError(
            f"{name}: ends with a table, which LibreOffice cannot read; write a line below it, or save it as .docx"
        )
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
        try:
            said = run_limited([*command, "--outdir", folder, str(path.absolute())], memory, seconds)
            file = Path(folder, f"{path.stem}.docx")
            made = file.read_bytes() if not said and file.exists() else b""
        except OSError as error:
            said, made = error.strerror or "", b""
    if not made:
        said = said or "it made no document, as of a damaged or protected file"
        raise ReadError(f"{name}: LibreOffice could not convert it ({said}); save it as .docx")
    return made
