"""What all blocks of a study file are made of: the block itself, and the kinds of values that keys hold."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from core.errors import StudyError
from core.expressions import names_in
from core.formulas import parse_formula

SLUG = r"[a-z0-9][a-z0-9_-]{0,40}"
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


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
    if path.startswith(("/", "~")) or ".." in path.split("/") or any(mark in path for mark in "{}\n\\"):
        raise ValueError(f"`{path}` is not a path below the folder of the run; copy the file there, as to raw/")
    return path


FilePath = Annotated[str, StringConstraints(min_length=1), AfterValidator(_below_the_run)]
Expression = Annotated[str, fits(names_in)]
FormulaText = Annotated[str, fits(parse_formula)]


def described(text: str, **constraints):
    return Field(description=text, **constraints)


class Block(BaseModel):
    """A block of keys: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
