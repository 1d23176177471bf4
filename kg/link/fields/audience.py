"""Whom a candidate addresses: firms of any sector, firms of its own sector, residents, the government, or nobody."""

import re
from collections.abc import Mapping, Sequence

# Names of places may be short; a program, policy, institution or event of two characters says nothing.
SHORT = 2


class Audience:
    """The words of names that say whom something is for."""

    def __init__(self, given: Mapping[str, Sequence[str]]) -> None:
        """Take the lists of the lexicon."""
        self.generic = frozenset(map(str, given["generic"]))
        self.public, self.within = (
            re.compile("|".join(re.escape(word) for word in given[name])) for name in ("public", "within")
        )
        self.body, self.paper, self.measure, self.opening = (
            re.compile("|".join(given[name])) for name in ("body", "paper", "measure", "opening")
        )
        # A link index of before this list was one has its words in `measure`.
        self.technical = re.compile("|".join(given.get("technical", ())) or "(?!)")

    def nothing(self, name: str, site: bool) -> bool:
        """Whether a name is too general to be offered to anybody."""
        return name in self.generic or (len(name) <= SHORT and not site)

    def measures(self, name: str) -> bool:
        """Whether a name is of a measure for firms of any sector, or for all firms of technology."""
        return bool(self.measure.search(name) or self.technical.search(name))

    def internal(self, name: str, own: str) -> bool:
        """Whether a name is of an act within the government that the firm's scope and name, `own`, do not speak of."""
        return any(word not in own for word in self.within.findall(name))
