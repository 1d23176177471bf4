"""Sameness: the Linker alone decides which node a name belongs to."""

import re

from kg.ontology import Entry, Ontology

GENERIC_ZONES = frozenset({"综合保税区", "综保区", "中央商务区", "滨江", "园区二期", "产业园", "开发区", "城市副中心"})
SECTOR_TAIL = re.compile(r"(?:产业集群|产业链|产业|行业|领域)$")
MARKS = re.compile(r"[“”‘’《》\s]")


class Linker:
    """Maps a written name to the id of its node: ontology aliases first, else the name without quotes."""

    def __init__(self, ontology: Ontology) -> None:
        self.entries: dict[str, Entry] = {}
        self.known: dict[tuple[str, str], str] = {}
        for kind, entry in ontology.gazetteer():
            self.entries[f"{kind}:{entry.name}"] = entry
            for name in (entry.name, *entry.aliases):
                self.known.setdefault((kind, self.key(name)), entry.name)

    @staticmethod
    def key(text: str) -> str:
        """Return `text` without quotes and spaces, brackets in one form."""
        return MARKS.sub("", text).replace("(", "(").replace(")", ")")

    def node_id(self, kind: str, text: str, district: str) -> str:
        """Return the id; a name that many districts use for a zone of their own carries the district."""
        key = self.key(text)
        if name := self.known.get((kind, key)):
            return f"{kind}:{name}"
        stem = SECTOR_TAIL.sub("", key)
        if kind == "Industry" and (name := self.known.get((kind, stem))):
            return f"{kind}:{name}"
        edition = re.fullmatch(r"(第[一二三四五六七八九十\d]+届|首届|20\d\d年?)(.+)", key)
        if kind == "Event" and edition and (series := self.known.get((kind, edition[2]))):
            return f"{kind}:{series}"
        if kind in ("Zone", "Project") and key in GENERIC_ZONES:
            return f"{kind}:{key}({district or '未知区'})"
        return f"{kind}:{key}"
