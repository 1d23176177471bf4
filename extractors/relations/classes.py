"""What the shipped classifier was trained to tell apart: relations, and the taggers' types, in the order of its columns.

The relations are the model's own list (rules/relations.yaml, `classes`), repeated in its manifest and checked when it
is loaded. The types are those that the taggers learned, since the classifier learns from their mentions. Types and relations that the ontology adds are stated by rules and gazetteers alone.
"""

from functools import cache

from extractors.inference.tags import TYPES
from extractors.rules import load_table

ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    name: (tuple(ends["head"]), tuple(ends["tail"])) for name, ends in load_table("relations", "classes").items()
}
PAIRS: dict[str, frozenset[tuple[str, str]]] = {
    name: frozenset((head, tail) for head, tail in ends["pairs"])
    for name, ends in load_table("relations", "classes").items()
    if "pairs" in ends
}
NAMES: tuple[str, ...] = tuple(ENDS)
ORDER = {type: i for i, type in enumerate(TYPES)}
SYMMETRIC = frozenset({"COOPERATES_WITH"})


@cache
def allowed(head: str, tail: str) -> tuple[int, ...]:
    """Return the relations (indices into NAMES) that may hold between two types."""
    return tuple(
        k
        for k, (name, (heads, tails)) in enumerate(ENDS.items())
        if head in heads and tail in tails and (name not in PAIRS or (head, tail) in PAIRS[name])
    )
