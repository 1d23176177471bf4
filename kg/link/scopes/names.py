"""The sector that the name of a firm speaks of: 某某国际会展服务有限公司."""

from functools import lru_cache

from kg.link.scopes.clauses import narrow
from kg.link.scopes.lexicon import rows

# How much a word of a name says by how many characters follow it.
LAST, INSIDE = 1.0, 0.7


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for sector, words in rows("names.tsv"):
        for word in words.split():
            found[word] = (*found.get(word, ()), sector)
    return found


def read_name(short: str) -> dict[str, tuple[float, str]]:
    """Return the sectors of a name without place and legal form, each with how much it says (0 to 1) and the word.

    Of words in each other the longest counts; the last one of a name counts most.
    """
    name, words = narrow(short), _words()
    longest = max(map(len, words))
    found: dict[str, tuple[float, str]] = {}
    end, said = len(name), LAST
    while end > 0:
        word = next((name[s:end] for s in range(max(0, end - longest), end) if name[s:end] in words), "")
        # A name that is only the word says it like any other, a single character only at the end of one.
        if word and (len(word) > 1 or end == len(name)):
            for sector in words[word]:
                found.setdefault(sector, (said, word))
            end, said = end - len(word), INSIDE
        else:
            end -= 1
    return found
