"""What the project annotated itself: stretches of real reports, and passages that it wrote.

`annotations.json` lists stretches of documents (district and year) as kg.read shows them: a hash of their text, mentions
as offsets and type, relations between mentions by number; the texts are not part of the project. Stretches marked
`whole` have every mention. Of the others only sentences that hold a mention are used: they are sparser than those of
the gold folder, and a tagger that learns from their silence finds too little (docs/quality.md). `written/*.txt` are passages in the genre about districts of this and other
cities, with the mentions marked where they stand.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from extractors.annotations import Typed
from extractors.inference.tags import SENTENCE
from extractors.training import Passage, digest

FILE = Path(__file__).parent / "annotations.json"
WRITTEN = Path(__file__).parent / "written"
MARK = re.compile(r"\[([^\[\]]+)\]([A-Z])")
RELATION = re.compile(r"> (.+) ([A-Z]) (.+)")
# The letters of the written passages, which are a file format; a test compares their types with those of the models.
LETTERS = {
    "D": "District", "T": "Town", "R": "Region", "Z": "Zone", "J": "Project", "G": "Program",
    "Y": "Policy", "E": "Enterprise", "I": "Institution", "N": "Industry", "V": "Event",
}  # fmt: skip
RELATIONS = {
    "L": "LOCATED_IN", "P": "PART_OF", "F": "FOCUSES_ON", "O": "OPERATES_IN", "I": "IMPLEMENTS",
    "S": "SUPPORTS", "H": "HOSTS", "D": "DEVELOPS", "C": "COOPERATES_WITH",
}  # fmt: skip


def read_own(
    texts: Mapping[str, str], without: Sequence[str] = (), whole_ones: bool | None = None
) -> Iterator[Passage]:
    """Yield the annotated stretches of `texts` (by district and year, as in `普陀区-2024`); see above for their sentences.

    `whole_ones` leaves those with every mention alone, or the others. Stretches whose text is not what was annotated are left
    out, and those of the districts `without`.
    """
    for number, entry in enumerate(json.loads(FILE.read_text("utf-8"))):
        home = entry["document"].partition("-")[0]
        whole = texts.get(entry["document"], "")
        stretch = whole[entry["start"] : entry["end"]]
        if whole_ones is not None and whole_ones != bool(entry.get("whole")):
            continue
        if home in without or digest(stretch) != entry["sha256"]:
            continue
        text, mentions = "", []
        for sentence in SENTENCE.finditer(stretch):
            first, last = entry["start"] + sentence.start(), entry["start"] + sentence.end()
            inside = [m for m in entry["mentions"] if first <= m[0] and m[1] <= last]
            mentions += [(a - first + len(text), b - first + len(text), kind) for a, b, kind in inside]
            text += sentence.group() if inside or entry.get("whole") else ""
        if mentions:
            names = [whole[a:b] for a, b, _ in entry["mentions"]]
            stated = frozenset((names[h], kind, names[t]) for h, kind, t in entry["relations"])
            yield Passage(f"own/{number}", home, text, tuple(mentions), stated, {})


def read_written(folder: Path = WRITTEN, without: Sequence[str] = ()) -> Iterator[Passage]:
    """Yield the passages of `folder`: a line with the district, paragraphs with `[name]TYPE`, lines `> heads RELATION tails`.

    Types and relations are single letters (LETTERS, RELATIONS); several heads or tails are parted by `;`.
    Passages that name one of the districts `without` are left out.
    """
    unseen = [name.removesuffix("区").removesuffix("新") for name in without if name.endswith("区")]
    for file in sorted(folder.glob("*.txt")):
        lines = file.read_text("utf-8").splitlines()
        stated: set[tuple[str, str, str]] = set()
        text, mentions = "", []
        for line in lines[1:]:
            if match := RELATION.fullmatch(line):
                heads, kind, tails = match.groups()
                stated |= {(h, RELATIONS[kind], t) for h in heads.split(";") for t in tails.split(";")}
                continue
            plain, found = unmarked(line)
            mentions += [(len(text) + start, len(text) + end, kind) for start, end, kind in found]
            text += plain
        if any(name in text for name in unseen):
            continue
        yield Passage(f"written/{file.stem}", lines[0].removeprefix("# "), text, tuple(mentions), frozenset(stated), {})


def unmarked(text: str) -> tuple[str, list[Typed]]:
    """Return a text without its `[name]LETTER` marks, and the mentions that they mark."""
    plain, mentions, last = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[last : mark.start()]
        mentions.append((len(plain), len(plain) + len(mark[1]), LETTERS[mark[2]]))
        plain, last = plain + mark[1], mark.end()
    return plain + text[last:], mentions
