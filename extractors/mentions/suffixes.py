"""Name rules: suffix triggers with a bounded leftward scan, quoted names, 《titles》."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from extractors.annotations import Candidate
from extractors.paths import RULES

MAX_LEFT = 18
STOP = set("。,;:!?、“”‘’《》〈〉 \n\t\u3000()()—…")
TITLE = re.compile(r"《([^《》\n]{3,70})》")
PLOT = re.compile(r"(?<![\dA-Za-z-])\d{3}-\d{2}(?:号?地块)?(?![\d-])|(?<![\dA-Za-z-])\d{1,4}街坊")
QUOTED = re.compile(r"“([^“”\n,。;]{2,12})”")


@lru_cache(maxsize=1)
def load_rules() -> dict[str, Any]:
    """Return the rules of rules/suffixes.yaml."""
    text = (RULES / "suffixes.yaml").read_text("utf-8")
    rules: dict[str, Any] = yaml.safe_load(text)
    return rules


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], frozenset[str]]:
    rules = load_rules()
    kinds = {suffix: kind for kind, items in rules["suffixes"].items() for suffix in items}
    longest = sorted(kinds, key=len, reverse=True)
    cuts = "|".join(sorted(map(re.escape, rules["boundaries"]), key=len, reverse=True))
    return re.compile("|".join(map(re.escape, longest))), kinds, re.compile(cuts), frozenset(rules["generic"])


def suffix_names(text: str) -> Iterator[Candidate]:
    """Yield a candidate for each suffix that a name stands before. Source: rules/suffixes.yaml."""
    triggers, kinds, cuts, generic = _compiled()
    for match in triggers.finditer(text):
        start = _left(text, match.start(), cuts)
        prefix = text[start : match.start()]
        if (
            len(prefix) < 2
            or prefix in generic
            or re.fullmatch(r"[\d一二三四五六七八九十两多余个家条项届次第]+", prefix)
        ):
            continue
        if match.group() == "号线" and not prefix[-1].isdigit():
            continue
        kind = kinds[match.group()]
        yield Candidate(start, match.end(), kind, f"suffix:{match.group()}", 0.75 if len(prefix) > 2 else 0.6)


def _left(text: str, end: int, cuts: re.Pattern[str]) -> int:
    start = end
    depth = 0
    while start > 0 and end - start < MAX_LEFT:
        char = text[start - 1]
        if char in "))":
            depth += 1
        elif char in "((" and depth:
            depth -= 1
        elif char in STOP:
            break
        start -= 1
    window = text[start:end]
    last = 0
    for cut in cuts.finditer(window):
        # 中以(上海)创新园: what stands before a parenthesis belongs to the name that goes on after it.
        if window[cut.end() : cut.end() + 1] not in ("(", "("):
            last = cut.end()
    return start + last


def quoted_names(text: str) -> Iterator[Candidate]:
    """Yield `“X”` as a program, `“X”计划` with the head noun that completes it, and 《titles》."""
    heads = load_rules()["quoted_heads"]
    for match in TITLE.finditer(text):
        yield Candidate(match.start(1), match.end(1), "Policy", "title", 0.9)
    for match in QUOTED.finditer(text):
        after = text[match.end() : match.end() + 8]
        options = [(len(h), kind) for kind, items in heads.items() for h in items if after.startswith(h)]
        if options and not re.fullmatch(r"[一二三四五六七八九十两]\S{1,2}", match[1]):
            size, kind = max(options)
            yield Candidate(match.start(1), match.end() + size, kind, f"quoted:{kind}", 0.75)
        elif re.fullmatch(r"[\u4e00-\u9fff\d+·A-Za-z]{2,8}", match[1]):
            yield Candidate(match.start(1), match.end(1), "Program", "quoted:bare", 0.5)


def plot_names(text: str) -> Iterator[Candidate]:
    """Yield plots and blocks by their number: `049-01地块`, `138街坊`."""
    for match in PLOT.finditer(text):
        yield Candidate(match.start(), match.end(), "Project", "plot", 0.8)
