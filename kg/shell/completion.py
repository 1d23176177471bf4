"""Completion of a line of the shell."""

from collections.abc import Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from kg.ask.recognise import short_forms
from kg.find import Names
from kg.query import load_queries

# More than a menu shows.
MOST = 50


class Completions(Completer):
    """Completes commands, query names, `key=` of a query's parameters, and names of entities.

    `commands` are whole command words, as in `query run`.
    """

    def __init__(self, commands: Iterable[str], names: Names) -> None:
        self.commands = sorted(commands)
        self.items = sorted(names.items, key=lambda item: (-item.mentions, item.id))

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield completions of the word before the cursor, the most mentioned entities first."""
        line = document.text_before_cursor
        word = "" if line.endswith(" ") else line.split(" ")[-1]
        before = line[: len(line) - len(word)].strip()
        for text in self.after(before, word):
            yield Completion(text, start_position=-len(word))

    def after(self, before: str, word: str) -> list[str]:
        """Return what may stand for `word` after the words before it."""
        queries = load_queries()
        if not before:
            return [text for text in [*self.commands, *queries] if text.startswith(word)][:MOST]
        if before == "query run":
            return [name for name in queries if name.startswith(word)]
        words = before.split()
        query = queries.get(words[2] if words[:2] == ["query", "run"] and len(words) > 2 else words[0])
        if query is None:
            deeper = [text.removeprefix(f"{before} ") for text in self.commands if text.startswith(f"{before} ")]
            return [text for text in deeper if text.startswith(word)] or self._named("Entity", word)
        key, separator, text = word.partition("=")
        if not separator:
            return [f"{name}=" for name in query.params if name.startswith(key)]
        return [f"{key}={name}" for name in self._named(query.params.get(key, "").removesuffix("*"), text)]

    def _named(self, kind: str, start: str) -> list[str]:
        """Return names of a type that begin so, or whose short form or other name does."""
        fitting = (item for item in self.items if kind in ("Entity", item.type))
        found = [
            item.name
            for item in fitting
            if any(name.startswith(start) for name in (item.name, *item.aliases, *short_forms(item)))
        ]
        return list(dict.fromkeys(found))[:MOST]
