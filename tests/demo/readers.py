"""Plain readers of the raw files that know nothing of the generator."""

import pandas as pd
import workbook

from demo.calibration import YEARS
from demo.variables import POWERS, VARIABLES


def read(file, path):
    """A raw file as text, by a plain reader: columns city, year and the variables."""
    match path.suffix:
        case ".csv":
            raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding=file.encoding)
        case ".tsv":
            raw = pd.read_csv(path, dtype=str, keep_default_na=False, sep="\t")
        case ".xlsx":
            rows = workbook.rows(path)
            raw = pd.DataFrame(rows[3:], columns=rows[1]).fillna("")
        case ".dta":
            raw = pd.read_stata(path, convert_categoricals=False).map(lambda value: f"{value:.10g}")
    if file.layout == "wide":
        ((name, column),) = file.columns.items()
        before, after = column.header.split("{year}")
        raw = raw.melt(file.city, var_name="year", value_name=name)
        raw["year"] = raw["year"].str.removeprefix(before).str.removesuffix(after)
        return raw.rename(columns={file.city: "city"})
    headers = {file.city: "city", file.year: "year"} | {column.header: name for name, column in file.columns.items()}
    return raw.rename(columns=headers)


def numbers(file, raw):
    """Values in the units of the clean yearbook."""
    found = raw[["city", "year"]].assign(year=raw["year"].astype(float).astype(int))
    for name, column in file.columns.items():
        power = POWERS[column.unit] - POWERS[VARIABLES[name][0]]
        found[name] = pd.to_numeric(raw[name].str.replace(",", "").replace({"": None, "…": None})) * 10.0**power
    return found


def clean_rows(simulation, file, name):
    """The clean values of one variable by city, as it is named in the file, and year."""
    inside = simulation.study.any(axis=1)
    cities = simulation.cities[inside]
    names = cities["adcode"] if file.key == "code" else cities["name_zh"]
    if file.level == "province":
        names = cities["province_zh"]
    values = pd.DataFrame(simulation.worlds[1][name][inside], columns=list(YEARS)).assign(city=names.to_numpy())
    return values.drop_duplicates("city").melt("city", var_name="year", value_name="clean")
