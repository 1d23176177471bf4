"""Files that a Word file takes in whole (`w:altChunk`): Word shows them as part of the text when it opens the document."""

import email
import email.policy
from collections.abc import Callable

from kg.errors import ReadError
from kg.read.decode import decode
from kg.read.formats.parsed import Parsed, TextBuilder
from kg.read.formats.word.package import Package

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PAGES, ARCHIVES, WORDS, TEXTS = (".htm", ".html", ".xhtml"), (".mht", ".mhtml"), (".docx", ".docm", ".dotx"), (".txt",)


def add_chunk(package: Package, relation: str, out: TextBuilder, read_word: Callable[[bytes, str], Parsed]) -> None:
    """Add the text and tables of the file that a relation names; `read_word` reads one that is a Word file itself.

    A kind that is not read is named in a warning.
    """
    named = package.relations.get(relation)
    member = named.target if named is not None else ""
    if member not in package.members:
        out.warnings.append(
            "a file that the document takes in is missing; open it in Word and save it under a new name"
        )
        return
    data = package.data(member)
    if member.endswith(WORDS):
        out.insert(read_word(data, package.name))
    elif member.endswith(TEXTS):
        out.insert(Parsed(decode(data, package.name).text))
    elif member.endswith((*PAGES, *ARCHIVES)):
        # Trafilatura takes half a second to import; hardly any file has such a part.
        from kg.read.formats.html import read_html

        page = _page_of(data, package.name) if member.endswith(ARCHIVES) else decode(data, package.name).text
        out.insert(read_html(page, package.name))
    else:
        out.warnings.append(
            f"{member}, which the document takes in, was not read; open it in Word and save it under a new name"
        )


def _page_of(data: bytes, name: str) -> str:
    """Return the first page of a saved web archive. Raises ReadError where there is none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = message.get_body(("html", "plain"))
    content = page.get_payload(decode=True) if page is not None else None
    if not isinstance(content, bytes):
        raise ReadError(
            f"{name}: no page in the web archive that it takes in; open it in Word and save it under a new name"
        )
    return decode(content, name).text
