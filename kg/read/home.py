"""The district that a report belongs to, by the divisions that its title or opening names."""

import re
from collections.abc import Mapping

from kg.errors import UsageError
from kg.read.divisions import divisions, meant
from kg.read.divisions.towns import towns_in

# What follows the name of the division whose report it is; any other mention may be of somebody else.
OWNER = re.compile(r"(?:人民)?政府|区长|市长|县长|省长|第.{1,4}届|20\d\d年|国民经济|发展和改革|$")

# A zone with an administration of its own reports as a district does and is no division: 苏州工业园区, 合肥高新区.
ZONE = re.compile(
    r"(?:中国[(（][\u4e00-\u9fff]{2,4}[)）])?[\u4e00-\u9fff]{2,14}?(?:(?:经济|高新|技术|产业)*开发区|经开区|高新区|(?:工业|产业)园区|保税区|新区|新片区|示范区|合作区)(?![\u4e00-\u9fff]{0,4}区)"
)
# A town or street below a district, whose report is filed under the district: 海淀区中关村街道2024年工作总结.
TOWN = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:街道(?!办)|街道办(?:事处)?|[镇乡](?![村镇乡])|苏木)")
TOWN_OWNER = re.compile(r"(?:党工委|党委|人民政府|[、和]){0,4}(?:关于)?(?:20\d\d年|年度|工作)")
ZONE_OWNER = re.compile(
    r"(?:党工委|管理?委员?会|管委会|[、和]){0,4}(?:关于)?(?:20\d\d年.{0,12}(?:工作|计划|总结)|(?:年度|政府)?工作(?:报告|总结|要点)|国民经济)"
)
BEFORE_ZONE = re.compile(r"(?:关于|印发|20\d\d年度?|\s)*")


def stated_home(where: str) -> str:
    """Return the division that the text `where` is issued by, a name of its own; empty where none or several could be.

    Names that follow each other are read as one: `浙江省舟山市普陀区`.
    """
    for start, end, name in _runs(where):
        if OWNER.match(where, end):
            return _home(name, where[:start])
        if below := _town_at(where, end):
            return _home(name, where[:start]) or _home_of_town(name, below)
    return ""


def town_of(title: str) -> str:
    """Return the town or street that a title names below its district as the one whose report it is; else nothing."""
    return next((town for _, end, _ in _runs(title) if (town := _town_at(title, end))), "")


def _town_at(where: str, at: int) -> str:
    town = TOWN.match(where, at)
    return town[0] if town and TOWN_OWNER.match(where, town.end()) else ""


def _home_of_town(name: str, town: str) -> str:
    """Return the one of the divisions that share a name in which a town of the given name lies."""
    found = dict(towns_in(town)).get(town, frozenset())
    homes = {divisions().home_name(one) for one in divisions().named(name) if one.code in found and not one.until}
    return homes.pop() if len(homes) == 1 else ""


def first_home(where: str, *, alone: bool = False) -> str:
    """Return the division that a text names first; with `alone` only where it names no other."""
    found = [home for start, _, name in _runs(where) if (home := _home(name, where[:start]))]
    return found[0] if found and (not alone or len(set(found)) == 1) else ""


def several_homes(title: str) -> bool:
    """Say whether a text names more than one division."""
    return len({home for start, _, name in _runs(title) if (home := _home(name, title[:start]))}) > 1


def fuller_home(home: str, head: str) -> str:
    """Return the division that the head of a document means by the name of `home`: `普陀区` in a title, `舟山市普陀区` below it."""
    known = divisions().find(home)
    if known is None or len(divisions().named(known.name)) < 2:
        return home
    fuller = {
        _home(name, head[:start]) for start, _, name in _runs(head) if name != known.name and name.endswith(known.name)
    }
    return fuller.pop() if len(fuller) == 1 and "" not in fuller else home


def stated_zone(title: str) -> str:
    """Return the development zone whose report a title names, without the provinces and cities before it; else nothing."""
    start = BEFORE_ZONE.match(title).end()  # type: ignore[union-attr]
    start = max([start, *(end for begin, end, _ in _runs(title[:40]) if begin == start)])
    zone = ZONE.match(title, start)
    return zone[0] if zone and ZONE_OWNER.match(title, zone.end()) else ""


def shared_homes(title: str) -> list[str]:
    """Return the home names of the divisions that share the name in a title (朝阳区); none where the name is one division's."""
    for _, end, name in _runs(title):
        if OWNER.match(title, end) and not meant(name):
            return sorted(divisions().home_name(one) for one in divisions().named(name) if not one.until)
    return []


def home_by_parent(title: str, text: str) -> str:
    """Return the one of `shared_homes` whose city or province the text names, where it names that of no other."""
    homes = shared_homes(title)
    known = [(home, one) for home in homes if (one := divisions().find(home)) and one.parents]
    named = [home for home, one in known if one.parents[-1] in text]
    return named[0] if len(named) == 1 else ""


def _home(name: str, before: str) -> str:
    division = meant(name, before)
    return divisions().home_name(division) if division else ""


def _runs(where: str) -> list[tuple[int, int, str]]:
    """Return (start, end, names) of the divisions that a text names, those that follow each other as one."""
    found: list[tuple[int, int, str]] = []
    for start, end, name in divisions().mentions(where):
        if found and found[-1][1] == start:
            first, _, before = found.pop()
            found.append((first, end, before + name))
        else:
            found.append((start, end, name))
    return found


def given_home(name: str, districts: Mapping[str, str]) -> str:
    """Return the home name of the division that somebody names, in full, in short or behind its city; of nothing, nothing.

    A development zone, which is no division, is a home by its name.

    `districts` maps the names of the ontology to full names. Raises UsageError where no division has the name, or several have it.
    """
    if not name or name in districts:
        return districts.get(name, "")
    if division := meant("".join(name.split())):
        return divisions().home_name(division)
    same = [divisions().home_name(one) for one in divisions().named(name)]
    if not same and ZONE.fullmatch(name):
        return name
    advice = (
        f"give one of {', '.join(sorted(set(same)))}" if same else "give its full name, as in 静安区 or 北京市朝阳区"
    )
    raise UsageError(
        f"--district {name!r}: {'several divisions have' if same else 'no division of the country has'} this name; {advice}"
    )
