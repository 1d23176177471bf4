"""The project's own annotations of real reports: offsets and types only, the texts are not part of the project.

`annotations.json` lists stretches of documents (district and year) as kg.read shows them, with a hash of their text.
Only sentences that hold a mention are used: these stretches are sparser than those of the gold folder, and a tagger
that learns from their silence finds too little (docs/quality.md).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from extractors.tags import SENTENCE
from extractors.training import Passage

FILE = Path(__file__).parent / "annotations.json"


def read_own(texts: Mapping[str, str], without: Sequence[str] = ()) -> Iterator[Passage]:
    """Yield the annotated stretches of `texts` (by district and year, as in `普陀区-2024`), sentences with mentions only.

    Stretches whose text is not what was annotated are left out, and those of the districts `without`.
    """
    for number, entry in enumerate(json.loads(FILE.read_text("utf-8"))):
        home = entry["document"].partition("-")[0]
        stretch = texts.get(entry["document"], "")[entry["start"] : entry["end"]]
        if home in without or hashlib.sha256(stretch.encode()).hexdigest()[:16] != entry["sha256"]:
            continue
        text, mentions = "", []
        for sentence in SENTENCE.finditer(stretch):
            first, last = entry["start"] + sentence.start(), entry["start"] + sentence.end()
            inside = [m for m in entry["mentions"] if first <= m[0] and m[1] <= last]
            mentions += [(a - first + len(text), b - first + len(text), kind) for a, b, kind in inside]
            text += sentence.group() if inside else ""
        if mentions:
            yield Passage(f"own/{number}", home, text, tuple(mentions), frozenset(), {})
