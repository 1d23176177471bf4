"""Lines to paragraphs: which line ends stand inside a paragraph, and which lines are page furniture.

A line end inside a paragraph is told by the width that the lines of a file were broken at, by a figure or a bracket
that goes on, and by the absence of a sentence end. Headings, list items and rows of tables are never joined.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from unicodedata import east_asian_width

from kg.model import FURNITURE, Skipped

# What begins a paragraph of its own: numbers of headings, bullets, table rows, salutations.
STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十]{1,3}[章节部条]"
    r"|[#>|•·●■◆★☆【\-*+]|——|各位代表|附件|附表|表\s?\d|图\s?\d|(?:来源|日期|发布时间|作者)\s*[:：]"
)
SENTENCE_END = re.compile(r"[。！？；：!?;:][”’」』》)）\]]*$")
GOES_ON = re.compile(r"[,，、(（《“]$|[\d][.．]$")
FIGURE_END = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d$)\d[\d,]*(?:\.\d*)?$")
FIGURE_START = re.compile(r"\d+(?:\.\d+)?(?![\d.、)）\s])\S|[亿万元%个家]")
# Cells parted by bars, tabs or wide gaps, two figures that stand alone, or the two years of a header.
TABLE_ROW = re.compile(
    r"\||\t|\S {2,}\S+ {2,}\S|(?<= )-?\d[\d,.]*%? -?\d[\d,.]*%?(?= |$)|(?<= )20\d\d年\S{0,8} 20\d\d年\S{0,8}(?= |$)",
    re.MULTILINE,
)
PAGE_NUMBER = re.compile(
    r"(?<!\s)\s*+(?:(?<![—–-])[—–-]++\s*+\d{1,4}\s*+[—–-]++|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})\s*+"
)
# Lines are broken at a width in columns, of which a Chinese letter takes two, or after a number of characters. Narrower
# lines are cells or headings; a line is full when one letter, or a figure or a mark that must not begin a line, did not fit.
COLUMNS, CHARACTERS = 0, 1
NARROWEST = (24, 15)
SLACK = (6, 2)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds text: [start, end) without blanks at its ends, its width in columns and in characters.

    `alone` says that an empty line stands before it.
    """

    start: int
    end: int
    widths: tuple[int, int]
    indented: bool
    alone: bool


def page_furniture(text: str) -> list[Skipped]:
    """Return page numbers that stand alone in a line, and the lines beside them that come back on other pages."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n\f]*[^\s][^\n\f]*", text)]
    numbers = [i for i, (start, end) in enumerate(lines) if end - start < 24 and PAGE_NUMBER.fullmatch(text[start:end])]
    spans = [Skipped(*lines[i], "page number") for i in numbers]
    beside = [i for n in numbers for i in (n - 1, n + 1) if 0 <= i < len(lines)]
    beside += [i for i, (start, _) in enumerate(lines) if start and text[start - 1] == "\f"]
    heads = {i: text[slice(*lines[i])].strip() for i in set(beside)}
    counts = Counter(heads.values())
    for i, words in heads.items():
        if counts[words] > 1 and len(words) <= 40 and not SENTENCE_END.search(words) and i not in numbers:
            spans.append(Skipped(*lines[i], "running head"))
    return sorted(spans, key=lambda s: s.start)


def inner_breaks(text: str, furniture: list[Skipped]) -> list[tuple[int, int]]:
    """Return [start, end) of the white space that parts two lines of one paragraph, ascending.

    `furniture` are page numbers and running heads: a paragraph may go on behind them.
    """
    lines = _lines(text, [s for s in furniture if s.reason in FURNITURE])
    full = _full_from(text, lines)
    pairs = itertools.pairwise(lines)
    return [(a.end, b.start) for a, b in pairs if _joined(text, a, b, full)]


def _lines(text: str, furniture: list[Skipped]) -> list[Line]:
    result, starts = [], [s.start for s in furniture]
    blank = True
    over = False
    for match in re.finditer(r"[^\n\f]+|\n[ \t\r\u3000]*(?=\n)", text):
        words = match[0].strip()
        if not words:
            blank = True
            continue
        at = bisect_left(starts, match.start())
        if at < len(starts) and starts[at] < match.end():
            over = True
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        indent = match[0][: start - match.start()]
        widths = _columns(words) + _columns(indent), len(words) + len(indent)
        result.append(Line(start, start + len(words), widths, _columns(indent) >= 2, blank and not over))
        blank = over = False
    return result


def _columns(words: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in words)


def _open(text: str, line: Line, following: Line) -> bool:
    """True when nothing but the line end itself speaks against joining."""
    words = text[line.start : line.end]
    return not (
        following.alone
        or following.indented
        or SENTENCE_END.search(words[-8:])
        or STARTS.match(text, following.start)
        or TABLE_ROW.search(words)
        or TABLE_ROW.search(text, following.start, following.end)
    )


def _full_from(text: str, lines: list[Line]) -> tuple[int, int]:
    """Return the measure that the lines were broken by and the least width of a full line; width 0: not broken."""
    open_lines = [a for a, b in itertools.pairwise(lines) if _open(text, a, b)]
    found = (0, COLUMNS, 0)
    for measure in (COLUMNS, CHARACTERS):
        widths = Counter(line.widths[measure] for line in open_lines)
        slack = SLACK[measure]
        sums = {w: sum(widths[w - n] for n in range(slack)) for w in widths if w >= NARROWEST[measure]}
        best = max(sums, key=lambda w: (sums[w], w), default=0)
        wider = sum(line.widths[measure] > best + 2 for line in lines)
        # Two full lines at least, most of the open ones, and hardly a line beyond: else the lines are paragraphs.
        if best and sums[best] >= max(2, widths.total() / 2, found[0] + 1) and wider <= 0.05 * len(lines):
            found = (sums[best], measure, best - slack + 1)
    return found[1:]


def _joined(text: str, line: Line, following: Line, full: tuple[int, int]) -> bool:
    if not _open(text, line, following):
        return False
    words, rest = text[line.start : line.end], text[following.start : following.end]
    measure, least = full
    if least and line.widths[measure] >= least:
        return True
    heading = STARTS.match(words) and line.widths[COLUMNS] < 60
    prose = re.search(r"[,，。；]", words + rest)
    if not prose or heading:
        return False
    if FIGURE_END.search(words) and not FIGURE_END.fullmatch(words) and FIGURE_START.match(rest):
        return True
    return bool(GOES_ON.search(words)) or "。" in words
