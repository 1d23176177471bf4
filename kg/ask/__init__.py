"""`kg ask`: a plain question is understood as a canned query or a command, by rules as data and likeness of words."""

from kg.ask.answers import Answer, answers
from kg.ask.rank import Question, Reading, read, readings_of, understand
from kg.ask.recognise import Surfaces
from kg.find import Names
from kg.themes import load_themes

__all__ = ["Answer", "Question", "Reading", "Surfaces", "answers", "read", "readings_of", "surfaces", "understand"]


def surfaces(names: Names) -> Surfaces:
    """Return what a question may name: the entities of a graph, the themes and the lists."""
    themes = {theme.name: [*theme.also, theme.en] for theme in load_themes().values()}
    return Surfaces(names, themes, answers().lists)
