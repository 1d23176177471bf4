"""The names of the modes of extraction. A module of its own: the command line needs them before anything else."""

from enum import StrEnum


class ModeName(StrEnum):
    """Which tagger extraction runs, as `--mode` takes it: `auto` is the accurate one where it is installed."""

    AUTO = "auto"
    FAST = "fast"
    ACCURATE = "accurate"
