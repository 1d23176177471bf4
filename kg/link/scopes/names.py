"""The name of a firm without place and legal form, and the sector it speaks of: 某某国际会展服务有限公司."""

import re
from collections.abc import Container
from functools import lru_cache

from kg.link.scopes.clauses import narrow
from kg.link.scopes.lexicon import rows
from kg.same import plain

FORM = re.compile(r"有限责任公司|股份有限公司|有限公司|股份|集团|分公司|\([^()]*\)")
LAND = re.compile("^(?:中国|上海市?)")
# The longest name of a place that stands before the name of a firm.
PLACE = 5
# How much the last word of a name that says a sector weighs, and one before it.
LAST, INSIDE = 1.0, 0.7


def core_name(name: str, places: Container[str]) -> str:
    """Return a name without legal form, brackets and the places before it.

    Where that leaves only the word of a trade or less (上海银行), the places stay.
    """
    whole = FORM.sub("", plain(name))
    short = LAND.sub("", whole)
    while place := next((short[:n] for n in range(min(PLACE, len(short) - 2), 1, -1) if short[:n] in places), ""):
        short = LAND.sub("", short[len(place) :].removeprefix("市").removeprefix("省"))
    return (short if len(short) > 1 and short not in _words() else whole) or plain(name)


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
