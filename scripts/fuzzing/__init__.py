"""Fuzzing: what is fed with made inputs, and what must hold. `scripts/fuzz` runs it."""
