"""The tagger's probabilities for listed names: which names to keep, and which types the tagger had wrong."""

from collections.abc import Sequence

from extractors.annotations import Mention
from extractors.inference.tags import Floats
from extractors.mentions.gazetteer import LISTED, SURE

UNLIKELY, KNOWN_PLACE = "outside-of-names", "known-place"
# Their names are a closed list: where the tagger marks exactly such a name, the list knows its type.
PLACES = ("District", "Town")
# The ontology's names stand, but for these, which are often common words.
COMMON = ("Industry", "Program")
# The length of an alias that is as easily a part of other words, in characters.
SHORT = 2


def likely(
    mentions: Sequence[Mention], outside: Floats, listed: float, certain: float
) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions that stand and those that do not, by how likely their characters are in no name.

    `outside` has one probability a character. A listed name needs less than `listed`, a sector, a program and a
    name of two characters of the ontology less than `certain`.
    """
    kept: list[Mention] = []
    dropped: list[Mention] = []
    for mention in mentions:
        doubt = float(outside[mention.start : mention.end].mean())
        common = mention.source == SURE and (mention.type in COMMON or _short(mention))
        limit = listed if mention.source == LISTED else certain if common else None
        if limit is None or doubt < limit:
            kept.append(mention)
        else:
            dropped.append(mention.dropped(UNLIKELY))
    return kept, dropped


def _short(mention: Mention) -> bool:
    """Say whether a name is an alias of two characters that may be parts of two words: 交大 in 提交大会."""
    return mention.end - mention.start == SHORT and mention.type not in PLACES


def known_places(found: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
    """Return what the tagger found, with the type of the ontology's places where the span is the same."""
    places = {m.span: m.type for m in known if m.type in PLACES and m.source == SURE}
    return [m.changed(KNOWN_PLACE, type=places.get(m.span)) for m in found]
