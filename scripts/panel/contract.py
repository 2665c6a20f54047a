"""What the panel promises to every later stage, as a pandera schema made from the study file."""

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from core.errors import named
from panel.problems import Listing
from panel.texts import is_text


def schema(block: dict, years: tuple[int, int], names: list[str], texts: list[str]) -> pa.DataFrameSchema:
    """Keys unique and known, years of the study, numbers but for `texts`, and the declared ranges and shares."""
    columns = {name: column for source in block["sources"] for name, column in source["columns"].items()}
    variables = {
        name: pa.Column(object if name in texts else float, _bounds(columns.get(name)), nullable=True) for name in names
    }
    keys = {
        "unit": pa.Column(str, pa.Check.str_length(min_value=1, error="the key of a unit")),
        "year": pa.Column(int, pa.Check.in_range(*years, error=f"a year from {years[0]} to {years[1]}")),
    }
    return pa.DataFrameSchema(keys | variables, strict=True, ordered=True, unique=["unit", "year"])


def validate(panel: pd.DataFrame, block: dict, years: tuple[int, int]) -> pd.DataFrame:
    """`panel` as it is; StudyError naming what breaks the contract, as a filled value outside the declared range."""
    try:
        names = list(panel.columns[2:])
        texts = [name for name in names if is_text(panel[name])]
        return schema(block, years, names, texts).validate(panel, lazy=True)
    except SchemaErrors as error:
        lines, items = [], []
        for (column, check), cases in error.failure_cases.groupby(["column", "check"], sort=False):
            where = panel.loc[cases["index"].dropna().astype(int).unique(), ["unit", "year"]]
            cells = [f"{unit} {year}" for unit, year in where.itertuples(index=False)]
            items += [f"{column} {cell}" for cell in cells]
            lines.append(f"`{column}` in the panel: expected {check} in {len(cells)} unit-years: {named(cells)}")
        raise Listing("\n".join(lines), items) from None


def _bounds(column: dict | None) -> pa.Check | None:
    bounds = column and (column["range"] or (column["share"] and (0, 1)))
    return pa.Check.in_range(*bounds, error=f"a value from {bounds[0]:g} to {bounds[1]:g}") if bounds else None
