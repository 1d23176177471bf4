"""Gazetteer files: names by the thousand as plain text that users can extend.

`[Type]` or `[Type District]` opens a block; then come entries separated by spaces, each `Name=alias=alias`.
`[Type District: sector, sector]` says besides which sectors of the taxonomy its entries are known for.
`#` starts a comment line.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import OntologyError

HEAD = re.compile(r"\[(\w+)(?: (\w+))?(?:: ([^\]]+))?\]")


class Listed(NamedTuple):
    """One entry: its type, its names (the first is the main one), the block's district and sectors, where it has them."""

    type: str
    names: tuple[str, ...]
    district: str | None
    sectors: tuple[str, ...] = ()


def find_gazetteers(given: Sequence[str], beside: Path) -> list[Path]:
    """Return the files that `given` (files or folders, relative to `beside` or shipped) name, sorted by folder.

    Raises OntologyError when one does not exist.
    """
    found: list[Path] = []
    for name in given:
        roots = [root / name for root in (beside, Path(__file__).resolve().parents[1])]
        path = next((p for p in roots if p.exists()), None)
        if path is None:
            raise OntologyError(f"gazetteers: {name} does not exist beside the ontology; give a .txt file or a folder")
        found += sorted(path.glob("*.txt")) if path.is_dir() else [path]
    return found


def read_gazetteer(
    path: Path, types: Sequence[str], districts: Sequence[str], sectors: Collection[str] = ()
) -> Iterator[Listed]:
    """Yield the entries of one file. Raises OntologyError with file and line for what it cannot read."""
    head: tuple[str, str | None, tuple[str, ...]] | None = None
    for number, line in enumerate(_text(path).splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        where = f"{path.name} line {number}"
        if text.startswith("["):
            head = _head(text, where, types, districts, sectors)
        elif head is None:
            raise OntologyError(f"{where}: entries before the first [Type] line")
        else:
            for entry in text.split():
                names = tuple(dict.fromkeys(filter(None, entry.split("="))))
                if names:
                    yield Listed(head[0], names, *head[1:])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise OntologyError(f"{path.name} line {line}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror}); give a .txt file or a folder") from None


def _head(
    text: str, where: str, types: Sequence[str], districts: Sequence[str], sectors: Collection[str]
) -> tuple[str, str | None, tuple[str, ...]]:
    found = HEAD.fullmatch(text)
    if not found or found[1] not in types:
        raise OntologyError(
            f"{where}: {text} names no type; write [Type], [Type District] or [Type District: sector, sector], "
            f"Type one of {', '.join(types)}"
        )
    if found[2] and found[2] not in districts:
        raise OntologyError(f"{where}: unknown district {found[2]}; possible: {', '.join(districts)}")
    known = tuple(part.strip() for part in (found[3] or "").split(",") if part.strip())
    for sector in known:
        if sector not in sectors:
            raise OntologyError(f"{where}: unknown sector {sector}; give a name of the taxonomy (ontology.yaml)")
    return found[1], found[2], known
