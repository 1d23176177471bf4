"""`kg shell`: one process that keeps the graph open, with completion of commands, queries and names."""

from kg.shell.loop import lines, run_lines

__all__ = ["lines", "run_lines"]
