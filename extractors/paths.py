"""Where the shipped models and rules lie."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
MODELS = PACKAGE / "model"
RULES = PACKAGE / "rules"
