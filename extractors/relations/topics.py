"""The sector that a passage is about, and the mentions that this applies to."""

from collections.abc import Iterator

from extractors.annotations import Relation
from extractors.relations.statements import Sentence
from extractors.rules import load_table


class Topic:
    """The sector that a passage speaks of: a label's (`创新药:…`), or one that opened a sentence shortly before."""

    def __init__(self) -> None:
        self.sector: int | None = None
        self.labelled = False
        self.ago = self.last = 0

    def move(self, sentence: Sentence, label: int | None) -> None:
        """Go to a sentence, under the sector `label` if there is one."""
        inside = sentence.inside
        first = inside[0] if inside and sentence.opens(inside[0]) else None
        self.ago += 1
        new_line = "\n" in sentence.text[self.last : sentence.start]
        if new_line or any(sentence.type(i) == "Industry" for i in inside):
            self.sector = None
        if first is not None and sentence.type(first) == "Industry":
            self.sector, self.ago = first, 0
        self.labelled, self.last = label is not None, sentence.start
        self.sector = label if label is not None else self.sector

    def stated(self, sentence: Sentence) -> Iterator[Relation]:
        """Yield what hangs on the sector in this sentence; none two sentences later, unless under a label."""
        if self.sector is None or (self.ago > 1 and not self.labelled):
            return
        relations: dict[str, str] = load_table("relations", "of-sector")
        rule = "scope-topic" if self.labelled else "sentence-topic" if self.ago == 0 else "before-topic"
        for i in sentence.inside:
            if i != self.sector and sentence.type(i) in relations:
                yield sentence.state(rule, i, self.sector, relations[sentence.type(i)])
