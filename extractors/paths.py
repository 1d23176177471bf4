"""Paths of the shipped models and rules."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
MODELS = PACKAGE / "model"
RULES = PACKAGE / "rules"
