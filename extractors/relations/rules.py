"""All relations that the rules state between the mentions of a text."""

from collections.abc import Iterator, Sequence

from extractors.annotations import Mention, Relation, Scope
from extractors.relations.context import Context
from extractors.relations.part_whole import parts, runs
from extractors.relations.statements import Sentence, read_sentence
from extractors.relations.topics import Topic
from extractors.relations.triggers import of_subject, triggered, under_heading
from extractors.rules import load_table
from extractors.structure import Structure
from extractors.structure.labels import first_labelled

Triple = tuple[int, str, int]


def stated(structure: Structure, context: Context) -> dict[Triple, Relation]:
    """Return what the rules state by (head, relation, tail); of several rules the first one counts."""
    found: dict[Triple, Relation] = {}
    for hit in (*_by_sentence(structure, context), *runs(structure, context.mentions)):
        found.setdefault((hit.head, hit.type, hit.tail), hit)
    return found


def _by_sentence(structure: Structure, context: Context) -> Iterator[Relation]:
    mentions = context.mentions
    starts = [m.start for m in mentions]
    labels = _labels(structure, starts, mentions, load_table("relations", "labels"))
    sectors = _labels(structure, starts, mentions, ["Industry"])
    topic = Topic()
    for at, (label, sector) in enumerate(zip(labels, sectors, strict=True)):
        read = read_sentence(structure, mentions, starts, at)
        sentence = Sentence(read.text, mentions, read.start, read.end, read.inside, read.lists, label)
        topic.move(sentence, sector)
        yield from triggered_in_order(sentence, context, topic)


def triggered_in_order(sentence: Sentence, context: Context, topic: Topic) -> Iterator[Relation]:
    """Yield what each rule states of a sentence, in the order in which they count."""
    if sentence.inside:
        yield from triggered(sentence)
        yield from parts(sentence)
    yield from under_heading(sentence, context.heading)
    yield from topic.stated(sentence)
    yield from of_subject(sentence)


def _labels(
    structure: Structure, starts: Sequence[int], mentions: Sequence[Mention], types: Sequence[str]
) -> list[int | None]:
    """Return for each sentence the mention of some types that labels it: that of the last scope around it."""
    found: list[int | None] = []
    open_ones: list[Scope] = []
    following = 0
    scopes = structure.scopes
    for start, _ in structure.sentences:
        # A label's scope begins at its name, a sentence at the quote before it.
        at = start + (structure.text[start] == "“")
        while following < len(scopes) and scopes[following].label_start <= at:
            open_ones.append(scopes[following])
            following += 1
        open_ones = [scope for scope in open_ones if at < scope.end]
        found.append(first_labelled(open_ones[-1], starts, mentions, types) if open_ones else None)
    return found
