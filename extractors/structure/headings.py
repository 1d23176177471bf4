"""Numbered headings; no other module looks for them."""

import re

from extractors.annotations import Heading
from extractors.rules import load_rules

NUMERALS = "一二三四五六七八九十"
# A heading is a line of at most so many characters, else its first clause.
LONGEST = 40


def chinese_ordinal(text: str) -> int:
    """Return the value of a numeral up to 99 (`十二` → 12), or of digits."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = NUMERALS.index(ones) + 1 if ones else 0
    return value + ((NUMERALS.index(tens) + 1 if tens else 1) * 10 if ten else 0)


def find_headings(text: str) -> tuple[Heading, ...]:
    """Return the headings in order. A numeral counts only where it continues its sequence and in no quotes."""
    found: list[Heading] = []
    last = {1: 0, 2: 0, 3: 0}
    for at, level, match in _numerals(text):
        number = chinese_ordinal(match[f"h{level}"])
        if text.rfind("“", max(0, at - LONGEST), at) > text.rfind("”", max(0, at - LONGEST), at):
            continue
        follows = number == last[level] + 1 or (level > 1 and (number == 1 or not found))
        if not follows and not (level == 3 and number > last[3]):
            continue
        last[level] = number
        if level < 3:
            last.update({k: 0 for k in last if k > level and not (level == 1 and k == 3)})
        found.append(Heading(at - (level == 2), match.end(), level, heading_text(text, match.end())))
    return tuple(found)


def _numerals(text: str) -> list[tuple[int, int, re.Match[str]]]:
    """Return (offset of the numeral, level, match) of every possible heading."""
    hits: dict[int, tuple[int, re.Match[str]]] = {}
    for rule in load_rules("structure", "headings"):
        for match in rule.regex.finditer(text):
            group = str(match.lastgroup)
            hits[match.start(group)] = int(group[1]), match
    return [(at, *hits[at]) for at in sorted(hits)]


def heading_text(text: str, at: int) -> str:
    """Return the heading that starts at `at`: its line or first sentence, or its first clause when run into the body."""
    line = re.split(r"[\n。:：]", text[at : at + 60], maxsplit=1)[0]
    if len(line) <= LONGEST and at + len(line) < len(text):
        return line.strip()
    return re.split(r"[,;\s]", line, maxsplit=1)[0][:LONGEST]
