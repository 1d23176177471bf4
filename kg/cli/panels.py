"""Panels of the help: commands in the order in which a user needs them."""

from typing import Any

from typer.core import TyperGroup

from kg.lang import translated

PANELS = {
    "Build a graph": ("check", "build", "extract", "explain-same"),
    "Ask": ("ask", "find", "search", "query", "diff", "cypher", "shell"),
    "Link firms": ("link",),
    "Write files": ("export",),
    "Servers and assistants": ("load", "browser", "schema", "mcp"),
    "Care": ("doctor",),
}


class Panels(TyperGroup):
    """A group whose help lists the commands by panel."""

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
