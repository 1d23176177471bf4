"""Full-width characters as their half-width forms, so that rules written with `(`, `:` and `%` match both."""

# One character for one, so that offsets stay. `kg.read.characters` folds letters and figures only, since what it
# returns is quoted, and a quote keeps its punctuation; `kg.same` folds the brackets of names.
NARROW = {0xFF01 + i: 0x21 + i for i in range(0x5E)} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """Return `text` with the same length, full-width forms of ASCII and the ideographic space as the narrow ones."""
    return text.translate(NARROW)
