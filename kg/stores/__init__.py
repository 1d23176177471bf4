"""Projections of the graph folder; each can be thrown away and rebuilt."""
