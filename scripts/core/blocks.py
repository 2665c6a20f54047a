"""What all blocks of a study file are made of: the block itself, unions of blocks, and the kinds of values."""

import re
from keyword import iskeyword
from typing import Annotated, ClassVar, Union, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)

from core.errors import StudyError, nearest
from core.expressions import names_in
from core.formulas import combination_of, expanded, parse_formula, terms_of
from core.language import LANGUAGES

SLUG = r"[a-z0-9][a-z0-9_-]{0,40}"
# Names that Windows keeps for itself, whatever follows them behind a dot.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def _is_no_device(name: str) -> str:
    if name.lower() in DEVICES:
        raise ValueError(f"`{name}` is a device to Windows, and cannot be the name of a file there; call it otherwise")
    return name


Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$"), AfterValidator(_is_no_device)]


def _is_no_word_of_expressions(name: str) -> str:
    if iskeyword(name):
        raise ValueError(f"`{name}` is a word of the language in which expressions are read; call it otherwise")
    return name


Name = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$"), AfterValidator(_is_no_word_of_expressions)
]
FolderName = Annotated[Name, AfterValidator(_is_no_device)]
Address = Annotated[str, StringConstraints(pattern=rf"^{SLUG}\.{SLUG}$")]


class Block(BaseModel):
    """A block of keys: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moved: ClassVar[dict[str, str]] = {}  # keys of earlier versions, and what to write instead
    example: ClassVar[str] = ""  # YAML for the documentation, where `study.examples` has none


def described(text: str, **constraints):
    return Field(description=text, **constraints)


def union(key: str, members: tuple[type[Block], ...], default: str | None = None):
    """A block that is one of `members`, told apart by the text that `key` may hold in each; `default` if it lacks."""
    tags = {value: tags_of(member, key)[0] for member in members for value in tags_of(member, key)}

    def tag(content) -> str | None:
        value = content.get(key, default) if isinstance(content, dict) else getattr(content, key, None)
        return tags.get(str(value), str(value))

    kinds = tuple(Annotated[member, Tag(tags_of(member, key)[0])] for member in members)
    return Annotated[Union[kinds], Discriminator(tag)]  # noqa: UP007 (a union of as many as there are)


def tags_of(member: type[Block], key: str) -> tuple[str, ...]:
    return get_args(member.model_fields[key].annotation)


def one_or_more(value):
    """A list of one needs no brackets."""
    return value if value is None or isinstance(value, (list, tuple)) else [value]


def each_once(items: list | None) -> list | None:
    """The same `items`; ValueError naming those that stand twice."""
    if twice := [item for item in dict.fromkeys(items or []) if items.count(item) > 1]:
        raise ValueError(f"{', '.join(f'`{item}`' for item in twice)} stands twice")
    return items


def among(known):
    """A validator of a list of names: one that is not `known` gets the nearest."""

    def check(items):
        unknown = [item for item in items or [] if item not in known] if isinstance(items, list) else []
        if unknown:
            raise ValueError(f"there is no `{unknown[0]}`; {nearest(unknown[0], list(known))}")
        return items

    return BeforeValidator(check)


def fits(check):
    """A validator that runs `check` and hands its StudyError to pydantic."""

    def run(text: str) -> str:
        try:
            check(text)
        except StudyError as error:
            raise ValueError(str(error)) from None
        return text

    return AfterValidator(run)


def _below_the_run(path: str) -> str:
    if re.match(r"[/~]|\w:", path) or ".." in path.split("/") or any(mark in path for mark in "{}\n\\"):
        raise ValueError(f"`{path}` is not a path below the folder of the run; copy the file there, as to raw/")
    return path


def _without_macros(text, info: ValidationInfo):
    """`text` with each ``..name`` replaced by the terms of that macro of the study file."""
    macros = (info.context or {}).get("macros")
    if not isinstance(text, str):
        return text
    try:
        return expanded(text, macros if isinstance(macros, dict) else {})
    except StudyError as error:
        raise ValueError(str(error)) from None


def _terms_of_part(part: str, info: ValidationInfo) -> list[str]:
    """The terms in `part`; ``W:..controls`` is the lag of each term of that macro."""
    prefix, mark, macro = part.partition(":..")
    if mark:
        return [f"{prefix}:{term}" for term in terms_of(_without_macros(f"..{macro}", info), part)]
    return list(terms_of(_without_macros(part, info), part))


def _as_terms(value, info: ValidationInfo):
    """A list of variables or terms, given as a list or as text joined by +, macros replaced."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        return value
    try:
        return [term for part in parts for term in _terms_of_part(part, info)]
    except StudyError as error:
        raise ValueError(str(error)) from None


def _in_language(text, info: ValidationInfo):
    """Of ``{en: ..., zh: ...}`` the words in the language of the study; plain text serves all languages."""
    if not isinstance(text, dict):
        return text
    if unknown := [key for key in text if key not in LANGUAGES]:
        raise ValueError(f"there is no language `{unknown[0]}`; allowed: {', '.join(f'`{one}`' for one in LANGUAGES)}")
    language = (info.context or {}).get("language", LANGUAGES[0])
    if language in LANGUAGES and language not in text:
        raise ValueError(
            f"has no words in `{language}`, the language of the study; add `{language}: ...`, or write text without "
            "languages, which serves all"
        )
    return text.get(language, "")


FilePath = Annotated[str, StringConstraints(min_length=1), AfterValidator(_below_the_run)]
Condition = Annotated[str, fits(lambda text: names_in(text, condition=True))]
LANGUAGES_TO_TEXT = {"propertyNames": {"enum": [*LANGUAGES]}, "additionalProperties": {"type": "string"}}
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    BeforeValidator(_in_language),
    WithJsonSchema({"type": ["string", "object"], **LANGUAGES_TO_TEXT}),
]
MacroText = Annotated[str, BeforeValidator(_without_macros)]
FormulaText = Annotated[MacroText, fits(parse_formula)]
Combination = Annotated[str, BeforeValidator(_without_macros), fits(combination_of)]
Terms = Annotated[list[str], BeforeValidator(_as_terms), AfterValidator(each_once)]
Slugs = Annotated[list[Slug], BeforeValidator(one_or_more), AfterValidator(each_once)]
Addresses = Annotated[list[Address], BeforeValidator(one_or_more), AfterValidator(each_once)]
Years = Annotated[list[int] | None, BeforeValidator(one_or_more), AfterValidator(each_once)]
