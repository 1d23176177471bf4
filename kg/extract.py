"""One document through the extractors, as the JSON document that `kg extract` prints."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractors import extract, load_pipeline
from kg.model import Document
from kg.ontology import Ontology


def gazetteer_rows(ontology: Ontology) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (name, type, texts that must not follow) for every name the ontology knows."""
    for kind, entry in ontology.gazetteer():
        yield from ((name, kind, entry.not_before) for name in (entry.name, *entry.aliases))


@lru_cache(maxsize=2)
def pipeline(ontology: Ontology, model: Path | None = None) -> Language:
    """Return the pipeline over the ontology's gazetteers, with the shipped model or another one."""
    return load_pipeline(gazetteer_rows(ontology), model)


def extract_document(document: Document, ontology: Ontology, model: Path | None = None) -> dict[str, Any]:
    """Return the JSON document of one report: its identity, mentions, relations, targets, sections, passages, skipped.

    All offsets are characters of the decoded file, end exclusive; relation ends and target subjects
    are indices into mentions.
    """
    doc = extract(pipeline(ontology, model), document.view.text, document.year)
    span, text = document.view.span, document.view.text
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "district": document.district,
        "year": document.year,
        "kind": document.kind,
        "start": document.start,
        "end": document.end,
        "mentions": [
            {
                **_span(span(e.start, e.end)),
                "type": e.label_,
                "text": e.text,
                "rule": doc._.rules[e.start, e.end][0],
                "confidence": doc._.rules[e.start, e.end][1],
            }
            for e in doc.ents
        ],
        "relations": [
            {
                "head": r.head,
                "type": r.type,
                "tail": r.tail,
                "rule": r.rule,
                "confidence": r.confidence,
                "evidence": {**_span(span(r.start, r.end)), "quote": text[r.start : r.end]},
            }
            for r in doc._.relations
        ],
        "targets": _targets(document, doc),
        "sections": [
            {**_span(span(s.start, s.end)), "level": s.level, "path": list(s.path), "year": s.year, "status": s.status}
            for s in doc._.sections
        ],
        "passages": [{**_span(span(a, b)), "text": text[a:b]} for a, b in doc._.sentences],
        "skipped": [{"start": s.start, "end": s.end, "reason": s.reason} for s in document.skipped],
    }


def _span(span: tuple[int, int]) -> dict[str, int]:
    return {"start": span[0], "end": span[1]}


def _targets(document: Document, doc: Doc) -> list[dict[str, Any]]:
    text, span = document.view.text, document.view.span
    result = []
    for t in doc._.targets:
        quote = next(((a, b) for a, b in doc._.sentences if a <= t.start < b), (t.start, t.end))
        if t.rule == "table":
            quote = (t.indicator_start, max(t.end, t.indicator_end))
        result.append(
            {
                **_span(span(t.start, t.end)),
                "value": text[t.start : t.end],
                "indicator": {
                    **_span(span(t.indicator_start, t.indicator_end)),
                    "text": text[t.indicator_start : t.indicator_end],
                },
                "kind": t.kind,
                "comparator": t.comparator,
                "year": t.year,
                "status": t.status,
                "subject": t.subject,
                "rule": t.rule,
                "confidence": t.confidence,
                "goal_text": t.goal_text,
                "evidence": {**_span(span(*quote)), "quote": text[quote[0] : quote[1]]},
            }
        )
    return result
