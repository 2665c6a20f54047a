"""The documentation of every key, made from the models: config/README.md and config/schema.json."""

import json
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from core.documents import models_in
from study.config import Config
from study.study import Study

HEAD = """# Configuration

`config/config.yaml` says which studies run; `config/studies/NAME.yaml` is a study. Unknown keys are refused. This page
and `schema.json` are made from the models of `scripts/core/study.py` by `make docs`: edit those, not these.

Names of studies, tables, models and weights are lower-case letters, digits, `-` and `_`, up to 41 characters. Names of
variables are letters, digits and `_`. Expressions have names, numbers, `+ - * / **`, comparisons, `and`, `or`, `not`
and the functions `log`, `log1p`, `ihs`, `exp`, `sqrt`, `abs`, `min`, `max`; they are parsed, never executed.

Expressions in `panel.variables` also have functions of a unit's series:

* `lag(x)`, `lag(x, 2)`, `lead(x)`, `lead(x, 2)`: the same unit 1 or 2 years before, or after.
* `diff(x)` is `x - lag(x)`, `growth(x)` is `x / lag(x) - 1`.
* `deflate(x, index, base=2006)`: `x` in prices of the year `base`, where `index` is 1 or 100.
* `chained(index, base=2006)`: an index with the previous year = 100 becomes one with `base` = 100.
* `capital_stock(x, base=2006, depreciation=0.096, growth=0.10)`: K = (1 - depreciation) lag(K) + x, beginning with
  x / (depreciation + growth) in the year `base`. Instead of `growth`: `growth_years=5`, the unit's own mean growth over
  these years, bounded to 0.02 and 0.20; or `initial=10`, a beginning of 10 x.
* `entropy_index(x, y, -z)`: entropy-weighted index over all unit-years; what lowers it has a minus.
* `angle_index(s1, s2, s3)`: angles between the shares and the axes, weighted 3, 2, 1;
  `angle_index(s1, s2, s3, 1, 1, 1)` has other weights.
"""


def readme() -> str:
    """The text of config/README.md: one table of keys for each block."""
    return "\n".join([HEAD, *blocks(Config, "config/config.yaml"), *blocks(Study, "config/studies/NAME.yaml")])


def schema() -> str:
    """The JSON schema of a study file, for editors."""
    return json.dumps(Study.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


def blocks(model: type[BaseModel], title: str, seen: set | None = None) -> list[str]:
    """The table of the keys of `model`, then those of the blocks inside it, each once."""
    seen = set() if seen is None else seen
    lines = [f"\n## {title}\n", "| key | values | default | meaning |", "|---|---|---|---|"]
    inner = []
    for key, field in model.model_fields.items():
        lines.append(f"| `{key}` | {values(field.annotation)} | {default(field)} | {field.description} |")
        inner += [(f"{title} · {key}", block) for block in models_in(field.annotation)]
    for name, block in inner:
        if block not in seen:
            seen.add(block)
            lines += blocks(block, name, seen)
    return lines


def values(annotation) -> str:
    """What a key may hold, in words."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is Annotated:
            return values(arguments[0])
        case origin if origin is Literal:
            return ", ".join(f"`{value}`" for value in arguments)
        case origin if origin in (Union, UnionType):
            return " or ".join(values(kind) for kind in arguments if kind is not NoneType)
        case origin if origin is list:
            return f"list of {values(arguments[0])}"
        case origin if origin is dict:
            return f"names to {values(arguments[1])}"
        case origin if origin is tuple:
            return "[" + ", ".join(values(kind) for kind in arguments) + "]"
    if issubclass(annotation, BaseModel):
        return "block"
    return {str: "text", int: "integer", float: "number", bool: "`true`, `false`"}[annotation]


def default(field) -> str:
    """The default of a key, empty where it must be given."""
    if field.default is PydanticUndefined:
        return ""
    if isinstance(field.default, BaseModel):
        return "as below"
    if field.default in (None, {}, [], ""):
        return "none"
    shown = field.default if isinstance(field.default, str) else json.dumps(field.default, ensure_ascii=False)
    return f"`{shown}`"


if __name__ == "__main__":
    Path("config/README.md").write_text(readme(), encoding="utf-8")
    Path("config/schema.json").write_text(schema(), encoding="utf-8")
