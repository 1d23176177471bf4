"""Mentions of entities: where they come from, which stand, where they end and what type they have."""
