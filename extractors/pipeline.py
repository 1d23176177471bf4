"""The spaCy pipeline: one character a token, so that token indices are character offsets.

Every pass is a component `kg_NAME`; `pipeline.toml` says which run, in which order. Passes hand on the structure, the
mentions and what they dropped in the extensions of the Doc.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extractors.annotations import Extraction, Grid, Mention
from extractors.config import Config, TaggerSettings, load_config
from extractors.inference.tags import Floats
from extractors.mentions.abbreviations import abbreviated, find_abbreviations
from extractors.mentions.boundaries import boundaries
from extractors.mentions.confidence import Fit, confident
from extractors.mentions.evidence import known_places, likely
from extractors.mentions.gazetteer import LISTED, SURE, Gazetteer, Row
from extractors.mentions.lists import area_labels, label_runs, short_towns, town_lists
from extractors.mentions.quoted import marked_names, plot_names
from extractors.mentions.reject import reject
from extractors.mentions.retype import retype
from extractors.mentions.select import select
from extractors.mentions.shared import shared_heads
from extractors.mentions.tagger import MODEL as CRF
from extractors.mentions.tagger import TAGGERS, Joined, Tagger
from extractors.relations.classifier import ACCURATE, Relater
from extractors.relations.classifier import MODEL as RELATIONS
from extractors.relations.declared import DeclaredRow, declared
from extractors.structure import analyse, with_mentions
from extractors.targets.indicators import MODEL as INDICATORS
from extractors.targets.indicators import Chooser
from extractors.targets.prose import find_targets

PREFIX = "kg_"
# The longest text that spaCy accepts, in characters; one token a character makes its own limit meaningless.
LONGEST = 100_000_000
EXTENSIONS = (
    "source", "year", "tables", "local", "structure", "mentions", "dropped", "goes_on", "states", "abbreviations", "targets", "relations",
)  # fmt: skip
for _name in EXTENSIONS:
    Doc.set_extension(_name, default=None, force=True)

Pass = Callable[[Doc], Doc]


class CharTokenizer:
    """Makes every character a token."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        # Doc.text joins all tokens on every call.
        doc._.source = text
        doc._.mentions, doc._.dropped, doc._.abbreviations = [], [], ()
        doc._.targets, doc._.relations = [], []
        return doc


@Language.component("kg_structure")
def structure(doc: Doc) -> Doc:
    """Find headings, sections, sentences and labels."""
    doc._.structure = analyse(doc._.source, doc._.year, doc._.tables or ())
    return doc


@Language.factory("kg_gazetteer", default_config={"rows": []})
def gazetteer(nlp: Language, name: str, rows: list[Any]) -> Pass:
    """Make the pass that adds known names; a row is (name, type, texts that must not follow, whether it is proof)."""
    known = Gazetteer((name, kind, tuple(after), sure) for name, kind, after, sure in rows)

    def add(doc: Doc) -> Doc:
        text = doc._.structure.text
        found = list(known.find(text))
        if doc._.local:
            taken = {at for m in found for at in range(*m.span)}
            found += [m for m in Gazetteer(doc._.local).find(text) if taken.isdisjoint(range(*m.span))]
        doc._.mentions += found
        return doc

    return add


@Language.factory("kg_lists", default_config={"towns": [], "sectors": []})
def lists(nlp: Language, name: str, towns: list[str], sectors: list[str]) -> Pass:
    """Make the pass that adds towns of lists, labels of runs and areas of flattened tables."""
    short, known = short_towns(towns), frozenset(sectors)

    def add(doc: Doc) -> Doc:
        text = doc._.structure.text
        doc._.mentions += [*area_labels(text), *town_lists(text, short), *label_runs(text, known)]
        return doc

    return add


@Language.factory("kg_tagger", default_config={"crf": "", "characters": "", "encoder": "", "settings": {}})
def tagger(nlp: Language, name: str, crf: str, characters: str, encoder: str, settings: dict[str, Any]) -> Pass:
    """Make the pass that adds names found by the models and drops known names that these take for common words."""
    chosen = TaggerSettings.model_validate(load_config().tagger.model_dump() | settings)
    model = Tagger(
        chosen.shares.model_dump(),
        Path(crf) if crf else CRF,
        Path(characters) if characters else None,
        Path(encoder) if encoder else None,
        chosen.bias,
        Joined(chosen.spans.share, chosen.spans.least),
    )

    def add(doc: Doc) -> Doc:
        known = [m for m in doc._.mentions if m.source in (SURE, LISTED)]
        found, outside, doc._.goes_on, doc._.states = model.read(doc._.source, known)
        kept = _judged(doc, outside)
        doc._.mentions = kept + known_places(found, known)
        return doc

    def _judged(doc: Doc, outside: Floats) -> list[Mention]:
        limits = chosen.spans if characters else chosen
        kept, dropped = likely(doc._.mentions, outside, limits.listed, limits.certain)
        doc._.dropped += dropped
        return kept

    return add


@Language.component("kg_marks")
def marks(doc: Doc) -> Doc:
    """Add names found by their marks: titles, quoted names with a head noun, numbered plots."""
    text = doc._.structure.text
    doc._.mentions += [*marked_names(text), *plot_names(text)]
    return doc


@Language.factory("kg_select", default_config={"ranks": []})
def selection(nlp: Language, name: str, ranks: list[list[str]]) -> Pass:
    """Make the pass that decides between mentions that overlap."""
    by_source = {source: rank for rank, sources in enumerate(ranks) for source in sources}

    def decide(doc: Doc) -> Doc:
        doc._.mentions, dropped = select(doc._.mentions, by_source, len(ranks))
        doc._.dropped += dropped
        return doc

    return decide


@Language.component("kg_boundaries")
def bounded(doc: Doc) -> Doc:
    """Move the ends of mentions to where their names end."""
    # A known name lost against the same name of a tagger, which does not know that it is one.
    listed = {m.span for m in (*doc._.mentions, *doc._.dropped) if m.source in (SURE, LISTED)}
    doc._.mentions, dropped = boundaries(doc._.structure.text, doc._.mentions, TAGGERS, listed, doc._.goes_on)
    doc._.dropped += dropped
    return doc


@Language.component("kg_reject")
def rejected(doc: Doc) -> Doc:
    """Drop mentions that are no names."""
    doc._.mentions, dropped = reject(doc._.structure.text, doc._.mentions)
    doc._.dropped += dropped
    return doc


@Language.factory("kg_retype", default_config={"places": {}})
def retyped(nlp: Language, name: str, places: dict[str, str]) -> Pass:
    """Make the pass that corrects types by rule; `places` has the types of short names of divisions."""

    def correct(doc: Doc) -> Doc:
        doc._.mentions = retype(doc._.structure.text, doc._.mentions, places)
        return doc

    return correct


@Language.component("kg_abbreviations")
def abbreviations(doc: Doc) -> Doc:
    """Add the short names that the text introduces."""
    text = doc._.structure.text
    doc._.abbreviations = find_abbreviations(text, doc._.mentions)
    if doc._.abbreviations:
        doc._.mentions = abbreviated(text, doc._.abbreviations, doc._.mentions)
    return doc


@Language.component("kg_names")
def names(doc: Doc) -> Doc:
    """Give names of a list the head noun that they share."""
    doc._.mentions = shared_heads(doc._.structure.text, doc._.mentions)
    return doc


@Language.component("kg_scopes")
def scopes(doc: Doc) -> Doc:
    """Set the entities, and the labels and leads that mentions make."""
    doc.ents = tuple(Span(doc, m.start, m.end, label=m.type) for m in doc._.mentions)
    doc._.structure = with_mentions(doc._.structure, doc._.mentions)
    return doc


@Language.factory("kg_targets", default_config={"model": ""})
def targets(nlp: Language, name: str, model: str) -> Pass:
    """Make the pass that finds targets, with the trees that choose indicators."""
    chooser = Chooser(Path(model) if model else INDICATORS)

    def find(doc: Doc) -> Doc:
        doc._.targets = find_targets(doc._.structure, doc._.mentions, chooser, doc._.goes_on)
        doc._.goes_on = None
        return doc

    return find


@Language.factory("kg_relations", default_config={"model": "", "encoder": "", "threshold": 0.12})
def relations(nlp: Language, name: str, model: str, encoder: str, threshold: float) -> Pass:
    """Make the pass that finds relations, with the trees that judge pairs and the encoder's head."""
    shipped = ACCURATE if encoder else RELATIONS
    relater = Relater(Path(model) if model else shipped, Path(encoder) if encoder else None, threshold)

    def find(doc: Doc) -> Doc:
        doc._.relations = relater.find(doc._.structure, doc._.mentions, doc._.states)
        doc._.states = None
        return doc

    return find


@Language.factory("kg_declared", default_config={"rows": []})
def declared_pass(nlp: Language, name: str, rows: list[list[Any]]) -> Pass:
    """Make the pass that adds the relations which the ontology states by trigger words, where no other pass found them."""
    known = [DeclaredRow(r, frozenset(h), tuple(w), frozenset(t), score, within) for r, h, w, t, score, within in rows]

    def add(doc: Doc) -> Doc:
        there = {(r.head, r.type, r.tail) for r in doc._.relations}
        found = declared(doc._.structure.text, doc._.structure.sentences, doc._.mentions, known)
        doc._.relations += [r for r in found if (r.head, r.type, r.tail) not in there]
        return doc

    return add


@Language.factory("kg_confidence", default_config={"fits": {}})
def confidence(nlp: Language, name: str, fits: dict[str, Fit]) -> Pass:
    """Make the pass that turns the scores of taggers and of known names into confidences."""

    def fit(doc: Doc) -> Doc:
        doc._.mentions = confident(doc._.mentions, fits)
        return doc

    return fit


def load_pipeline(
    rows: Iterable[Row],
    files: Mapping[str, str] | None = None,
    config: Config | None = None,
    stated: Iterable[DeclaredRow] = (),
    places: Mapping[str, str] | None = None,
) -> Language:
    """Assemble the passes; `rows` are gazetteer rows (see extractors.mentions.gazetteer).

    `files` replaces shipped models (crf, indicators, relations) and turns the encoders on (characters, encoder); `stated` are the
    relations that the ontology states by trigger words; `places` has the types of short names of divisions. Without `config`
    the shipped pipeline.toml counts.
    """
    known, given, chosen = list(rows), files or {}, config or load_config()
    settings: dict[str, dict[str, Any]] = {
        "gazetteer": {"rows": [list(map(_plain, row)) for row in known]},
        "lists": {
            "towns": [name for name, kind, *_ in known if kind == "Town"],
            "sectors": [name for name, kind, *_ in known if kind == "Industry"],
        },
        "tagger": {
            "crf": given.get("crf", ""),
            "characters": given.get("characters", ""),
            "encoder": given.get("encoder", ""),
            "settings": chosen.tagger.model_dump(),
        },
        "select": {"ranks": [list(rank) for rank in chosen.select.ranks]},
        "retype": {"places": dict(places or {})},
        "targets": {"model": given.get("indicators", "")},
        "relations": {
            "model": given.get("relations", ""),
            "encoder": given.get("encoder", ""),
            "threshold": chosen.relations.threshold,
        },
        "declared": {
            "rows": [[r.relation, sorted(r.heads), list(r.words), sorted(r.tails), r.score, r.within] for r in stated]
        },
        "confidence": {"fits": chosen.confidence},
    }
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharTokenizer(nlp.vocab)
    for name in chosen.passes:
        nlp.add_pipe(PREFIX + name, config=settings.get(name, {}))
    nlp.max_length = LONGEST
    return nlp


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def extract(
    nlp: Language, text: str, year: int | None, tables: Sequence[Grid] = (), local: Sequence[Row] = ()
) -> Extraction:
    """Run the pipeline on the text of one document that plans for `year`.

    `tables` are those that the file marks as such, with offsets of the text; `local` are gazetteer rows for this document alone.
    """
    doc = nlp.make_doc(text)
    doc._.year, doc._.tables, doc._.local = year, tuple(tables), tuple(local)
    return read_doc(nlp(doc))


def read_doc(doc: Doc) -> Extraction:
    """Return what the passes wrote into a Doc."""
    found = doc._.structure
    return Extraction(
        text=found.text,
        sections=found.sections,
        sentences=found.sentences,
        scopes=found.scopes,
        mentions=tuple(doc._.mentions),
        dropped=tuple(doc._.dropped),
        abbreviations=tuple(doc._.abbreviations),
        relations=tuple(doc._.relations),
        targets=tuple(doc._.targets),
    )
