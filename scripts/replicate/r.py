"""The script in R: the functions of functions.R, and a call of one of them for each column."""

import json
import textwrap

from replicate.columns import Column, Product
from replicate.data import Data

WIDTH = 110
WHOLE = {"break_long_words": False, "break_on_hyphens": False}


def r_script(head: str, functions: str, columns: list[Column], data: Data) -> str:
    """The text of replicate.R: `head` is what it says of itself, `functions` the text of functions.R."""
    said = "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())
    texts = data.frame.select_dtypes(exclude=["number", "bool"]).columns.tolist()
    reading = [
        f'panel <- read("panel.csv", {value(texts)})',
        'weights <- read("weights.csv", c("matrix", "unit", "neighbour"))',
        'expected <- read("expected.csv", c("column", "term", "rule"))',
    ]
    calls = [call(column, data) for column in columns]
    return "\n".join([said, functions, *reading, *definitions(columns, data), "", *calls, "finish()", ""])


def definitions(columns: list[Column], data: Data) -> list[str]:
    """Lines that give the panel what it has under another name than the study, and products."""
    others = {name: own for name, own in data.names.items() if own in data.frame and own != name}
    renamed = [Product(name, (own,)) for name, own in others.items() if own not in data.samples.values()]
    products = {product.name: product for column in columns for product in column.products}
    return [definition(product) for product in [*renamed, *products.values()]]


def definition(product: Product) -> str:
    parts = [_of_panel(factor) for factor in product.factors]
    if product.by:
        parts.append(f"({_of_panel(product.by)} == {value(product.value)})")
    return f"{_of_panel(product.name)} <- {' * '.join(parts)}{' + 0' * (len(parts) == 1 and bool(product.by))}"


def call(column: Column, data: Data) -> str:
    """The lines that recompute a column, under its formula."""
    name, given = FUNCTIONS[column.estimator](column)
    sample = f", where {column.settings['sample']}" if column.settings["sample"] else ""
    about = f"# {column.estimator}: {column.settings['formula']}{sample}"
    comment = textwrap.fill(about, WIDTH, subsequent_indent="#   ", **WHOLE)
    given |= {"effects": list(column.formula.effects), "sample": data.samples[column.address]}
    given |= {"weights": data.matrices[column.address]} if column.weights else {}
    lines = [f"  {value(column.address)}", *(f"  {key} = {value(own)}" for key, own in given.items())]
    return f"{comment}\n{name}(\n" + ",\n".join(lines) + "\n)\n"


def least_squares(column: Column) -> tuple[str, dict]:
    return "least_squares", {"outcome": column.outcome, "terms": column.terms} | errors(column) | weighted(column)


def event_study(column: Column) -> tuple[str, dict]:
    given = {
        "outcome": column.outcome,
        "policy": column.settings["policy"],
        "controls": column.terms,
        "window": (column.times[0], column.times[-1]),
        "base": column.settings["base"],
    }
    lost = {"collinear": column.collinear} if column.collinear else {}
    return "event_study", given | lost | errors(column) | weighted(column)


def two_stages(column: Column) -> tuple[str, dict]:
    given = {
        "outcome": column.outcome,
        "endogenous": column.endogenous,
        "exogenous": [term for term in column.terms if term != column.endogenous],
        "instruments": column.fact["instruments"],
    }
    return "two_stages", given | errors(column)


def spatial(column: Column) -> tuple[str, dict]:
    given = {
        "outcome": column.outcome,
        "terms": column.terms,
        "lagged": column.lagged,
        "lags": column.lags,
        "clusters": column.clusters,
        "corrected": column.settings["correction"] == "lee_yu",
    }
    return "spatial", given


FUNCTIONS = {
    "ols": least_squares,
    "first_stage": least_squares,
    "event_study": event_study,
    "iv": two_stages,
    "sar": spatial,
    "sdm": spatial,
    "slx": spatial,
}


def errors(column: Column) -> dict:
    """What the standard errors of least squares rest on."""
    return {"clusters": column.clusters, "rule": column.settings["ssc"]}


def weighted(column: Column) -> dict:
    return {"weights": column.sample.weighted_by} if column.sample.weighted_by else {}


def value(content) -> str:
    """A value as R has it: texts, lists of texts, pairs of numbers, true and false."""
    match content:
        case bool():
            return str(content).upper()
        case list() | tuple():
            listed = f"c({', '.join(map(value, content))})" if content else "character()"
            return textwrap.fill(
                listed, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
            )
        case str():
            return json.dumps(content, ensure_ascii=False)
    return f"{content:.12g}"


def _of_panel(name: str) -> str:
    return f"panel[[{value(name)}]]"
