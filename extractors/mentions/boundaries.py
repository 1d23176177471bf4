"""Boundaries: where a name begins and ends, by rule; names side by side that are one, lists that are several."""

from collections.abc import Collection, Sequence

from extractors.annotations import Mention, Span
from extractors.inference.crf import Flags
from extractors.rules import Rule, load_rules, load_table, one

JOINED, CLOSED, MARKS, OVERLAP, SINGLE = "joined", "closed-bracket", "half-marks", "touches-next", "single-character"
# A bracket that holds a name's abbreviation or phase and was tagged as a name of its own belongs to the name before it.
BRACKET = one("boundaries", "trailing-in", "bracket-of-name")
BARE = one("boundaries", "trailing-out", "out-bare-head")
# How far before a name its number or kind is looked for, in characters.
BEFORE = 8
# The longest rest of a quoted nickname, and of a word, behind where the tagger stopped, in characters.
QUOTED, WORD = 8, 3
QUOTE_END = "quote-end"


def boundaries(
    text: str,
    mentions: Sequence[Mention],
    taggers: frozenset[str],
    listed: Collection[Span] = (),
    goes_on: Sequence[bool] | Flags = (),
) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions with their ends where they belong, none reaching into the next, and those that vanish.

    `taggers` are the sources that read the text: only these mean a program before a quoted one as one with it
    (`随申办“企业云”`), lists of names do not. `listed` are the spans of known names: 细胞与基因治疗 is one sector.
    `goes_on` says of every character whether its word goes on after it.
    """
    found, dropped = _join(text, _split(text, mentions, listed), taggers)
    ends = [0, *(m.end for m in found)]
    starts = [*(m.start for m in found), len(text)]
    kept: list[Mention] = []
    for n, mention in enumerate(found):
        whole = _whole(text, _word_end(text, _quote_end(text, mention), goes_on, starts[n + 1]), ends[n], starts[n + 1])
        if kept and whole.start < kept[-1].end:
            whole = whole.changed(OVERLAP, start=kept[-1].end)
        if whole.end - whole.start > 1:
            kept.append(whole)
        else:
            dropped.append(whole.dropped(SINGLE))
    return kept, dropped


def _whole(text: str, mention: Mention, first: int, last: int) -> Mention:
    """Return the mention with its ends where they belong, inside [first, last)."""
    mention = _trimmed(text, mention)
    if mention.type == "Town" and text.startswith("区域", mention.end):
        mention = mention.changed("town-area", type="Zone")
    for rule in _rules("leading-in", mention):
        begin = max(first, mention.start - BEFORE)
        number = rule.regex.search(text[begin : mention.start])
        if number:
            mention = mention.changed(rule.id, start=begin + number.start(), type=rule.becomes or mention.type)
    mention = _nickname(text, mention, last)
    for rule in _rules("completes", mention):
        mention = _extended(rule, text, mention, last)
    mention = _closed(text, mention, last)
    for rule in _rules("trailing-in", mention):
        mention = _extended(rule, text, mention, last)
    return mention


def _quote_end(text: str, mention: Mention) -> Mention:
    """Return a nickname that begins at its opening quote with all that the quotes hold: `“一抓两|促”`."""
    start, end = mention.span
    if mention.type not in load_table("boundaries", "nicknamed") or text[start - 1 : start] != "“":
        return mention
    rest = text[end : end + QUOTED]
    close = rest.find("”")
    whole = close > 0 and "”" not in text[start:end] and "“" not in rest[:close] and rest[:close].isalnum()
    return mention.changed(QUOTE_END, end=end + close) if whole else mention


def _word_end(text: str, mention: Mention, goes_on: Sequence[bool] | Flags, last: int) -> Mention:
    """Return a name that begins or stops inside of a word with the rest of it, where its last character is no head noun."""
    (begins,), (cut,) = load_rules("boundaries", "cut-starts"), load_rules("boundaries", "cut-words")
    if begins.applies_to(mention.type) and mention.start and begins.regex.match(text, mention.start - 1):
        mention = mention.changed(begins.id, start=mention.start - 1)
    end = mention.end
    if end >= len(goes_on) or not goes_on[end - 1] or not cut.applies_to(mention.type):
        return mention
    if not cut.regex.search(text[mention.start : end]):
        return mention
    stop = end
    while stop < min(last, end + WORD) and goes_on[stop - 1]:
        stop += 1
    return mention.changed(cut.id, end=stop) if text[end:stop].isalpha() else mention


def _rules(group: str, mention: Mention) -> list[Rule]:
    return [rule for rule in load_rules("boundaries", group) if rule.applies_to(mention.type)]


def _extended(rule: Rule, text: str, mention: Mention, last: int) -> Mention:
    match = rule.regex.match(text, mention.end)
    return mention.changed(rule.id, end=match.end()) if match and match.end() <= last else mention


def _nickname(text: str, mention: Mention, last: int) -> Mention:
    """Return a quoted nickname with the head noun that follows its quote, and the type that this makes it."""
    start, end = mention.span
    if mention.type not in load_table("boundaries", "nicknamed") or "“" in text[start:end]:
        return mention
    if text[start - 1 : start] != "“":
        return mention
    for rule in load_rules("boundaries", "quoted-heads"):
        match = rule.regex.match(text, end)
        if match and match.end() <= last:
            return mention.changed(rule.id, end=match.end(), type=rule.becomes)
    return mention


def _split(text: str, mentions: Sequence[Mention], listed: Collection[Span]) -> list[Mention]:
    """Return the mentions with lists in one span taken apart: each quoted nickname, each sector."""
    sectors, quoted = load_rules("boundaries", "split")
    parts: list[Mention] = []
    for mention in mentions:
        rule = sectors if sectors.applies_to(mention.type) else quoted
        begin = mention.start
        for joint in rule.regex.finditer(text, mention.start + 2, mention.end - 2):
            if any(first < joint.start() and joint.end() < last for first, last in listed):
                continue
            parts.append(mention.changed(rule.id, start=begin, end=joint.start()))
            begin = joint.end()
        parts.append(mention.changed(rule.id, start=begin))
    return parts


def _join(text: str, mentions: Sequence[Mention], taggers: frozenset[str]) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions with names side by side joined, and what is a number only."""
    joined: list[Mention] = []
    dropped: list[Mention] = []
    for mention in mentions:
        if text[mention.start : mention.end].isdigit():
            dropped.append(mention.dropped("digits"))
        elif joined and _one_name(text, joined[-1], mention, taggers):
            first = joined[-1]
            type = "Event" if first.type == "Event" else mention.type
            both = Mention(first.start, first.end, first.type, min(first.score, mention.score), first.trail)
            joined[-1] = both.changed(JOINED, end=mention.end, type=type)
        elif joined and _is_bracket_of(text, joined[-1], mention):
            dropped.append(mention.dropped(JOINED))
        else:
            joined.append(mention)
    return joined, dropped


def _one_name(text: str, first: Mention, second: Mention, taggers: frozenset[str]) -> bool:
    """Say whether two names side by side are one: an owner and what it owns, a quoted program and its head noun."""
    last = first.end - (text[first.end - 1] in "(（")
    gap = text[last : second.start]
    owns = first.type in load_table("boundaries", "owners") and second.type in load_table("boundaries", "owned")
    if gap == "" and owns and text[last - 1] not in "的域带":
        return True
    if gap == "”" and first.type == "Program" and second.type in load_table("boundaries", "after-quote"):
        return True
    tagged = first.source in taggers and second.source in taggers
    return gap == "“" and first.type == second.type == "Program" and tagged


def _is_bracket_of(text: str, first: Mention, second: Mention) -> bool:
    last = first.end - (text[first.end - 1] in "(（")
    end = second.end + (text[second.end - 1] not in ")）")
    return bool(BRACKET.fullmatch(text, last, end))


def _trimmed(text: str, mention: Mention) -> Mention:
    """Leave out what belongs to no name: a word behind it, half of a pair of quotes, `地区` after a region."""
    mention = _without_marks(text, _without_words(text, mention))
    bare = BARE.search(text, mention.start, mention.end)
    if bare and "“" not in text[mention.start : mention.end]:
        type = "Event" if mention.type == "Event" else "Program"
        mention = mention.changed("out-bare-head", end=bare.start(), type=type)
    if text[mention.end : mention.end + 1] in ("”", "》"):
        return mention
    for rule in _rules("trailing-out", mention):
        extra = rule.regex.search(text[mention.start : mention.end]) if rule.types else None
        mention = mention.changed(rule.id, end=mention.start + extra.start()) if extra else mention
    return mention


def _without_words(text: str, mention: Mention) -> Mention:
    mention = _without_half(text, mention)
    start, end = mention.span
    no_end = load_table("boundaries", "no-end") + load_table("boundaries", "no-end-of").get(mention.type, "")
    # What stands right before a closing quote belongs to the nickname.
    while end - start > 2 and text[end - 1] in no_end and text[end : end + 1] != "”":
        end -= 1
    mention = mention.changed("no-end", end=end)
    for rule in _rules("leading-out", mention):
        found = rule.regex.match(text, mention.start, mention.end)
        mention = mention.changed(rule.id, start=found.end()) if found else mention
    return mention


def _without_half(text: str, mention: Mention) -> Mention:
    """Leave out the first character of a word that goes on behind the name (`家电消|费`), where two are left."""
    for rule in _rules("half-words", mention):
        if mention.end - mention.start > 2 and rule.regex.match(text, mention.end - 1):
            return mention.changed(rule.id, end=mention.end - 1)
    return mention


def _without_marks(text: str, mention: Mention) -> Mention:
    """Leave out quotes, brackets and title marks whose other half is outside."""
    start, end = mention.span
    pairs = load_table("boundaries", "pairs")
    while end - start > 2 and text[start] in ")）”》、 的":
        start += 1
    if text[end - 1] in "“《(（":
        end -= 1
    if text[end - 1] in "”》" and pairs[text[end - 1]] not in text[start:end]:
        end -= 1
    if text[start] in "“《" and not any(close in text[start:end] for close in "”》"):
        start += 1
    title = text.find("》", start, end)
    if title > 0 and "《" not in text[start:end]:
        end = title
    return mention.changed(MARKS, start=start, end=end)


def _closed(text: str, mention: Mention, limit: int) -> Mention:
    """Take in the other half of a bracket or quote that opens inside the name, where it follows at once."""
    start, end = mention.span
    close = text[end : end + 1]
    opened = load_table("boundaries", "pairs").get(close)
    if opened and end < limit and text.count(opened, start, end) > text.count(close, start, end):
        return mention.changed(CLOSED, end=end + 1)
    return mention
