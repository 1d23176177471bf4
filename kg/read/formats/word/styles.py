"""What styles say of text: that it is hidden, or an entry of a table of contents."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kg.read.formats.word.numbering import VAL, W

# What a property says that is written and switched off.
OFF = ("0", "false", "off")


@dataclass(slots=True)
class Styles:
    """The ids of styles whose text Word does not show, and of those that its tables of contents are set in."""

    hidden: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)


def read_styles(root: etree._Element | None) -> Styles:
    """Return what the part of styles says; without one, no style hides anything."""
    made = Styles()
    own: dict[str, bool | None] = {}
    parents: dict[str, str] = {}
    for element in root.iterfind(f"{W}style") if root is not None else ():
        name = element.get(f"{W}styleId", "")
        own[name] = switched(element.find(f"{W}rPr"), "vanish")
        parents[name] = value_of(element, "basedOn") or ""
        if (value_of(element, "name") or "").lower().startswith("toc "):
            made.contents.add(name)
    for name in own:
        says = (own[above] for above in _line(name, parents) if own.get(above) is not None)
        if next(says, False):
            made.hidden.add(name)
    return made


def _line(name: str, parents: dict[str, str]) -> Iterator[str]:
    """Yield a style and those that it is based on."""
    seen: set[str] = set()
    while name and name not in seen:
        yield name
        seen.add(name)
        name = parents.get(name, "")


def value_of(properties: etree._Element | None, tag: str) -> str | None:
    """Return the value of a property, an empty string where it is written without one, None where it is not."""
    found = properties.find(f"{W}{tag}") if properties is not None else None
    return found.get(VAL, "") if found is not None else None


def switched(properties: etree._Element | None, tag: str) -> bool | None:
    """Return whether a property that is a switch is on; None where it is not written."""
    value = value_of(properties, tag)
    return None if value is None else value not in OFF
