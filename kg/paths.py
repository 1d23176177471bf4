"""Paths of the shipped data: inside the installed package, or in the checkout beside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data_path(name: str) -> Path:
    """Return the path of shipped data `name` (`ontology.yaml`, `cypher`).

    A wheel holds it in `kg/_data`; an editable install reads the checkout.
    """
    installed = PACKAGE / "_data" / name
    return installed if installed.exists() else PACKAGE.parent / name
