"""ontology.yaml: the schema and the vocabulary (names, districts, sectors, indicators), checked when loaded."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from kg.gazetteers import Listed, find_gazetteers, read_gazetteer
from kg.kinds import DISTRICT, SECTOR, TOWN
from kg.paths import data_path
from kg.schema import Identifier, Schema, Strict
from kg.yamlmap import Located, load_located, validated


class Entry(Strict):
    """A gazetteer entry. `not_before` are characters after which the name is another name."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    district: str | None = None
    level: str | None = None
    not_before: tuple[str, ...] = ()
    series: bool = False


class Town(Strict):
    name: str
    aliases: tuple[str, ...] = ()


class District(Strict):
    name: str
    short: str
    code: str
    towns: tuple[Town | str, ...] = ()


class Sector(Strict):
    """An industry: synonyms, GB/T 4754-2017 code where one fits, sub-sectors, or a parent by name."""

    name: str
    aliases: tuple[str, ...] = ()
    code: str | None = None
    parent: str | None = None
    children: tuple["Sector | str", ...] = ()


class IndicatorEntry(Strict):
    name: str
    family: Literal["money", "percent", "count", "area", "length", "other"]
    aliases: tuple[str, ...] = ()


Direction = Literal["up", "down", "neutral"]
Change = Literal["rise", "fall", ""]


class MeasureEntry(Strict):
    """A canonical measure of `measures:`; kg/measures/measures.yaml says what each field means."""

    name: str = Field(min_length=1)
    unit: str = ""
    direction: Direction = "neutral"
    flow: bool = False
    change: Change = ""
    growth: str = ""
    within: str = ""
    aliases: tuple[str, ...] = ()


class Ontology(Schema):
    """A schema with the vocabulary that extraction, resolution and linking use.

    `names` holds entries by type; districts, towns and sectors have sections of their own. `listed` is every entry with
    its type, those of the gazetteer files included, and `known_for` the sectors that a name of a type is known for.
    """

    version: str
    districts: tuple[District, ...]
    industries: tuple[Sector, ...] = ()
    names: dict[Identifier, tuple[Entry | str, ...]] = Field(default={})
    indicators: tuple[IndicatorEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    hints: dict[str, tuple[str, ...]] = Field(default={})
    divisions: dict[str, tuple[str, str]] = Field(default={})
    gazetteers: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    listed: tuple[tuple[str, Entry], ...] = ()
    known_for: dict[str, dict[str, tuple[str, ...]]] = Field(default={})

    def __hash__(self) -> int:
        return id(self)

    def gazetteer(self) -> Iterator[tuple[str, Entry]]:
        """Yield (type, entry) for every named entity the ontology and its gazetteer files know."""
        yield from self.listed or self.own_names()

    def own_names(self) -> Iterator[tuple[str, Entry]]:
        """Yield (type, entry) for what the ontology file itself names."""
        for district in self.districts:
            yield DISTRICT, Entry(name=district.name, aliases=(district.short,), level="区")
            for town in district.towns:
                known = Town(name=town) if isinstance(town, str) else town
                yield TOWN, Entry(name=known.name, aliases=known.aliases, district=district.name)
        for kind, entries in self.names.items():
            for entry in entries:
                yield kind, Entry(name=entry) if isinstance(entry, str) else entry
        for sector, parent in self.sectors():
            yield SECTOR, Entry(name=sector.name, aliases=sector.aliases, parent=parent)

    def sectors(self) -> Iterator[tuple[Sector, str | None]]:
        """Yield every industry with the name of its parent, parents first."""

        def walk(items: tuple[Sector | str, ...], parent: str | None) -> Iterator[tuple[Sector, str | None]]:
            for item in items:
                sector = Sector(name=item) if isinstance(item, str) else item
                yield sector, parent or sector.parent
                yield from walk(sector.children, sector.name)

        yield from walk(self.industries, None)

    def district_names(self) -> dict[str, str]:
        """Map full and short district names to the full name."""
        return {key: d.name for d in self.districts for key in (d.name, d.short)}

    def local_names(self) -> dict[str, str]:
        """Map the towns and zones that lie in one district, in full and in short, to its name."""
        return {
            name: entry.district
            for kind, entry in self.gazetteer()
            if entry.district and (kind == TOWN or self.node_types[kind].area)
            for name in (entry.name, *entry.aliases)
        }

    def vocabulary_json(self) -> str:
        """Return the vocabulary without the schema as JSON: the same text for the same vocabulary."""
        data = self.model_dump(
            mode="json", exclude_defaults=True, exclude={*Schema.model_fields, "gazetteers", "known"}
        )
        return json.dumps(data, ensure_ascii=False) + "\n"

    @classmethod
    def from_json_parts(cls, schema: str, vocabulary: str) -> "Ontology":
        """Return the ontology of `Schema.to_json` and `vocabulary_json`. Raises ValueError for other texts."""
        return cls.model_validate({**json.loads(schema), **json.loads(vocabulary)})


def load_ontology(path: Path | None = None) -> Ontology:
    """Load and check an ontology; without `path` the shipped one.

    Raises kg.errors.OntologyError with file and line for syntax errors, unknown keys, duplicate names,
    undeclared types or properties, and cycles in the taxonomy.
    """
    return _load(path or data_path("ontology.yaml"))


@lru_cache(maxsize=8)
def _load(file: Path) -> Ontology:
    located = load_located(file)
    ontology = validated(Ontology, located)
    _check_types(ontology, located)
    _check_names(ontology, located)
    _check_cycles(ontology, located)
    _check_hints(ontology, located)
    return _with_files(ontology, file.parent)


def _with_files(ontology: Ontology, beside: Path) -> Ontology:
    """Add what the gazetteer files list, and what the `known` files say of sectors. A name belongs to the entry that claims it first, the ontology's before all."""
    entries = list(ontology.own_names())
    owner = {(kind, name): at for at, (kind, entry) in enumerate(entries) for name in (entry.name, *entry.aliases)}
    districts = [d.name for d in ontology.districts]
    sectors = {sector.name for sector, _ in ontology.sectors()}
    for path in find_gazetteers(ontology.gazetteers, beside):
        for item in read_gazetteer(path, ontology.entity_types, districts, sectors):
            _add(item, entries, owner)
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in find_gazetteers(ontology.known, beside):
        for item in read_gazetteer(path, ontology.entity_types, districts, sectors):
            for name in item.names:
                of_type = known.setdefault(item.type, {})
                of_type[name] = tuple(dict.fromkeys((*of_type.get(name, ()), *item.sectors)))
    return ontology.model_copy(update={"listed": tuple(entries), "known_for": known})


def _add(item: Listed, entries: list[tuple[str, Entry]], owner: dict[tuple[str, str], int]) -> None:
    new = tuple(name for name in item.names if (item.type, name) not in owner)
    at = owner.get((item.type, item.names[0]))
    if at is None and new:
        at = len(entries)
        entries.append((item.type, Entry(name=new[0], aliases=new[1:], district=item.district)))
    elif at is not None:
        kind, entry = entries[at]
        entries[at] = (kind, entry.model_copy(update={"aliases": (*entry.aliases, *new)}))
    owner.update({(item.type, name): at for name in new if at is not None})


def _check_types(ontology: Ontology, located: Located) -> None:
    for place, problem in ontology.problems():
        raise located.error(place, problem)
    for kind in ontology.names:
        if kind not in ontology.entity_types:
            known = ", ".join(ontology.entity_types)
            raise located.error(("names", kind), f"names: {kind} is no entity type; there are {known}")


def _check_names(ontology: Ontology, located: Located) -> None:
    seen: dict[tuple[str, str], str] = {}
    for kind, entry in ontology.gazetteer():
        for name in (entry.name, *entry.aliases):
            owner = seen.setdefault((kind, name), entry.name)
            if owner != entry.name:
                raise located.error_at(name, f"{kind} {name!r} is listed twice, for {owner} and {entry.name}")
    for items in (ontology.districts, ontology.indicators, ontology.measures, *ontology.names.values()):
        given = _names(items)
        for name in given:
            if given.count(name) > 1:
                raise located.error_at(name, f"{name!r} is listed twice")


def _names(items: tuple[Any, ...]) -> list[str]:
    return [item if isinstance(item, str) else item.name for item in items]


def _check_cycles(ontology: Ontology, located: Located) -> None:
    parents: dict[str, str | None] = {}
    for sector, parent in ontology.sectors():
        if sector.name in parents:
            cause = "a cycle or a second place in the taxonomy"
            raise located.error_at(sector.name, f"industry {sector.name!r} appears twice: {cause}")
        parents[sector.name] = parent
    for start, above in parents.items():
        trail, at = [start], above
        while at is not None:
            if at in trail:
                raise located.error_at(start, f"cycle in the taxonomy: {' > '.join([*trail, at])}")
            trail.append(at)
            at = parents.get(at)


def _check_hints(ontology: Ontology, located: Located) -> None:
    known = {sector.name for sector, _ in ontology.sectors()}
    used = [("hints", s, s) for s in ontology.hints] + [("divisions", k, s) for k, (_, s) in ontology.divisions.items()]
    for part, key, sector in used:
        if sector not in known:
            raise located.error((part, key), f"{part}: unknown sector {sector!r}")
