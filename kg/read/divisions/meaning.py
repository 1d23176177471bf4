"""Which division a written name means, by what stands before it and by whose text it stands in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.read.divisions.lookup import SHANGHAI, Division, divisions

# What a name of a division goes on with and still means the division: its government, its area.
TAIL = re.compile(
    r"(?:人民政府|政府|(?:区|县|市)委|人大|政协|管委会)?(?:地区|全区|全境|全域|境内|辖区|城区|市区|县城|区域|范围|域|境|内)?"
)
# Words for the division whose text it is; 各区 and 该区 are somebody else's or everybody's.
OWN = re.compile(r"(?:我|本|全)(?:区|县|市|旗|州|省)|(?:区|县|市)(?:内|域)")
PEOPLES = (
    "壮族|回族|满族|维吾尔族|苗族|彝族|土家族|藏族|蒙古族|侗族|布依族|瑶族|白族|朝鲜族|哈尼族|黎族|哈萨克族|傣族|畲族|傈僳族|东乡族"
    "|仡佬族|拉祜族|佤族|水族|纳西族|羌族|土族|仫佬族|锡伯族|柯尔克孜族|景颇族|达斡尔族|撒拉族|布朗族|毛南族|塔吉克族|普米族"
    "|阿昌族|怒族|鄂温克族|京族|基诺族|德昂族|保安族|俄罗斯族|裕固族|鄂伦春族|独龙族|赫哲族|塔吉克|维吾尔|哈萨克|蒙古|各族"
)
# The longest place in the name of an autonomous prefecture, county or banner has five characters (塔什库尔干塔吉克自治县).
AUTONOMOUS = re.compile(rf"(?P<place>.{{2,12}}?)(?:{PEOPLES})+自治(?P<level>[县旗州])")
LEVEL = re.compile(r"(?<=..)(?:新区|矿区|林区|[区县市旗])$")


def meant(text: str, before: str = "", home: str = "") -> Division | None:
    """Return the division that a name means; None where it means none, or one of several.

    `text` may carry parents in front (`上海市静安区`) and a tail (`静安区人民政府`, `松江区域`). Of divisions that share
    a name the one is meant whose parent stands in front, else the one nearest to `home`, else Shanghai's where no home is known.
    """
    if OWN.fullmatch(text):
        return divisions().find(home) if home else None
    for size in range(len(text), 1, -1):
        if TAIL.fullmatch(text, size) and (found := _named(text[:size], before, home)):
            return found
    return None


def called(name: str) -> list[Division]:
    """Return every division of this full name, else those that have it as a short one."""
    return divisions().named(name) or short_names().get(name, [])


def is_name(text: str) -> bool:
    """Say whether a text is the full or short name of a division, with nothing before or behind."""
    return bool(called(text))


def _named(name: str, before: str, home: str) -> Division | None:
    """Return the division of a full or short name that may stand behind the names of its parents."""
    for start in range(len(name) - 1):
        known = called(name[start:])
        led = before + name[:start]
        if known and (not name[:start] or any(_behind(led, one) for one in known)):
            return _one(known, led, home)
    return None


def _one(known: list[Division], led: str, home: str) -> Division | None:
    at = divisions().find(home) if home else None
    near = (at.code[:4], at.code[:2]) if at else (SHANGHAI,)
    steps = [[one for one in known if _behind(led, one)], known]
    steps += [[one for one in known if one.code.startswith(code)] for code in near]
    for some in steps:
        present = [one for one in some if one.until is None]
        if len(some) == 1 or len(present) == 1:
            return (present or some)[0]
    return None


def _behind(led: str, division: Division) -> bool:
    """Say whether a text ends with the name of a parent of a division."""
    names = (name for parent in division.parents for name in (parent, divisions().short_of(parent)))
    return any(led.endswith(name) for name in names)


@lru_cache(maxsize=1)
def short_names() -> dict[str, list[Division]]:
    """Return divisions by the names that texts have for them: 定海, 孟连县 and 孟连, 广西, 上海."""
    found: dict[str, list[Division]] = {}
    for known in divisions():
        for short in _shorts(known):
            found.setdefault(short, []).append(known)
    return found


def _shorts(known: Division) -> Iterator[str]:
    if known.short != known.name:
        yield known.short
    if autonomous := AUTONOMOUS.fullmatch(known.name):
        yield autonomous["place"]
        yield autonomous["place"] + autonomous["level"]
    elif len(known.code) == 6 and (short := LEVEL.sub("", known.name)) != known.name:
        yield short
