"""The documents of a folder of reports, which the project's own annotations lie over."""

from collections.abc import Sequence
from pathlib import Path

from kg.ontology import load_ontology
from kg.read import find_sources, load_source, read_documents


def texts_of(folders: Sequence[Path]) -> dict[str, str]:
    """Return the documents of folders by district and year."""
    if not folders:
        return {}
    districts = load_ontology().district_names()
    documents = [
        d
        for s in find_sources([str(folder) for folder in folders])[0]
        for d in read_documents(load_source(s), districts)
    ]
    return {f"{d.district}-{d.year}": d.view.text for d in documents}
