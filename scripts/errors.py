"""The page docs/errors.md: what goes wrong on held-out districts, counted."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from extractors.mentions.quoted import marked_names, plain_quoted
from extractors.mentions.suffixes import suffix_names
from extractors.relations.context import read_context
from extractors.relations.rules import stated
from extractors.rules import load_table
from extractors.training import Passage, read, read_gold

Span = tuple[int, int, str]


def page(gold: Path, predicted: Path, command: str) -> str:
    """Return the page for the predictions `predicted/PART/NAME.jsonl` of the passages in `gold/PART`."""
    confused: dict[str, Counter[str]] = defaultdict(Counter)
    faults: Counter[tuple[str, str, str]] = Counter()
    rules: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for file in sorted(gold.glob("*/*.json")):
        given = json.loads(file.read_text("utf-8"))
        text = file.with_suffix(".txt").read_text("utf-8")
        lines = (predicted / file.parent.name / f"{file.stem}.jsonl").read_text("utf-8").splitlines()
        found = [m for line in lines for m in json.loads(line)["mentions"]]
        right = {(m["start"], m["end"], m["type"]) for m in given["mentions"]}
        for m in found:
            for rule in m["trail"]:
                rules[rule][0] += 1
                rules[rule][1] += (m["start"], m["end"], m["type"]) in right
        ours = {(m["start"], m["end"], m["type"]) for m in found}
        for kind, other, start, end in _faults(right, ours):
            confused[kind][other] += 1
            faults[kind, other, text[start:end]] += kind != other
    return _write(confused, faults, rules, command) + "\n".join(_rules(gold))


def _rules(gold: Path) -> list[str]:
    """Return a table of every rule by its id: how often it fires over the gold texts, how often it is right.

    Rules of names are evidence for the taggers, those of relations for the judge of pairs; they stand alone nowhere.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for passage in read_gold(gold):
        right = set(passage.mentions)
        for c in (*suffix_names(passage.text), *marked_names(passage.text), *plain_quoted(passage.text)):
            counts[c.source][0] += 1
            counts[c.source][1] += (c.start, c.end, c.type) in right
        for rule, good in _stated(passage):
            counts[rule][0] += 1
            counts[rule][1] += good
    erring = sorted((good / fired, rule, fired) for rule, (fired, good) in counts.items() if good < fired / 2)
    known = {f"suffix:{suffix}" for suffixes in load_table("suffixes", "suffixes").values() for suffix in suffixes}
    known |= {f"quoted:{kind}" for kind in load_table("suffixes", "quoted_heads")}
    silent = sorted(known - counts.keys())
    lines = ["", "## Rules that mostly err, by id", "", "Over the texts with their gold mentions; they are evidence for trained parts, none decides alone.", ""]  # fmt: skip
    lines += ["| rule | fires | right |", "|---|---|---|"]
    lines += [f"| {rule} | {fired} | {share:.2f} |" for share, rule, fired in erring]
    good = ", ".join(f"{rule} {n[1] / n[0]:.2f}" for rule, n in sorted(counts.items()) if n[1] >= n[0] / 2)
    return [
        *lines,
        "",
        f"Right at least half of the time: {good}.",
        "",
        f"Never fired: {', '.join(silent) or 'none'}.",
        "",
    ]


def _stated(passage: Passage) -> Iterable[tuple[str, bool]]:
    """Yield the rule of every relation that rules state between gold mentions, and whether it is annotated."""
    text, ents = passage.text, list(passage.mentions)
    structure, mentions = read(text, [(*e, 1.0) for e in ents])
    words = [text[start:end] for start, end, _ in ents]
    for hit in stated(structure, read_context(structure, mentions)).values():
        if words[hit.head] not in passage.homes and words[hit.tail] not in passage.homes:
            yield f"{hit.trail[0]} → {hit.type}", (words[hit.head], hit.type, words[hit.tail]) in passage.relations


def _faults(right: set[Span], ours: set[Span]) -> Iterable[tuple[str, str, int, int]]:
    """Yield (gold type or -, found type, `boundary` or -, start, end) of every mention of either side."""
    for start, end, kind in sorted(right):
        over = [o for o in ours if o[0] < end and start < o[1]]
        exact = [o for o in over if o[:2] == (start, end)]
        if exact:
            yield kind, exact[0][2], start, end
        elif over:
            yield kind, "boundary" if any(o[2] == kind for o in over) else over[0][2] + " over it", start, end
        else:
            yield kind, "missed", start, end
    for start, end, kind in sorted(ours):
        if not any(r[0] < end and start < r[1] for r in right):
            yield "invented", kind, start, end


def _write(
    confused: dict[str, Counter[str]],
    faults: Counter[tuple[str, str, str]],
    rules: dict[str, list[int]],
    command: str,
) -> str:
    lines = ["# Where extraction errs", "", f"Written by `{command}`: mentions of every annotated passage, read by models that have", "not seen its district.", ""]  # fmt: skip
    lines += ["## Confusion by type", "", "| annotated | mentions | right | boundary | missed | other types |", "|---|---|---|---|---|---|"]  # fmt: skip
    for kind in sorted(k for k in confused if k != "invented"):
        row = confused[kind]
        rest = ", ".join(f"{k} {n}" for k, n in row.most_common() if k not in (kind, "boundary", "missed"))
        lines.append(f"| {kind} | {row.total()} | {row[kind]} | {row['boundary']} | {row['missed']} | {rest} |")
    invented = ", ".join(f"{k} {n}" for k, n in confused["invented"].most_common())
    lines += ["", f"Invented where nothing is annotated: {invented}.", "", "## The twenty most frequent faults", ""]
    lines += ["| annotated | found | text | times |", "|---|---|---|---|"]
    lines += [
        f"| {a} | {b} | {text} | {n} |" for (a, b, text), n in sorted(faults.items(), key=lambda f: (-f[1], f[0]))[:20]
    ]
    lines += ["", "## What each source of mentions earns", "", "| rule | mentions | right |", "|---|---|---|"]
    for rule, (count, good) in sorted(rules.items(), key=lambda r: -r[1][0]):
        lines.append(f"| {rule} | {count} | {good / count:.2f} |")
    return "\n".join([*lines, ""])
