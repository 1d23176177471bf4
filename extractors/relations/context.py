"""The context of every mention: its sentence, line, label, heading, list, running subject and governing verbs."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extractors.annotations import Heading, Mention, Scope, Span
from extractors.rules import load_rules, load_table
from extractors.structure import Structure
from extractors.structure.labels import first_labelled

# One group a kind of verb; the number of the group is a feature.
VERB = re.compile("|".join(f"({rule.pattern})" for rule in load_rules("relations", "verbs")))
SUBJECTS = ("Zone", "Institution", "Enterprise", "Program", "Town", "District", "Project")
AREAS = ("Zone", "Town")
NONE = -1


@dataclass(frozen=True, slots=True)
class Context:
    """Where mentions stand; one entry a mention, mentions by number, NONE for none.

    `sentence` and `line` number sentences and lines; `label`, `heading`, `subject` and `zone` are the mention that
    labels the text, stands in the heading above, is the running subject or the last zone or town of an earlier
    sentence; `nth` counts in the sentence; `listed` numbers runs of one type joined as a list; `opens` and `comma` say
    whether it begins its sentence or follows a comma; `first` is the first sentence of its line with a mention;
    `repeats` counts its name; `before` and `after` are kinds of verbs; `own_zone` says whether a zone stands before it
    in its sentence; `leads` are the mentions that label something.
    """

    text: str
    mentions: Sequence[Mention]
    spans: Sequence[Span]
    sentence: Sequence[int]
    line: Sequence[int]
    label: Sequence[int]
    nth: Sequence[int]
    listed: Sequence[int]
    opens: Sequence[bool]
    comma: Sequence[bool]
    first: Sequence[int]
    repeats: Sequence[int]
    heading: Sequence[int]
    leads: frozenset[int]
    before: Sequence[int]
    after: Sequence[int]
    subject: Sequence[int]
    zone: Sequence[int]
    own_zone: Sequence[bool]

    def name(self, mention: int) -> str:
        """Return the text of a mention."""
        return self.text[slice(*self.mentions[mention].span)]


def read_context(structure: Structure, mentions: Sequence[Mention]) -> Context:
    """Return the context of every mention, looked up once a document."""
    text, spans = structure.text, structure.sentences
    sentence, nth = _sentences(spans, mentions)
    line = _lines(text, mentions)
    listed = _lists(text, mentions)
    label = _labels(structure.scopes, mentions)
    before, after = _verbs(text, spans, sentence, listed, mentions)
    names = Counter(text[m.start : m.end] for m in mentions)
    return Context(
        text=text,
        mentions=mentions,
        spans=spans,
        sentence=sentence,
        line=line,
        label=label,
        nth=nth,
        listed=listed,
        opens=[
            text[max(spans[k][0], m.start - 1) : m.start] in ("", "“", "《")
            for k, m in zip(sentence, mentions, strict=True)
        ],
        comma=[text[max(0, m.start - 1) : m.start] in (",", "，", ";", "。") for m in mentions],
        first=_first(sentence, line),
        repeats=[names[text[m.start : m.end]] for m in mentions],
        heading=_headings(structure.headings, mentions),
        leads=frozenset(label) - {NONE},
        before=before,
        after=after,
        subject=_running(sentence, line, mentions, SUBJECTS, own=True),
        zone=_running(sentence, line, mentions, AREAS, own=False),
        own_zone=_own_zones(sentence, mentions),
    )


def _sentences(spans: Sequence[Span], mentions: Sequence[Mention]) -> tuple[list[int], list[int]]:
    """Return for every mention its sentence and how many mentions stand before it there."""
    sentence, nth, at, count = [], [], 0, 0
    for mention in mentions:
        while at + 1 < len(spans) and spans[at + 1][0] <= mention.start:
            at, count = at + 1, 0
        sentence.append(at)
        nth.append(count)
        count += 1
    return sentence, nth


def _lines(text: str, mentions: Sequence[Mention]) -> list[int]:
    """Return the number of the line of every mention."""
    if not mentions:
        return []
    line = [text.count("\n", 0, mentions[0].start)]
    for left, right in pairwise(mentions):
        line.append(line[-1] + text.count("\n", left.start, right.start))
    return line


def _lists(text: str, mentions: Sequence[Mention]) -> list[int]:
    """Return for every mention the number of the list of its type that it stands in."""
    joints = load_table("relations", "type-list-joints")
    listed, group = [], 0
    for i, mention in enumerate(mentions):
        gap = text[mentions[i - 1].end : mention.start] if i else "。"
        group += not (mention.type == mentions[i - 1].type and gap.strip("“”") in joints)
        listed.append(group)
    return listed


def _headings(heads: Sequence[Heading], mentions: Sequence[Mention]) -> list[int]:
    """Return for every mention the first one in the nearest heading above it."""
    starts = [m.start for m in mentions]
    found, path = [NONE] * len(mentions), dict[int, int]()
    for n, head in enumerate(heads):
        first = bisect_left(starts, head.start)
        inside = first < len(mentions) and mentions[first].end <= head.end
        path = {k: v for k, v in path.items() if k < head.level} | ({head.level: first} if inside else {})
        last = bisect_left(starts, heads[n + 1].start) if n + 1 < len(heads) else len(mentions)
        if path:
            found[first:last] = [path[max(path)]] * (last - first)
    return found


def _verbs(
    text: str, spans: Sequence[Span], sentence: Sequence[int], listed: Sequence[int], mentions: Sequence[Mention]
) -> tuple[list[int], list[int]]:
    """Return for every mention the kinds of the last verb before its list and of the first one after it (0 for none)."""
    before, after = [0] * len(mentions), [0] * len(mentions)
    for i, mention in enumerate(mentions):
        same = i and listed[i - 1] == listed[i]
        since = spans[sentence[i]][0] if not i or sentence[i - 1] != sentence[i] else mentions[i - 1].end
        found = None if same else list(VERB.finditer(text, since, max(since, mention.start)))
        before[i] = before[i - 1] if same else (found[-1].lastindex or 0) if found else 0
        last = i + 1 == len(mentions) or sentence[i + 1] != sentence[i]
        until = spans[sentence[i]][1] if last else mentions[i + 1].start
        next_one = VERB.search(text, min(mention.end, until), until)
        after[i] = (next_one.lastindex or 0) if next_one else 0
    for i in reversed(range(len(mentions) - 1)):
        if listed[i] == listed[i + 1]:
            after[i] = after[i + 1]
    return before, after


def _running(
    sentence: Sequence[int], line: Sequence[int], mentions: Sequence[Mention], types: Sequence[str], own: bool
) -> list[int]:
    """Return for every mention the first one of `types` in the last sentence of its line that has one.

    Without `own` the mention's own sentence does not count.
    """
    first: dict[int, int] = {}
    for i, at in enumerate(sentence):
        if mentions[i].type in types:
            first.setdefault(at, i)
    found: list[int] = []
    seen: list[tuple[int, int]] = []
    for i, at in enumerate(sentence):
        if i and line[i] != line[i - 1]:
            seen = []
        if at in first and (not seen or seen[-1][0] != at):
            seen.append((at, first[at]))
        back = 2 if not own and seen and seen[-1][0] == at else 1
        found.append(seen[-back][1] if len(seen) >= back else NONE)
    return found


def _own_zones(sentence: Sequence[int], mentions: Sequence[Mention]) -> list[bool]:
    """Say for every mention whether a zone stands in its sentence before it."""
    zones = [
        NONE,
        *accumulate((at if m.type == "Zone" else NONE for at, m in zip(sentence, mentions, strict=True)), max),
    ]
    return [at == last for at, last in zip(sentence, zones[:-1], strict=True)]


def _first(sentence: Sequence[int], line: Sequence[int]) -> list[int]:
    """Return for every mention the first sentence of its line that has a mention."""
    seen: dict[int, int] = {}
    return [seen.setdefault(row, at) for at, row in zip(sentence, line, strict=True)]


def _labels(scopes: Sequence[Scope], mentions: Sequence[Mention]) -> list[int]:
    label = [NONE] * len(mentions)
    starts = [m.start for m in mentions]
    for scope in scopes:
        lead = first_labelled(scope, starts, mentions)
        if lead is not None:
            first, last = bisect_left(starts, scope.start), bisect_left(starts, scope.end)
            label[first:last] = [lead] * (last - first)
    return label
