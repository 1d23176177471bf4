"""How the mentions of a text lie: sentences, lines, labels, headings, lists, running subjects, governing verbs."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extractors.annotations import Heading, Mention, Scope
from extractors.structure import Structure
from extractors.structure.labels import first_labelled

Ent = tuple[int, int, str]
# The verb that governs a list stands before it, or (`合作`, `落户`) after it.
VERBS = (
    "位于|坐落|设在", "落户|入驻|落地|迁入|签约", "引进|引入|集聚|吸引|导入", "举办|举行|承办|召开|办好|主办",
    "制定|出台|印发|发布|编制", "实施|落实|执行|贯彻|开展|推行|推广", "支持|助力|赋能|服务|保障|支撑", "依托|围绕|聚焦|以",
    "发展|培育|壮大|做强|做大|做优", "打造|形成|构建|创建|建成|成为", "建设|开工|竣工|改造|投用|启用|推进|加快|推动",
    "合作|共建|签署|携手|联动|对接|结对|对口|与", "包括|涵盖|其中|等", "投资|开发|运营|承建|牵头",
    "开放|拓展|扩大|深化|提升|优化|完善",
)  # fmt: skip
VERB = re.compile("|".join(f"({words})" for words in VERBS))
SUBJECTS = ("Zone", "Institution", "Enterprise", "Program", "Town", "District", "Project")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences, lines and labels lie, looked up once a document; one entry a mention, mentions by number, -1 for none."""

    text: str
    ents: Sequence[Ent]
    sentence: Sequence[int]
    spans: Sequence[tuple[int, int]]
    line: Sequence[int]
    label: Sequence[int]
    nth: Sequence[int]
    listed: Sequence[int]
    opens: Sequence[bool]
    comma: Sequence[bool]
    first: Sequence[int]
    repeats: Sequence[int]
    sure: Sequence[float]
    heading: Sequence[int]
    leads: frozenset[int]
    before: Sequence[int]
    after: Sequence[int]
    subject: Sequence[int]
    zone: Sequence[int]
    own_zone: Sequence[bool]


def layout(structure: Structure, mentions: Sequence[Mention]) -> Layout:
    """Return for every mention its sentence, line, label mention (or -1), order in the sentence, list and confidence."""
    text, sentences, scopes = structure.text, structure.sentences, structure.scopes
    ents: list[Ent] = [(m.start, m.end, m.type) for m in mentions]
    sure = [m.score for m in mentions]
    sentence, nth, at, count = [], [], 0, 0
    for start, _, _ in ents:
        while at + 1 < len(sentences) and sentences[at + 1][0] <= start:
            at, count = at + 1, 0
        sentence.append(at)
        nth.append(count)
        count += 1
    line = [text.count("\n", 0, ents[0][0]) if ents else 0]
    for left, right in pairwise(ents):
        line.append(line[-1] + text.count("\n", left[0], right[0]))
    listed, group = [], 0
    for i, (start, _, kind) in enumerate(ents):
        gap = text[ents[i - 1][1] : start] if i else "。"
        group += not (kind == ents[i - 1][2] and gap.strip("“”") in ("、", "和", "与", "及", "以及", "”、“", ""))
        listed.append(group)
    opens = [
        text[max(sentences[k][0], s - 1) : s] in ("", "“", "《") for k, (s, _, _) in zip(sentence, ents, strict=True)
    ]
    comma = [text[max(0, s - 1) : s] in (",", ",", ";", "。") for s, _, _ in ents]
    names = Counter(text[s:e] for s, e, _ in ents)
    repeats = [names[text[s:e]] for s, e, _ in ents]
    label = _labels(scopes, mentions)
    before, after = _verbs(text, sentences, sentence, listed, ents)
    return Layout(
        text,
        ents,
        sentence,
        sentences,
        line,
        label,
        nth,
        listed,
        opens,
        comma,
        _first(sentence, line),
        repeats,
        sure,
        _headings(structure.headings, ents),
        frozenset(label) - {-1},
        before,
        after,
        _running(sentence, line, ents, SUBJECTS, 0),
        _running(sentence, line, ents, ("Zone", "Town"), 1),
        _own_zones(sentence, ents),
    )


def _headings(heads: Sequence[Heading], ents: Sequence[Ent]) -> list[int]:
    """Return for every mention the first one in the nearest heading above it, or -1."""
    starts = [e[0] for e in ents]
    found, path = [-1] * len(ents), dict[int, int]()
    for n, head in enumerate(heads):
        first = bisect_left(starts, head.start)
        inside = first < len(ents) and ents[first][1] <= head.end
        path = {k: v for k, v in path.items() if k < head.level} | ({head.level: first} if inside else {})
        last = bisect_left(starts, heads[n + 1].start) if n + 1 < len(heads) else len(ents)
        if path:
            found[first:last] = [path[max(path)]] * (last - first)
    return found


def _verbs(
    text: str, sentences: Sequence[tuple[int, int]], sentence: Sequence[int], listed: Sequence[int], ents: Sequence[Ent]
) -> tuple[list[int], list[int]]:
    """Return for every mention the kinds of the last verb before its list and of the first one after it (0 for none)."""
    before, after = [0] * len(ents), [0] * len(ents)
    for i, (_, end, _) in enumerate(ents):
        same = i and listed[i - 1] == listed[i]
        since = sentences[sentence[i]][0] if not i or sentence[i - 1] != sentence[i] else ents[i - 1][1]
        found = None if same else list(VERB.finditer(text, since, max(since, ents[i][0])))
        before[i] = before[i - 1] if same else (found[-1].lastindex or 0) if found else 0
        until = sentences[sentence[i]][1] if i + 1 == len(ents) or sentence[i + 1] != sentence[i] else ents[i + 1][0]
        next_one = VERB.search(text, min(end, until), until)
        after[i] = (next_one.lastindex or 0) if next_one else 0
    for i in reversed(range(len(ents) - 1)):
        if listed[i] == listed[i + 1]:
            after[i] = after[i + 1]
    return before, after


def _running(
    sentence: Sequence[int], line: Sequence[int], ents: Sequence[Ent], kinds: Sequence[str], back: int
) -> list[int]:
    """Return for every mention the first one of `kinds` in the last sentence of its line that has one, or -1.

    With `back` 1 its own sentence does not count.
    """
    first: dict[int, int] = {}
    for i, at in enumerate(sentence):
        if ents[i][2] in kinds:
            first.setdefault(at, i)
    found: list[int] = []
    seen: list[tuple[int, int]] = []
    for i, at in enumerate(sentence):
        if i and line[i] != line[i - 1]:
            seen = []
        if at in first and (not seen or seen[-1][0] != at):
            seen.append((at, first[at]))
        usable = seen[:-1] if back and seen and seen[-1][0] == at else seen
        found.append(usable[-1][1] if usable else -1)
    return found


def _own_zones(sentence: Sequence[int], ents: Sequence[Ent]) -> list[bool]:
    """Say for every mention whether a zone stands in its sentence before it."""
    zones = [-1, *accumulate((at if e[2] == "Zone" else -1 for at, e in zip(sentence, ents, strict=True)), max)]
    return [at == last for at, last in zip(sentence, zones[:-1], strict=True)]


def _first(sentence: Sequence[int], line: Sequence[int]) -> list[int]:
    """Return for every mention the first sentence of its line that has a mention."""
    seen: dict[int, int] = {}
    return [seen.setdefault(row, at) for at, row in zip(sentence, line, strict=True)]


def _labels(scopes: Sequence[Scope], mentions: Sequence[Mention]) -> list[int]:
    label = [-1] * len(mentions)
    starts = [m.start for m in mentions]
    for scope in scopes:
        lead = first_labelled(scope, starts, mentions)
        if lead is not None:
            first, last = bisect_left(starts, scope.start), bisect_left(starts, scope.end)
            label[first:last] = [lead] * (last - first)
    return label


def lead_of(
    scope: Scope, starts: Sequence[int], ents: Sequence[Ent], kinds: Container[str] | None = None
) -> int | None:
    """To be replaced by first_labelled."""
    for i in range(bisect_left(starts, scope.label_start), len(ents)):
        if ents[i][0] >= scope.label_end:
            break
        if ents[i][1] <= scope.label_end and (kinds is None or ents[i][2] in kinds):
            return i
    return None
