"""The address of the Neo4j server: flags, else the environment, else `.env` in the working directory, else defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import UsageError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
DEFAULTS = {
    "NEO4J_URI": "bolt://localhost:7687",
    "NEO4J_USERNAME": "neo4j",
    "NEO4J_PASSWORD": "",
    "NEO4J_DATABASE": "neo4j",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach a Neo4j server; the password is left out of `repr`."""

    uri: str
    username: str
    password: str
    database: str

    def __repr__(self) -> str:
        return f"{self.username}@{self.uri}/{self.database}"

    def as_dict(self) -> dict[str, str]:
        """Return the fields by name, the password among them: for a process of the program's own, never for a log."""
        return {"uri": self.uri, "username": self.username, "password": self.password, "database": self.database}


def without_secret(uri: str) -> str:
    """Return an address without the user and password before its last `@`."""
    scheme, separator, rest = uri.partition("://")
    return f"{scheme}{separator}…@{rest.rpartition('@')[2]}" if "@" in rest else "…@" + uri.rpartition("@")[2]


def load_settings(
    uri: str | None = None,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
    folder: Path = Path(),
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Return the settings. Raises UsageError for a URI that is none, and for a missing password."""
    given = {
        "NEO4J_URI": uri,
        "NEO4J_USERNAME": username,
        "NEO4J_PASSWORD": password,
        "NEO4J_DATABASE": database,
    }
    from dotenv import dotenv_values

    file = dotenv_values(folder / ".env", interpolate=False)
    found = {key: given[key] or environment.get(key) or file.get(key) or default for key, default in DEFAULTS.items()}
    try:
        parts = urlsplit(found["NEO4J_URI"])
        sound = parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if "@" in found["NEO4J_URI"]:
        raise UsageError(
            f"NEO4J_URI {without_secret(found['NEO4J_URI'])!r} holds a user or password, which messages and logs would "
            "show; give them as NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    if not sound:
        raise UsageError(
            f"NEO4J_URI {found['NEO4J_URI']!r} is no address of a Neo4j server; "
            f"write {', '.join(f'{s}://' for s in SCHEMES)} and HOST:PORT, as in {DEFAULTS['NEO4J_URI']}"
        )
    if not found["NEO4J_PASSWORD"]:
        raise UsageError(
            f"no password for {found['NEO4J_USERNAME']}@{found['NEO4J_URI']}; "
            "set NEO4J_PASSWORD in the environment or in .env, or give --neo4j-password"
        )
    return Settings(*(found[key] for key in DEFAULTS))
