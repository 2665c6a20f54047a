"""YAML documents read strictly, and what is wrong with them said with file and line."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import deepcopy
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, Tag, ValidationError

from core.errors import StudyError, nearest

Model = TypeVar("Model", bound=BaseModel)
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # nodes are the same, the C parser is ten times faster
LONGEST = 2**20  # bytes of a document
LARGEST = 50_000  # values of a document
DEEPEST = 50  # blocks and lists inside each other
WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
WORDS |= {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
NUMBERS = (  # a number that begins with 0 and another digit is a code, as 01, and stays text
    (re.compile(r"[-+]?(0|[1-9][0-9]{0,299})"), int),
    (re.compile(r"0x[0-9a-fA-F]{1,300}"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]{1,300}|(0|[1-9][0-9]{0,299})(\.[0-9]{0,300})?)([eE][-+]?[0-9]{1,3})?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda text: float("nan")),
)


def read_document(path: str | Path, model: type[Model]) -> Model:
    """The YAML file `path` as `model`; StudyError with every fault, one a line, as ``file:line: what is wrong``."""
    return validate(load_yaml(path), model, path)


def load_yaml(path: str | Path) -> dict:
    """The mapping in a YAML file (1.2: only true and false are truth values), the line of each key kept.

    Raises StudyError for a file that is not UTF-8 or not YAML, a key that stands twice, and a file that is larger or
    deeper than a study can be, also by what its aliases unfold to.
    """
    try:
        if (size := Path(path).stat().st_size) > LONGEST:
            raise StudyError(f"{path}: has {size:,d} bytes; a study file has at most {LONGEST:,d}")
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file") from None
    except UnicodeDecodeError as error:
        raise StudyError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    try:
        _refuse_deep(text, path)
        node = yaml.compose(text, Loader)
    except yaml.MarkedYAMLError as error:
        raise StudyError(f"{path}:{error.problem_mark.line + 1}: not valid YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise StudyError(f"{path}: not valid YAML: {error}") from None
    content = _content(node, path) if node and _size(node, {}) <= LARGEST else None
    if node and content is None:
        raise StudyError(f"{path}: more than {LARGEST:,d} values, with what its aliases unfold to; a study has fewer")
    if not isinstance(content, dict):
        found = "nothing" if content is None else "a list" if isinstance(content, list) else f"`{content}`"
        raise StudyError(f"{path}: expected keys and values, found {found}")
    return content


def _refuse_deep(text: str, path: str | Path) -> None:
    """StudyError for blocks inside each other beyond `DEEPEST`, which no reader that calls itself could follow."""
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise StudyError(f"{path}:{event.start_mark.line + 1}: nested more than {DEEPEST} levels deep")


class Keys(dict):
    """A mapping of a YAML file that knows the line of each of its keys."""

    lines: dict


class Items(list):
    """A list of a YAML file that knows the line of each of its items."""

    lines: list


def _content(node: yaml.Node, path: str | Path):
    """The value of a node, with lines counted from 1."""
    if isinstance(node, yaml.SequenceNode):
        items = Items(_content(item, path) for item in node.value)
        items.lines = [item.start_mark.line + 1 for item in node.value]
        return items
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    found, own = Keys(), {}
    for key_node, value_node in node.value:
        key, line = _content(key_node, path), key_node.start_mark.line + 1
        if not isinstance(key, Hashable):
            raise StudyError(f"{path}:{line}: a key must be text or a number, not a list or a block")
        if key in own:
            raise StudyError(f'{path}:{line}: found duplicate key "{key}"')
        own[key] = line
        found[key] = _content(value_node, path)
    found.lines = own
    return _merged(found) if "<<" in found else found


def starts(content, above: tuple = ()) -> dict[tuple, int]:
    """The line of each key and item of a document, by the keys that lead to it."""
    found = {}
    lines = getattr(content, "lines", {})
    for key, line in lines.items() if isinstance(lines, dict) else enumerate(lines):
        found[*above, key] = line
        found |= starts(content[key], (*above, key))
    return found


def _merged(found: Keys) -> Keys:
    """The mapping with the keys of the one under ``<<`` beside its own."""
    other = found.pop("<<")
    for key in other if isinstance(other, Keys) else ():
        found.setdefault(key, other[key])
        found.lines.setdefault(key, other.lines[key])
    return found


def _scalar(node: yaml.ScalarNode):
    """Text where it is quoted, else what YAML 1.2 takes it for."""
    if node.style:
        return node.value
    if node.value in WORDS:
        return WORDS[node.value]
    for pattern, kind in NUMBERS:
        if pattern.fullmatch(node.value):
            return kind(node.value)
    return node.value


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Number of values below `node`, those of an alias counted each time that it stands."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = LARGEST + 1  # while it is being counted: a block inside itself has no end
        parts = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
        known[id(node)] = 1 + sum(_size(part, known) for part in parts)
    return known[id(node)]


def validate(
    content: dict,
    model: type[Model],
    path: str | Path,
    faults: Callable[[Model], Iterable[tuple[tuple, str]]] = lambda valid: (),
) -> Model:
    """`content` as `model`; every fault that pydantic finds becomes a line that an author can act on.

    So does what `faults` finds in the model, also where nothing but keys are misspelt.
    The validators of the model see the whole `content` as their context, for what its blocks hand to each other.
    `true` and `false` are no numbers, though pydantic takes them for 1 and 0.
    """
    try:
        valid = model.model_validate(content, context=content)
    except ValidationError as error:
        said = [say(fault, content, model) for fault in error.errors()]
        mended = _spelt(content, model, error)
        refuse([*said, *(faults(mended) if mended else ())], content, path)
    refuse(_truths_as_numbers(content, valid.model_dump(), ()), content, path)
    refuse(faults(valid), content, path)
    return valid


def _spelt(content: dict, model: type[Model], error: ValidationError) -> Model | None:
    """`content` as `model` with the nearest known keys for unknown ones; None if more is wrong with it than these."""
    mended = deepcopy(content)
    for fault in error.errors():
        if fault["type"] == "extra_forbidden":
            *above, (key, _) = _places(model, fault["loc"])
            inside = mended
            for part in (part for part, _ in above if part is not None):
                inside = inside[part]
            close = get_close_matches(str(key), list(_block(above[-1][1] if above else model).model_fields), n=1)
            if close and close[0] not in inside:
                inside[close[0]] = inside.pop(key)
    try:
        return model.model_validate(mended, context=mended)
    except ValidationError:
        return None


def _truths_as_numbers(content, valid, place: tuple) -> Iterator[tuple[tuple, str]]:
    """A fault for each true or false of `content` that is a number in the `valid` values made from it."""
    if isinstance(content, bool):
        made = valid if isinstance(valid, (list, tuple)) else [valid]
        if any(type(value) in (int, float) for value in made):
            yield place, f"`{'.'.join(map(str, place))}` is {str(content).lower()}; it must be a number"
    elif isinstance(content, dict):
        for key in content:
            if isinstance(key, bool):
                yield (
                    (*place, key),
                    f"`{'.'.join(map(str, place))}` has the key {str(key).lower()}; quote it if it is text",
                )
        yield from (
            fault
            for key, value in content.items()
            if isinstance(valid, dict) and key in valid
            for fault in _truths_as_numbers(value, valid[key], (*place, key))
        )
    elif isinstance(content, list):
        same = isinstance(valid, (list, tuple)) and len(valid) == len(content)
        yield from (
            fault
            for at, value in enumerate(content if same else ())
            for fault in _truths_as_numbers(value, valid[at], (*place, at))
        )


def refuse(faults: Iterable[tuple[tuple, str]], content: dict, path: str | Path) -> None:
    """StudyError with a line for each fault (keys, words), at the line of its deepest key; nothing without faults."""
    lines = [f"{path}{_line(content, place)}: {words}" for place, words in faults]
    if lines:
        raise StudyError("\n".join(dict.fromkeys(lines)))


def say(fault: dict[str, Any], content: dict, model: type[BaseModel]) -> tuple[tuple, str]:
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
        case "too_long":
            return keys, f"`{key}` has {fault['ctx']['actual_length']} entries; at most {fault['ctx']['max_length']}"
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
        try:
            line = content.lines[part]
            content = content[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return f":{line}" if line else ""
