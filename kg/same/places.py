"""The places at the beginning of a name, and whether those of two names are compatible."""

from functools import lru_cache

COUNTRY = ("中国", "国家", "全国")
LEVELS = "省市区县旗州盟"


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Map every full name of a division, and the short names of provinces and cities, to its shortest form."""
    # What links a firm compares no places, and does not wait for the readers of files.
    from kg.read.divisions import divisions

    found = dict.fromkeys(COUNTRY, COUNTRY[0])
    for one in divisions():
        short = one.name[:-1] if len(one.name) > 2 and one.name[-1] in LEVELS else one.name
        short = one.short if len(one.code) < 6 else short
        found[one.name] = short
        if len(one.code) < 6:
            found[short] = short
    return found


def split_places(name: str, districts: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str]:
    """Return the places that a name begins with, in their short form, and the rest, which has two characters at least."""
    known, places = _known(), []
    while True:
        for size in range(min(15, len(name) - 2), 1, -1):
            head = name[:size]
            if head in known or head in districts:
                places.append(known.get(head, head.removesuffix("新区").removesuffix("区")))
                name = name[size:]
                break
        else:
            return tuple(places), name


def place_of(text: str) -> str | None:
    """Return the short form of a text that is the name of a place and nothing else."""
    return _known().get(text)


def one_within_other(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether the places of one name are all among those of the other: none, 上海 and 上海市普陀区."""
    return set(a) <= set(b) or set(b) <= set(a)
