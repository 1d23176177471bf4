"""YAML with line numbers: the data, and the line of every key and name for error messages."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from kg.errors import OntologyError

Loc = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class Located:
    """Parsed YAML and where it stands. Lines count from 1."""

    file: Path
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    scalars: dict[str, list[int]] = field(default_factory=dict)
    scalar_loader: yaml.SafeLoader = field(default_factory=lambda: yaml.SafeLoader(""))

    def line(self, loc: Loc) -> int:
        """Return the line of the longest known prefix of `loc`."""
        for size in range(len(loc), -1, -1):
            if loc[:size] in self.lines:
                return self.lines[loc[:size]]
        return 1

    def error(self, loc: Loc, message: str) -> OntologyError:
        """Return an OntologyError that names the file and the line of `loc`."""
        return OntologyError(f"{self.file.name} line {self.line(loc)}: {message}")

    def error_at(self, scalar: str, message: str) -> OntologyError:
        """Return an OntologyError that names the last line on which `scalar` is written."""
        return OntologyError(f"{self.file.name} line {self.scalars.get(scalar, [1])[-1]}: {message}")


def validated(model: type[M], located: Located) -> M:
    """Return the data as a model. Raises OntologyError with file, line, what is wrong and what is possible."""
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        found = error.errors()
        # A key that is misspelt is unknown and missing: the first says what was written.
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
    loc, kind, said = first["loc"], first["type"], first["msg"]
    if kind == "missing":
        said = "this key is missing"
    elif kind == "extra_forbidden":
        said = f"this key is unknown; possible are {', '.join(_keys(model, loc[:-1]))}"
    elif not loc:
        said = f"a block with the keys {', '.join(model.model_fields)} is needed"
    raise located.error(loc, f"{'.'.join(map(str, loc)) or 'the file'}: {said}")


def _keys(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys of the block at a place."""
    for part in loc:
        known = model.model_fields.get(str(part))
        model = (_model_in(known.annotation) if known else None) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation names, alone or as an item of a list, a mapping or a union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def load_located(file: Path) -> Located:
    """Parse `file`; raises OntologyError for unreadable files, bad YAML and duplicate keys."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise OntologyError(f"{file.name} line {line}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    except OSError as error:
        raise OntologyError(f"{file}: cannot be read ({error.strerror}); give a UTF-8 YAML file") from None
    try:
        _check_events(text, file)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise OntologyError(f"{file.name} line {line}: not YAML: {getattr(error, 'problem', error)}") from None
    located = Located(file)
    if root is not None:
        located.data = _build(root, (), located)
    return located


def _check_events(text: str, file: Path) -> None:
    """Raise OntologyError for aliases, by which a few lines stand for millions, and for tags that are not YAML's own."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise OntologyError(f"{file.name} line {line}: *{event.anchor} repeats another block; write it out")
        tag = getattr(event, "tag", None)
        if tag and not str(tag).startswith("tag:yaml.org,2002:") and tag != "!":
            raise OntologyError(
                f"{file.name} line {line}: the tag {tag} is unknown; an ontology has no tags, write the value without it"
            )


def _build(node: yaml.Node, loc: Loc, located: Located) -> Any:
    line = node.start_mark.line + 1
    located.lines[loc] = line
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            located.lines[(*loc, name)] = key.start_mark.line + 1
            if name in result:
                raise located.error((*loc, name), f"the key {name!r} is given twice")
            result[name] = _build(value, (*loc, name), located)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*loc, index), located) for index, item in enumerate(node.value)]
    located.scalars.setdefault(node.value, []).append(line)
    try:
        return located.scalar_loader.construct_object(node) if isinstance(node, yaml.ScalarNode) else None
    # AttributeError: PyYAML takes a date apart without looking whether it is one.
    except (yaml.YAMLError, ValueError, AttributeError):
        raise located.error(loc, f"{str(node.value)[:40]!r} is no value of its kind; put it into quotes") from None
