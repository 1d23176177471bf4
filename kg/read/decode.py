"""Bytes to text: UTF-8, UTF-16 and GB18030, with and without BOM, and what charset-normalizer recognises.

A byte that no encoding explains is replaced and reported with its place; the rest of the file is read.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kg.errors import ReadError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ["gb18030", "utf_16_le", "utf_16_be", "big5"]
TEXT_CONTROLS = frozenset("\t\n\r\f\x0b")
REPLACEMENT = "\ufffd"
# NUL stands between characters and for none: it is replaced by a character of no width, which no name is cut by.
NUL_READS = "\u200b"
WIDE = re.compile(r"[^\x00-\x7f]")
# Han, their punctuation and forms, Latin, Greek and Cyrillic letters, signs, arrows, circled numbers, box drawing.
PLAUSIBLE = re.compile(r"[\u00a0-\u024f\u0370-\u04ff\u2000-\u27bf\u3000-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
USUAL = re.compile(r"[0-9\n，。、；：]")
# An encoding is taken in spite of bad bytes where at most one in ten characters outside ASCII is bad: another encoding
# reads as more.
GOOD_TO_BAD = 10
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and a line for what was replaced in it."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of `data`. Raises ReadError when it is empty or is not text; `name` is for the messages."""
    if not data.strip():
        raise ReadError(f"{name}: the file is empty; give a file with text")
    text, encoding, skip = _decode(data)
    if text is None or _looks_binary(text):
        raise ReadError(f"{name}: not text in UTF-8, UTF-16 or GB18030; convert it, or give .docx, .pdf or .html")
    if not text.strip("\ufeff\0 \t\r\n"):
        raise ReadError(f"{name}: the file is empty; give a file with text")
    warnings = tuple(_warnings(data[skip:], text, encoding, name))
    return Decoded(text.replace("\0", NUL_READS), warnings)


def _decode(data: bytes) -> tuple[str | None, str, int]:
    """Return the text, its encoding, and how many bytes of BOM stand before it."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding, len(bom)
    if encoding := _utf16(data):
        return data.decode(encoding, "replace"), encoding, 0
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        bad = text.count(REPLACEMENT)
        if not bad and encoding == "utf-8":
            return text, encoding, 0
        wide = len(WIDE.findall(text)) - bad
        if bad * GOOD_TO_BAD <= wide and (encoding == "utf-8" or len(PLAUSIBLE.findall(text)) >= 0.9 * (wide + bad)):
            return text, encoding, 0
    best = from_bytes(data, cp_isolation=CANDIDATES).best()
    return (str(best), best.encoding, 0) if best else (None, "", 0)


def _utf16(data: bytes) -> str:
    """Return which UTF-16 a file without BOM is in, else nothing: blanks and figures have a zero byte on one side."""
    # In Chinese text at least one character in fifty is a line end, a blank or a figure; a stray NUL is rarer.
    if max(data[::2].count(0), data[1::2].count(0)) < len(data) / 100:
        return ""
    texts = {encoding: data.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be")}
    # 一 and the signs of box drawing have a zero byte on the other side: figures and stops tell which side is which.
    usual = {encoding: len(USUAL.findall(text)) for encoding, text in texts.items()}
    encoding = max(usual, key=lambda e: usual[e])
    if usual[encoding] < 3 * min(usual.values()) or not usual[encoding]:
        return ""
    text = texts[encoding]
    return encoding if len(PLAUSIBLE.findall(text)) >= 0.9 * len(WIDE.findall(text)) and "\0" not in text else ""


def _warnings(data: bytes, text: str, encoding: str, name: str) -> list[str]:
    """Say how many characters were replaced, and where the first ones stand."""
    lines: list[str] = []
    # Some encodings have no replacement character of their own.
    own = REPLACEMENT.encode(encoding, "ignore") if "16" not in encoding else b""
    bad = text.count(REPLACEMENT) - (data.count(own) if own else 0)
    if bad > 0:
        what = "1 byte is" if bad == 1 else f"{bad} bytes are"
        places = _places(text, [len(data[:at].decode(encoding, "replace")) for at in _errors(data, encoding)], bad)
        lines.append(f"{name}: {what} not {encoding.upper()} ({places}), replaced by U+FFFD; check what stands there")
    if nul := text.count("\0"):
        what = "1 NUL character was" if nul == 1 else f"{nul} NUL characters were"
        lines.append(f"{name}: {what} left out ({_places(text, [m.start() for m in re.finditer(chr(0), text)], nul)})")
    return lines


def _errors(data: bytes, encoding: str) -> list[int]:
    """Return the offsets of the first bytes that are not of the encoding."""
    found: list[int] = []
    at = 0
    while len(found) < SHOWN:
        try:
            data[at:].decode(encoding)
            break
        except UnicodeDecodeError as error:
            found.append(at + error.start)
            at += error.end
    return found


def _places(text: str, starts: list[int], count: int) -> str:
    """Return line and character of the first places, counted from 1; `…` where there are more."""
    places = [
        f"line {text.count(chr(10), 0, at) + 1}, character {at - text.rfind(chr(10), 0, at)}" for at in starts[:SHOWN]
    ]
    return "; ".join(places) + ("; …" if count > len(places) else "")


def _looks_binary(text: str) -> bool:
    head = text[:20_000]
    controls = sum(ord(c) < 32 and c not in TEXT_CONTROLS for c in head)
    private = sum(0xE000 <= ord(c) <= 0xF8FF for c in head)
    return controls + private > 2 + 0.01 * len(head) or head.count(REPLACEMENT) * GOOD_TO_BAD > len(head)
