"""Whose report it is, by the divisions that a title or an opening names."""

import re

from kg.read.divisions import Division, divisions

# What follows the name of the division whose report it is; any other mention may be of somebody else.
OWNER = re.compile(r"(?:人民)?政府|区长|市长|县长|省长|第.{1,4}届|20\d\d年|国民经济|发展和改革|$")


def stated_home(where: str) -> str:
    """Return the division that the text `where` is issued by, a name of its own; empty where none or several could be.

    Names that follow each other are read as one: `浙江省舟山市普陀区`.
    """
    known = divisions()
    run, last = "", -1
    found: list[tuple[str, int]] = []
    for start, end, name in known.mentions(where):
        run = run + name if start == last else name
        last = end
        if found and found[-1][1] == start:
            found.pop()
        found.append((run, end))
    for names, end in found:
        if OWNER.match(where, end):
            division: Division | None = known.find(names)
            return known.home_name(division) if division else ""
    return ""
