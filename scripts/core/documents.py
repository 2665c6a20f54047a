"""YAML documents read strictly, and what is wrong with them said with file and line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
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
    """`content` as `model`; every fault that pydantic finds becomes a line that an author can act on.

    The validators of the model see the whole `content` as their context, for what its blocks hand to each other.
    """
    try:
        return model.model_validate(content, context=content)
    except ValidationError as error:
        refuse([_say(fault, content, model) for fault in error.errors()], content, path)


def refuse(faults: Iterable[tuple[tuple, str]], content: dict, path: str | Path) -> None:
    """StudyError with a line for each fault (keys, words), at the line of its deepest key; nothing without faults."""
    lines = [f"{path}{_line(content, place)}: {words}" for place, words in faults]
    if lines:
        raise StudyError("\n".join(dict.fromkeys(lines)))


def _say(fault: dict[str, Any], content: dict, model: type[BaseModel]) -> tuple[tuple, str]:
    """Where a fault of pydantic is, as keys of the file, and what an author would call it."""
    places = list(_places(model, fault["loc"]))
    keys = tuple(part for part, _ in places if part is not None)
    key = ".".join(map(str, keys))
    match fault["type"]:
        case "extra_forbidden":
            inside = _block(places[-2][1] if len(places) > 1 else model)
            moved = getattr(inside, "moved", {}).get(keys[-1])
            return keys, f"unknown key `{key}`; {moved or nearest(str(keys[-1]), list(inside.model_fields))}"
        case "missing":
            return keys, f"key `{key}` is missing"
        case "literal_error" | "enum":
            return keys, f"`{key}` is {fault['input']!r}; allowed: {fault['ctx']['expected']}"
        case "union_tag_invalid" | "union_tag_not_found":
            return _said_of_union(keys, places[-1][1], fault)
        case "value_error":
            return keys, f"{f'`{key}`: ' if key else ''}{fault['ctx']['error']}"
        case "string_pattern_mismatch":
            return keys, f"`{key}` is {fault['input']!r}; it must match {fault['ctx']['pattern']}"
        case "dict_type" if isinstance(fault["input"], list):
            return keys, f"`{key}` is a list; it must be names with their values, as `name: ...`, one a line"
        case _:
            return keys, f"`{key}` is {_shown(fault['input'])}: {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _said_of_union(keys: tuple, place, fault: dict[str, Any]) -> tuple[tuple, str]:
    members = _members(place)
    key = next(name for name in ("kind", "estimator") if name in next(iter(members.values())).model_fields)
    known = [value for member in members.values() for value in get_args(member.model_fields[key].annotation)]
    named = ".".join(map(str, keys))
    given = fault["input"].get(key) if isinstance(fault["input"], dict) else None
    if not isinstance(fault["input"], dict):
        return (
            keys,
            f"`{named}` is {_shown(fault['input'])}; it must be a block with `{key}`, one of {', '.join(known)}",
        )
    if given is None:
        return keys, f"key `{named}.{key}` is missing; allowed: {', '.join(f'`{name}`' for name in known)}"
    return (*keys, key), f"`{named}.{key}` is {given!r}; {nearest(str(given), known)}"


def _shown(value) -> str:
    return f"{str(value)[:60]!r}" if isinstance(value, str) else f"{value!r}"[:200]


def _places(model: type[BaseModel], location: tuple) -> Iterator[tuple[Any, Any]]:
    """For each part of pydantic's `location`: the key of the file, None for a tag, and the type expected there."""
    place = model
    for part in location:
        members = _members(place)
        if part in members:
            place = members[part]
            yield None, place
        elif part != "[key]":
            place = _child(place, part)
            yield part, place


def _members(annotation) -> dict[str, type[BaseModel]]:
    """The members of a union of blocks, by their tags."""
    found = {}
    for part in _alternatives(annotation):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Tag):
                found[mark.tag] = get_args(part)[0]
    return found


def _alternatives(annotation) -> list:
    """`annotation` and, through Annotated and unions, what it may be."""
    inner = [annotation]
    if get_origin(annotation) in (Annotated, Union, UnionType):
        arguments = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
        inner += [part for argument in arguments for part in _alternatives(argument)]
    return inner


def _child(annotation, part):
    """The type of what stands under the key or number `part`."""
    for inner in _alternatives(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel) and part in inner.model_fields:
            field = inner.model_fields[part]
            return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        if get_origin(inner) in (dict, list, tuple) and get_args(inner):
            return get_args(inner)[-1]
    return annotation


def _block(annotation) -> type[BaseModel]:
    return next(
        inner for inner in _alternatives(annotation) if isinstance(inner, type) and issubclass(inner, BaseModel)
    )


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
