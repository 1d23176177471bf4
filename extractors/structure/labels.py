"""Labels and the text that each governs (discourse scope): before a colon, in a flattened table, or a short lead."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence

from extractors.annotations import Heading, Mention, Scope, Section, Span
from extractors.rules import one

COLON_LABEL = one("structure", "labels", "label-colon")
AREA_LABEL = one("structure", "labels", "label-area")
COLON_END = one("structure", "label-ends", "label-colon-end")
AREA_END = one("structure", "label-ends", "label-area-end")
MENTION_COLON = one("structure", "mention-labels", "mention-colon")
TOPICS = frozenset({"Zone", "Institution", "Program"})
LABELLING = TOPICS | {"Town"}
# `以中外联动激活中以(上海)创新园“原动力”。`: a first sentence of at most so many characters opens a paragraph on its topic.
LEAD_LENGTH = 32


def find_labels(text: str, sections: Sequence[Section]) -> tuple[Scope, ...]:
    """Return the labels that need no mention, with the text that hangs on them, up to the next label, line or heading."""
    hits = sorted(
        [(*m.span("label"), m.end(), COLON_END) for m in COLON_LABEL.finditer(text)]
        + [(*m.span("label"), m.end(), AREA_END) for m in AREA_LABEL.finditer(text)],
        key=lambda h: h[:3],
    )
    stops = sorted({s.start for s in sections} | {h[0] for h in hits} | {len(text)})
    scopes = []
    for start, end, body, ends in hits:
        after = bisect_right(stops, start)
        stop = stops[after] if after < len(stops) else len(text)
        line = ends.search(text[body:stop])
        scopes.append(Scope(start, end, body, body + line.start() + 1 if line else stop))
    return tuple(scopes)


def find_area_labels(text: str) -> list[Span]:
    """Return [start, end) of the area names that open the rows of a flattened table of areas."""
    return [match.span("label") for match in AREA_LABEL.finditer(text)]


def find_mention_labels(
    text: str, headings: Sequence[Heading], mentions: Sequence[Mention], labels: Sequence[Scope]
) -> list[Scope]:
    """Return a scope for each mention before a colon, up to the next one, heading or line, where no label's has begun.

    A label may stand right behind a heading that was run into the body (`(二)加快开发建设桃浦智创城:`).
    """
    taken = {scope.start for scope in labels}
    hits: list[tuple[Mention, int]] = []
    for mention in mentions:
        after = MENTION_COLON.match(text, mention.end) if mention.type in LABELLING else None
        if after and after.end() < len(text):
            hits.append((mention, after.end()))
    stops = sorted({h.start for h in headings} | {m.start for m, _ in hits})
    scopes = []
    for mention, body in hits:
        following = bisect_right(stops, mention.start)
        stop = stops[following] if following < len(stops) else len(text)
        line = text.find("\n", body, stop)
        if body not in taken:
            scopes.append(Scope(*mention.span, body, stop if line < 0 else line))
    return scopes


def find_leads(text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Scope]:
    """Return a scope, up to the end of the line, for each short first sentence of a line with a single topic."""
    scopes: list[Scope] = []
    starts = [m.start for m in mentions]
    topic: Span | None = None
    body, last_line = 0, -1
    for start, end in sentences:
        line = text.rfind("\n", 0, start)
        if line == last_line:
            continue
        last_line = line
        if topic and start > body:
            scopes.append(Scope(*topic, body, start))
        near = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        topic, body = _topic(near, start, end), end
    if topic and len(text) > body:
        scopes.append(Scope(*topic, body, len(text)))
    return scopes


def _topic(near: Sequence[Mention], start: int, end: int) -> Span | None:
    topics = [m for m in near if m.end <= end and m.type in TOPICS]
    topics = [m for m in topics if m.type != "Program"] or topics
    return topics[0].span if len(topics) == 1 and end - start <= LEAD_LENGTH else None


def first_labelled(
    scope: Scope, starts: Sequence[int], mentions: Sequence[Mention], types: Container[str] | None = None
) -> int | None:
    """Return the first mention (of some types) inside a scope's label; `starts` are those of `mentions`, ascending."""
    for i in range(bisect_left(starts, scope.label_start), len(mentions)):
        if mentions[i].start >= scope.label_end:
            break
        if mentions[i].end <= scope.label_end and (types is None or mentions[i].type in types):
            return i
    return None
