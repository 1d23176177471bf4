"""Sums that a policy pays: which numbers are conditions, and who or what the others are paid for.

`对年营收1亿元以上的企业,给予50万元奖励,最高不超过200万元`: the first number says who is paid and measures nothing; what the
others measure is said by the payment where it has a name (房租补贴), else by who or what is paid for, which may stand clauses
before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractors.annotations import Quantity, Span
from extractors.rules import load_rules
from extractors.targets.conditions import BOUND, CAPS, PAYS, PREMISE, find_conditions, says
from extractors.targets.payees import base_of, heading_of, named_before, named_behind, own_payee, payee, sum_begins

CLAUSE, SUM = load_rules("payments", "texts")
# A text is a policy where it pays a sum once in so many characters: reports pay one in several thousand.
POLICY_EVERY = 500
# A line of another text is a policy where it pays as many.
POLICY_LINE = 3
# The share of indicators that is right, of 427 sums in policies written for it (docs/quality.md): a payment that is named or one whose
# clause names who is paid, and one that takes this from other words of the line.
NEAR, FAR = 0.76, 0.6
# Between the sums of a list.
LISTED = frozenset("、和及与或至 ")


class Paid(NamedTuple):
    """The words that say what a sum is paid for, and how sure that is."""

    span: Span
    score: float


@dataclass
class Payments:
    """Reads the sentences of a text in order; who is paid is known from one to the next within a line."""

    text: str
    line: int = -1
    pays: bool = False
    heading: Paid | None = None
    named: Paid | None = None
    topic: Paid | None = None
    last: Paid | None = None
    policy: bool = field(init=False)

    def __post_init__(self) -> None:
        self.policy = self._sums(0, len(self.text)) * POLICY_EVERY >= max(1, len(self.text))

    def read(self, sentence: Span, values: Sequence[Quantity]) -> Mapping[int, Paid | None]:
        """Return by the start of a value what it is paid for, None for a condition; values that no policy pays are left out."""
        self._begin(sentence[0])
        self.topic = None
        if not values or not (self.policy or self.pays):
            self.last = None
            return {}
        clauses = list(_split(self.text, sentence))
        conditions = find_conditions(self.text, self.line, sentence, clauses, values)
        found: dict[int, Paid | None] = {v.start: None for v in conditions}
        for clause in clauses:
            inside = [v for v in values if clause[0] <= v.start < clause[1]]
            found |= self._in_clause(
                clause, [v for v in inside if v in conditions], [v for v in inside if v not in conditions]
            )
        return found

    def _begin(self, at: int) -> None:
        """Forget who is paid where a line begins."""
        start = self.text.rfind("\n", max(0, self.line), at) + 1
        if start <= self.line:
            return
        end = self.text.find("\n", start)
        self.line, self.last = start, None
        self.pays = self._sums(start, end if end >= 0 else len(self.text)) >= POLICY_LINE
        span, names = heading_of(self.text, start)
        self.heading = Paid(span, FAR) if span else None
        self.named = self.heading if names else None

    def _sums(self, start: int, end: int) -> int:
        return sum(1 for _ in SUM.regex.finditer(self.text, start, end))

    def _in_clause(
        self, clause: Span, conditions: Sequence[Quantity], sums: Sequence[Quantity]
    ) -> dict[int, Paid | None]:
        found: dict[int, Paid | None] = {}
        if not sums:
            span = self._topic(clause, conditions)
            self.topic = Paid(span, FAR) if span else self.topic
            return found
        pays = self.topic or says(PAYS, self.text, clause) or says(CAPS, self.text, clause)
        for at, value in enumerate(sums):
            paid = self._paid(value, clause, [*conditions, *sums[:at]], sums[at + 1 :]) if pays else None
            if paid:
                found[value.start] = self.last = paid
        return found

    def _topic(self, clause: Span, conditions: Sequence[Quantity]) -> Span | None:
        """Return who or what a clause names that pays nothing: behind its conditions, else before them."""
        if not conditions:
            return payee(self.text, *clause)
        behind = None if PREMISE.regex.match(self.text, conditions[-1].end) else self._behind(conditions[-1], clause[1])
        return behind or (None if self.topic else payee(self.text, clause[0], conditions[0].start))

    def _behind(self, condition: Quantity, end: int) -> Span | None:
        bound = BOUND.regex.match(self.text, condition.end)
        return payee(self.text, bound.end() if bound else condition.end, end)

    def _paid(
        self, value: Quantity, clause: Span, earlier: Sequence[Quantity], later: Sequence[Quantity]
    ) -> Paid | None:
        text, end = self.text, value.end
        for other in later:
            if not set(text[end : other.start]) <= LISTED:
                break
            end = other.end
        first = max([clause[0], *(v.end for v in earlier if v.end <= value.start)])
        if self.last and first > clause[0] and set(text[first : value.start]) <= LISTED:
            return Paid(named_behind(text, end, clause[1]) or self.last.span, self.last.score)
        bound = BOUND.regex.match(text, first, value.start)
        first = bound.end() if bound else first
        stop = sum_begins(text, first, value.start)
        base = base_of(text, first, stop)
        near = named_behind(text, end, clause[1])
        if not near and not base:
            known = bool(self.named or self.topic or self.last)
            near = named_before(text, first, value.start) or own_payee(text, first, stop, known)
        if near:
            return Paid(near, NEAR)
        if self.last and says(CAPS, text, (first, value.start)):
            return self.last
        span = base or (
            payee(text, clause[0], min(v.start for v in earlier)) if earlier and first > clause[0] else None
        )
        return self.named or self.topic or self.last or (Paid(span, FAR) if span else self.heading)


def with_bounds(text: str, values: Sequence[Quantity]) -> list[Quantity]:
    """Return sums with the upper bound that stands at the first of a list: `最高500万元、200万元`."""
    found: list[Quantity] = []
    for value in values:
        last = found[-1] if found else None
        listed = last and value.unit == last.unit and set(text[last.end : value.start]) <= LISTED
        bound = "le" if last and listed and last.comparator == "le" and value.comparator == "eq" else value.comparator
        found.append(replace(value, comparator=bound))
    return found


def _split(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the clauses of a sentence."""
    start = sentence[0]
    for mark in CLAUSE.regex.finditer(text, *sentence):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if start < sentence[1]:
        yield start, sentence[1]
