"""Numbers of a policy that measure nothing: they say who is paid (`年营收1亿元以上的企业`), or for what unit (`每引进1名`)."""

from collections.abc import Sequence

from extractors.annotations import Quantity, Span
from extractors.rules import Rule, load_rules

STRETCH, PAYS, CAPS, GOVERNS = load_rules("payments", "pays")
ENDS, PAYEE, BEFORE, GOES_ON, GRADE, PREMISE, UNIT, MORE, BETWEEN, BESIDE, REQUIRED, COMPARES, BOUND = load_rules(
    "payments", "conditions"
)
# How far back in its line a demand is looked for (characters): longer lines are documents without line ends.
NEAR = 500
# Verbs that open a clause without paying in it: `支持面积2000平方米以上的仓库`.
OPENING, OPENERS = 3, ("支持", "扶持", "奖励", "补助")


def find_conditions(
    text: str, line: int, sentence: Span, clauses: Sequence[Span], values: Sequence[Quantity]
) -> list[Quantity]:
    """Return those of a sentence's values that are conditions; of a list of grades the last one tells.

    `line` is where the line begins: what it demands may stand sentences before.
    """
    found: list[Quantity] = []
    after: Quantity | None = None
    for value in reversed(values):
        clause = next((c for c in clauses if c[0] <= value.start < c[1]), sentence)
        before = text[clause[0] : value.start]
        governed = _governed(before)
        listed = after is not None and after in found and BETWEEN.regex.fullmatch(text[value.end : after.start])
        if (listed and not governed) or _is_condition(text, value, before, governed, line, sentence[1]):
            found.insert(0, value)
        after = value
    return found


def says(rule: Rule, text: str, stretch: Span) -> bool:
    """Say whether a rule is found in a stretch."""
    return rule.regex.search(text, *stretch) is not None


def _is_condition(text: str, value: Quantity, before: str, governed: bool, line: int, end: int) -> bool:
    """Say whether a value is a condition; `before` is what stands before it in its clause, `end` where the sentence ends."""
    stretch = STRETCH.regex.search(text, value.end, end)
    last = stretch.start() if stretch else end
    pays_later = says(PAYS, text, (value.end, last)) or says(CAPS, text, (value.end, last))
    if pays_later and UNIT.regex.search(before):
        return True
    if governed:
        return False
    beside = value.high is not None and BESIDE.regex.match(text, value.end)
    if beside or any(rule.regex.match(text, value.end) for rule in (PREMISE, GRADE)):
        return True
    bounded = bool(BOUND.regex.match(text, value.end) or COMPARES.regex.search(before))
    if bounded and _required(text, line, value.start):
        return True
    return pays_later and _says_who(text, value.end, before, bounded)


def _says_who(text: str, at: int, before: str, bounded: bool) -> bool:
    """Say whether the words at the end of a value make it say who is paid, in a sentence that pays further on."""
    ends = ENDS.regex.match(text, at)
    if ends and not PAYS.regex.search(ends.group()):
        return True
    if (bounded or text.startswith("的", at)) and BEFORE.regex.match(text, at) and not PAYS.regex.match(text, at):
        return True
    return bounded and (any(rule.regex.match(text, at) for rule in (PAYEE, GOES_ON, MORE)) or _in_brackets(before))


def _required(text: str, line: int, at: int) -> bool:
    """Say whether the line defines or demands something before an offset, and has paid nothing since."""
    demands = [m.end() for m in REQUIRED.regex.finditer(text, max(line, at - NEAR), at)]
    return bool(demands) and not says(PAYS, text, (demands[-1], at))


def _governed(before: str) -> bool:
    """Say whether a clause pays before a value: `给予每人5万元`, `按租金的`."""
    verbs = (m for m in PAYS.regex.finditer(before) if m.start() >= OPENING or m.group() not in OPENERS)
    return any(verbs) or before.endswith(("最高", *OPENERS)) or GOVERNS.regex.search(before) is not None


def _in_brackets(before: str) -> bool:
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))
