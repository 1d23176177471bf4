"""The names of the modes of extraction. A module of its own: the command line needs them before anything else."""

from enum import StrEnum


class ModeName(StrEnum):
    """Which models extraction runs, as `--mode` takes it.

    `fast` is the CRF, `standard` adds the encoder over characters, `accurate` a second encoder; `auto` is accurate
    where that is installed, else standard.
    """

    AUTO = "auto"
    FAST = "fast"
    STANDARD = "standard"
    ACCURATE = "accurate"
