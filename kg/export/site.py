"""Shared by the pages made from a book: their texts in one language, and their style."""

from pathlib import Path

from kg.export.texts import Lang, texts

PARTS = Path(__file__).parent / "templates" / "site"


def site_texts(lang: Lang) -> dict[str, str]:
    """Return the texts of these pages by key."""
    return {key: text[lang] for key, text in texts("site").items()}


def site_part(name: str) -> str:
    """Return a file that stands beside the templates, such as `site.css`."""
    return (PARTS / name).read_text("utf-8")
