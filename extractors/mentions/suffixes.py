"""Names by suffix (`…创新园`), with a bounded scan to the left: evidence for the tagger, too often wrong alone."""

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.annotations import Mention
from extractors.rules import load_table

# The longest name that is looked for before a suffix, in characters.
LONGEST = 18
STOP = set("。,;:!?、“”‘’《》〈〉 \n\t\u3000()()—…")
COUNT = re.compile(r"[\d一二三四五六七八九十两多余个家条项届次第]+")
SURE, UNSURE = 0.75, 0.6


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], frozenset[str]]:
    kinds = {suffix: kind for kind, items in load_table("suffixes", "suffixes").items() for suffix in items}
    longest = sorted(kinds, key=len, reverse=True)
    cuts = "|".join(sorted(map(re.escape, load_table("suffixes", "boundaries")), key=len, reverse=True))
    generic = frozenset(load_table("suffixes", "generic"))
    return re.compile("|".join(map(re.escape, longest))), kinds, re.compile(cuts), generic


def suffix_names(text: str) -> Iterator[Mention]:
    """Yield a mention for each suffix that a name stands before. Source: rules/suffixes.yaml."""
    triggers, kinds, cuts, generic = _compiled()
    for match in triggers.finditer(text):
        start = _left(text, match.start(), cuts)
        prefix = text[start : match.start()]
        if len(prefix) < 2 or prefix in generic or COUNT.fullmatch(prefix):
            continue
        if match.group() == "号线" and not prefix[-1].isdigit():
            continue
        score = SURE if len(prefix) > 2 else UNSURE
        yield Mention(start, match.end(), kinds[match.group()], score, (f"suffix:{match.group()}",))


def _left(text: str, end: int, cuts: re.Pattern[str]) -> int:
    start = end
    depth = 0
    while start > 0 and end - start < LONGEST:
        char = text[start - 1]
        if char in "))":
            depth += 1
        elif char in "((" and depth:
            depth -= 1
        elif char in STOP:
            break
        start -= 1
    window = text[start:end]
    last = 0
    for cut in cuts.finditer(window):
        # 中以(上海)创新园: what stands before a parenthesis belongs to the name that goes on after it.
        if window[cut.end() : cut.end() + 1] not in ("(", "("):
            last = cut.end()
    return start + last
