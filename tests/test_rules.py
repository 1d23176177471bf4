"""Every rule has an example on which it fires."""

import pytest
import yaml
from conftest import ROOT

from extractors.annotations import Mention
from extractors.relations.context import read_context
from extractors.relations.rules import stated
from extractors.relations.statements import decisions
from extractors.rules import load_rules
from extractors.structure import analyse, with_mentions
from extractors.training.annotated import LETTERS, MARK

FILES = sorted((ROOT / "extractors" / "rules").glob("*.yaml"))


def rules(*names):
    for file in FILES:
        if names and file.stem not in names:
            continue
        for group in yaml.safe_load(file.read_text("utf-8"))["rules"]:
            for rule in load_rules(file.stem, group):
                yield pytest.param(rule, id=f"{file.stem}/{group}/{rule.id}")


def fires(rule, text, start, end):
    """Say whether the rule matches the marked text, applied as its `use` says."""
    if rule.use == "match":
        match = rule.regex.match(text, start)
        return match is not None and match.end() == end
    if rule.use == "full":
        return rule.regex.fullmatch(text, start, end) is not None
    if rule.use == "ending":
        match = rule.regex.search(text[:end])
        return match is not None and match.end() == end
    return any(match.start() <= start and match.end() == end for match in rule.regex.finditer(text))


@pytest.mark.parametrize("rule", list(rules()))
def test_a_rule_fires_on_its_example_and_not_beside_the_mark(rule):
    before, marked = rule.example.split("«")
    marked, after = marked.split("»")
    text, start, end = before + marked + after, len(before), len(before) + len(marked)
    assert fires(rule, text, start, end)
    if rule.use in ("match", "search"):
        gap = "".join("〇" for _ in marked)
        assert not fires(rule, before + gap + after, start, end), "the example would pass whatever the rule says"


def test_ids_of_rules_are_unique():
    ids = [param.values[0].id for param in rules()]
    assert len(ids) == len(set(ids)) > 80


@pytest.mark.parametrize("rule", list(rules("sources", "boundaries", "reject", "retype")))
def test_a_rule_for_mentions_names_types_of_the_ontology(rule, ontology):
    assert {*rule.types, rule.becomes or "Entity"} <= {*ontology.node_types, "Entity"}


def marked(text):
    """Return a text without its `[name]LETTER` marks, and the mentions."""
    mentions, plain, last = [], "", 0
    for mark in MARK.finditer(text):
        plain += text[last : mark.start()]
        mentions.append(Mention(len(plain), len(plain) + len(mark[1]), LETTERS[mark[2]], 1.0, ("example",)))
        plain, last = plain + mark[1], mark.end()
    return plain + text[last:], mentions


@pytest.mark.parametrize("rule", list(decisions()))
def test_a_statement_is_made_on_its_example_by_its_rule(rule):
    row = decisions()[rule]
    text, mentions = marked(row.example)
    structure = with_mentions(analyse(text, None), mentions)
    context = read_context(structure, mentions)
    found = stated(structure, context).values()
    made = {(context.name(r.head), context.name(r.tail)): r.type for r in found if r.trail == (rule,)}
    assert set(made) == set(row.states)
    assert row.relation in ("by type", *made.values())
