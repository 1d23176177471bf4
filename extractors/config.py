"""The pipeline's configuration: which passes run in which order, and their settings."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from extractors.paths import PACKAGE

FILE = PACKAGE / "pipeline.toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shares(_Part):
    """Weights of the models in the mean of their probabilities."""

    crf: float = Field(ge=0, le=1)
    characters: float = Field(ge=0, le=1)
    encoder: float = Field(ge=0, le=1)


class SpanSettings(_Part):
    """Settings where the encoder runs: how scores of spans and tags are put together, and which known names stand without it."""

    share: float = Field(ge=0, le=10)
    least: float = Field(ge=-10, le=10)
    listed: float = Field(ge=0, le=1)
    certain: float = Field(ge=0, le=1)


class TaggerSettings(_Part):
    """Settings of the tagger and of what it says of known names; see pipeline.toml."""

    bias: float = Field(ge=0, le=5)
    spans: SpanSettings
    shares: Shares
    listed: float = Field(ge=0, le=1)
    certain: float = Field(ge=0, le=1)


class SelectSettings(_Part):
    """Sources of mentions by rank."""

    ranks: tuple[tuple[str, ...], ...]

    def by_source(self) -> dict[str, int]:
        """Map each source to its rank."""
        return {source: rank for rank, sources in enumerate(self.ranks) for source in sources}


class RelationSettings(_Part):
    """Settings of the classifier of relations."""

    threshold: float = Field(ge=0, le=1)


class Config(_Part):
    """The whole configuration."""

    passes: tuple[str, ...]
    tagger: TaggerSettings
    select: SelectSettings
    relations: RelationSettings
    confidence: dict[str, tuple[float, float]]


@lru_cache(maxsize=4)
def load_config(path: Path = FILE) -> Config:
    """Return the checked configuration. Raises ValueError for unknown keys and numbers out of range."""
    return Config.model_validate(tomllib.loads(path.read_text("utf-8")))
