"""Divisions by name. A name that several places have is told apart by its parent."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SHANGHAI = "31"
# What a province or a city is called beside its full name: 广西, 宁夏, 北京, 延边.
PEOPLES = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省", "市", "地区", "盟")
LONGEST = 15


@dataclass(frozen=True, slots=True)
class Division:
    """A division: its code of two, four or six digits, its name, the names of what it lies in, the largest first.

    `until` is the last year of a former division and `successor` what it became part of.
    """

    code: str
    name: str
    parents: tuple[str, ...] = ()
    until: int | None = None
    successor: str = ""

    @property
    def level(self) -> str:
        """The last letter of the name, which says what it is: 省, 市, 区, 县, 旗."""
        return self.name[-1]

    @property
    def short(self) -> str:
        """The name of a province or city as titles have it, else the full name."""
        if len(self.code) == 6:
            return self.name
        return next((self.name.removesuffix(end) for end in PEOPLES if self.name.endswith(end)), self.name)


class Divisions:
    """All divisions, read when first asked for."""

    def __init__(self, rows: Iterator[tuple[str, ...]], former: Iterator[tuple[str, ...]]) -> None:
        self.by_code: dict[str, str] = {row[0]: row[1] for row in rows}
        self.by_name: dict[str, list[Division]] = defaultdict(list)
        self.short: dict[str, Division] = {}
        for code, name in self.by_code.items():
            if len(code) == 6 and self.by_code.get(code[:4]) == name:
                continue  # a city without districts stands a second time as its own part: 东莞市
            known = Division(code, name, self._parents(code))
            self.by_name[name].append(known)
            if len(code) < 6:
                self.short.setdefault(known.short, known)
        for code, name, until, successor in former:
            self.by_name[name].append(Division(code, name, self._parents(code), int(until), successor))

    def _parents(self, code: str) -> tuple[str, ...]:
        return tuple(self.by_code[code[:n]] for n in (2, 4) if n < len(code) and code[:n] in self.by_code)

    def __iter__(self) -> Iterator[Division]:
        """Yield every division, former ones too."""
        for same in self.by_name.values():
            yield from same

    def short_of(self, parent: str) -> str:
        """Return a province or city as titles have it: 北京 for 北京市."""
        return next((known.short for known in self.by_name.get(parent, ())), parent)

    def of_code(self, code: str) -> Division | None:
        """Return the present division of a code."""
        return next((one for one in self.by_name.get(self.by_code.get(code, ""), ()) if one.code == code), None)

    def named(self, name: str) -> list[Division]:
        """Return every division of this full name."""
        return self.by_name.get(name, [])

    def home_name(self, division: Division) -> str:
        """Return the name that is one division's alone: `静安区`, `勐海县`, but `北京市朝阳区`, `舟山市普陀区`.

        Districts of Shanghai keep their name, whoever shares it.
        """
        same = [one for one in self.by_name[division.name] if division.until or not one.until]
        alone = len(same) == 1 or division.code.startswith(SHANGHAI)
        return division.name if alone or not division.parents else division.parents[-1] + division.name

    def find(self, name: str) -> Division | None:
        """Return the division that a full name, a home name or a name after its parents means; None for no or several."""
        for start in range(max(0, len(name) - LONGEST), len(name) - 1):
            found = self.named(name[start:])
            if not found:
                continue
            before = name[:start]
            kept = [d for d in found if not before or _leads(before, d)]
            local = [d for d in kept if d.code.startswith(SHANGHAI)]
            present = [d for d in kept if d.until is None]
            for some in (kept, local, present):
                if len(some) == 1:
                    return some[0]
        return None

    def mentions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, name) of the full names in `text`, the longest from the left; linear in its length."""
        at, size = 0, len(text)
        while at < size:
            for length in range(min(LONGEST, size - at), 1, -1):
                if text[at + length - 1] in LAST and text[at : at + length] in self.by_name:
                    yield at, at + length, text[at : at + length]
                    at += length
                    break
            else:
                at += 1


LAST = frozenset("省市区县旗州盟城会岛域")


def _leads(before: str, division: Division) -> bool:
    """True where `before` is made of names of the parents of `division` and nothing else."""
    for parent in division.parents:
        before = before.replace(parent, "", 1)
    return not before


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """Return all divisions of the country."""
    return Divisions(_rows("divisions.tsv"), _rows("former.tsv"))


def _rows(name: str) -> Iterator[tuple[str, ...]]:
    for line in files(__package__).joinpath(name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield tuple(line.split("\t"))
