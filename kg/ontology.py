"""ontology.yaml: the only list of types, relations, properties and gazetteers, checked when loaded."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import OntologyError
from kg.gazetteers import Listed, find_gazetteers, read_gazetteer
from kg.paths import data_path
from kg.yamlmap import Located, load_located

# Names of types and properties become labels, columns and Cypher identifiers.
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PropertyType(Strict):
    type: Literal["string", "int", "float", "bool", "strings"]
    zh: str
    en: str


class NodeType(Strict):
    zh: str
    color: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    shape: str
    size: int = Field(default=50, ge=10, le=120)
    entity: bool
    properties: tuple[str, ...] = ()


class RelationType(Strict):
    zh: str
    en: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    bare: bool = False
    properties: tuple[str, ...] = ()


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


class Ontology(Strict):
    version: str
    properties: dict[Identifier, PropertyType]
    node_types: dict[Identifier, NodeType]
    relation_types: dict[Identifier, RelationType]
    districts: tuple[District, ...]
    regions: tuple[Entry, ...] = ()
    industries: tuple[Sector, ...] = ()
    zones: tuple[Entry, ...] = ()
    programs: tuple[Entry, ...] = ()
    policies: tuple[Entry, ...] = ()
    events: tuple[Entry, ...] = ()
    institutions: tuple[Entry, ...] = ()
    enterprises: tuple[Entry, ...] = ()
    projects: tuple[Entry, ...] = ()
    indicators: tuple[IndicatorEntry, ...] = ()
    hints: dict[str, tuple[str, ...]] = {}
    divisions: dict[str, tuple[str, str]] = {}
    gazetteers: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    listed: tuple[tuple[str, Entry], ...] = Field(default=(), init=False)
    known_for: dict[tuple[str, str], tuple[str, ...]] = Field(default={}, init=False)

    def __hash__(self) -> int:
        return id(self)

    @property
    def entity_types(self) -> tuple[str, ...]:
        """Names of the node types that are entities, in file order."""
        return tuple(name for name, node in self.node_types.items() if node.entity)

    def gazetteer(self) -> Iterator[tuple[str, Entry]]:
        """Yield (type, entry) for every named entity the ontology and its gazetteer files know."""
        yield from self.listed or self.own_names()

    def own_names(self) -> Iterator[tuple[str, Entry]]:
        """Yield (type, entry) for what the ontology file itself names."""
        for district in self.districts:
            yield "District", Entry(name=district.name, aliases=(district.short,), level="区")
            for town in district.towns:
                known = Town(name=town) if isinstance(town, str) else town
                yield "Town", Entry(name=known.name, aliases=known.aliases, district=district.name)
        for section, kind in GAZETTEERS.items():
            for entry in getattr(self, section):
                yield kind, entry
        for sector, parent in self.sectors():
            yield "Industry", Entry(name=sector.name, aliases=sector.aliases, parent=parent)

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


GAZETTEERS = {
    "regions": "Region",
    "zones": "Zone",
    "programs": "Program",
    "policies": "Policy",
    "events": "Event",
    "institutions": "Institution",
    "enterprises": "Enterprise",
    "projects": "Project",
}


def load_ontology(path: Path | None = None) -> Ontology:
    """Load and check an ontology; without `path` the shipped one.

    Raises OntologyError with file and line for syntax errors, unknown keys, duplicate names,
    undeclared types or properties, and cycles in the taxonomy.
    """
    return _load(path or data_path("ontology.yaml"))


@lru_cache(maxsize=8)
def _load(file: Path) -> Ontology:
    located = load_located(file)
    try:
        ontology = Ontology.model_validate(located.data)
    except ValidationError as error:
        first = error.errors()[0]
        where = located.line(first["loc"])
        path = ".".join(str(part) for part in first["loc"])
        raise OntologyError(f"{file.name} line {where}: {path}: {first['msg']}") from None
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
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    for path in find_gazetteers(ontology.known, beside):
        for item in read_gazetteer(path, ontology.entity_types, districts, sectors):
            for name in item.names:
                known[item.type, name] = tuple(dict.fromkeys((*known.get((item.type, name), ()), *item.sectors)))
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
    for name, node in ontology.node_types.items():
        for prop in node.properties:
            if prop not in ontology.properties:
                raise located.error(("node_types", name), f"property {prop!r} of {name} is not declared")
    for name, relation in ontology.relation_types.items():
        for prop in relation.properties:
            if prop not in ontology.properties:
                raise located.error(("relation_types", name), f"property {prop!r} of {name} is not declared")
        for end in (*relation.head, *relation.tail):
            if end not in ontology.node_types:
                raise located.error(("relation_types", name), f"{name} names the unknown node type {end!r}")


def _check_names(ontology: Ontology, located: Located) -> None:
    seen: dict[tuple[str, str], str] = {}
    for kind, entry in ontology.gazetteer():
        for name in (entry.name, *entry.aliases):
            owner = seen.setdefault((kind, name), entry.name)
            if owner != entry.name:
                raise located.error_at(name, f"{kind} {name!r} is listed twice, for {owner} and {entry.name}")
    for names in (_names(ontology.districts), _names(ontology.indicators), *map(_names, _entries(ontology))):
        for name in names:
            if names.count(name) > 1:
                raise located.error_at(name, f"{name!r} is listed twice")


def _entries(ontology: Ontology) -> list[Any]:
    return [getattr(ontology, kind) for kind in GAZETTEERS]


def _names(items: tuple[Any, ...]) -> list[str]:
    return [item.name for item in items]


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
