"""Every rule has an example on which it fires."""

import pytest
import yaml
from conftest import ROOT

from extractors.rules import load_rules

FILES = sorted((ROOT / "extractors" / "rules").glob("*.yaml"))


def rules():
    for file in FILES:
        for group in yaml.safe_load(file.read_text("utf-8"))["rules"]:
            for rule in load_rules(file.stem, group):
                yield pytest.param(rule, id=f"{file.stem}/{group}/{rule.id}")


def fires(rule, text, start, end):
    """Say whether the rule matches the marked text, applied as its `use` says."""
    if rule.use == "match":
        match = rule.regex.match(text, start)
        return match is not None and match.end() == end
    if rule.use == "full":
        return rule.regex.fullmatch(text[start:end]) is not None
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
