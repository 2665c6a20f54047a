"""YAML documents read strictly, and what is wrong with them said with file and line."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from core.errors import StudyError, nearest

Model = TypeVar("Model", bound=BaseModel)


def read_document(path: str | Path, model: type[Model]) -> Model:
    """The YAML file `path` as `model`; StudyError with every fault, one a line, as ``file:line: what is wrong``."""
    return validate(load_yaml(path), model, path)


def load_yaml(path: str | Path) -> dict:
    """The mapping in a YAML file, its line numbers kept; a key that stands twice is refused."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file") from None
    except UnicodeDecodeError as error:
        raise StudyError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    try:
        content = YAML(typ="rt", pure=True).load(text)
    except DuplicateKeyError as error:
        raise StudyError(f"{path}:{error.problem_mark.line + 1}: {error.problem.split(' with value')[0]}") from None
    except MarkedYAMLError as error:
        raise StudyError(f"{path}:{error.problem_mark.line + 1}: not valid YAML: {error.problem}") from None
    if not isinstance(content, dict):
        raise StudyError(f"{path}: expected keys and values, found {type(content).__name__}")
    return content


def validate(content: dict, model: type[Model], path: str | Path) -> Model:
    """`content` as `model`; every fault that pydantic finds becomes a line that an author can act on."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [_say(fault, content, model, path) for fault in error.errors()]
        raise StudyError("\n".join(dict.fromkeys(faults))) from None


def _say(fault: dict[str, Any], content: dict, model: type[BaseModel], path: str | Path) -> str:
    where = f"{path}{_line(content, fault['loc'])}"
    keys = [str(part) for part in fault["loc"] if not _is_tag(part)]
    key = ".".join(keys)
    match fault["type"]:
        case "extra_forbidden":
            known = list(_model_at(model, fault["loc"][:-1]).model_fields)
            return f"{where}: unknown key `{key}`; {nearest(keys[-1], known)}"
        case "missing":
            return f"{where}: key `{key}` is missing"
        case "literal_error" | "enum":
            return f"{where}: `{key}` is {fault['input']!r}; allowed: {fault['ctx']['expected']}"
        case "value_error":
            return f"{where}: {f'`{key}`: ' if key else ''}{fault['ctx']['error']}"
        case "string_pattern_mismatch":
            return f"{where}: `{key}` is {fault['input']!r}; it must match {fault['ctx']['pattern']}"
        case _:
            return f"{where}: `{key}` is {fault['input']!r}: {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _is_tag(part) -> bool:
    return part == "[key]"


def _line(content, location: tuple) -> str:
    """``:line`` of the deepest key of `location` that stands in the file."""
    line = None
    for part in location:
        marks = getattr(content, "lc", None)
        try:
            line = (marks.key(part) if isinstance(content, dict) else marks.item(part))[0] + 1
            content = content[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return f":{line}" if line else ""


def _model_at(model: type[BaseModel], location: tuple) -> type[BaseModel]:
    """The model that the keys at `location` are fields of."""
    for part in location:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        if field is not None:
            model = next((kind for kind in models_in(field.annotation)), model)
    return model


def models_in(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in models_in(argument)]
