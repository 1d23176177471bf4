"""The packages that run with kg: what pyproject.toml asks for and what these need, with their licences."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
# The extras of a user; the others are for development and training and run with nothing that kg does.
EXTRAS = ("accurate", "rust")
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What a licence must be one of, in each part that `AND` joins and in one part of those that `OR` or a comma joins.
ALLOWED = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python|0BSD|Zlib|Unlicense|CC0|CNRI|HPND|Boost|BSL|Public Domain)\b|LGPL",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )\bGeneral Public|Affero", re.IGNORECASE)
# A licence field longer than this, in characters, is the text of the licence and no name.
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package; `licences` as its metadata name them, any one of which may be chosen."""

    name: str
    version: str
    licences: tuple[str, ...]

    @property
    def fault(self) -> str:
        """What is wrong with its licence; empty where nothing is."""
        if not self.licences:
            return "unknown"
        return "" if any(map(fits, self.licences)) else "not allowed"


def fits(licence: str) -> bool:
    """Return whether a licence expression may be chosen: each part of an `AND` allowed, one part of an `OR`."""
    choices = re.split(r"\s+or\s+|[/,|]", licence.strip("() "), flags=re.IGNORECASE)
    return any(
        all(ALLOWED.search(part) and not COPYLEFT.search(part) for part in re.split(r"\s+and\s+", choice, flags=re.I))
        for choice in choices
    )


def project() -> dict[str, list[str]]:
    """Return the requirements of pyproject.toml by extra, those of every installation under an empty name."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"": table["dependencies"], **table["optional-dependencies"]}


def pins(lock: str) -> dict[str, list[tuple[str, int]]]:
    """Return the versions that a lock file gives each package, with the number of hashes of each."""
    found: dict[str, list[tuple[str, int]]] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", (LOCKS / lock).read_text("utf-8")):
        if pin := PIN.match(block):
            found.setdefault(canonicalize_name(pin[1]), []).append((pin[2], len(HASH.findall(block))))
    return found


def running(extras: tuple[str, ...] = EXTRAS) -> list[Package]:
    """Return the installed packages that kg runs with, by name. Raises PackageNotFoundError where one is missing.

    A package that only an extra needs may be missing.
    """
    asked = project()
    found: dict[str, Package] = {}
    needed = [(Requirement(text), "", not extra) for extra in ("", *extras) for text in asked[extra]]
    seen: set[tuple[str, str]] = set()
    while needed:
        wanted, extra, must = needed.pop()
        name = canonicalize_name(wanted.name)
        if (wanted.marker and not wanted.marker.evaluate({"extra": extra})) or (name, extra) in seen:
            continue
        try:
            there = distribution(name)
        except PackageNotFoundError:
            if must:
                raise
            continue
        found[name] = Package(name, there.version, tuple(licences(there)))
        for more in ("", *wanted.extras):
            if (name, more) not in seen:
                seen.add((name, more))
                needed += [(Requirement(text), more, must) for text in there.requires or ()]
    return sorted(found.values(), key=lambda one: one.name)


def licences(there: Distribution) -> Iterator[str]:
    """Yield the names of a package's licences: its expression, else its classifiers, else its licence field."""
    data = there.metadata
    if expression := data.get("License-Expression"):
        yield expression
        return
    listed = [c.rpartition(" :: ")[2] for c in data.get_all("Classifier", []) if c.startswith("License ::")]
    named = [name for name in listed if name != "OSI Approved"]
    text = (data.get("License") or "").strip()
    if named:
        yield from named
    elif text and text.upper() != "UNKNOWN":
        yield text if len(text) <= LONGEST_NAME else text.split("\n")[0][:LONGEST_NAME]
