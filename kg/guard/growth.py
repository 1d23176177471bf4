"""Questions whose answer could grow without end: ranges, paths of any length, lists in lists, values that double.

A server looks at its limits of time and memory between rows, and not while it works out one value: what grows inside
of an expression takes the whole server with it. So it is refused before it is asked.
"""

import re
from collections.abc import Sequence

from kg.errors import QueryError
from kg.guard.tokens import Kind, Token

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
QUANTIFIERS = frozenset({"ALL", "ANY", "NONE", "SINGLE"})
# Whose result is a number that no list of the graph makes large.
COUNTS = frozenset({"size", "length", "char_length"})
# Clauses in which a value is handed on: what one of them doubles, the next one doubles again.
HANDING = frozenset({"WITH", "RETURN", "UNWIND", "CALL"})
LONGEST_PATH = 15
# Numbers of a range that is unwound row by row, and of one that is a list in the middle of a value.
LONGEST_RANGE, LONGEST_LIST = 1_000_000, 10_000
# How many times its parts a value may become by `+`, `||` and replace().
LARGEST_GROWTH = 10_000
LONGEST_REPLACEMENT = 20
WHOLE = re.compile(r"[0-9]+")


def check_growth(tokens: Sequence[Token]) -> None:
    """Raise QueryError, with the reason and what to write instead, for a question that could grow without end."""
    growth, here = 1, 1
    inside: list[int] = []
    for at, token in enumerate(tokens):
        while inside and at > inside[-1]:
            inside.pop()
        if token.upper in HANDING:
            growth, here = growth * here, 1
        if _is_sign(tokens, at, "+", "||"):
            here += 1
        if _called(tokens, at, "replace"):
            here *= _replaced(tokens, at + 1)
        if _called(tokens, at, "range"):
            _check_range(tokens, at)
        if growth * here > LARGEST_GROWTH:
            raise QueryError(
                "values that grow by + or replace() in clause after clause may become too large; ask in parts"
            )
        _check_steps(tokens, at)
        if _iterates(tokens, at):
            if inside:
                _check_inner(tokens, at)
            inside.append(_closing(tokens, at if token.text == "[" else at + 1))


def _is_sign(tokens: Sequence[Token], at: int, *signs: str) -> bool:
    return 0 <= at < len(tokens) and tokens[at].kind is Kind.SIGN and tokens[at].text in signs


def _called(tokens: Sequence[Token], at: int, name: str) -> bool:
    named = tokens[at].kind in (Kind.WORD, Kind.QUOTED) and tokens[at].text.lower() == name
    return named and _is_sign(tokens, at + 1, "(")


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket that opens at `at` closes; the end where it does not."""
    depth = 0
    for place in range(at, len(tokens)):
        if _is_sign(tokens, place, *OPENING):
            depth += 1
        elif _is_sign(tokens, place, *CLOSING):
            depth -= 1
            if depth == 0:
                return place
    return len(tokens)


def _arguments(tokens: Sequence[Token], at: int) -> list[Sequence[Token]]:
    """Return the tokens of each argument of the bracket that opens at `at`."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for place in range(at + 1, _closing(tokens, at)):
        depth += _is_sign(tokens, place, *OPENING) - _is_sign(tokens, place, *CLOSING)
        if depth == 0 and _is_sign(tokens, place, ","):
            parts.append([])
        else:
            parts[-1].append(tokens[place])
    return [part for part in parts if part]


def _check_range(tokens: Sequence[Token], at: int) -> None:
    """Refuse a range whose bounds are not there to be read, or are too far apart."""
    bounds = [_bound(argument) for argument in _arguments(tokens, at + 1)]
    last = max(bounds, default=0)
    unwound = at > 0 and tokens[at - 1].upper == "UNWIND" and _next_is_as(tokens, at + 1)
    most = LONGEST_RANGE if unwound else LONGEST_LIST
    if last > most:
        where = "" if unwound else " outside of UNWIND range(…) AS …"
        raise QueryError(f"range() up to {last} is too long; at most {most}{where}")


def _next_is_as(tokens: Sequence[Token], opening: int) -> bool:
    end = _closing(tokens, opening) + 1
    return end < len(tokens) and tokens[end].upper == "AS"


def _bound(argument: Sequence[Token]) -> int:
    """Return the size of a bound: of a whole number, or 0 for size() or length() with a number added or taken."""
    words = list(argument)
    if words and _is_sign(words, 0, "-", "+") and len(words) == 2:
        words = words[1:]
    if len(words) == 1 and words[0].kind is Kind.NUMBER:
        return _number(words[0].text)
    counted = len(words) > 1 and words[0].text.lower() in COUNTS and _is_sign(words, 1, "(")
    rest = words[_closing(words, 1) + 1 :] if counted else words
    if counted and not rest:
        return 0
    if counted and len(rest) == 2 and _is_sign(rest, 0, "-", "+") and rest[1].kind is Kind.NUMBER:
        return _number(rest[1].text)
    raise QueryError(
        "the bounds of range() are whole numbers, or size(…) or length(…) with a number added or taken; "
        f"{' '.join(t.text for t in argument)[:40]!r} may be of any size"
    )


def _number(text: str) -> int:
    """Return a number as it is written; one with a point or an exponent, or of another base, is refused."""
    if not WHOLE.fullmatch(text) or len(text) > 18:
        raise QueryError(f"{text[:20]} is no whole number in digits; write one")
    return int(text)


def _replaced(tokens: Sequence[Token], opening: int) -> int:
    """Return how many times its length a text may become by replace()."""
    arguments = _arguments(tokens, opening)
    last = arguments[2] if len(arguments) == 3 else ()
    if len(last) != 1 or last[0].kind is not Kind.STRING or len(last[0].text) > LONGEST_REPLACEMENT:
        raise QueryError(f"what replace() puts in is written as a string of at most {LONGEST_REPLACEMENT} characters")
    return max(1, len(last[0].text))


def _iterates(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a list is gone through from here: `[x IN …`, `any(x IN …`, list_transform(…)."""
    if _is_sign(tokens, at, "["):
        return at + 2 < len(tokens) and tokens[at + 2].upper == "IN"
    if tokens[at].upper in QUANTIFIERS and _is_sign(tokens, at + 1, "("):
        return at + 3 < len(tokens) and tokens[at + 3].upper == "IN"
    return _called(tokens, at, "list_transform") or _called(tokens, at, "list_filter")


def _check_inner(tokens: Sequence[Token], at: int) -> None:
    """Refuse a list that is gone through for each item of another one, unless it is a property or written out."""
    source = at + (3 if _is_sign(tokens, at, "[") else 4)
    first, second = (tokens[n] if n < len(tokens) else tokens[at] for n in (source, source + 1))
    prop = first.kind in (Kind.WORD, Kind.QUOTED) and _is_sign(tokens, source + 1, ".")
    of_node = first.text.lower() in ("labels", "keys", "nodes", "relationships", "rels") and second.text == "("
    if not (_is_sign(tokens, at, "[") or tokens[at].upper in QUANTIFIERS) or not (
        prop or of_node or _is_sign(tokens, source, "[")
    ):
        raise QueryError(
            "a list inside of a list may be any number of times as large: inside, go through a property, labels(…) or a "
            "list that is written out; UNWIND takes lists apart row by row"
        )


def _check_steps(tokens: Sequence[Token], at: int) -> None:
    """Refuse a pattern of many or any number of steps: `-[*]-`, `-[*1..100]-`, `((a)-->(b))+`, `-->+`, `-->{1,}`."""
    if _is_sign(tokens, at, "*") and _in_relationship(tokens, at):
        span = "".join(t.text for t in tokens[at + 1 : _end_of_steps(tokens, at)])
    elif _repeats_pattern(tokens, at):
        span = "".join(t.text for t in tokens[at + 1 : _closing(tokens, at)]) if tokens[at].text == "{" else ".."
        span = span.replace(",", "..")
    else:
        return
    last = span.rpartition("..")[2]
    if not WHOLE.fullmatch(last) or len(last) > 4 or int(last) > LONGEST_PATH:
        raise QueryError(f"a path of any length may never end; give at most {LONGEST_PATH} steps, as in [*1..4]")


def _end_of_steps(tokens: Sequence[Token], at: int) -> int:
    """Return where the numbers behind the star of a relationship end; words such as SHORTEST may stand before them."""
    end = at + 1
    while end < len(tokens) and not _is_sign(tokens, end, "]", "{", "("):
        end += 1
    return end


def _in_relationship(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a star stands in the brackets of a relationship: `[*`, `[:TYPE*`, `[r:A|B*`."""
    back = at - 1
    while back >= 0 and (tokens[back].kind in (Kind.WORD, Kind.QUOTED) or _is_sign(tokens, back, ":", "|", "&", "!")):
        back -= 1
    return back >= 1 and _is_sign(tokens, back, "[") and _is_sign(tokens, back - 1, "-", "<-")


def _repeats_pattern(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a sign repeats the relationship or the part of a pattern before it."""
    if not _is_sign(tokens, at, "+", "*", "{") or at == 0:
        return False
    if _is_sign(tokens, at - 1, "->"):
        return True
    if _is_sign(tokens, at - 1, "-") and at > 1:
        # `]-+(`, `<--+(`: an arrow without a head. `5 -+3` is no pattern.
        return _is_sign(tokens, at - 2, "]", "-", "<-")
    if not _is_sign(tokens, at - 1, ")"):
        return False
    opening = _opening(tokens, at - 1)
    return any(
        _is_sign(tokens, n, ")") and _is_sign(tokens, n + 1, "-", "<-", "->") for n in range(opening + 1, at - 1)
    )


def _opening(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket that closes at `at` opens; the begin where it does not."""
    depth = 0
    for place in range(at, -1, -1):
        if _is_sign(tokens, place, *CLOSING):
            depth += 1
        elif _is_sign(tokens, place, *OPENING):
            depth -= 1
            if depth == 0:
                return place
    return 0
