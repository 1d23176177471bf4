"""Quantities, and the targets that they form together with an indicator."""
