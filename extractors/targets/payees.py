"""What a sum of a policy is paid for, as far as the words beside it say it: a named payment, or who or what is paid for."""

from extractors.annotations import Span
from extractors.rules import load_rules
from extractors.targets.conditions import GOVERNS

NOUN, TITLE, BEHIND, BARE, PREFIX = load_rules("payments", "payments")
LEAD, VERB, TAIL, BETWEEN, GENERAL, BASE, RECIPIENT, UNNAMED, HEADING = load_rules("payments", "payees")
# Characters of what a sum is paid for.
SHORTEST, LONGEST = 2, 24
# Behind so many characters a verb is part of a name.
OPENING = 12
MARKS = "的、（(“ 　"


def heading_of(text: str, line: int) -> tuple[Span | None, bool]:
    """Return what heads a line (`(四)引才伯乐奖。`), and whether it names a payment."""
    match = HEADING.regex.match(text, line)
    if not match:
        return None, False
    span = match.span("bracket" if match["bracket"] else "name")
    words = text[slice(*span)]
    return span, TITLE.regex.search(words) is not None and not BARE.regex.fullmatch(words)


def payee(text: str, start: int, end: int) -> Span | None:
    """Return who or what [start, end) names, without the verbs and marks around it; None where it only says when."""
    if UNNAMED.regex.match(text[start:end]):
        return None
    tail = TAIL.regex.search(text[start:end])
    end = start + tail.start() if tail else end
    lead = LEAD.regex.match(text, start, end)
    start = _past_marks(text, lead.end() if lead else start, end)
    for verb in VERB.regex.finditer(text, start, min(end, start + OPENING)):
        if end - verb.end() > SHORTEST:
            start = verb.end()
    start = max(_past_marks(text, start, end), end - LONGEST)
    return (start, end) if _names(text[start:end]) else None


def own_payee(text: str, start: int, end: int, known: bool) -> Span | None:
    """Return what a clause that pays names before its sum: `引荐人按到位资金的`.

    Who receives it (`奖励运营方`) counts only where nothing else is known.
    """
    measured = GOVERNS.regex.search(text, start, end)
    if measured and measured.start() - start >= SHORTEST:
        end = measured.start()
    return None if known and RECIPIENT.regex.search(text[start:end]) else payee(text, start, end)


def base_of(text: str, start: int, end: int) -> Span | None:
    """Return what a share is one of: `按实付租金的`."""
    base = BASE.regex.match(text[start:end])
    return (start + base.start("base"), start + base.end("base")) if base else None


def sum_begins(text: str, start: int, end: int) -> int:
    """Return where the verbs and adverbs begin that stand before a sum at `end`."""
    tail = BETWEEN.regex.search(text[start:end])
    return start + tail.start() if tail else end


def named_behind(text: str, at: int, end: int) -> Span | None:
    """Return the named payment behind a sum that ends at `at`: `20万元房租补贴`."""
    match = BEHIND.regex.match(text, at, end)
    return _payment(text, *match.span("name")) if match else None


def named_before(text: str, start: int, end: int) -> Span | None:
    """Return the named payment before a sum at `end`: `给予开办资助500万元`, `单个主体年度补贴最高20万元`."""
    for last in range(end, sum_begins(text, start, end) - 1, -1):
        # The payment may end in a word that is a verb elsewhere: 开办资助.
        found = _payment(text, start, last) if NOUN.regex.search(text[start:last]) else None
        if found:
            return found
    return None


def _payment(text: str, start: int, end: int) -> Span | None:
    """Return a payment without the verbs and words of degree before it; None where nothing names it."""
    prefix = PREFIX.regex.match(text, start, end)
    start = prefix.end() if prefix else start
    words = text[start:end]
    numbers = any(c.isdigit() for c in words)
    return (start, end) if not numbers and SHORTEST < end - start <= LONGEST and _names(words) else None


def _names(words: str) -> bool:
    return len(words) >= SHORTEST and not GENERAL.regex.fullmatch(words) and not BARE.regex.fullmatch(words)


def _past_marks(text: str, start: int, end: int) -> int:
    return end - len(text[start:end].lstrip(MARKS))
