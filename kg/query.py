"""Canned queries: one .cypher file each, its header declares title, parameters and result."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.find import Names, nearest
from kg.paths import data_path
from kg.stores.base import Store

HEADER = re.compile(r"// (title|title_zh|params|returns): (.+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query; `params` maps names to the entity type they name."""

    name: str
    title: str
    title_zh: str
    params: dict[str, str]
    returns: str
    cypher: str


@lru_cache(maxsize=4)
def load_queries(folder: Path | None = None) -> dict[str, Query]:
    """Return the canned queries by name. Raises QueryError when a header and its query do not fit."""
    return {file.stem: parse(file) for file in sorted((folder or data_path("cypher")).glob("*.cypher"))}


def parse(file: Path) -> Query:
    """Parse one query file; its declared parameters must equal the `$parameters` it uses."""
    text = file.read_text("utf-8")
    header: dict[str, str] = dict(HEADER.findall(text))
    if missing := {"title", "title_zh", "params", "returns"} - header.keys():
        raise QueryError(f"{file.name}: the header lacks {', '.join(sorted(missing))}")
    params = dict(item.split(": ") for item in header["params"].split(", "))
    body = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    used = set(re.findall(r"\$(\w+)", body))
    if used != set(params):
        raise QueryError(f"{file.name}: declares {sorted(params)} but uses {sorted(used)}")
    return Query(file.stem, header["title"], header["title_zh"], params, header["returns"], body)


def get_query(name: str) -> Query:
    """Return a canned query. Raises QueryError that names the nearest ones."""
    queries = load_queries()
    if name not in queries:
        raise QueryError(f"no query {name!r}; nearest: {nearest(name, list(queries))}; see: kg query list")
    return queries[name]


def resolve_params(query: Query, given: list[str], names: Names) -> dict[str, str]:
    """Return the parameters of a query from `key=name`; names are looked up among all names of the entities.

    Raises QueryError for an unknown or missing parameter, NotFoundError for a name that nothing has.
    """
    params: dict[str, str] = {}
    for item in given:
        key, separator, value = item.partition("=")
        if not separator or key not in query.params:
            wanted = ", ".join(f"{k}=<{v}>" for k, v in query.params.items())
            raise QueryError(f"{query.name} has no parameter {item!r}; it takes {wanted}")
        params[key] = names.resolve(value, query.params[key])
    if missing := [k for k in query.params if k not in params]:
        wanted = " ".join(f"{k}=<{query.params[k]}>" for k in missing)
        raise QueryError(f"{query.name} lacks {', '.join(missing)}; add {wanted}")
    return params


def run_query(name: str, given: list[str], store: Store, names: Names) -> list[dict[str, Any]]:
    """Run a canned query with parameters as `key=name`, see `resolve_params`."""
    query = get_query(name)
    return store.run(query.cypher, resolve_params(query, given, names))
