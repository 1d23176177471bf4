"""The lexicon of fields: which fields a text names, and how near two fields are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs
import yaml

from kg.link.scopes.clauses import clauses
from kg.link.scopes.lexicon import STRENGTHS, Lexicon
from kg.link.scopes.reader import only_sold

HERE = Path(__file__).parent
# A field of a clause after the first that names one: so much, and so much more where as many clauses name it as any
# other; of a clause that stands in scopes of all kinds of firms; of the firm's name; of a sector of the firm, which was
# guessed from the same words where they name fields themselves.
LATER, OFTEN, COMMON, NAMED, BY_SECTOR, ONLY_SECTOR = 0.4, 0.4, 0.25, 1.0, 0.5, 0.9
# A first clause that stands in scopes of all kinds of firms, and the first one with a field after clauses without.
FIRST = 0.6
# What a firm that only sells or mends things has of the field of who makes them.
SOLD = 0.6
# From this nearness on a field is meant beside that of the longer phrase that holds its word.
BESIDE = 0.35


# A clause, whether all kinds of firms have it, its fields, and whether it says only the form of some work.
Stated = tuple[str, bool, set[str], bool]


class Found(NamedTuple):
    """A word of a field in a text, with its offsets."""

    field: str
    start: int
    end: int
    word: str


@cache
def lexicon() -> dict[str, Any]:
    """Return the shipped lexicon and the words of audiences, as the link index has them."""
    read = {
        name: yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader) for name in ("fields", "audience")
    }
    return {**read["fields"], "audience": read["audience"]}


class Fields:
    """The lexicon as two automata: over the words of scopes, and over those of reports."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take what `lexicon` returns, or the same from JSON."""
        self.near: dict[str, dict[str, float]] = {name: row.get("near", {}) for name, row in given["fields"].items()}
        self.common = tuple(given["common"])
        self.technical = frozenset(given.get("technical", ()))
        self.pairs = frozenset(map(frozenset, given.get("beside", ())))
        self.made = frozenset(given.get("made", ()))
        self.forms, self.form_words = frozenset(given["forms"]), frozenset(given["form_words"])
        self._firm = _Side(given["fields"], "firm", given["not"])
        self._offer = _Side(given["fields"], "offer", given["not"])

    def of_firm(self, text: str) -> list[Found]:
        """Return the fields that a clause of a scope, a name or a sector names."""
        return self._firm.find(text)

    def of_report(self, text: str) -> list[Found]:
        """Return the fields that a name or a sentence of a report names."""
        return self._offer.find(text)

    def names(self, text: str) -> frozenset[str]:
        """Return the fields that a text of either side names."""
        return frozenset(one.field for one in (*self.of_firm(text), *self.of_report(text)))

    def nearness(self, wanted: str, offered: str) -> float:
        """Return 1 for the same field, less for one that serves the same firms, else 0."""
        if wanted == offered:
            return 1.0
        return max(self.near.get(wanted, {}).get(offered, 0.0), self.near.get(offered, {}).get(wanted, 0.0))

    def beside(self, one: str, other: str) -> bool:
        """Whether a phrase of one field may mean the other too."""
        return self.nearness(one, other) >= BESIDE or frozenset((one, other)) in self.pairs


class _Side:
    def __init__(self, fields: Mapping[str, Any], side: str, unlike: Sequence[str]) -> None:
        owners: dict[str, list[str]] = {word: [] for word in unlike}
        for name, row in fields.items():
            for word in (*row.get("both", ()), *row.get(side, ())):
                owners.setdefault(str(word), []).append(name)
        self.words = list(owners)
        self.owners = [owners[word] for word in self.words]
        self.automaton = ahocorasick_rs.AhoCorasick(self.words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[Found]:
        matches = self.automaton.find_matches_as_indexes(text)
        return [
            Found(field, start, end, self.words[at])
            for at, start, end in matches
            if not _inside(text, start, end)
            for field in self.owners[at]
        ]


def _inside(text: str, start: int, end: int) -> bool:
    """Whether a match is part of a longer Latin word: AI in AIP."""
    return any(
        text[at : at + 2].isascii() and text[at : at + 2].isalpha() and len(text[at : at + 2]) > 1
        for at in (start - 1, end - 1)
        if at >= 0
    )


def firm_fields(
    fields: Fields, phrases: Lexicon, name: str, scope: str, industries: str, sectors: Mapping[str, float]
) -> dict[str, float]:
    """Return the weights, above 0 and at most 1, of the fields of a firm; `phrases` are those of scopes by sector."""
    weights: dict[str, float] = {}

    def put(found: Sequence[Found], weight: float) -> None:
        for field in {one.field for one in found}:
            weights[field] = max(weights.get(field, 0.0), weight)

    weights |= _of_scope(fields, phrases, scope)
    put(_meant(fields, phrases, name), NAMED)
    put(fields.of_firm(industries), NAMED)
    share = BY_SECTOR if weights else ONLY_SECTOR
    for sector, weight in sectors.items():
        put(fields.of_firm(sector), share * weight)
    # A scope of such clauses only, with no sector besides, says nothing of a firm.
    return weights if sectors or max(weights.values(), default=0.0) > FIRST else {}


def _of_scope(fields: Fields, phrases: Lexicon, scope: str) -> dict[str, float]:
    """Return the weights by what the clauses of a scope name, in their order and how many name the same."""
    said = [clause for _, clause in clauses(scope)]
    stated = [(clause, _common(fields, clause), *_of_clause(fields, phrases, clause)) for clause in said]
    named = [names for _, _, names, _ in stated if names]
    sectors = [_sectors(phrases, clause) for clause in said]
    first = _first(stated, sectors)
    telling = [names for _, common, names, only_form in stated if names and not common and not only_form]
    counted = Counter(field for names in telling for field in names)
    # A field that one clause of many names is a side of a firm, also where no field has what the others say.
    most = max((counted + _fieldless(fields, sectors)).values(), default=1)
    weights = dict.fromkeys((field for names in named for field in names), COMMON)
    weights |= {field: LATER + OFTEN * count / most for field, count in counted.items()}
    share = 1.0 if telling[:1] == [first] and stated[0][2] == first else FIRST
    weights |= {field: max(weights[field], share) for field in first}
    making = {field for clause, _, names, _ in stated if not only_sold(clause) for field in names}
    return {f: weight * (SOLD if f in fields.made and f not in making else 1.0) for f, weight in weights.items()}


def _first(stated: Sequence[Stated], sectors: Sequence[set[str]]) -> set[str]:
    """Return the fields of the first clause that says any; none where one before it says a sector that is in no field."""
    for (_, common, names, only_form), meant in zip(stated, sectors, strict=True):
        # 乐器零售 says how an instrument is sold and nothing of what the firm does, where no field has the instrument.
        if names and (common or not only_form):
            return names
        if meant:
            return next(
                (names for _, common, names, only_form in stated if names and not common and not only_form), set()
            )
    return set()


def _fieldless(fields: Fields, sectors: Sequence[set[str]]) -> Counter[str]:
    """Return in how many clauses each sector that is in no field is said."""
    counted = Counter(sector for meant in sectors for sector in meant)
    return Counter({sector: count for sector, count in counted.items() if not fields.of_firm(sector)})


def _sectors(phrases: Lexicon, clause: str) -> set[str]:
    """Return the sectors that the phrases of a clause are mainly of."""
    return {
        sector
        for _, _, phrase in phrases.find(clause)
        for sector, strength in phrases.meanings[phrase]
        if strength >= STRENGTHS["core"]
    }


def _common(fields: Fields, clause: str) -> bool:
    return any(phrase in clause for phrase in fields.common)


def _of_clause(fields: Fields, phrases: Lexicon, clause: str) -> tuple[set[str], bool]:
    """Return the fields that a clause names, without what is only the form of another's work.

    Then whether it names no other, but says the form of some work besides.
    """
    found = _meant(fields, phrases, clause)
    names = {one.field for one in found}
    works = {one.field for one in found if one.field not in fields.forms and one.word not in fields.form_words}
    spoken = sum(len(word) for word in {one.word for one in found if one.word in fields.form_words})
    return works or names, not works and 0 < spoken < len(clause)


def _meant(fields: Fields, phrases: Lexicon, clause: str) -> list[Found]:
    """Return the fields of a clause without words that are part of a phrase of another field: 纺织 in 纺织专用设备制造."""
    found = fields.of_firm(clause)
    longer = [
        (start, end, of) for start, end, phrase in phrases.find(clause) if (of := _of_phrase(fields, phrases, phrase))
    ]
    return [
        one
        for one in found
        if all(
            not (start <= one.start and one.end <= end and end - start > one.end - one.start)
            or any(fields.beside(one.field, field) for field in of)
            for start, end, of in longer
        )
    ]


def _of_phrase(fields: Fields, phrases: Lexicon, phrase: str) -> frozenset[str]:
    """Return the fields of the sectors that a phrase means."""
    return frozenset(one.field for sector, _ in phrases.meanings[phrase] for one in fields.of_firm(sector))
