"""Canned queries: one .cypher file each, its header declares title, family, parameters and result."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.filters import listed
from kg.find import nearest
from kg.paths import data_path

if TYPE_CHECKING:
    from kg.find import Names
    from kg.stores.base import Store

HEADER = re.compile(r"^// (title|title_zh|family|params|returns|graph|order): (.+)$", re.MULTILINE)
FIELDS = ("title", "title_zh", "family", "params", "returns")
FAMILIES = (
    "districts",
    "zones",
    "programs",
    "projects",
    "enterprises",
    "industries",
    "targets",
    "events",
    "provenance",
)
Value = str | int | list[str]


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query.

    `params` maps names to kinds: an entity type, Entity or Indicator (the value is a node id), the same with `*` (a
    list of them), `type` (an entity type's name), `int`, `text`. `graph` is the query as Neo4j Browser draws it: with
    the matched nodes and relationships as result. `order` holds (column, descending) for the rows of a union, which
    Cypher leaves in any order.
    """

    name: str
    title: str
    title_zh: str
    family: str
    params: dict[str, str]
    returns: str
    cypher: str
    graph: str
    order: tuple[tuple[str, bool], ...] = ()

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        last = self.cypher.rpartition("\nRETURN ")[2].split("\nORDER BY")[0].strip().removeprefix("DISTINCT ")
        return [
            item.strip().strip("`")
            for item in re.sub(r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[^,])+ AS ", "", last).split(",")
        ]


@lru_cache(maxsize=4)
def load_queries(folder: Path | None = None) -> dict[str, Query]:
    """Return the canned queries by name. Raises QueryError when a header and its query do not fit."""
    return {file.stem: parse(file) for file in sorted((folder or data_path("cypher")).glob("*.cypher"))}


def parse(file: Path) -> Query:
    """Parse one query file; its declared parameters must equal the `$parameters` it uses."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file.name}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    header: dict[str, str] = dict(HEADER.findall(text))
    if missing := [field for field in FIELDS if field not in header]:
        raise QueryError(f"{file.name}: the header lacks {', '.join(missing)}")
    declared = "" if header["params"] == "-" else header["params"]
    pairs = [item.partition(": ") for item in declared.split(", ") if item]
    if odd := [name for name, mark, kind in pairs if not (mark and kind)]:
        raise QueryError(f"{file.name}: params are written 'NAME: KIND, …' or '-'; {odd[0]!r} has no kind")
    params = {name: kind for name, _, kind in pairs}
    body = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    if header["family"] not in FAMILIES:
        raise QueryError(f"{file.name}: the family {header['family']!r} is none of {', '.join(FAMILIES)}")
    used = set(re.findall(r"\$(\w+)", body))
    if used != set(params):
        raise QueryError(f"{file.name}: declares {sorted(params)} but uses {sorted(used)}")
    title, title_zh, family = (header[field] for field in FIELDS[:3])
    matched = body.strip().rpartition("\nRETURN ")[0]
    graph = header.get("graph") or f"{matched}\nRETURN * ORDER BY {_ids(matched)}"
    return Query(
        file.stem, title, title_zh, family, params, header["returns"], body, graph, _order(header.get("order", ""))
    )


def _ids(matched: str) -> str:
    """Return the ids of the named nodes of a pattern, to order by: of a picture that is cut off the same part stays."""
    return ", ".join(
        f"{name}.id" for name in dict.fromkeys(re.findall(r"\((\w+)[:)]", matched.partition("\nWHERE")[0]))
    )


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    """Return (column, descending) of each part of `mentions desc, id`."""
    words = [part.split() for part in text.split(",") if part.strip()]
    return tuple((word[0], word[1:] == ["desc"]) for word in words)


def get_query(name: str) -> Query:
    """Return a canned query. Raises QueryError that names the nearest ones."""
    queries = load_queries()
    if name not in queries:
        raise QueryError(f"no query {name!r}; nearest: {nearest(name, list(queries))}; see: kg query list")
    return queries[name]


def resolve_params(query: Query, given: list[str], names: "Names") -> dict[str, Value]:
    """Return the parameters of a query from `key=value`; names are looked up among all names of the entities.

    Raises QueryError for an unknown or missing parameter, NotFoundError for a name that nothing has.
    """
    params: dict[str, Value] = {}
    for item in given:
        key, separator, value = item.partition("=")
        if not separator or key not in query.params:
            wanted = ", ".join(f"{k}=<{v}>" for k, v in query.params.items()) or "none"
            raise QueryError(f"{query.name} has no parameter {item!r}; it takes {wanted}")
        params[key] = _value(query, key, value, names)
    if missing := [k for k in query.params if k not in params]:
        wanted = " ".join(f"{k}=<{query.params[k]}>" for k in missing)
        raise QueryError(f"{query.name} lacks {', '.join(missing)}; add {wanted}")
    return params


def _value(query: Query, key: str, text: str, names: "Names") -> Value:
    kind = query.params[key]
    if kind.endswith("*"):
        items = listed(text)
        if not items:
            raise QueryError(f"{key} of {query.name} is empty; give one or more, as in {key}=浦东新区,普陀区")
        return [names.resolve(item, kind[:-1]) for item in items]
    if kind == "int":
        if not re.fullmatch(r"\d{1,9}", text):
            raise QueryError(f"{key} of {query.name} is a whole number, as in {key}=2024; {text!r} is none")
        return int(text)
    if kind == "type":
        known = sorted({item.type for item in names.items})
        if text not in known:
            raise QueryError(f"{key} of {query.name} is one of {', '.join(known)}; {text!r} is none")
        return f"{text}:"
    return text if kind in ("text", "list") else names.resolve(text, kind)


def as_words(params: Mapping[str, str | int | Sequence[str]]) -> list[str]:
    """Return parameters as the `key=value` of the command line; a list has `、` between its items."""
    return [f"{key}={value if isinstance(value, str | int) else '、'.join(value)}" for key, value in params.items()]


def run_query(name: str, given: list[str], store: "Store", names: "Names") -> list[dict[str, Any]]:
    """Run a canned query with parameters as `key=value`, see `resolve_params`."""
    query = get_query(name)
    return answer(query, resolve_params(query, given, names), store)


def answer(query: Query, params: dict[str, Value], store: "Store", others: bool = False) -> list[dict[str, Any]]:
    """Return the rows of a query, the same on every store.

    Cypher leaves open the order inside a collected list, and of a union's rows: lists are sorted here, and the rows
    of a union by the columns that the query names as its order, then by all from left to right. What others have added
    to a database answers only where `others` says so.
    """
    rows = store.run_canned(query.cypher, dict(params), others)
    for row in rows:
        for key, value in row.items():
            if isinstance(value, list):
                row[key] = sorted(value, key=_rank)
    if "UNION ALL" in query.cypher:
        rows.sort(key=lambda row: [_rank(value) for value in row.values()])
        for column, descending in reversed(query.order):
            rows.sort(key=lambda row, name=column: _rank(row[name]), reverse=descending)  # type: ignore[misc]
    return rows


def _rank(value: Any) -> tuple[int, float, str]:
    if value is None:
        return 2, 0.0, ""
    return (0, float(value), "") if isinstance(value, int | float) else (1, 0.0, str(value))
