"""Names in quotation marks: 《titles》, “quoted” names with the head noun that completes them, and numbered plots."""

from collections.abc import Iterator

from extractors.annotations import Mention
from extractors.rules import load_rules, load_table

TITLE, QUOTED, PLAIN, NUMBER_WORD = load_rules("sources", "quoted")
(PLOT,) = load_rules("sources", "plots")
# The longest head noun that is looked for after a quote, in characters.
LONGEST_HEAD = 8


def marked_names(text: str) -> Iterator[Mention]:
    """Yield titles and the quoted names that a head noun completes (`“X”计划`)."""
    heads = load_table("suffixes", "quoted_heads")
    for match in TITLE.regex.finditer(text):
        yield Mention(*match.span("name"), TITLE.becomes or "", TITLE.weight, (TITLE.id,))
    for match in QUOTED.regex.finditer(text):
        after = text[match.end() : match.end() + LONGEST_HEAD]
        options = [(len(h), kind) for kind, items in heads.items() for h in items if after.startswith(h)]
        if options and not NUMBER_WORD.regex.fullmatch(match["name"]):
            size, kind = max(options)
            yield Mention(match.start("name"), match.end() + size, kind, QUOTED.weight, (f"{QUOTED.id}:{kind}",))


def plain_quoted(text: str) -> Iterator[Mention]:
    """Yield `“X”` without a head noun as a program: evidence for the tagger only."""
    marked = {m.start for m in marked_names(text)}
    for match in QUOTED.regex.finditer(text):
        if match.start("name") not in marked and PLAIN.regex.fullmatch(match["name"]):
            yield Mention(*match.span("name"), PLAIN.becomes or "", PLAIN.weight, (PLAIN.id,))


def plot_names(text: str) -> Iterator[Mention]:
    """Yield plots and blocks by their number: `049-01地块`, `138街坊`."""
    for match in PLOT.regex.finditer(text):
        yield Mention(*match.span(), PLOT.becomes or "", PLOT.weight, (PLOT.id,))
