"""Topic sentences: `以中外联动激活中以(上海)创新园“原动力”。` opens a paragraph that speaks of the park."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence

from extractors.annotations import Scope
from extractors.structure.sections import find_headings, find_scopes, find_sections

TOPICS = frozenset({"Zone", "Institution", "Program"})
LEAD_LENGTH = 32
COLON = re.compile("”?[:\uff1a](?=\\S)")


def find_leads(text: str, sentences: Sequence[tuple[int, int]], ents: Sequence[tuple[int, int, str]]) -> list[Scope]:
    """Return a scope, up to the end of the line, for each short first sentence of a line with a single topic."""
    scopes: list[Scope] = []
    starts = [e[0] for e in ents]
    topic: tuple[int, int] | None = None
    body, last_line = 0, -1
    for start, end in sentences:
        line = text.rfind("\n", 0, start)
        opens = line != last_line
        last_line = line
        if opens:
            if topic and start > body:
                scopes.append(Scope(*topic, body, start))
            near = ents[bisect_left(starts, start) : bisect_left(starts, end)]
            topics = [e for e in near if e[1] <= end and e[2] in TOPICS]
            topics = [e for e in topics if e[2] != "Program"] or topics
            topic = topics[0][:2] if len(topics) == 1 and end - start <= LEAD_LENGTH else None
            body = end
    if topic and len(text) > body:
        scopes.append(Scope(*topic, body, len(text)))
    return scopes


def find_labelled(text: str, ents: Sequence[tuple[int, int, str]], taken: Container[int]) -> list[Scope]:
    """Return a scope for each mention before a colon, up to the next one, heading or line, where none has begun (`taken`).

    A label may stand right behind a heading that was run into the body (`(二)加快开发建设桃浦智创城:`).
    """
    hits = []
    for start, end, kind in ents:
        after = COLON.match(text, end)
        if (kind in TOPICS or kind == "Town") and after and after.end() < len(text):
            hits.append((start, end, after.end()))
    stops = sorted({h[0] for h in find_headings(text)} | {h[0] for h in hits})
    scopes = []
    for start, end, body in hits:
        following = bisect_right(stops, start)
        stop = stops[following] if following < len(stops) else len(text)
        line = text.find("\n", body, stop)
        if body not in taken:
            scopes.append(Scope(start, end, body, stop if line < 0 else line))
    return scopes


def scopes_of(text: str, sentences: Sequence[tuple[int, int]], ents: Sequence[tuple[int, int, str]]) -> list[Scope]:
    """Return labels and leads of a text by start, an outer scope before an inner one."""
    scopes = find_scopes(text, find_sections(text, None))
    labelled = find_labelled(text, ents, {s.start for s in scopes})
    return in_order([*scopes, *labelled, *find_leads(text, sentences, ents)])


def in_order(scopes: Sequence[Scope]) -> list[Scope]:
    """Return scopes by start, an outer one before an inner one."""
    return sorted(scopes, key=lambda s: (s.start, -s.end))
