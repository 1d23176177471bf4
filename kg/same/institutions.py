"""Names of universities, schools and hospitals, and their short forms."""

import re

from kg.same.judgement import UNSURE, Judgement, words
from kg.same.places import place_of, split_places

# The end is looked for first: every place for the university and for 附属 would be tried before it is found missing.
ATTACHED = re.compile(
    r"^(?=.*(?:医院|中学|小学|学校|幼儿园)$).{2,}(?:大学|学院|科学院)(?:.*附属)?(.+(?:医院|中学|小学|学校|幼儿园))$"
)
UNIVERSITY = re.compile(r"^(.+?)大学$")
SCHOOL = re.compile(
    r"^(.{2,}?)(中学|小学|学校)([东西南北]校区?|[东西南北]?分校|[东西南北]校)?(高中部|初中部|小学部|幼儿园)?$"
)
NUMBERED_SCHOOL = re.compile(r"^(.{2,3}?)市?第([一二三四五六七八九十]+)(中)学(.*)$")
ORDINAL_HOSPITAL = re.compile(r"^(.{2,3}?市)第([一二三四五六七八九十]+)(人民医院|中心医院|医院)$")
# The hospital or school of a university has a proper name where it is not one of these with a number or a patient.
NUMBERED = re.compile(
    r"第[一二三四五六七八九十]+|^(?:儿童|妇产科?|肿瘤|口腔|眼科|眼耳鼻喉科|胸科|精神卫生|康复|中医|实验|人民|中心|国际|华侨|外国语|附属|职业|技工)"
)
HEAD = re.compile(r"(?:医院|中学校?|小学|学校|幼儿园)$")


def compare_institutions(a: str, b: str) -> Judgement | None:
    """Compare two names without marks by the form of university, school or hospital names; None where neither has it."""
    short, long = sorted((a, b), key=len)
    (place, own), (more_places, same) = split_places(short), split_places(long)
    if own == same and place[-1:] == more_places[-1:] != () and set(place) <= set(more_places):
        return Judgement(0.95, "the same name but for what the district lies in")
    if every := _everywhere(short, long):
        return every
    if (attached := ATTACHED.match(long)) and long.endswith(short):
        return _attached(short, attached[1])
    if split_places(long)[1] == short and _named(short):
        return Judgement(0.9, "the same school or hospital but for the place in front")
    if (school := NUMBERED_SCHOOL.match(long)) and _numbered(short, school):
        return Judgement(0.88, "the place, number and campus of a school by their short forms")
    if (hospital := ORDINAL_HOSPITAL.match(long)) and short == f"市{hospital[2]}医院":
        return Judgement(UNSURE, "every city has hospitals of that number")
    if (university := UNIVERSITY.match(long)) and _university(short, university[1]):
        return _shared(short, long)
    if (school := SCHOOL.match(long)) and _school(short, school):
        return Judgement(0.88, "the parts of a school's name by their first characters")
    return None


def everywhere(name: str) -> bool:
    """Say whether every district has one of that name: 区中心医院, 图书馆."""
    return re.sub(r"^(?:本|我|全)?[区县镇]", "", name) in words()["everywhere"]


def _everywhere(short: str, long: str) -> Judgement | None:
    if everywhere(short) and split_places(long)[1].endswith(re.sub(r"^[区市县]", "", short)):
        return Judgement(UNSURE, "every district has one of that name; the district has to be known")
    return None


def _attached(short: str, own: str) -> Judgement:
    if short == own and _named(short):
        return Judgement(0.9, "the name of its own, without the university it is attached to")
    return Judgement(UNSURE, "several universities have one of that name")


def _named(name: str) -> bool:
    """Say whether a school or hospital has a proper name, and not only a number or those it is for."""
    head = HEAD.search(name)
    proper = name[: head.start()] if head else ""
    return len(proper) >= 2 and not NUMBERED.search(proper) and not place_of(proper)


def _numbered(short: str, school: re.Match[str]) -> bool:
    place, number, kind, rest = school.groups()
    heads = (place, place[0]) if rest else (place,)
    return short in {head + number + kind + rest for head in heads}


def _university(short: str, stem: str) -> bool:
    places, field = split_places(stem + "大学")
    field = field.removesuffix("大学")
    region = places[0] if places else stem[:2]
    field = field if places else stem[2:]
    kept = words()["fields"].get(field, [])
    heads = {region, region[0]}
    if field in words()["fields"] and short == region + field:
        return True
    return any(short == f"{head}{part}大" for head in heads for part in (*kept, field) if part)


def _shared(short: str, long: str) -> Judgement:
    if short[:2] != long[:2] and short[0] in words()["shared_initials"]:
        return Judgement(UNSURE, f"a short form of universities of several places that begin with {short[0]}")
    return Judgement(0.9, "place and field of a university by their short forms")


def _school(short: str, school: re.Match[str]) -> bool:
    """Say whether a short name has a character or more of each part, and the last part in full: 上中东高中部."""
    stem, kind, campus, part = (school[n] or "" for n in range(1, 5))
    if (not campus and not part) or stem[0] in "一二三四五六七八九十":
        return False
    heads = (stem[0] + kind[0], stem + kind[0], stem + kind)
    ends = {campus, campus.rstrip("校区"), campus.removesuffix("区")} - {""} or {""}
    return short in {head + end + part for head in heads for end in ends}
