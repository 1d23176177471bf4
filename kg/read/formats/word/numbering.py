"""The numbers that Word sets before paragraphs (`一、` `(一)` `1.`), from numbering.xml and styles.xml."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

import cn2an
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital",
    "japaneseCounting", "koreanDigital2", "ideographLegalTraditional", "chineseLegalSimplified",
})  # fmt: skip
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
# The first of twenty signs of each style: ① ⑴ ⒈.
ENCLOSED = {"decimalEnclosedCircle": 0x2460, "decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numeral(value: int, style: str) -> str:
    """Return a number in one of Word's styles; a style that is not known is written in digits, a bullet not at all."""
    if style in ("bullet", "none"):
        return ""
    if style in CHINESE:
        written = str(cn2an.an2cn(value))
        return written.removeprefix("一") if 10 <= value < 20 else written
    if style in ("ideographTraditional", "ideographZodiac"):
        marks = STEMS if style == "ideographTraditional" else BRANCHES
        return marks[(value - 1) % len(marks)]
    for enclosed, first in ENCLOSED.items():
        if style.startswith(enclosed) and 1 <= value <= 20:
            return chr(first + value - 1)
    if style == "numberInDash":
        return f"- {value} -"
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _roman(value: int) -> str:
    text = ""
    for size, letters in ROMAN:
        times, value = divmod(value, size)
        text += letters * times
    return text


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: where it starts, in which style, within which text (`（%1）`).

    A `legal` level writes the numbers of the levels above in digits. A number of level `restart` or above makes it start
    anew; None: any level above. `set_in` is the paragraph style that stands for it.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    set_in: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, paragraph: etree._Element) -> str:
        """Return the number that Word shows before a paragraph, and count it."""
        number, level = self._place(paragraph)
        levels = self.levels.get(number or "", {})
        if not number or number == "0" or level not in levels:
            return ""
        counts = self.counts[self.shared.get(number, number)]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]
        text = levels[level].text
        for k in range(level + 1):
            if f"%{k + 1}" in text:
                known = levels.get(k, Level())
                style = "decimal" if levels[level].legal and k < level else known.style
                text = text.replace(f"%{k + 1}", numeral(counts.get(k, known.start), style))
        return "" if levels[level].style in ("bullet", "none") else text.strip()

    def _place(self, paragraph: etree._Element) -> tuple[str | None, int]:
        number, level = _own(paragraph.find(f"{W}pPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(VAL) if style is not None else None
        seen: set[str] = set()
        while name and name in self.styles and name not in seen and (number is None or level is None):
            seen.add(name)
            inherited, depth, parent = self.styles[name]
            number = inherited if number is None else number
            level = depth if level is None else level
            name = parent
        if level is None and style is not None:
            # A style that stands for a level of its list need not name the level.
            known = self.levels.get(number or "", {})
            level = next((k for k, made in known.items() if made.set_in and made.set_in == style.get(VAL)), None)
        return number, level or 0


def _own(properties: etree._Element | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    number, level = properties.find(f"{W}numPr/{W}numId"), properties.find(f"{W}numPr/{W}ilvl")
    depth = level.get(VAL, "") if level is not None else ""
    return number.get(VAL) if number is not None else None, int(depth) if depth.isdigit() else None


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Return the lists that the two parts describe; a part that is missing gives none."""
    made = Numbering()
    abstract = _abstract(numbering)
    for element in numbering.iterfind(f"{W}num") if numbering is not None else ():
        base = element.find(f"{W}abstractNumId")
        key, name = element.get(f"{W}numId", ""), base.get(VAL, "") if base is not None else ""
        levels, own = dict(abstract.get(name, {})), False
        for over in element.iterfind(f"{W}lvlOverride"):
            at, inner, start = int(over.get(f"{W}ilvl", "0")), over.find(f"{W}lvl"), over.find(f"{W}startOverride")
            levels[at] = _level(inner) if inner is not None else levels.get(at, Level())
            if start is not None:
                levels[at], own = replace(levels[at], start=int(start.get(VAL, "1"))), True
        made.levels[key] = levels
        made.shared[key] = f"{name}/{key}" if own else name
    for element in styles.iterfind(f"{W}style") if styles is not None else ():
        parent = element.find(f"{W}basedOn")
        number, level = _own(element.find(f"{W}pPr"))
        name = element.get(f"{W}styleId", "")
        made.styles[name] = (number, level, parent.get(VAL) if parent is not None else None)
    return made


def _abstract(numbering: etree._Element | None) -> dict[str, dict[int, Level]]:
    """Return the levels of each list by id; a list that only names a style of lists has the levels of that style."""
    found: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    owners: dict[str, str] = {}
    for element in numbering.iterfind(f"{W}abstractNum") if numbering is not None else ():
        name = element.get(f"{W}abstractNumId", "")
        found[name] = {int(e.get(f"{W}ilvl", "0")): _level(e) for e in element.iterfind(f"{W}lvl")}
        for tag, names in (("numStyleLink", linked), ("styleLink", owners)):
            if (link := element.find(f"{W}{tag}")) is not None:
                names[name] = link.get(VAL, "")
    for name, style in linked.items():
        owner = next((o for o, s in owners.items() if s == style), None)
        if owner and not found[name]:
            found[name] = found[owner]
    return found


def _level(element: etree._Element) -> Level:
    values = {
        tag: found.get(VAL, "")
        for tag in ("start", "numFmt", "lvlText", "lvlRestart", "pStyle")
        if (found := element.find(f"{W}{tag}")) is not None
    }
    start = values.get("start", "1")
    legal = element.find(f"{W}isLgl") is not None
    restart = values.get("lvlRestart", "")
    return Level(
        int(start) if start.isdigit() else 1,
        values.get("numFmt", "decimal"),
        values.get("lvlText", ""),
        legal,
        int(restart) if restart.isdigit() else None,
        values.get("pStyle", ""),
    )
