"""What a run of a target found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findings:
    """How many inputs were tried, and what was wrong with which."""

    inputs: int
    faults: list[str]

    def plus(self, other: "Findings") -> "Findings":
        """Return both together."""
        return Findings(self.inputs + other.inputs, self.faults + other.faults)
