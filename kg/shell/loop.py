"""The input loop of the shell: with history and completion on a terminal, plain lines otherwise."""

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.query import load_queries

if TYPE_CHECKING:
    from prompt_toolkit.history import History

    from kg.shell.completion import Completions

PROMPT = "kg> "
ENDS = frozenset({"exit", "quit", "q", ":q"})


def lines(completions: Callable[[], "Completions"]) -> Iterator[str]:
    """Yield lines until the end of the input; Ctrl-C empties a line, Ctrl-D ends."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(PROMPT, history=_history(), completer=completions())
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def run_lines(given: Iterable[str], commands: Iterable[str], run: Callable[[list[str]], None]) -> None:
    """Run each line until one ends the shell.

    A line that begins with the name of a canned query is run as `query run`, one that begins with no command is a
    question for `ask`. Empty lines and comments are skipped.
    """
    first = {command.split()[0] for command in commands} | {"--help", "--version"}
    for line in given:
        text = line.strip()
        if text in ENDS:
            return
        if text and not text.startswith("#"):
            run(words_of(text, first))


def words_of(text: str, first: set[str]) -> list[str]:
    """Return a line as the words of a command."""
    try:
        words = shlex.split(text)
    except ValueError:
        return ["ask", text]
    if not words or words[0] == "kg":
        words = words[1:] or ["--help"]
    if words[0] == "help":
        return [*words[1:], "--help"]
    if words[0] in load_queries():
        return ["query", "run", *words]
    return words if words[0] in first else ["ask", text]


def _history() -> "History":
    """Return the history of earlier sessions, or one of this session where no file can be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "district-kg"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "history").touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))
