"""Writes an atlas: the pages, the style, the scripts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from kg.errors import OutputError, UsageError
from kg.export.atlas.names import names_script
from kg.export.atlas.pages import Pages
from kg.export.book import Book
from kg.export.site import site_part
from kg.export.texts import Lang
from kg.model import Graph
from kg.outfile import output_file
from kg.schema import Schema

MARK = "atlas.txt"


def write_atlas(graph: Graph, known: Schema, folder: Path, lang: Lang = "zh") -> int:
    """Write the pages of a graph into a folder, which opens at `index.html`; return how many there are.

    The pages of an earlier atlas in the folder are replaced. Raises UsageError where the folder holds something else,
    OutputError where it cannot be written.
    """
    pages = Pages(Book(graph, known), lang)
    _empty(folder)
    count = 0
    for name, text in _files(pages):
        with output_file(folder / name) as work:
            work.write_text(text, "utf-8", newline="\n")
        count += name.endswith(".html")
    return count


def _files(pages: Pages) -> Iterator[tuple[str, str]]:
    yield MARK, "An atlas of district-kg. Open index.html.\n"
    for name in ("site.css", "site.js"):
        yield name, site_part(name)
    yield "names.js", names_script(pages.names())
    yield from pages.all()


def _empty(folder: Path) -> None:
    try:
        if folder.is_dir() and any(folder.iterdir()):
            if not (folder / MARK).is_file():
                raise UsageError(
                    f"{folder}: this folder holds other files; give a new one, or that of an earlier atlas"
                )
            shutil.rmtree(folder / "pages", ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error})") from None
