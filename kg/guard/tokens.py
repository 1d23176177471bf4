"""Cypher as tokens. The text sent to an engine is rewritten from these, so that both read it the same way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from kg.errors import QueryError


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted name"
    STRING = "string"
    NUMBER = "number"
    PARAMETER = "parameter"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A token. The text of a quoted name or a string is what stands inside the quotes, without escapes.

    `apart` says whether a blank or a comment stood before it.
    """

    kind: Kind
    text: str
    apart: bool = field(default=False, compare=False)

    @property
    def upper(self) -> str:
        """The text of a bare word in capitals, an empty string for anything else."""
        return self.text.upper() if self.kind is Kind.WORD else ""


SEMICOLON, OPENING, DOT, MATCHES = (Token(Kind.SIGN, text) for text in (";", "(", ".", "=~"))

# Comments end with the line, and a carriage return ends a line as well as a line feed does.
SKIPPED = re.compile(r"(?:[ \t\r\n]++|//[^\r\n]*+|/\*.*?\*/)*+", re.DOTALL)
TOKEN = re.compile(
    r"(?P<STRING>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
    r"|(?P<QUOTED>`(?:``|[^`])*`)"
    r"|(?P<PARAMETER>\$\w+)"
    r"|(?P<NUMBER>0[xX][0-9a-fA-F]+|0[oO][0-7]+|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<WORD>[^\W\d]\w*)"
    r"|(?P<SIGN><=|>=|<>|=~|->|<-|\.\.|\+=|\|\||::|[-+*/%^=<>()\[\]{},.:|&!;?])",
    re.DOTALL,
)
UNICODE_ESCAPE = re.compile(r"\\u", re.IGNORECASE)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# A longer question is none that a person wrote.
LONGEST = 20_000


def read_tokens(cypher: str) -> list[Token]:
    """Return the tokens of a question without its comments. Raises QueryError where it cannot be read."""
    if len(cypher) > LONGEST:
        raise QueryError(f"the question has {len(cypher)} characters, {LONGEST} are possible; ask in parts")
    if UNICODE_ESCAPE.search(cypher):
        raise QueryError("write characters as they are; \\uXXXX is read before anything else and could hide a clause")
    return list(_tokens(cypher))


def _tokens(cypher: str) -> Iterator[Token]:
    end = 0
    while True:
        blank = SKIPPED.match(cypher, end)
        at = blank.end() if blank else end
        if at == len(cypher):
            return
        match = TOKEN.match(cypher, at)
        if match is None or cypher.startswith("/*", at):
            raise QueryError(f"the question cannot be read from {cypher[at : at + 12]!r} on: a quote or comment that does not end, or a character that Cypher does not know")  # fmt: skip
        yield _token(Kind[str(match.lastgroup)], match.group(), at > end)
        end = match.end()


def _token(kind: Kind, text: str, apart: bool) -> Token:
    if kind is Kind.QUOTED:
        return Token(kind, text[1:-1].replace("``", "`"), apart)
    if kind is Kind.STRING:
        return Token(kind, ESCAPE.sub(lambda m: ESCAPES.get(m[1], m[1]), text[1:-1]), apart)
    return Token(kind, text, apart)
