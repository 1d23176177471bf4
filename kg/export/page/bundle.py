"""The script and the style of a page, put together from the modules in `templates/page`."""

import hashlib
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

MODULES = Path(__file__).parent.parent / "templates" / "page"
# In the order in which one uses another; all share one scope.
ORDER = (
    "base", "words", "model", "state", "wrap", "groups", "fill", "place", "order", "cross", "subject", "overview", "shapes", "draw",
    "camera", "evidence", "sentence", "figures", "peers", "panel", "act", "bar", "search", "save", "keys", "main",
)  # fmt: skip


@lru_cache(maxsize=1)
def program() -> str:
    """Return the script: the modules one behind the other in a scope of their own."""
    parts = [(MODULES / f"{name}.js").read_text("utf-8") for name in ORDER]
    return inline('"use strict";\n(() => {\n' + "\n".join(parts) + "})();")


def style() -> str:
    """Return the style of the page; the part for the picture travels with a saved picture too."""
    return inline((MODULES / "page.css").read_text("utf-8"))


def picture_style() -> str:
    """Return the style of what is drawn."""
    return inline((MODULES / "picture.css").read_text("utf-8"))


def inline(text: str) -> str:
    """Return a script that no closing tag in it ends; the text between the tags begins and ends with a line break."""
    safe = text.replace("\r", "").replace("</script", "<\\/script").strip()
    return f"\n{safe}\n"


def digest(script: str) -> str:
    """Return a script's hash as a content security policy writes it."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
