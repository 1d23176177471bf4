"""Generations: a graph folder holds whole versions of a graph, and `CURRENT` names the one that readers use.

See docs/layout.md. A build writes a new generation beside the old one and switches by one rename; a reader holds the
generation it began with, and only what this program wrote is ever removed. What writes one is imported from
`kg.generations.write`: a command that only reads does not wait for it.
"""

from kg.generations.current import generation, hold, holding, pins

__all__ = ["generation", "hold", "holding", "pins"]
