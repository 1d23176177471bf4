"""One Aho-Corasick pass over the names and aliases the ontology hands in."""

from collections.abc import Iterable, Iterator

import ahocorasick_rs

from extractors.annotations import Candidate

Row = tuple[str, str, tuple[str, ...], bool]
INSTITUTION_TAILS = ("医院", "人民医院", "中学", "小学", "大学", "法院", "检察院", "政府", "人大")


class Gazetteer:
    """Finds known names.

    A row is (name, type, texts after which the name is another name, whether the name alone is proof).
    Names that are no proof are evidence for the tagger (rule `listed` instead of `gazetteer`).
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        known: dict[str, tuple[str, tuple[str, ...], bool]] = {}
        for name, kind, not_before, sure in rows:
            known.setdefault(name, (kind, tuple(not_before), sure))
        self.names = sorted(known)
        self.known = known
        self.automaton = ahocorasick_rs.AhoCorasick(self.names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Candidate]:
        """Yield the leftmost longest known names in `text`."""
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            name = self.names[index]
            kind, not_before, sure = self.known[name]
            after = text[end : end + 6]
            if any(after.startswith(tail) for tail in not_before):
                continue
            if kind == "District" and (after.startswith(INSTITUTION_TAILS) or after[:1] in "路桥江山南北东西"):
                continue
            if kind == "Region" and after[:1] in "路":
                continue
            yield Candidate(start, end, kind, "gazetteer" if sure else "listed", 0.9 if len(name) > 2 else 0.8)
