"""Mentions of entities: sources that propose them, selection, boundaries, rejection and types."""
