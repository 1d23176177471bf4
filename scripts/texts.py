"""The documents of a folder of reports, which the project's own annotations lie over."""

from pathlib import Path

from kg.ontology import load_ontology
from kg.read import find_sources, load_source, read_documents


def texts_of(corpus: Path | None) -> dict[str, str]:
    """Return the documents of a folder by district and year."""
    if corpus is None:
        return {}
    districts = load_ontology().district_names()
    documents = [d for s in find_sources([str(corpus)])[0] for d in read_documents(load_source(s), districts)]
    return {f"{d.district}-{d.year}": d.view.text for d in documents}
