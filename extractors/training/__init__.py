"""Training of the shipped models from annotated passages. Needs the extra `train`; never imported at run time."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from extractors.annotations import Mention, Typed
from extractors.pipeline import extract
from extractors.structure import Structure, analyse, with_mentions

Scored = tuple[int, int, str, float]


@dataclass(frozen=True, slots=True)
class Passage:
    """An annotated passage: mentions as (start, end, type), relations as texts, targets by value span."""

    name: str
    home: str
    text: str
    mentions: tuple[Typed, ...]
    relations: frozenset[tuple[str, str, str]]
    targets: dict[tuple[int, int], str]

    @property
    def homes(self) -> set[str]:
        """The full and the short name of the passage's own district."""
        return {self.home, self.home.removesuffix("新区").removesuffix("区")}


def digest(text: str) -> str:
    """Return the hash by which an annotated text, which the project does not hold, is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_gold(folder: Path, without: Sequence[str] = ()) -> Iterator[Passage]:
    """Yield the passages of a gold folder whose district is not one of `without` (`-` for passages of no district)."""
    for file in sorted(folder.glob("*/*.json")):
        data = json.loads(file.read_text("utf-8"))
        if (data["home"] or "-") in without:
            continue
        yield Passage(
            f"{file.parent.name}/{file.stem}",
            data["home"],
            file.with_suffix(".txt").read_text("utf-8"),
            tuple(sorted((m["start"], m["end"], m["type"]) for m in data["mentions"])),
            frozenset((h, r, t) for h, r, t in data["relations"]),
            {(t["start"], t["end"]): t["indicator"] for t in data.get("targets", ())},
        )


def balanced(sizes: Mapping[str, int], groups: int) -> list[set[str]]:
    """Return the names in `groups` groups of about the same size together, the largest first; some are empty where names are few."""
    found: list[set[str]] = [set() for _ in range(groups)]
    whole = [0] * groups
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        smallest = whole.index(min(whole))
        found[smallest].add(name)
        whole[smallest] += size
    return found


def find_mentions(nlp: Language, passage: Passage) -> list[tuple[int, int, str, float]]:
    """Return the mentions that a pipeline finds in a passage, with the scores that the classifier of relations is given."""
    with nlp.select_pipes(disable=["kg_targets", "kg_relations", "kg_confidence"]):
        found = extract(nlp, passage.text, None)
    return [(m.start, m.end, m.type, m.score) for m in found.mentions]


def read(text: str, scored: Sequence[Scored]) -> tuple[Structure, list[Mention]]:
    """Return the structure of a text with its mentions, given as (start, end, type, score)."""
    mentions = [Mention(start, end, kind, sure, ("gold",)) for start, end, kind, sure in scored]
    return with_mentions(analyse(text, None), mentions), mentions
