"""Quantities, and the targets they make with an indicator."""
