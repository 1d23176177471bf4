"""Checks ad-hoc Cypher: clauses, procedures and functions must be on a list; the query is rewritten from tokens."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kg.errors import QueryError
from kg.guard.growth import check_growth
from kg.guard.places import check_pattern, check_place
from kg.guard.tokens import DOT, OPENING, SEMICOLON, Kind, Token, read_tokens

FILE = Path(__file__).with_name("allowed.yaml")
# Behind these a word is a name and no clause: a property, a label, a type, a parameter.
NAMED_BY = frozenset({".", ":", "|", "&", "!", "::"})
NOT_BEHIND = frozenset({":", "|", "&", "!", "("})
# Such a string reads alike in both engines; any other travels as a parameter.
PLAIN = frozenset("'\"\\`")


class Question(NamedTuple):
    """A question that may be asked: its text written anew, and the strings of it that travel as parameters."""

    cypher: str
    params: dict[str, Any]


@lru_cache(maxsize=1)
def allowed() -> dict[str, Any]:
    """Return the lists of allowed.yaml."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    data["functions"] = frozenset(name for row in data["functions"] for name in row)
    data["follows"] = frozenset([*data["grouping"], *data["values"], *data["starts"]])
    return data


def checked(cypher: str) -> Question:
    """Return the question as it may be asked.

    Raises QueryError for a question that writes, reads or writes files, calls a procedure or function outside the
    lists, or could not end. Both stores refuse writes by themselves (a read transaction, a read-only database); this
    names the reason, and keeps files shut, which the embedded engine does not.
    """
    tokens = read_tokens(cypher)
    while tokens and tokens[-1] == SEMICOLON:
        tokens.pop()
    if not tokens:
        raise QueryError("the question is empty; give a MATCH … RETURN …")
    if tokens[0].upper not in allowed()["starts"]:
        wanted = ", ".join(allowed()["starts"])
        raise QueryError(f"a question starts with one of {wanted}; {tokens[0].text[:20]!r} is none")
    follows = allowed()["follows"]
    for at, token in enumerate(tokens):
        if token == SEMICOLON:
            raise QueryError("one statement at a time; drop what follows the ';'")
        _check_word(tokens, at)
        check_place(tokens, at, follows)
        check_pattern(tokens, at)
        _check_call(tokens, at)
    check_growth(tokens)
    return _written(tokens)


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the word at `at` is a name: behind a dot, colon or bar, or the key of a map."""
    if at and tokens[at - 1].kind is Kind.SIGN and tokens[at - 1].text in NAMED_BY:
        # Behind an operand an exclamation mark is a factorial, and what follows it a clause: `WHERE x = 5! LOAD`.
        return tokens[at - 1].text != "!" or (at > 1 and tokens[at - 2].kind is Kind.SIGN and tokens[at - 2].text in NOT_BEHIND)  # fmt: skip
    key = at + 1 < len(tokens) and tokens[at + 1].text == ":" and at > 0 and tokens[at - 1].text in ("{", ",")
    return key and tokens[at + 1].kind is Kind.SIGN


def _check_word(tokens: Sequence[Token], at: int) -> None:
    word = tokens[at].upper
    if not word or _is_name(tokens, at):
        return
    if word in allowed()["files"]:
        raise QueryError(f"{word} reads or writes files or other databases, and a question may only read the graph")
    if word in allowed()["writes"]:
        raise QueryError(f"{word} writes, and a question may only read; to change the graph, build it again")
    if word in allowed()["administration"]:
        raise QueryError(f"{word} asks about the server and not about the graph; ask with MATCH … RETURN …")


def _check_call(tokens: Sequence[Token], at: int) -> None:
    """Check what is called: a procedure behind CALL, a function before a bracket."""
    word = tokens[at]
    if word.upper == "CALL" and not _is_name(tokens, at):
        name, stop = _dotted(tokens, at + 1)
        subquery = not name and stop < len(tokens) and tokens[stop].text in ("{", "(")
        if not subquery and name.lower() not in allowed()["procedures"]:
            wanted = ", ".join(allowed()["procedures"])
            raise QueryError(f"the procedure {name or 'that is called'} is not among those allowed: {wanted}")
        return
    opens = at + 1 < len(tokens) and tokens[at + 1] == OPENING
    if word.kind not in (Kind.WORD, Kind.QUOTED) or not opens:
        return
    if word.upper in allowed()["grouping"] and not (at and tokens[at - 1].text == "."):
        return
    name = _name_before(tokens, at)
    if name.lower() in allowed()["procedures"] and _is_called(tokens, at):
        return
    if name.lower() not in allowed()["functions"]:
        raise QueryError(
            f"the function {name} is not among those allowed: see docs/queries.md; a question may only compute and read"
        )


def _dotted(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the dotted name that starts at `at` and the place behind it."""
    parts: list[str] = []
    while at < len(tokens) and tokens[at].kind in (Kind.WORD, Kind.QUOTED):
        parts.append(tokens[at].text)
        at += 1
        if at >= len(tokens) or tokens[at].text != "." or tokens[at].kind is not Kind.SIGN:
            break
        at += 1
    return ".".join(parts), at


def _name_before(tokens: Sequence[Token], at: int) -> str:
    """Return the dotted name that ends at `at`."""
    first = at
    while first >= 2 and tokens[first - 1] == DOT and tokens[first - 2].kind in (Kind.WORD, Kind.QUOTED):
        first -= 2
    return ".".join(t.text for t in tokens[first : at + 1 : 2])


def _is_called(tokens: Sequence[Token], at: int) -> bool:
    first = at
    while first >= 2 and tokens[first - 1] == DOT:
        first -= 2
    return first >= 1 and tokens[first - 1].upper == "CALL"


def _written(tokens: Sequence[Token]) -> Question:
    """Write the question anew: one blank where there was a gap, no comment, strings with quotes or escapes as parameters."""
    parts: list[str] = []
    params: dict[str, Any] = {}
    for token in tokens:
        if token.kind is Kind.QUOTED:
            if not token.text or any(c in PLAIN or not c.isprintable() for c in token.text):
                raise QueryError(f"a name may hold no quotes, backslashes or control characters: {token.text[:20]!r}")
            parts.append(f"`{token.text}`")
        elif token.kind is Kind.STRING and any(c in PLAIN or not c.isprintable() for c in token.text):
            name = f"kg_text_{len(params)}"
            params[name] = token.text
            parts.append(f"${name}")
        elif token.kind is Kind.STRING:
            parts.append(f"'{token.text}'")
        elif token.kind is Kind.PARAMETER:
            raise QueryError(f"{token.text}: a question has no parameters; write the value")
        else:
            parts.append(token.text)
    return Question(_joined(parts, tokens), params)


def _joined(parts: Sequence[str], tokens: Sequence[Token]) -> str:
    """Join with a blank where something stood between; a number and a word are never left together."""
    text = parts[0]
    for n in range(1, len(parts)):
        numbered = tokens[n - 1].kind is Kind.NUMBER and tokens[n].kind is Kind.WORD
        text += f" {parts[n]}" if tokens[n].apart or numbered else parts[n]
    return text
