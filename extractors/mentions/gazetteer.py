"""Known names: one Aho-Corasick pass over the names and aliases that the ontology hands in."""

from collections.abc import Iterable, Iterator

import ahocorasick_rs

from extractors.annotations import Mention
from extractors.inference.tags import TYPES as LEARNED

Row = tuple[str, str, tuple[str, ...], bool]
# The trail of names that the ontology itself gives, and of those that are only evidence for the tagger.
SURE, LISTED = "gazetteer", "listed"
# The same for names of a type that no model learned: the tagger cannot find them, so they come before its names.
NEW_TYPE = "new-type"
# After these a district's name is a part of another name (普陀区人民医院, 静安公园南路).
INSTITUTION_TAILS = ("医院", "人民医院", "中学", "小学", "大学", "法院", "检察院", "人大")
PLACE_TAILS = {"District": "路桥江山南北东西", "Region": "路"}
LONG, SHORT = 0.9, 0.8


class Gazetteer:
    """Finds known names.

    A row is (name, type, texts after which the name is another name, whether the name alone is proof).
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        known: dict[str, tuple[str, tuple[str, ...], bool]] = {}
        for name, type, not_before, sure in rows:
            known.setdefault(name, (type, tuple(not_before), sure))
        self.names = sorted(known)
        self.known = known
        self.automaton = ahocorasick_rs.AhoCorasick(self.names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the leftmost longest known names in `text`."""
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            name = self.names[index]
            type, not_before, sure = self.known[name]
            after = text[end : end + 6]
            if after.startswith(not_before) or after[:1] in tuple(PLACE_TAILS.get(type, "")):
                continue
            if type == "District" and after.startswith(INSTITUTION_TAILS):
                continue
            source = NEW_TYPE if type not in LEARNED else SURE if sure else LISTED
            yield Mention(start, end, type, LONG if len(name) > 2 else SHORT, (source,))
