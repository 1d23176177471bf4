"""Whose text a fragment is that has no title and names no issuer: the district whose name and places alone recur in it.

The thresholds are from `scripts/fragments.py` over pieces of 600, 2000 and 6000 characters of reports of districts,
cities and provinces: with them no piece of a city or of another district was filed wrongly.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.read.divisions import Division, divisions
from kg.read.divisions.towns import towns_in

# How often its name must stand in the text, and how many of its towns and zones.
NAMED, PLACES = 2, 2
# Another division may be named more than once, or with more than one of its places, where the district's have so many times more.
OTHERS = 4
# Words of a district about itself, and of a city or province; a fragment of a city's report speaks of one district too.
OWN_WORDS = re.compile(r"(?:全|我|本)[区县旗]|[区县旗](?:委|政府)")
UPPER_WORDS = re.compile(r"(?:全|我|本)[市省]|自治区(?=党委|政府)|(?<!县)市(?:委|政府)|省(?:委|政府)")
UPPER_SHARE = 2
# Without a word of either kind the name must stand more often, and the city's hardly at all.
NAMED_ALONE, CITY_NAMED = 3, 2
# Characters in front of a name in which its city stands.
LED = 12


@dataclass(slots=True)
class Traces:
    """What a text names of one division: how often its name `name`, and which of its towns and zones, how often."""

    name: str = ""
    named: int = 0
    places: Counter[str] = field(default_factory=Counter)


def inferred_home(text: str, districts: Mapping[str, str], places: Mapping[str, str]) -> str:
    """Return the home name of the district whose name and places alone recur in a text; empty where there is none.

    `districts` maps names of districts to full names, `places` towns and zones to the district they lie in.
    """
    found = traces(text, districts, places)
    fit = [home for home, seen in found.items() if seen.named >= NAMED and len(seen.places) >= PLACES]
    if not fit:
        return ""
    best = max(fit, key=lambda home: (found[home].named + len(found[home].places), home))
    rivals = any(_rivals(found[best], seen) for home, seen in found.items() if home != best)
    return "" if rivals or not _speaks(text, best, found[best].named) else best


def _rivals(best: Traces, other: Traces) -> bool:
    """Say whether a text may as well be the other's: one mention of it, or of one of its places, is no reason."""
    places = len(other.places.keys() - best.places.keys())
    # A name that both have says nothing between them: 朝阳区 of Beijing and of Changchun.
    named = 0 if other.name == best.name else other.named
    return (named >= 2 and places >= 2) or any(
        count >= 2 and count * OTHERS > own for count, own in ((named, best.named), (places, len(best.places)))
    )


def _speaks(text: str, home: str, named: int) -> bool:
    """Say whether a text speaks as a district does of itself, not as its city does of it."""
    own, upper = len(OWN_WORDS.findall(text)), len(UPPER_WORDS.findall(text))
    if own:
        return upper <= UPPER_SHARE * own
    division = divisions().find(home)
    city = divisions().short_of(division.parents[-1]) if division and division.parents else ""
    return not upper and named >= NAMED_ALONE and (not city or text.count(city) <= CITY_NAMED)


def traces(text: str, districts: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Traces]:
    """Return what a text names of each division, by home name.

    `districts` maps names of districts to full names, `places` towns and zones to the district they lie in. A name that
    several divisions share counts for each of them.
    """
    found: dict[str, Traces] = defaultdict(Traces)
    known = divisions()
    for start, _, name in known.mentions(text):
        led = text[max(0, start - LED) : start]
        for one in _meant(known.named(name), led):
            seen = found[known.home_name(one)]
            seen.name, seen.named = name, seen.named + 1
    for name, home in districts.items():
        if name != home and (count := text.count(name) - text.count(home)) > 0:
            found[home].named += count
    for town, codes in towns_in(text):
        for code in codes:
            if there := known.of_code(code):
                found[known.home_name(there)].places[town] += 1
    for place, home in places.items():
        if len(place) > 2 and (count := text.count(place)):
            found[home].places[place] = count
    return found


def _meant(same: list[Division], led: str) -> list[Division]:
    county = [one for one in same if len(one.code) == 6]
    behind = [one for one in county if any(led.endswith(parent) for parent in one.parents)]
    return behind or county
