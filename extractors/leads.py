"""Topic sentences: `以中外联动激活中以(上海)创新园“原动力”。` opens a paragraph that speaks of the park."""

from collections.abc import Sequence

from extractors.segment import find_scopes, find_sections
from extractors.types import Scope

TOPICS = frozenset({"Zone", "Institution", "Program"})
LEAD_LENGTH = 32


def find_leads(text: str, sentences: Sequence[tuple[int, int]], ents: Sequence[tuple[int, int, str]]) -> list[Scope]:
    """Return a scope, up to the end of the line, for each short first sentence of a line with a single topic."""
    scopes: list[Scope] = []
    topic: tuple[int, int] | None = None
    body, last_line = 0, -1
    for start, end in sentences:
        line = text.rfind("\n", 0, start)
        opens = line != last_line
        last_line = line
        if opens:
            if topic and start > body:
                scopes.append(Scope(*topic, body, start))
            topics = [e for e in ents if start <= e[0] and e[1] <= end and e[2] in TOPICS]
            topics = [e for e in topics if e[2] != "Program"] or topics
            topic = topics[0][:2] if len(topics) == 1 and end - start <= LEAD_LENGTH else None
            body = end
    if topic and len(text) > body:
        scopes.append(Scope(*topic, body, len(text)))
    return scopes


def scopes_of(text: str, sentences: Sequence[tuple[int, int]], ents: Sequence[tuple[int, int, str]]) -> list[Scope]:
    """Return labels and leads of a text by start, an outer scope before an inner one."""
    return in_order([*find_scopes(text, find_sections(text, None)), *find_leads(text, sentences, ents)])


def in_order(scopes: Sequence[Scope]) -> list[Scope]:
    """Return scopes by start, an outer one before an inner one."""
    return sorted(scopes, key=lambda s: (s.start, -s.end))
