"""Text to annotations: the structure, mentions, relations and targets of a district government's report.

`extract(load_pipeline(rows), text, year)` returns an `annotations.Extraction`. Nothing here imports `kg`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.pipeline import extract, load_pipeline

__all__ = ["extract", "load_pipeline"]


def __getattr__(name: str) -> Any:
    """Import the pipeline, and spaCy with it, when it is first asked for."""
    if name in __all__:
        from extractors import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
