"""Characters as they read: compatibility forms folded, invisible characters and blanks inside words removed.

Every character of the result stands for one character of the input, so that offsets lead back to the file.
"""

import re
import unicodedata
from collections.abc import Iterator

from kg.model import View
from kg.read.divisions import divisions
from kg.read.traditional import simplified

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
BLANK = r" \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\x00-\x08\x0e-\x1f\x7f]+")
# Radicals that word processors and PDF fonts write for ideographs and that have no compatibility form
# (Unicode, EquivalentUnifiedIdeograph).
SUPPLEMENT = (
    "⺁厂⺄乙⺇几⺈刀⺊卜⺌小⺍小⺎尢⺐尢⺓幺⺕彐⺖心⺗心⺘手⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡水⺢水⺣火⺤爪⺥爪⺦丬⺧牛⺨犬⺩王⺪疋"
    "⺫目⺬示⺭示⺮竹⺯糸⺰纟⺲网⺳网⺴网⺶羊⺷羊⺸羊⺹老⺻聿⺼肉⻀艹⻁虎⻂衣⻃西⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶"
    "⻏邑⻐钅⻑長⻒长⻓长⻔门⻖阜⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)


def _fold_table() -> dict[int, str]:
    table = dict(zip(map(ord, SUPPLEMENT[::2]), SUPPLEMENT[1::2], strict=True))
    singles = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF)]
    # Of the full-width forms only figures and letters, percent and point: a quote keeps its Chinese punctuation. The
    # rules read that too (extractors.structure.widths).
    singles += [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0E]
    for code in singles:
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = folded
    return {**table, **dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")}


FOLD = _fold_table()
# Line ends of old and foreign systems, a character each; of `\r\n` the second one ends the line.
LINE_END = re.compile(r"\r(?!\n)|[\x0b\x85\u2028\u2029]")
NUMERALS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
CHINESE_YEAR = re.compile(r"(?<![一二三四五六七八九〇○零])(?:二[〇○零]|一九)[〇○零一二三四五六七八九]{2}(?=[年—–至-])")
# `2024 年`, `2730 亿元`, `12 %`: a figure and its unit belong together in a sentence and in a table.
UNIT = re.compile(rf"(?<=\d)[{BLANK}]+(?=(?:年(?!以|来)|月|日|亿|万|个百分点|[%％‰]))")
# A no-break space holds a figure and its word together; set widths are the same in web pages.
HARD = re.compile(rf"(?<=[{HAN}\d%])[\u00a0\u2000-\u200a\u202f](?=[{HAN}\d])")
SPACED = re.compile(rf"(?<=[{HAN}])[{BLANK}]+(?=\d)|(?<=[\d%])[{BLANK}]+(?=[{HAN}])")
SOLID = re.compile(rf"(?<=[{HAN}])(?=\d)|(?<=[\d%])(?=[{HAN}])")
# Three single letters in a row are letter-spaced; two may be a person's name of two letters beside its office.
LETTERS = re.compile(rf"(?<![{HAN}])[{HAN}](?:[{BLANK}]{{1,3}}[{HAN}](?![{HAN}])){{2,}}")
# Between other letters only the name of a division is taken for letter-spaced: `上海市嘉 定 区第七届`.
INSIDE = re.compile(rf"[{HAN}](?:[{BLANK}][{HAN}]){{2,5}}")
PUNCTUATION = re.compile(r"[,，。;；、]")


def fold(text: str) -> str:
    """Return `text` with the same length: radicals, full-width figures and letters, years in numerals as they read."""
    folded = simplified(LINE_END.sub("\n", text.translate(FOLD)))
    return CHINESE_YEAR.sub(lambda m: m[0].translate(NUMERALS), folded)


def normalise(text: str) -> View:
    """Return how `text` reads, with the way back to it. Takes time linear in its length."""
    gone = [m.span() for m in INVISIBLE.finditer(text)] + [m.span() for m in HARD.finditer(text)]
    view = without(fold(text), sorted(gone))
    return chain(view, without(view.text, sorted(_blanks(view.text))))


def _blanks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the blanks that stand inside a word or a figure, without overlap."""
    spans = {m.span() for m in UNIT.finditer(text)}
    for run in LETTERS.finditer(text):
        spans.update((run.start() + m.start(), run.start() + m.end()) for m in re.finditer(rf"[{BLANK}]+", run[0]))
    for run in INSIDE.finditer(text):
        if run[0][1::2].isspace() and divisions().named(run[0][::2]):
            spans.update((i, i + 1) for i in range(run.start() + 1, run.end(), 2))
    loose = sum(1 for _ in SPACED.finditer(text))
    # Half of all meetings of letter and figure: in a file without such a habit a blank parts the cells of a row.
    if loose > sum(1 for _ in SOLID.finditer(text)):
        at = 0
        for line in text.splitlines(keepends=True):
            if PUNCTUATION.search(line) or re.search(rf"\d[{BLANK}]*年", line):
                spans.update((at + m.start(), at + m.end()) for m in SPACED.finditer(line))
            at += len(line)
    yield from spans


def without(text: str, spans: list[tuple[int, int]]) -> View:
    """Return `text` without the given spans, which ascend and do not overlap."""
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    size = at = 0
    for start, end in [*spans, (len(text), len(text))]:
        if start > at:
            parts.append(text[at:start])
            pieces.append((size, at, start - at))
            size += start - at
        at = max(at, end)
    return View("".join(parts), tuple(pieces) or ((0, 0, 0),))


def chain(outer: View, inner: View) -> View:
    """Return `inner`, a view of the text of `outer`, as a view of the file that `outer` is a view of."""
    pieces: list[tuple[int, int, int]] = []
    index = 0
    for view_start, start, length in inner.pieces:
        end = start + length
        while index + 1 < len(outer.pieces) and outer.pieces[index + 1][0] <= start:
            index += 1
        at = index
        while at < len(outer.pieces) and (outer.pieces[at][0] < end or not length):
            first, file_start, size = outer.pieces[at]
            low, high = max(start, first), min(end, first + size)
            if high > low or not length:
                pieces.append((view_start + low - start, file_start + low - first, max(0, high - low)))
            if not length:
                break
            at += 1
    return View(inner.text, tuple(pieces) or ((0, 0, 0),))
