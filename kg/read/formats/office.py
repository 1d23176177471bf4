"""Formats that are named rather than read, and those that LibreOffice turns into .docx where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import ReadError

CONVERTED = frozenset({".doc", ".wps", ".rtf"})
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
SECONDS = 120


def refusal(path: Path, name: str) -> ReadError:
    """Return the error for a file whose format is known and not read."""
    suffix = path.suffix.lower()
    return ReadError(f"{name}: cannot read {suffix}; {ADVICE[suffix]}")


def to_docx(path: Path, name: str) -> bytes:
    """Return a .doc, .wps or .rtf file as .docx, made by LibreOffice. Raises ReadError where that cannot be."""
    program = shutil.which("soffice")
    if program is None:
        raise refusal(path, name)
    with tempfile.TemporaryDirectory() as folder:
        command = [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--convert-to"]
        try:
            subprocess.run(
                [*command, "docx", "--outdir", folder, str(path)], check=True, capture_output=True, timeout=SECONDS
            )
            return Path(folder, f"{path.stem}.docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise ReadError(f"{name}: LibreOffice could not convert it; save it as .docx") from None
