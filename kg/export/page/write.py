"""Writes a page: data as JSON, style and program inline, a policy that forbids loading anything."""

import json
from pathlib import Path

from kg.export.page.bundle import digest, picture_style, program, style
from kg.export.page.choose import Chosen
from kg.export.page.data import page_data
from kg.export.templating import template
from kg.export.texts import Lang, texts
from kg.outfile import output_file
from kg.schema import Schema
from kg.subgraph import Part

UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def write_page(chosen: Chosen, file: Path, known: Schema, part: Part, lang: Lang = "zh") -> int:
    """Write the page; return how many nodes it holds. The reader can change the language in the page."""
    data = page_data(chosen, known, part, lang)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
    script = program()
    policy = f"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src {digest(script)}"
    html = template("graph.html").render(
        title=part.title[lang],
        lang=lang,
        say={key: text[lang] for key, text in texts("page").items()},
        policy=policy,
        css=style(),
        picture=picture_style(),
        program=script,
        data=text,
    )
    with output_file(file) as work:
        work.write_text(html, "utf-8")
    return len(chosen.graph.nodes)
