"""Themes that cut across types of entities, such as 外资 or 养老: their words, industries and measures, as data."""

from kg.themes.answer import theme_rows
from kg.themes.load import Theme, load_themes, theme_named

__all__ = ["Theme", "load_themes", "theme_named", "theme_rows"]
