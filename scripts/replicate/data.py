"""The data that the scripts read: the panel with all scores, what formulas compute, the rows of each column."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.contract import FILES
from core.evaluation import evaluate
from core.expressions import SERIES_FUNCTIONS, names_in
from core.formulas import NAME
from estimation.series import FUNCTIONS
from replicate.columns import Column

LONGEST = 32  # characters of a name in Stata
EVENT_TIME = "event time"
RESERVED = {"_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi"}
RESERVED |= {"_pred", "_rc", "_skip", "strL", "using", "with"}  # words of Stata that are no names


@dataclass(frozen=True)
class Data:
    """What the scripts read.

    frame : a row a unit-year, by unit (as text) and year
    names : the name of each variable and expression in the files, and of what Stata makes of them: products, numbers
        of the values of a text (`number_of`), event times (`dummy_of`)
    samples : by address of a column, the 0/1 column of its rows; matrices : the name of its weights
    """

    frame: pd.DataFrame
    names: dict[str, str]
    samples: dict[str, str]
    matrices: dict[str, str]


def data_of(panel: pd.DataFrame, columns: list[Column]) -> Data:
    """The data of `columns`, of which those with the same rows share one indicator."""
    panel = panel.iloc[np.lexsort((panel["year"].to_numpy(), panel["unit"].to_numpy(dtype=str)))]
    panel = panel.set_axis(pd.MultiIndex.from_frame(panel[["unit", "year"]]))
    texts = dict.fromkeys(text for column in columns for text in expressions(column) if text not in panel)
    numbers = {text: evaluate(text, _used(panel, text), FUNCTIONS).astype(float) for text in texts}
    rows = {column.address: _rows(panel, column) for column in columns}
    samples = _numbered({address: own.tobytes() for address, own in rows.items()}, "sample")
    indicators = {samples[address]: own for address, own in rows.items()}
    names = stata_names([*panel.columns, *texts, *indicators, *_made_in_stata(panel, columns)])
    frame = panel.assign(**{text: values.where(np.isfinite(values)) for text, values in numbers.items()}, **indicators)
    samples = {address: names[sample] for address, sample in samples.items()}
    return Data(frame.rename(columns=names).reset_index(drop=True), names, samples, _matrices(columns))


def expressions(column: Column) -> list[str]:
    """What has to be a number in each row of a column."""
    return [column.formula.outcome, *(factor for term in column.formula.terms for factor in term.factors)]


def stata_names(texts: list[str]) -> dict[str, str]:
    """A name of at most 32 letters, digits and underscores for each text, which Stata takes; its own if it is one."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        stem = text if NAME.fullmatch(text) else re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_")
        stem = f"_{stem}" if not NAME.match(stem) else stem
        taken = RESERVED.union(found.values())
        tries = [stem[:LONGEST], *(f"{stem[: LONGEST - 1 - len(str(at))]}_{at}" for at in range(2, len(texts) + 3))]
        found[text] = next(name for name in tries if name not in taken and not re.fullmatch(r"str\d+", name))
    return found


def pairs_of(columns: list[Column], matrices: dict[str, str]) -> pd.DataFrame:
    """Weights in long form: `matrix, unit, neighbour, weight`, as the columns use them; an island has no row."""
    tables = {}
    for column in columns:
        if column.weights:
            name, units, links = matrices[column.address], column.weights.units, column.weights.matrix.tocoo()
            own = {"unit": units[links.row], "neighbour": units[links.col], "weight": links.data}
            tables[name] = pd.DataFrame({"matrix": name, **own})
    empty = pd.DataFrame(columns=list(FILES["replicated_weights"].columns))
    return pd.concat(tables.values(), ignore_index=True) if tables else empty


def expected_of(columns: list[Column]) -> pd.DataFrame:
    """A row for each coefficient of the columns: what the scripts are compared with."""
    rows = [
        {
            "column": column.address,
            "term": term,
            "estimate": column.printed.loc[term, "estimate"],
            "std_error": column.printed.loc[term, "std_error"],
            "uncorrected": column.fact.get("uncorrected", {}).get("estimates", {}).get(term, np.nan),
            "n_obs": column.fact["n_obs"],
            "rule": column.fact["ssc"]["rule"],
            "factor": column.fact["ssc"]["factor"],
        }
        for column in columns
        for term in column.estimated
    ]
    return pd.DataFrame(rows, columns=list(FILES["expected"].columns))


def number_of(text: str) -> str:
    """What the number of each value of a text variable is called before it has a name in Stata."""
    return f"number of {text}"


def dummy_of(policy: str, time: int) -> str:
    """The same of an event time."""
    return f"{policy} {'m' if time < 0 else 'p'}{abs(time)}"


def _made_in_stata(panel: pd.DataFrame, columns: list[Column]) -> list[str]:
    products = [product.name for column in columns for product in column.products]
    texts = [number_of(name) for name in panel.select_dtypes(exclude=["number", "bool"])]
    times = [dummy_of(column.settings["policy"], time) for column in columns for time in column.times]
    return [*products, *texts, EVENT_TIME, *times]


def _used(panel: pd.DataFrame, text: str) -> dict[str, pd.Series]:
    return {name: panel[name] for name in names_in(text, SERIES_FUNCTIONS)}


def _rows(panel: pd.DataFrame, column: Column) -> np.ndarray:
    """(N,) 1 in the rows of the column, else 0."""
    sample = column.sample
    own = pd.MultiIndex.from_arrays([sample.units[sample.unit], sample.year])
    return panel.index.isin(own).astype(np.int8)


def _numbered(contents: dict[str, bytes], stem: str) -> dict[str, str]:
    """`stem 1`, `stem 2`, ... by address, the same for equal contents; no variable has such a name."""
    numbers: dict[bytes, int] = {}
    return {address: f"{stem} {numbers.setdefault(own, len(numbers) + 1)}" for address, own in contents.items()}


def _matrices(columns: list[Column]) -> dict[str, str]:
    """The name of the weights of each spatial column: of their matrix, with a number where units differ."""
    found: dict[str, dict[tuple, int]] = {}
    names = {}
    for column in columns:
        if column.weights:
            numbers = found.setdefault(column.weights.name, {})
            at = numbers.setdefault(tuple(column.weights.units), len(numbers) + 1)
            names[column.address] = column.weights.name if at == 1 else f"{column.weights.name} ({at})"
    return names
