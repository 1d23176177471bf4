"""The spaCy pipeline: one character a token, so that token indices are character offsets."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extractors.annotations import Candidate
from extractors.mentions.abbreviations import find_introduced, introduced_names
from extractors.mentions.boundaries import complete
from extractors.mentions.gazetteer import Gazetteer, Row
from extractors.mentions.lists import label_names, short_towns, town_lists
from extractors.mentions.select import merge
from extractors.mentions.suffixes import plot_names, quoted_names
from extractors.mentions.tagger import MODEL as CRF
from extractors.mentions.tagger import Tagger, stands
from extractors.relations.classifier import ACCURATE, Relater
from extractors.relations.classifier import MODEL as RELATIONS
from extractors.structure.scopes import find_labelled, find_leads, in_order
from extractors.structure.sections import find_area_labels, find_scopes, find_sections, find_sentences
from extractors.targets.indicators import MODEL as INDICATORS
from extractors.targets.indicators import Chooser
from extractors.targets.prose import find_targets

# Their names are a closed list: where the tagger marks exactly such a name, the list knows its type.
PLACES = ("District", "Town")

NARROW = {0xFF01 + i: 0x21 + i for i in range(0x5E)} | {0x3000: 0x20}

EXTENSIONS = (
    "source", "year", "sections", "scopes", "sentences", "candidates", "rules", "states", "introduced", "targets", "relations",
)  # fmt: skip
for _name in EXTENSIONS:
    Doc.set_extension(_name, default=None, force=True)


class CharTokenizer:
    """Makes every character a token."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        # Doc.text joins all tokens on every call. Full-width forms read as ASCII, one character for one.
        doc._.source = text.translate(NARROW)
        return doc


@Language.component("kg_segment")
def segment(doc: Doc) -> Doc:
    """Set sections, scopes and sentences."""
    doc._.sections = find_sections(doc._.source, doc._.year)
    doc._.scopes = find_scopes(doc._.source, doc._.sections)
    doc._.sentences = find_sentences(doc._.source)
    doc._.candidates = [Candidate(*span, "Zone", "area label", 0.9) for span in find_area_labels(doc._.source)]
    return doc


@Language.factory("kg_gazetteer", default_config={"rows": []})
def gazetteer(nlp: Language, name: str, rows: list[Any]) -> "GazetteerPipe":
    """Make the gazetteer component from plain rows (name, type, texts that must not follow)."""
    return GazetteerPipe((name, kind, tuple(after), sure) for name, kind, after, sure in rows)


class GazetteerPipe:
    """Adds known names to the candidates."""

    def __init__(self, rows: Iterable[Row]) -> None:
        known = list(rows)
        self.gazetteer = Gazetteer(known)
        self.towns = short_towns(name for name, kind, *_ in known if kind == "Town")
        self.sectors = frozenset(name for name, kind, *_ in known if kind == "Industry")

    def __call__(self, doc: Doc) -> Doc:
        doc._.candidates += self.gazetteer.find(doc._.source)
        doc._.candidates += town_lists(doc._.source, self.towns)
        doc._.candidates += label_names(doc._.source, self.sectors)
        return doc


@Language.component("kg_names")
def names(doc: Doc) -> Doc:
    """Add names found by rule to the candidates: titles, quoted names with a head noun, numbered plots and blocks.

    Bare suffixes and quotes are only evidence for the model; alone they are wrong too often.
    """
    doc._.candidates += [c for c in quoted_names(doc._.source) if c.rule != "quoted:bare"]
    doc._.candidates += plot_names(doc._.source)
    return doc


@Language.factory("kg_ner", default_config={"crf": "", "encoder": ""})
def ner(nlp: Language, name: str, crf: str, encoder: str) -> "NerPipe":
    """Make the statistical component; its gazetteer features are the names found before it."""
    return NerPipe(Path(crf) if crf else CRF, Path(encoder) if encoder else None)


class NerPipe:
    """Adds names found by the model to the candidates, and drops known names that the model takes for common words."""

    def __init__(self, crf: Path, encoder: Path | None) -> None:
        self.tagger = Tagger(crf, encoder)

    def __call__(self, doc: Doc) -> Doc:
        known = [c for c in doc._.candidates if c.rule in ("gazetteer", "listed")]
        found, outside, doc._.states = self.tagger.read(doc._.source, lambda _: known)
        kept = [c for c in doc._.candidates if stands(c, outside)]
        places = {(c.start, c.end): c.type for c in known if c.type in PLACES and c.rule == "gazetteer"}
        doc._.candidates = kept + [replace(c, type=places.get((c.start, c.end), c.type)) for c in found]
        return doc


@Language.component("kg_merge")
def merge_candidates(doc: Doc) -> Doc:
    """Decide between the candidates and set the entities; names that the text introduces are looked up once more."""
    chosen = _whole(doc._.source, merge(doc._.candidates))
    doc._.introduced = find_introduced(doc._.source, [(c.start, c.end, c.type) for c in chosen])
    if doc._.introduced:
        more = introduced_names(doc._.source, doc._.introduced)
        chosen = _whole(doc._.source, merge([*doc._.candidates, *more]))
    doc.ents = tuple(Span(doc, c.start, c.end, label=c.type) for c in chosen)
    ents = _ents(doc)
    labelled = find_labelled(doc._.source, ents, {scope.start for scope in doc._.scopes})
    doc._.scopes = in_order([*doc._.scopes, *labelled, *find_leads(doc._.source, doc._.sentences, ents)])
    doc._.rules = {(c.start, c.end): (c.rule, c.confidence) for c in chosen}
    return doc


def _whole(text: str, chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the chosen names as endings has them: a known name may lie beside one that the model found."""
    ends = [c.end for c in chosen]
    names = complete(text, [(c.start, c.end, c.type, c.confidence) for c in chosen], quotes=False)
    return [Candidate(a, b, kind, chosen[bisect_right(ends, a)].rule, sure) for a, b, kind, sure in names]


def _ents(doc: Doc) -> list[tuple[int, int, str]]:
    return [(e.start, e.end, e.label_) for e in doc.ents]


@Language.factory("kg_targets", default_config={"model": ""})
def targets(nlp: Language, name: str, model: str) -> "TargetsPipe":
    """Make the target component from the trees that choose indicators."""
    return TargetsPipe(Path(model) if model else INDICATORS)


class TargetsPipe:
    """Sets the targets."""

    def __init__(self, model: Path) -> None:
        self.chooser = Chooser(model)

    def __call__(self, doc: Doc) -> Doc:
        doc._.targets = find_targets(
            doc._.source, doc._.sections, doc._.sentences, doc._.scopes, _ents(doc), self.chooser
        )
        return doc


@Language.factory("kg_relations", default_config={"model": "", "encoder": ""})
def relations(nlp: Language, name: str, model: str, encoder: str) -> "RelationsPipe":
    """Make the relation component from the trees that judge pairs, and the encoder's head."""
    shipped = ACCURATE if encoder else RELATIONS
    return RelationsPipe(Path(model) if model else shipped, Path(encoder) if encoder else None)


class RelationsPipe:
    """Sets the relations."""

    def __init__(self, model: Path, encoder: Path | None) -> None:
        self.relater = Relater(model, encoder)

    def __call__(self, doc: Doc) -> Doc:
        sure = [doc._.rules[e.start, e.end][1] for e in doc.ents]
        doc._.relations = self.relater.find(doc._.source, doc._.sentences, doc._.scopes, _ents(doc), sure, doc._.states)
        doc._.states = None
        return doc


def load_pipeline(rows: Iterable[Row], files: Mapping[str, str] | None = None) -> Language:
    """Assemble the components; `rows` are gazetteer rows (see extractors.mentions.gazetteer).

    `files` replaces shipped models (crf, indicators, relations) and turns the encoder on (encoder).
    """
    given = files or {}
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharTokenizer(nlp.vocab)
    nlp.add_pipe("kg_segment")
    nlp.add_pipe("kg_gazetteer", config={"rows": [list(map(_plain, row)) for row in rows]})
    nlp.add_pipe("kg_ner", config={"crf": given.get("crf", ""), "encoder": given.get("encoder", "")})
    nlp.add_pipe("kg_names")
    nlp.add_pipe("kg_merge")
    nlp.add_pipe("kg_targets", config={"model": given.get("indicators", "")})
    nlp.add_pipe("kg_relations", config={"model": given.get("relations", ""), "encoder": given.get("encoder", "")})
    nlp.max_length = 100_000_000
    return nlp


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def extract(nlp: Language, text: str, year: int | None) -> Doc:
    """Run the pipeline on the text of one document that plans for `year`."""
    doc = nlp.make_doc(text)
    doc._.year = year
    return nlp(doc)
