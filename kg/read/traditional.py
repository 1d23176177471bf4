"""Texts in traditional characters, read by the simplified ones that names and rules are written in."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Frequent characters of reports that have two forms: the same words, first as they stand in one script, then in the other.
TRADITIONAL = (
    "區國業經濟產發對與實現點縣應務報計劃總個開億萬設長會門後這進電車東華動機關員學書當從種體無專號樓農錢團圍園"
)
SIMPLIFIED = (
    "区国业经济产发对与实现点县应务报计划总个开亿万设长会门后这进电车东华动机关员学书当从种体无专号楼农钱团围园"
)
ONLY_TRADITIONAL = re.compile(f"[{''.join(sorted(set(TRADITIONAL) - set(SIMPLIFIED)))}]")
ONLY_SIMPLIFIED = re.compile(f"[{''.join(sorted(set(SIMPLIFIED) - set(TRADITIONAL)))}]")


def is_traditional(text: str) -> bool:
    """Say whether more of the characters that tell the scripts apart are traditional: a name or a quotation is not enough."""
    found = len(ONLY_TRADITIONAL.findall(text))
    return found > 0 and found > len(ONLY_SIMPLIFIED.findall(text))


def simplified(text: str) -> str:
    """Return a traditional text in simplified characters, one for each; any other text as it is."""
    if not is_traditional(text):
        return text
    plain: str = _converter().convert(text)
    if len(plain) == len(text):
        return plain
    # Some words have another length in the other script; characters have not.
    return "".join(one if len(one := _converter().convert(c)) == 1 else c for c in text)


@lru_cache(maxsize=1)
def _converter() -> "OpenCC":
    # Its dictionaries take some megabytes, and few files ask for them.
    from opencc import OpenCC

    return OpenCC("t2s")
