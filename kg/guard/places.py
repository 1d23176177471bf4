"""Where a word may stand: after an operand only a word of the list, so that no clause outside the list begins anywhere."""

import re
from collections.abc import Collection, Sequence

from kg.errors import QueryError
from kg.guard.tokens import DOT, MATCHES, Kind, Token

# Java's regular expressions go back over what they matched, and no timeout of the server interrupts them.
REPEATED = re.compile(r"\)\s*[*+{]|\\[1-9k]|\(\?[<=!]")
UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\})")
MOST_UNBOUNDED = 3


def check_place(tokens: Sequence[Token], at: int, follows: Collection[str]) -> None:
    """Refuse a word, name, value or string right after an operand, unless it is a word of `follows`."""
    token = tokens[at]
    if token.kind is Kind.SIGN or token.upper in follows or at == 0 or not _operand_before(tokens, at, follows):
        return
    before = tokens[at - 1].text[:30]
    raise QueryError(
        f"{token.text[:30]!r} after {before!r} is no clause or operator that a question may hold; allowed are MATCH, "
        "OPTIONAL MATCH, WHERE, WITH, UNWIND, CALL, UNION, RETURN, ORDER BY, SKIP and LIMIT"
    )


def _operand_before(tokens: Sequence[Token], at: int, follows: Collection[str]) -> bool:
    before = tokens[at - 1]
    if before.kind is Kind.SIGN:
        factorial = before.text == "!" and at > 1 and _operand_before(tokens, at - 1, follows)
        return before.text in (")", "]", "}") or factorial
    named = at > 1 and tokens[at - 2] == DOT
    return named or before.upper not in follows


def check_pattern(tokens: Sequence[Token], at: int) -> None:
    """Refuse a pattern after `=~` that is not written out, or that could take longer than its text is long."""
    if tokens[at] != MATCHES:
        return
    given = tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
    if given.kind is not Kind.STRING:
        raise QueryError("=~ takes a pattern that is written in the question as a string")
    if REPEATED.search(given.text) or len(UNBOUNDED.findall(given.text)) > MOST_UNBOUNDED:
        raise QueryError(
            f"the pattern {given.text[:40]!r} could take very long: no repeated groups, no references back, "
            f"at most {MOST_UNBOUNDED} of * and +; CONTAINS and STARTS WITH do without"
        )
