"""Bytes to text: UTF-8 with and without BOM, UTF-16, GB18030 and what charset-normalizer recognises."""

import codecs

from charset_normalizer import from_bytes

from kg.errors import ReadError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ["gb18030", "utf_16_le", "utf_16_be", "big5"]
TEXT_CONTROLS = frozenset("\t\n\r\f\x0b")


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`. Raises ReadError when it is empty or is not text; `name` is for the message."""
    if not data.strip():
        raise ReadError(f"{name}: the file is empty; give a file with text")
    text = _decode(data)
    if text is None or _looks_binary(text):
        raise ReadError(f"{name}: not text in UTF-8, UTF-16 or GB18030; convert it, or give .docx, .pdf or .html")
    return text


def _decode(data: bytes) -> str | None:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    if (text := _strict(data, "utf-8")) is not None and "\0" not in text:
        return text
    if data.count(0) == 0 and (text := _strict(data, "gb18030")) is not None and _mostly_han(text):
        return text
    best = from_bytes(data, cp_isolation=CANDIDATES).best()
    return str(best) if best else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mostly_han(text: str) -> bool:
    wide = [c for c in text if ord(c) > 0x7F]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in wide)
    return not wide or common >= 0.9 * len(wide)


def _looks_binary(text: str) -> bool:
    head = text[:20_000]
    controls = sum(ord(c) < 32 and c not in TEXT_CONTROLS for c in head)
    odd = sum(0xE000 <= ord(c) <= 0xF8FF or c == "\ufffd" for c in head)
    return controls + odd > 0.01 * len(head)
