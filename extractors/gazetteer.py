"""One Aho-Corasick pass over the names and aliases the ontology hands in."""

from collections.abc import Iterable, Iterator

import ahocorasick_rs

from extractors.types import Candidate

Row = tuple[str, str, tuple[str, ...]]
INSTITUTION_TAILS = ("医院", "人民医院", "中学", "小学", "大学", "法院", "检察院", "政府", "人大")


class Gazetteer:
    """Finds known names. A row is (name, type, texts after which the name is another name)."""

    def __init__(self, rows: Iterable[Row]) -> None:
        known: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, kind, not_before in rows:
            known.setdefault(name, []).append((kind, tuple(not_before)))
        self.names = sorted(known)
        self.known = known
        self.automaton = ahocorasick_rs.AhoCorasick(self.names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Candidate]:
        """Yield the leftmost longest known names in `text`."""
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            name = self.names[index]
            kind, not_before = self.known[name][0]
            after = text[end : end + 6]
            if any(after.startswith(tail) for tail in not_before):
                continue
            if kind == "District" and (after.startswith(INSTITUTION_TAILS) or after[:1] in "路桥江山南北东西"):
                continue
            if kind == "Region" and after[:1] in "路":
                continue
            yield Candidate(start, end, kind, "gazetteer", 0.9 if len(name) > 2 else 0.8)
