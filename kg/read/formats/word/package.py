"""The zip archive of a Word file: its parts, found by the relations that name them, and by their usual names."""

import posixpath
from dataclasses import dataclass, field
from zipfile import ZipFile

from lxml import etree

from kg.errors import ReadError
from kg.read.formats.whole import check_whole

# The parts of a report of 500 pages have some 20 MB; a tree takes ten times its part in memory.
LARGEST_PART = 60 << 20
# Word's markup packs to a tenth or a thirtieth; only a part above the small size is measured by it.
SMALL_PART, LARGEST_GROWTH = 10 << 20, 200
# "Strict Open XML" has the same elements under other names.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: the last word of its type (`footnotes`), and the member of the archive that it leads to."""

    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """An open Word file; `name` is the file's name for messages."""

    archive: ZipFile
    name: str
    members: dict[str, str] = field(default_factory=dict)
    main: str = ""
    relations: dict[str, Relation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Some programs write backslashes, or other cases than the relations name.
        self.members = {_plain(member): member for member in self.archive.namelist()}
        named = [r.target for r in self._relations("").values() if r.kind == "officeDocument"]
        usual = sorted(m for m in self.members if m.startswith("word/document") and m.endswith(".xml"))
        self.main = next((m for m in (*named, MAIN, *usual) if m in self.members), "")
        self.relations = self._relations(self.main)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the part of one kind, such as `styles`; None where the file has none."""
        named = [r.target for r in self.relations.values() if r.kind == kind]
        usual = f"{posixpath.dirname(self.main)}/{kind}.xml"
        member = next((m for m in (*named, usual) if m in self.members), "")
        return self.root(member)

    def root(self, member: str) -> etree._Element | None:
        """Return the root of a member, None where there is no such one."""
        if member not in self.members:
            return None
        data = self.data(member)
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
        # Word itself repairs characters that XML forbids; entities are never resolved.
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(data, parser)
        check_whole(parser, self.name, member)
        return root

    def data(self, member: str) -> bytes:
        """Return a member. Raises ReadError for one that is too large, or that grows as no document does."""
        actual = self.members[member]
        packed = max(self.archive.getinfo(actual).compress_size, 1)
        with self.archive.open(actual) as file:
            data = file.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise ReadError(f"{self.name}: {member} unpacks to more than {LARGEST_PART >> 20} MB; split the document")
        if len(data) > SMALL_PART and len(data) > LARGEST_GROWTH * packed:
            raise ReadError(
                f"{self.name}: {member} unpacks to {len(data) // packed} times its size, {LARGEST_GROWTH} times are possible; "
                "open it in Word and save it under a new name"
            )
        return data

    def _relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by id; one that leads out of the file, or nowhere, is left out."""
        folder, base = posixpath.split(part)
        root = self.root(_plain(f"{folder}/_rels/{base}.rels"))
        found: dict[str, Relation] = {}
        for element in root if root is not None else ():
            kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
            if target and element.get("TargetMode") != "External":
                found[element.get("Id", "")] = Relation(kind, _plain(posixpath.join(folder, target.replace("\\", "/"))))
        return found


def _plain(member: str) -> str:
    return posixpath.normpath(member.replace("\\", "/")).lstrip("/").lower()
