"""The names that the search of an atlas knows, with the pinyin of their characters."""

import json
from collections.abc import Iterable

from pypinyin import Style, pinyin

Name = tuple[str, list[str], str, str]


def names_script(rows: Iterable[Name]) -> str:
    """Return a script that sets the names: rows of (name, other names, type, address), and readings by character.

    A character has all its readings, since which one a name takes (长宁, 长征) is not known of a name in no dictionary.
    """
    listed = list(rows)
    characters = sorted(
        {c for name, others, _, _ in listed for c in name + "".join(others) if "\u4e00" <= c <= "\u9fff"}
    )
    read = {c: _readings(c) for c in characters}
    data = json.dumps([listed, read], ensure_ascii=False, separators=(",", ":"))
    return f"window.kgNames={data};\n"


def _readings(character: str) -> str:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return " ".join(dict.fromkeys(found[0])) if found else ""
