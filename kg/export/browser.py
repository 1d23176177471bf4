"""Neo4j Browser: a style, saved queries, a guide page, and links that open a query in it."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from kg.export.templating import template
from kg.outfile import output_file
from kg.query import Query, Value
from kg.schema import NodeType, Schema
from kg.stores.settings import Settings

# More than some hundred nodes are a ball of hair in Browser, which draws every relationship among them as well.
GRAPH_LIMIT = 150
# Achieved figures are green, planned ones keep a colour between blue and violet.
SECOND = ("#117733", "#332288")
# Whose report names a thing is drawn thin and pale, where text stands as well; what a text states is drawn dark.
PALE, THIN, STATED = ("#DDE1E8", "1px"), ("#B9C2D0", "1px"), ("#3B4A63", "2px")
LINES = {
    "REPORTED_BY": PALE,
    "MENTIONED_IN": THIN,
    "CONTAINED_IN": THIN,
    "SAID_IN": THIN,
    "SUBJECT": THIN,
    "OBJECT": THIN,
    "SUBSECTOR_OF": ("#8A7A00", "2px"),
    "OUTCOME": ("#117733", "3px"),
}
PLAIN = re.compile(r"[\w:()\-. ·、\uff08\uff09\uff0c,]")
ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Saved:
    """A canned query with an example that the graph answers; `params` maps names to node ids."""

    query: Query
    params: dict[str, Value]


def write_browser(out: Path, saved: Iterable[Saved], known: Schema, address: str) -> list[Path]:
    """Write style.grass, saved-queries.zip and guide.html into `out`; return the files."""
    listed = list(saved)
    contents = {
        "style.grass": style(known).encode(),
        "saved-queries.zip": favourites(listed),
        "guide.html": _guide(listed, known, address).encode(),
    }
    for name, content in contents.items():
        with output_file(out / name) as work:
            work.write_bytes(content)
    return [out / name for name in contents]


def style(known: Schema) -> str:
    """Return a GraSS sheet: nodes show their name in the colour and size of their type, relationships their type."""
    blocks = [
        _block("node", {"diameter": "50px", "color": "#A5ABB6", "border-color": "#9AA1AC", "border-width": "2px",
                        "text-color-internal": "#FFFFFF", "font-size": "10px", "caption": "{name}"}),
        _block("relationship", {"color": "#A5ABB6", "shaft-width": "1px", "font-size": "8px", "padding": "3px",
                                "text-color-external": "#000000", "text-color-internal": "#FFFFFF",
                                "caption": "<type>"}),
    ]  # fmt: skip
    for kind, node in known.node_types.items():
        blocks.append(_block(f"node.{kind}", _look(node)))
        blocks += [
            _block(f"node.{second}", _look(node) | {"color": color})
            for second, color in zip(sorted(node.labels.values()), SECOND, strict=False)
        ]
    for kind in known.relation_types:
        color, width = LINES.get(kind, STATED)
        blocks.append(_block(f"relationship.{kind}", {"color": color, "shaft-width": width}))
    return "\n".join(blocks)


def _look(node: NodeType) -> dict[str, str]:
    red, green, blue = (int(node.color[i : i + 2], 16) for i in (1, 3, 5))
    dark = (299 * red + 587 * green + 114 * blue) / 1000 < 150
    return {
        "diameter": f"{node.size}px",
        "color": node.color,
        "border-color": f"#{red * 4 // 5:02X}{green * 4 // 5:02X}{blue * 4 // 5:02X}",
        "border-width": "2px",
        "text-color-internal": "#FFFFFF" if dark else "#000000",
        "font-size": "10px",
        "caption": "{caption}" if "caption" in node.properties else "{name}",
    }


def _block(selector: str, values: dict[str, str]) -> str:
    lines = [f"  {key}: {repr(value) if key == 'caption' else value};" for key, value in values.items()]
    return "\n".join([f"{selector} {{", *lines, "}", ""])


def favourites(saved: Iterable[Saved]) -> bytes:
    """Return a zip that Browser imports as saved scripts: a folder for each family of questions."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for item in saved:
            entry = zipfile.ZipInfo(f"district-kg-{item.query.family}/{item.query.name}.cypher", (2020, 1, 1, 0, 0, 0))
            file.writestr(entry, script(item))
    return buffer.getvalue()


def script(item: Saved) -> str:
    """Return a query as Browser runs and draws it: a title, its `:param` lines as a comment, the example put in.

    The example stands in the query itself, since Browser draws no graph for a script of several statements, which
    `:param` lines before the query would make of it. The result is what was matched, at most GRAPH_LIMIT rows.
    """
    lines = [f"// {item.query.title_zh} · {item.query.title}"]
    lines += [f"// :param {name} => {literal(value)}" for name, value in item.params.items()]
    filled = re.sub(r"\$(\w+)", lambda m: literal(item.params[m[1]]), item.query.graph)
    return "\n".join([*lines, f"{filled} LIMIT {GRAPH_LIMIT}"])


def literal(value: Value) -> str:
    r"""Return a Cypher literal: a number, a string, or a list of strings.

    Only `\` and `'` end or bend a string, and a line break ends a comment; the server reads `\uXXXX` before anything
    else, so that these must not be written so. Whatever else is no letter is: Browser cuts a link at `&` and `#` even
    where they are encoded.
    """
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, int):
        return str(value)
    return "'" + "".join(ESCAPED.get(c) or (c if PLAIN.match(c) else _unicode(c)) for c in value) + "'"


def _unicode(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02X}{units[i + 1]:02X}" for i in range(0, len(units), 2))


def link(item: Saved, address: str) -> str:
    """Return the link that opens Browser with the query in its editor."""
    return f"{address.rstrip('/')}/?cmd=edit&arg={quote(script(item), safe='')}"


def browser_address(settings: Settings) -> str:
    """Return where Browser most likely is: the server's host, port 7474, or 7473 with TLS."""
    parts = urlsplit(settings.uri)
    secure = "+s" in parts.scheme
    return f"http{'s' if secure else ''}://{parts.hostname}:{7473 if secure else 7474}/browser/"


def _guide(saved: list[Saved], known: Schema, address: str) -> str:
    rows = [(item, link(item, address), script(item)) for item in saved]
    return template("guide.html").render(rows=rows, types=known.node_types, address=address)
