"""Answers for assistants: a description of the graph, and tools over the Model Context Protocol."""
