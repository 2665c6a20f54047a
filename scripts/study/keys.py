"""The documentation of every key, made from the models: config/README.md and config/schema.json."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticUndefined

from core.files import write_text
from study.config import Config
from study.examples import EXAMPLES, SMALLEST
from study.study import Study
from study.tables import Regression

FILES = {Config: "config/config.yaml", Study: "config/studies/NAME.yaml"}
HEAD = f"""# Configuration

`config/config.yaml` says which studies run; `config/studies/NAME.yaml` is a study. This page and `schema.json` are made
from the models in `scripts/study/` by `make docs`: edit those, not these.

## The smallest study

```yaml
{SMALLEST}```

It reads one table, scores every field in every year, and estimates what the zones did. Every other key has a default.
The examples below are additions to this study.

## The language

**Models are columns of tables; everything else refers to them by their address, `table.column`.** A figure, a placebo
test or a table of effects names the columns that it is about, and the workflow knows what to compute first.

* A block maps names to entries, in their order. A name means one thing: macros, variables, policies, matrices, tables,
  placebo tests and figures share one namespace, and only a policy may be called as the variable that it is made from.
  `score` is the efficiency, `unit` and `year` are the keys of the panel.
* Names of studies, tables, columns, matrices, placebo tests and figures are lower-case letters, digits, `-` and `_`, up
  to 41 characters; names of variables, policies and macros are letters, digits and `_`.
* Short forms: a column that is text is its formula; a column without `estimator` is `ols`, a table without `kind` a
  `regression`; a list of one needs no brackets; a list of variables may be written `a + b`.
* A table may hold any key of its columns: it goes to those whose estimator has it, unless they say otherwise. What
  `inference` says goes to all tables.
* Unknown keys and names that nothing has are refused before anything runs, with file, line and the nearest known one.

### Formulas

`outcome ~ term + term | effect + effect`, as in fixest. Outcome and terms are variables or functions of variables.

* `a:b` is a product, `a*b` stands for `a + b + a:b`; `1` stands for no term; `..name` is the text of a macro, also in
  lists of variables.
* `l(x)`, `l(x, 2)`, `f(x)`, `f(x, 2)` and `d(x)` are a unit's values one or two calendar years before or after, and the
  change since the year before; `lag`, `lead` and `diff` are their long names. Where that year has no row, they are
  missing.
* `i(year, x, ref=2015)` is a slope of `x` for each year but 2015; `i(x)` are dummies of the values of `x`
  but the first.
* Effects stand behind `|`, if there are any: `unit`, `year`, any other variable, whose values are then groups, also a
  combination `region^year`, and `unit[year]`, which has a slope of `year` for each unit as well.

The policy of a column is the first policy among its terms. In results a term is called as in the formula, without
blanks; `year::2016:x` is the slope of `x` in 2016, `zone::-3` an event time, `W:x` the spatial lag of `x`, `rho` the
parameter of a spatial lag of the outcome and `lambda` that of a lag of the errors. A formula of `slx`, `sdm` and `sdem`
may name lags itself, as `score ~ zone + rain + W:zone | unit + year`.

Rows in which a variable is missing, rows whose weight is zero or missing, and groups of one row leave the sample; the
results count them by reason. Of collinear terms the later one is left out, by name.

### Expressions

They have names, numbers, `+ - * / **`, comparisons, `and`, `or`, `not` and the functions `log`, `log1p`, `ihs`, `exp`,
`sqrt`, `abs`, `min`, `max`; they are parsed, never executed. What is compared is 1 where it is true and else 0. In the
conditions `sample` and `where` variables are also compared with text, as `reach == 'upper'` or
`unit not in ['f17', 'f18']`; a variable that is 0 or 1 is a condition by itself, as `not municipality`.

Expressions in `panel.variables` also have functions of a unit's series:

* `lag(x)`, `lag(x, 2)`, `lead(x)`, `lead(x, 2)`: the same unit 1 or 2 years before, or after.
* `diff(x)` is `x - lag(x)`, `growth(x)` is `x / lag(x) - 1`.
* `deflate(x, index, base=2006)`: `x` in prices of the year `base`; the index may have any base of its own.
* `chained(index, base=2006)`: an index with the previous year = 100 becomes one with `base` = 100.
* `capital_stock(x, base=2006, depreciation=0.096, growth=0.10)`: K = (1 - depreciation) lag(K) + x, beginning with
  x / (depreciation + growth) in the year `base`, or in the unit's first later year with investment. Instead of
  `growth`: `growth_years=5`, the unit's own mean growth over these years, bounded to 0.02 and 0.20; or `initial=10`, a
  beginning of 10 x.
* `at(x, 2013)`: in every year the unit's value of 2013.
* `mean_of(x)`, `median_of(x)`, `sum_of(x)`: of all units in the same year; `mean_of(x, by=region)` of those with the
  same value of a variable, which may be text.
* `entropy_index(x, y, -z)`: entropy-weighted index over all unit-years; what lowers it has a minus.
* `angle_index(s1, s2, s3)`: angles between the shares and the axes, weighted 3, 2, 1;
  `angle_index(s1, s2, s3, 1, 1, 1)` has other weights.
"""


def readme() -> str:
    """The text of config/README.md: one table of keys and one example for each block."""
    titles = {block: title for file, name in FILES.items() for block, title in headings(file, name).items()}
    contents = [f"* [{title}](#{anchor(title)})" for title in titles.values()]
    sections = [section(block, titles) for block in titles]
    return "\n".join([HEAD, "## Blocks\n", *contents, "", *sections])


def schema() -> str:
    """The JSON schema of a study file, for editors; it allows the short forms, too."""
    found = Study.model_json_schema(schema_generator=ShortForms)
    table = found["$defs"][Regression.__name__]
    (column,) = table["properties"]["columns"]["patternProperties"].values()
    for member in column.pop("oneOf"):
        block = found["$defs"][member["$ref"].rpartition("/")[2]]
        block.pop("required", None)  # what a column lacks may stand beside `columns`
        for key, value in block["properties"].items():
            if key not in Regression.model_fields:
                table["properties"].setdefault(key, {"anyOf": []})["anyOf"].append(value)
        column.setdefault("anyOf", [{"type": "string"}]).append(member)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


class ShortForms(GenerateJsonSchema):
    """JSON schema of what an author may write: where one thing may stand for a list of it, either is allowed."""

    def function_before_schema(self, schema):
        return _or_one(super().function_before_schema(schema))


def _or_one(schema: dict) -> dict:
    """`schema`, or one item of it if it is of lists, one value of it if it is of names with their values."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_or_one(part) for part in schema["anyOf"]]}
    one = schema.get("items" if schema.get("type") == "array" else "additionalProperties")
    return {"anyOf": [one, schema]} if isinstance(one, dict) else schema


def headings(model: type[BaseModel], name: str) -> dict[type[BaseModel], str]:
    """`model`, called `name`, and every block inside it with the keys that lead to it, each block once."""
    found = {model: name}

    def look_into(block: type[BaseModel], path: list[str]) -> None:
        for key, field in block.model_fields.items():
            for tag, inner in members(field.annotation):
                if inner not in found:
                    way = [*path, key, *([tag] if tag else [])]
                    found[inner] = " · ".join(way)
                    look_into(inner, way)

    look_into(model, [] if model is Study else [Path(name).name])
    return found


def section(block: type[BaseModel], titles: dict[type[BaseModel], str]) -> str:
    """Heading, meaning, example and keys of one block."""
    title = titles[block]
    rows = [
        f"| `{key}` | {values(field.annotation, titles)} | {default(field)} | {cell(field.description)} |"
        for key, field in block.model_fields.items()
    ]
    example = [] if block is Study else ["```yaml", EXAMPLES.get(block, block.example).rstrip(), "```", ""]
    lines = [f"## {title}", "", said(block), "", *example, "| key | values | default | meaning |", "|---|---|---|---|"]
    return "\n".join([*lines, *rows, ""])


def said(block: type[BaseModel]) -> str:
    """The first paragraph of the docstring of a block."""
    return " ".join(block.__doc__.split("\n\n")[0].split())


def anchor(title: str) -> str:
    """The name under which a page of GitHub knows a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def cell(text: str) -> str:
    """`text` inside a table, whose columns `|` would part."""
    return text.replace("|", "\\|")


def members(annotation) -> list[tuple[str | None, type[BaseModel]]]:
    """Every block that a key may hold, with its tag if it is one of a union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [(None, annotation)]
    if get_origin(annotation) is Annotated:
        return [(tag_of(annotation) or tag, block) for tag, block in members(get_args(annotation)[0])]
    return [found for argument in get_args(annotation) for found in members(argument)]


def tag_of(annotation) -> str | None:
    """The tag of one member of a union."""
    return next((mark.tag for mark in get_args(annotation)[1:] if isinstance(mark, Tag)), None)


def values(annotation, titles: Mapping[type[BaseModel], str] = {}) -> str:
    """What a key may hold, in words, with links to the blocks that have `titles`."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is Annotated:
            tag = tag_of(annotation)
            return _link(f"`{tag}`", arguments[0], titles) if tag else values(arguments[0], titles)
        case origin if origin is Literal:
            return ", ".join(f"`{value}`" for value in arguments)
        case origin if origin in (Union, UnionType):
            mark = ", " if members(annotation) else " or "
            return mark.join(values(kind, titles) for kind in arguments if kind is not NoneType)
        case origin if origin is list:
            return f"list of {values(arguments[0], titles)}"
        case origin if origin is dict:
            return f"names to {values(arguments[1], titles)}"
        case origin if origin is tuple:
            return "[" + ", ".join(values(kind, titles) for kind in arguments) + "]"
    if issubclass(annotation, BaseModel):
        return _link("block", annotation, titles)
    return {str: "text", int: "integer", float: "number", bool: "`true`, `false`"}[annotation]


def _link(text: str, block: type[BaseModel], titles: Mapping[type[BaseModel], str]) -> str:
    return f"[{text}](#{anchor(titles[block])})" if block in titles else text


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
    write_text("config/README.md", readme())
    write_text("config/schema.json", schema())
