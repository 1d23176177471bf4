"""The group of all commands: panels of its help, in the order in which a user needs them, and what no command may be given."""

from collections.abc import Iterator
from typing import Any

from typer.core import TyperGroup

from kg.errors import UsageError
from kg.lang import translated

PANELS = {
    "Build a graph": ("check", "build", "extract", "explain-same"),
    "Ask": ("ask", "find", "search", "query", "diff", "cypher", "shell"),
    "Link firms": ("link",),
    "Write files": ("export",),
    "Servers and assistants": ("load", "browser", "schema", "mcp"),
    "Care": ("doctor",),
}


def parameters(command: Any) -> Iterator[Any]:
    """Yield the parameters of a command and of all below it."""
    yield from command.params
    for below in getattr(command, "commands", {}).values():
        yield from parameters(below)


def _refuse_empty(param: Any) -> None:
    """Let a parameter refuse an empty text before it is read as a number, a path or a choice."""
    read = param.process_value

    def process_value(context: Any, value: Any) -> Any:
        given = value if isinstance(value, tuple | list) else [value]
        # Defaults may be empty, and an empty variable of the environment is none.
        if any(isinstance(one, str) and not one.strip() for one in given) and _by_user(context, param):
            option = param.param_type_name == "option"
            raise UsageError(
                f"{max(param.opts, key=len)} is empty; give a value, or leave the option out"
                if option
                else f"the argument {param.name} is empty; give a text"
            )
        return read(context, value)

    param.process_value = process_value


def _by_user(context: Any, param: Any) -> bool:
    source = context.get_parameter_source(param.name)
    return source is not None and source.name == "COMMANDLINE"


class Panels(TyperGroup):
    """A group whose help lists the commands by panel, and whose commands take no empty text.

    An empty text is a variable of a script that was not set. Read as if the option were not given, it would answer
    another question, or build in the working directory.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for param in parameters(self):
            _refuse_empty(param)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands in the order of the panels; a command that is in none comes last."""
        known = [name for names in PANELS.values() for name in names if name in self.commands]
        return [*known, *(name for name in self.commands if name not in known)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one section a panel."""
        left = set(self.list_commands(ctx))
        for title, names in [*PANELS.items(), ("Other", tuple(sorted(left - {n for v in PANELS.values() for n in v})))]:
            rows = [(name, self.commands[name].get_short_help_str(300)) for name in names if name in self.commands]
            if rows:
                with formatter.section(translated(title)):
                    formatter.write_dl(rows)
