"""Short names that a text introduces: `长三角一体化示范区(以下简称“示范区”)`."""

import re
from collections.abc import Sequence

from extractors.annotations import Candidate, Introduced, Span3

PATTERN = re.compile(
    r"[”》]?[((](?:以下|下文)?(?:统称|简称)为?[::]?(?:[“《]([^“”《》\n]{2,24})[”》]|([^“”《》(),,。;\n]{2,20}))[))]"
)
CONFIDENCE = 0.9


def find_introduced(text: str, spans: Sequence[Span3]) -> list[Introduced]:
    """Return what is introduced right after a mention, in text order."""
    by_end = {end: (start, end, kind) for start, end, kind in spans}
    found = []
    for match in PATTERN.finditer(text):
        span = by_end.get(match.start())
        short = match.lastindex or 1
        if span and match[short] != text[span[0] : span[1]]:
            found.append(Introduced(text[span[0] : span[1]], match[short], span[2], match.start(short)))
    return found


def introduced_names(text: str, introduced: Sequence[Introduced]) -> list[Candidate]:
    """Return the short names as candidates, wherever they stand from their introduction on."""
    found = []
    for name in introduced:
        at = text.find(name.short, name.at)
        while at >= 0:
            found.append(Candidate(at, at + len(name.short), name.type, "introduced", CONFIDENCE))
            at = text.find(name.short, at + len(name.short))
    return found
