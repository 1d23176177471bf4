"""Decision rows of rules/relations.yaml, and a sentence with its mentions as the rules use it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.annotations import Mention, Relation
from extractors.rules import load_table
from extractors.rules.load import read_rules
from extractors.structure import Structure

# The relation of a row whose relation depends on the type of the head.
BY_TYPE = "by type"


class Decision(BaseModel):
    """A row: the relation that is stated, its score, whether it sets a floor, an example and what it states there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relation: str
    score: float
    floor: bool = False
    example: str
    states: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def decisions() -> dict[str, Decision]:
    """Return the rows by id."""
    rows = read_rules("relations")["statements"]
    return {rule: Decision.model_validate(row) for rule, row in rows.items()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence [start, end) with the mentions inside it (by number), its lists, and the mention that labels it."""

    text: str
    mentions: Sequence[Mention]
    start: int
    end: int
    inside: Sequence[int]
    lists: Sequence[Sequence[int]]
    label: int | None = None

    def gap(self, left: int, right: int) -> str:
        """Return what stands between two mentions."""
        return self.text[self.mentions[left].end : self.mentions[right].start]

    def type(self, mention: int) -> str:
        """Return the type of a mention."""
        return self.mentions[mention].type

    def opens(self, mention: int) -> bool:
        """Say whether the sentence begins with a mention, quotes aside."""
        at = self.mentions[mention].start
        return at - self.start <= 2 and not self.text[self.start : at].strip("“")

    def state(self, rule: str, head: int, tail: int, relation: str | None = None) -> Relation:
        """Return what a rule states of two mentions, with this sentence as its evidence."""
        row = decisions()[rule]
        return Relation(head, relation or row.relation, tail, self.start, self.end, row.score, (rule,))


def read_sentence(structure: Structure, mentions: Sequence[Mention], starts: Sequence[int], at: int) -> Sentence:
    """Return sentence number `at`; `starts` are those of the mentions, ascending."""
    start, end = structure.sentences[at]
    near = range(bisect_left(starts, start), bisect_left(starts, end))
    inside = [i for i in near if mentions[i].end <= end]
    return Sentence(structure.text, mentions, start, end, inside, _lists(structure.text, mentions, inside))


def _lists(text: str, mentions: Sequence[Mention], inside: Sequence[int]) -> list[list[int]]:
    """Return the runs of mentions joined as a list."""
    joints = load_table("relations", "list-joints")
    groups: list[list[int]] = []
    for i in inside:
        if groups and text[mentions[groups[-1][-1]].end : mentions[i].start].strip("“”") in joints:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups
