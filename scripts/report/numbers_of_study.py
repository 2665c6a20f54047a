"""The numbers of a study that no table needs to print: main result, panel, variables, scores, placebos.

Their addresses begin with a capital letter, which no table does.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean, median, stdev

from core.grids import Cell
from report.grid_table import decimals_of
from report.main_result import PARAMETERS
from report.printed import address_words, estimate, scaled, stars, term_words, words
from report.quotable import WORDS, Quotable, address_of, is_number, label_of, meaning_of, written

OF_MAIN = ("std_error", "p_value", "conf_low", "conf_high", "p_permutation", "n_obs", "n_units", "draws", "planted")
OF_VARIABLE = ("n", "mean", "sd", "min", "p50", "max")
OF_PLACEBO = (
    *("p_coefficient", "p_statistic", "draws", "absorbed_draws", "distinct_draws", "assignments", "n_treated"),
    *("mean", "sd", "quantiles"),
)
COUNTS = {"draws", "absorbed_draws", "distinct_draws", "assignments", "n_treated"}


def numbers_of_main(result: dict, labels: dict[str, str], starred: bool) -> Iterator[Quotable]:
    """The main result: an estimate, or the mean score in all years, in the first and in the last."""
    if not is_number(result["estimate"]):
        return
    term, outcome = result["term"], words(result["outcome"], labels)
    parts = [term_words(term, PARAMETERS | labels)] * bool(term) + [outcome]
    table, _, column = (result["address"] or "").partition(".")
    place = {"table": table, "column": column, "term": term or "", "n": result["n_obs"], "file": "main.json"}
    p_value = result.get("p_value")
    shown, marks = scaled(result["estimate"], result.get("std_error")), stars(p_value) if starred else ""
    meaning = "estimate" if term else "mean"
    yield Quotable(
        "Main", result["estimate"], shown, meaning, label=label_of(*parts), p_value=p_value, stars=marks, **place
    )
    by_year = {f"{year}.mean": value for year, value in result.get("by_year", {}).items()}
    for name, value in ({name: result.get(name) for name in OF_MAIN} | by_year).items():
        if is_number(value):
            meaning = "count" if name in COUNTS else meaning_of(name.rpartition(".")[2])
            text, label = written(value, meaning), label_of(*parts, *(WORDS.get(one, one) for one in name.split(".")))
            yield Quotable(address_of("Main", name), value, text, meaning, label=label, p_value=p_value, **place)


def numbers_of_panel(panel: list[dict], descriptives: list[dict], labels: dict[str, str]) -> Iterator[Quotable]:
    """Units, years and unit-years of the panel, and what describes each of its variables."""
    years = sorted({row["year"] for row in panel})
    sizes = {"n_obs": len(panel), "n_units": len({row["unit"] for row in panel}), "n_periods": len(years)}
    for name, value in sizes.items():
        label, file = label_of(WORDS[name]), "panel/panel.csv"
        yield Quotable(f"Panel.{name}", value, written(value, name), name, label=label, file=file)
    for name, year in (("first_year", years[0]), ("last_year", years[-1])):
        label, file = label_of(WORDS[name]), "panel/panel.csv"
        yield Quotable(f"Panel.{name}", year, str(year), "other", label=label, file=file)
    for row in descriptives:
        yield from _of_variable("Panel", row["variable"], row, labels, "panel/descriptives.csv")


def numbers_of_scores(variable: str, scores: list[dict], file: str, labels: dict[str, str]) -> Iterator[Quotable]:
    """What describes a score, in all years and in each, and how many unit-years are efficient."""
    found = [row for row in scores if row["score"] is not None]
    if not found:
        return
    yield from _of_variable("Scores", variable, _described([row["score"] for row in found]), labels, file)
    efficient = sum(row["stage"] == "super" for row in found)
    place = {"term": variable, "n": len(found), "file": file}
    label = label_of(words(variable, labels), WORDS["n_efficient"])
    yield Quotable(address_of("Scores", variable, "n_efficient"), efficient, written(efficient, "count"), "count",
                   label=label, **place)  # fmt: skip
    by_year = defaultdict(list)
    for row in found:
        by_year[row["year"]].append(row["score"])
    for year, values in sorted(by_year.items()):
        yield from _of_variable("Scores", variable, _described(values), labels, file, year)


def numbers_of_placebo(summary: dict, labels: dict[str, str], file: str) -> Iterator[Quotable]:
    """The p-values of a placebo, its draws, and their mean, spread and quantiles."""
    name = summary["placebo"]
    table, _, column = summary["name"].partition(".")
    place = {"table": table, "column": column, "term": summary["policy"], "n": summary["n_obs"], "file": file}
    for key in OF_PLACEBO:
        held = summary.get(key)
        for part, value in held.items() if isinstance(held, dict) else [("", held)]:
            if is_number(value):
                meaning = "count" if key in COUNTS else meaning_of(key)
                label = label_of(words(name, labels), address_words(summary["name"], labels), WORDS[key], part)
                address = address_of("Placebo", name, summary["name"], key, part)
                yield Quotable(address, value, written(value, meaning), meaning, label=label, **place)


def _described(values: list[float]) -> dict:
    spread = stdev(values) if len(values) > 1 else None
    ends = {"min": min(values), "p50": median(values), "max": max(values)}
    return {"n": len(values), "mean": fmean(values), "sd": spread} | ends


def _of_variable(
    block: str, variable: str, row: dict, labels: dict[str, str], file: str, year: int | None = None
) -> Iterator[Quotable]:
    decimals = decimals_of([row], [Cell(name, "", "measure") for name in OF_VARIABLE[1:]])
    for name in OF_VARIABLE:
        value = row.get(name)
        if is_number(value) and math.isfinite(value):
            meaning = meaning_of(name)
            text = written(value, meaning) if meaning == "n" else estimate(value, decimals)
            yield Quotable(
                address_of(block, variable, year, meaning), value, text, meaning, term=variable,
                label=label_of(words(variable, labels), year, WORDS[meaning]), n=row.get("n"), file=file,
            )  # fmt: skip
