"""Rank the answers to a question: what it says that an answer explains, less what the answer leaves unexplained."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.ask.answers import Answer, answers
from kg.ask.recognise import Found, Surfaces, alike, units, years
from kg.kinds import DISTRICT

# The weights were set by hand on the half of tests/cases/ask/questions.tsv that is marked `seen`; the other half only
# measures them (scripts/bench ask).
KEY = 2.0
MORE_KEYS = 1.5
FITS = 0.5
NEVER = -2.0
NO_KEY = -1.5
UNEXPLAINED = -0.6
USED = 1.5
FILTERED = 0.4
UNUSED = -1.5
# A part of a name may as well be an ordinary word, which no answer has to use.
GUESSED = 0.3
LIKE = 2.0
# Below this no answer is given: the question names something but asks for nothing that is known.
LEAST = 0.4
NAME = "@"
# The longest name that may be only a part of another one, and the shortest piece that is told as an unknown name.
BESIDE, SHORTEST_UNKNOWN = 2, 3
HEAD_NOUN = re.compile("新区|[区县市镇]|街道|园区|公司|集团|大学|医院")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question understood as an answer: parameters as `{name: (value, shown name)}`, filters likewise, and a score."""

    answer: Answer
    params: dict[str, list[Found]]
    filters: dict[str, list[Found]]
    score: float

    def words(self) -> list[str]:
        """Return the words of the command without `kg`; quoting is left to the caller."""
        shown = {key: ",".join(f.name for f in found) for key, found in self.params.items()}
        result: list[str] = []
        for word in self.answer.words:
            wanted = re.findall(r"\{(\w+)\}", word)
            if any(key not in shown for key in wanted):
                if result and result[-1].endswith("?"):
                    result.pop()
                continue
            result.append(word.format(**shown))
        result = [word.removesuffix("?") if word.startswith("--") else word for word in result]
        for option, found in self.filters.items():
            result += [f"--{option}", ",".join(one.name for one in found)]
        return result


@dataclass(frozen=True, slots=True)
class Question:
    """What a question says: its names, the ideas of its words, and its words with @ for each name.

    `unknown` are pieces of it that read as names and are none of this graph.
    """

    text: str
    found: tuple[Found, ...]
    ideas: frozenset[str]
    masked: str
    unknown: tuple[str, ...] = ()


def understand(text: str, surfaces: Surfaces, limit: int = 3) -> list[Reading]:
    """Return the likeliest readings of a question, best first; none where nothing is understood."""
    return readings_of(read(text, surfaces), limit)


def readings_of(question: Question, limit: int = 3) -> list[Reading]:
    """Return the likeliest readings of a question that was read, best first."""
    readings = [reading for answer in answers().answers if (reading := fit(question, answer)) is not None]
    readings.sort(key=lambda reading: -reading.score)
    return [reading for reading in readings[:limit] if reading.score >= LEAST]


def read(text: str, surfaces: Surfaces) -> Question:
    """Find the names and ideas of a question."""
    lower, rules = text.lower(), answers()
    found = [*years(lower), *units(lower), *surfaces.whole(lower, rules.common, rules.modifiers)]
    masked = _masked(lower, found)
    ideas = frozenset(name for name, words in rules.ideas.items() if words.search(masked))
    unknown: list[str] = []
    for start, piece in _left(masked):
        if parts := list(surfaces.parts(piece, start)):
            found += parts
            continue
        # A word such as 科技 right beside what is no name is a part of it: 砺剑科技 asks for no sector.
        beside = [f for f in found if _beside(f, start, start + len(piece))]
        begin, end = min([start, *(f.start for f in beside)]), max([start + len(piece), *(f.end for f in beside)])
        whole = list(surfaces.parts(lower[begin:end], begin)) if beside else []
        found = [f for f in found if f not in beside] + whole
        unknown += () if whole else _unknown(lower, begin, end)
    return Question(
        lower,
        tuple(sorted(found, key=lambda f: (f.start, -f.weight))),
        ideas,
        masked.replace("\0", ""),
        tuple(unknown),
    )


def _beside(found: Found, start: int, end: int) -> bool:
    """Say whether a name is so short, and so close to a piece of the question, that it may be a part of another name."""
    if found.kind == DISTRICT or not found.kind[0].isupper() or found.end - found.start > BESIDE:
        return False
    return found.start == end or found.end == start


def _unknown(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the piece of a question as the name that it reads as, with the head noun behind it; nothing where it reads as none."""
    behind = HEAD_NOUN.match(text, end)
    name = text[start : behind.end() if behind else end]
    return (name,) if len(name) >= SHORTEST_UNKNOWN and re.search("[\u4e00-\u9fff]", name) else ()


def _masked(text: str, found: list[Found]) -> str:
    """Return the text with each name as one @ and, so that places stay, NUL for its other characters."""
    characters = list(text)
    for one in found:
        characters[one.start : one.end] = [NAME, *"\0" * (one.end - one.start - 1)]
    return "".join(characters)


def _left(masked: str) -> Iterator[tuple[int, str]]:
    """Yield (start, text) of what is neither a name nor an idea nor a filler."""
    blank = answers().blank.sub(lambda m: "\0" * len(m[0]), masked)
    for match in re.finditer(r"[^\0@]{2,}", blank):
        if not match[0].isascii() or re.search(r"\d", match[0]):
            yield match.start(), match[0]


def fit(question: Question, answer: Answer) -> Reading | None:
    """Return how a question reads as an answer, or None where a parameter that it needs is missing."""
    taken = _parameters(question, answer)
    if taken is None:
        return None
    used = {id(f) for found in taken.values() for f in found}
    spans = {(f.start, f.end) for f in question.found if id(f) in used}
    filters = {} if answer.words[:2] != ("query", "run") else _filters(question, answer, spans)
    score = _said(question, answer) + LIKE * max(
        (alike(question.masked, like.lower()) for like in answer.like), default=0.0
    )
    score += USED * sum(f.weight for found in taken.values() for f in found)
    spans_of_filters = {(f.start, f.end) for found in filters.values() for f in found}
    for span, weight in _spans(question).items():
        if span in spans_of_filters:
            score += FILTERED
        elif span not in spans:
            score += UNUSED * (weight if weight == 1 else weight * GUESSED)
    return Reading(answer, taken, filters, round(score, 3))


def _spans(question: Question) -> dict[tuple[int, int], float]:
    spans: dict[tuple[int, int], float] = {}
    for f in question.found:
        spans[f.start, f.end] = max(f.weight, spans.get((f.start, f.end), 0.0))
    return spans


def _said(question: Question, answer: Answer) -> float:
    """Return what the ideas of a question speak for an answer, and against it."""
    keys = [key for key in answer.key if key <= question.ideas]
    if keys:
        score = KEY + MORE_KEYS * (len(keys) > 1)
    else:
        score = 0.0 if any(f.kind in answer.default for f in question.found) else NO_KEY
    score += FITS * len(answer.fits & question.ideas) + NEVER * len(answer.never & question.ideas)
    return score + UNEXPLAINED * len(question.ideas - answer.ideas - {"own", "report"})


def _parameters(question: Question, answer: Answer) -> dict[str, list[Found]] | None:
    taken: dict[str, list[Found]] = {}
    spans: set[tuple[int, int]] = set()
    for key, wanted in answer.params.items():
        kind = wanted.removesuffix("?").removesuffix("*")
        options = [f for f in question.found if (f.start, f.end) not in spans and _is(f, kind)]
        if wanted.endswith("*"):
            chosen = list({f.value: f for f in options}.values())
            if len(chosen) < 2:
                return None
        else:
            chosen = sorted(options, key=lambda f: (-f.weight, f.start))[:1]
        if not chosen:
            if wanted.endswith("?"):
                continue
            return None
        taken[key] = chosen
        spans |= {(f.start, f.end) for f in chosen}
    return taken


def _is(found: Found, kind: str) -> bool:
    return found.kind == kind or (kind == "Entity" and found.kind[0].isupper() and found.kind != "Indicator")


def _filters(question: Question, answer: Answer, spans: set[tuple[int, int]]) -> dict[str, list[Found]]:
    """Return the names that the answer has no parameter for, as filters of its rows."""
    options = {"industry": "Industry", "year": "int", "district": "District"}
    taken: dict[str, list[Found]] = {}
    for option, kind in options.items():
        known = [f for f in question.found if f.kind == kind and (f.start, f.end) not in spans]
        if known and option not in answer.params and kind not in answer.params.values():
            taken[option] = known if option == "district" else known[:1]
    return taken
