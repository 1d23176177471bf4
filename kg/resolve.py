"""Resolution: the Linker alone decides which node a name refers to."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.annotated import Annotated
from kg.kinds import DISTRICT, INSTITUTION, POLICY, PROGRAM, PROJECT, SECTOR, TOWN, ZONE
from kg.ontology import Entry, Ontology
from kg.read.divisions import called, divisions, meant
from kg.same import CERTAIN, UNSURE, Judgement, compare, edition_of, everywhere, place_of, plain, series_of

SECTOR_TAIL = re.compile(r"(?:产业集群|产业链|产业|行业|领域)$")
TOWN_NAME = re.compile(r"..(?:镇|乡|街道|苏木)$")
# Characters in front of a name in which its city and province stand: 新疆维吾尔自治区 and 克孜勒苏柯尔克孜自治州 together.
PARENTS = 24
# Types whose names are no names of divisions in the report's own region.
PLACES = frozenset({ZONE, PROJECT})
# Types of which no name is that of a place alone, wherever it lies: 西安 is cut from a longer name.
NAMELESS = frozenset({PROGRAM, POLICY})
Seen = tuple[str, str, str]


class Linker:
    """Maps a written name to the id of its node: ontology aliases first, then short and long forms that were seen."""

    def __init__(self, ontology: Ontology) -> None:
        self.types = ontology.node_types
        self.entries: dict[str, Entry] = {}
        self.known: dict[tuple[str, str], str] = {}
        self.learned: dict[tuple[str, str, str], str] = {}
        self.districts = tuple(ontology.district_names())
        for kind, entry in ontology.gazetteer():
            self.entries[f"{kind}:{entry.name}"] = entry
            for name in (entry.name, *entry.aliases):
                self.known.setdefault((kind, plain(name)), entry.name)

    def learn(self, seen: Iterable[Seen]) -> None:
        """Find short and long forms among (type, text, district) of all documents; the same in every order.

        Names are compared within one district and type, in blocks that share their first two characters or
        their last three, events also the first two of their series; a name goes to the longest it matches, and only where there is a single such name.
        """
        blocks: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for (kind, text, district), _ in sorted(Counter(seen).items()):
            name = plain(text)
            if (kind, name) not in self.known and name not in self.types[kind].generic:
                for part in {name[:2], name[-3:], series_of(name)[:2] if self.types[kind].series else name[:2]}:
                    blocks[kind, district, part].add(name)
        for (kind, district, _), names in sorted(blocks.items()):
            ranked = sorted(names, key=lambda n: (-len(n), n))
            for name in ranked:
                longer = [n for n in ranked if len(n) > len(name) and self.judge(n, name, kind, kind).same]
                if longer and all(self.judge(longer[0], n, kind, kind).same for n in longer[1:]):
                    self.learned.setdefault((kind, district, name), longer[0])

    def introduce(self, kind: str, short: str, long: str, district: str) -> None:
        """Take a short name for the long one in the documents of a district, where a text says so (`以下简称`)."""
        name = plain(short)
        if (kind, name) not in self.known:
            self.learned[kind, district, name] = self.learned.get((kind, district, plain(long)), plain(long))

    def judge(self, a: str, b: str, kind_a: str, kind_b: str) -> Judgement:
        """Say whether two names are one thing, and why: what the ontology knows first, then their form."""
        one, two = self._entry(kind_a, a), self._entry(kind_b, b)
        if kind_a == kind_b and one and two:
            editions = edition_of(a), edition_of(b)
            if one == two and self.types[kind_a].series and all(editions) and editions[0] != editions[1]:
                return Judgement(0.1, f"{editions[0]} and {editions[1]} are two editions of {one}")
            if one == two:
                return Judgement(CERTAIN, f"both are names of {one}")
            return Judgement(0.0, f"the ontology knows {one} and {two} as two")
        if {kind_a, kind_b} == {INSTITUTION, PROJECT} and plain(a) == plain(b):
            return Judgement(0.9, "one name: an Institution is also called a Project while it is built")
        if kind_a != kind_b:
            return Judgement(0.0, f"a {kind_a} and a {kind_b} are different things")
        if kind_a == INSTITUTION and plain(a) == plain(b) and everywhere(plain(a)):
            return Judgement(UNSURE, "every district has one of that name: one within a district, two in two")
        return compare(a, b, self.types[kind_a], self.districts, kind_a)

    def typed(self, given: str, types: Iterable[str]) -> tuple[str, str]:
        """Split `Type:name`; for a bare name return the type under which the ontology knows it, or an empty one."""
        head, _, tail = given.partition(":")
        if tail and head in types:
            return head, tail
        return next((kind for kind in types if (kind, plain(given)) in self.known), ""), given

    def knows(self, kind: str, name: str) -> bool:
        """Say whether the ontology knows a name of this type."""
        return self._entry(kind, name) is not None

    def _entry(self, kind: str, name: str) -> str | None:
        key = plain(name)
        found = self.known.get((kind, key))
        if not found and kind == SECTOR:
            found = self.known.get((kind, SECTOR_TAIL.sub("", key)))
        edition = re.fullmatch(r"(第[一二三四五六七八九十\d]+届|首届|20\d\d年?)(.+)", key)
        if not found and edition and self.types[kind].series:
            found = self.known.get((kind, edition[2]))
        return found

    def node_id(self, kind: str, text: str, district: str) -> str:
        """Return the id; a name that many districts use for a zone of their own carries the district."""
        key = plain(text)
        if name := self._entry(kind, key):
            return f"{kind}:{name}"
        key = self.learned.get((kind, district, key), key)
        if name := self._entry(kind, key):
            return f"{kind}:{name}"
        if key in self.types[kind].generic or (kind == INSTITUTION and everywhere(key)):
            return f"{kind}:{key}({district or '未知区'})"
        return f"{kind}:{key}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The nodes of a collection's mentions: for each document id, one node id a mention, in their order.

    An empty id is a mention of a district that is no division of the country, which `unplaced` counts by what it says, or a
    zone or project by the name of a division inside the report's own.
    """

    linker: Linker
    ids: dict[str, tuple[str, ...]]
    unplaced: Counter[str] = field(default_factory=Counter)


def resolve(docs: Sequence[Annotated], ontology: Ontology) -> Resolution:
    """Map every mention of a collection to its node; the same for the documents in any order."""
    linker, ordered = Linker(ontology), sorted(docs, key=lambda d: d.document.id)
    linker.learn((m.type, d.name(m), d.document.district) for d in ordered for m in d.found.mentions)
    for doc in ordered:
        for name in doc.found.abbreviations:
            linker.introduce(name.type, name.short, name.long, doc.document.district)
    ids = {d.document.id: tuple(_node(linker, d, n) for n in range(len(d.found.mentions))) for d in ordered}
    unplaced = Counter(
        d.text(m.start, m.end)
        for d in ordered
        for key, m in zip(ids[d.document.id], d.found.mentions, strict=True)
        if not key and m.type == DISTRICT
    )
    return Resolution(linker, ids, unplaced)


def _node(linker: Linker, doc: Annotated, number: int) -> str:
    """Return the node of a document's mention, given by its place among them; an empty id where it has none.

    A district is a division of the country or of the ontology; no program or policy is called by a place alone. What a report of a province calls 榆林 is that city, and
    neither a zone nor a project; in `榆林、渭南园区` it stands for 榆林园区.
    """
    mention = doc.found.mentions[number]
    kind, text, home = mention.type, doc.name(mention), doc.document.district
    if mention.name and linker.knows(kind, written := doc.text(mention.start, mention.end)):
        text = written
    if kind in NAMELESS and place_of(plain(text)):
        return ""
    if kind in PLACES and _is_inside(plain(text), home):
        return ""
    if kind != DISTRICT:
        return linker.node_id(kind, text, home)
    if division := meant(plain(text), doc.text(max(0, mention.start - PARENTS), mention.start), home):
        return f"{DISTRICT}:{divisions().home_name(division)}"
    node = linker.node_id(DISTRICT, text, home)
    if node in linker.entries:
        return node
    return linker.node_id(TOWN, text, home) if TOWN_NAME.search(text) else ""


def _is_inside(name: str, home: str) -> bool:
    """Say whether a division of that full or short name lies in the home of a report."""
    known = called(name)
    return any(home in division.parents for division in known)
