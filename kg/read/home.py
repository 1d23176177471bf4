"""Whose report it is, by the divisions that a title or an opening names."""

import re
from collections.abc import Mapping

from kg.errors import UsageError
from kg.read.divisions import Division, divisions, meant

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


def given_home(name: str, districts: Mapping[str, str]) -> str:
    """Return the home name of the division that somebody names, in full, in short or behind its city; of nothing, nothing.

    `districts` maps the names of the ontology to full names. Raises UsageError where no division has the name, or several have it.
    """
    if not name or name in districts:
        return districts.get(name, "")
    if division := meant("".join(name.split())):
        return divisions().home_name(division)
    same = [divisions().home_name(one) for one in divisions().named(name)]
    advice = (
        f"give one of {', '.join(sorted(set(same)))}" if same else "give its full name, as in 静安区 or 北京市朝阳区"
    )
    raise UsageError(
        f"--district {name!r}: {'several divisions have' if same else 'no division of the country has'} this name; {advice}"
    )
