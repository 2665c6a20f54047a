"""Convergence against statsmodels and linearmodels, and on paths whose speed is known."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from linearmodels import PanelOLS

from core.errors import StudyError
from core.files import read_json, read_rows
from did.convergence import growth_layout, growth_on_level, speed_of, spread_by_year
from did.tabulate_convergence import tabulate_convergence
from report.grid_table import grid_table


@pytest.fixture
def growing():
    """45 units, 2010-2017, in no order, some values missing."""
    random = np.random.default_rng(6)
    frame = pd.DataFrame(
        [(f"u{i:02}", year) for i in range(45) for year in range(2010, 2018)], columns=["unit", "year"]
    )
    frame["road"] = random.normal(size=len(frame))
    frame["score"] = np.exp(0.3 * random.normal(size=len(frame)) + 0.1 * frame["road"])
    frame.loc[random.random(len(frame)) < 0.05, "score"] = np.nan
    return frame.sample(frac=1, random_state=1)


def with_growth(frame, interval):
    """Complete rows with growth and level, by a merge of calendar years."""
    later = frame.assign(year=frame["year"] - interval)[["unit", "year", "score"]]
    both = frame.merge(later, on=["unit", "year"], suffixes=("", "_later")).dropna()
    level = np.log(both["score"])
    return both.assign(level=level, growth=(np.log(both["score_later"]) - level) / interval)


@pytest.mark.parametrize("interval", [1, 3])
def test_coefficients_and_clustered_errors_are_those_of_statsmodels(growing, interval):
    rows, _ = growth_on_level(growing, "score", interval, ["road"], "regress")
    data = with_growth(growing, interval)
    codes = pd.factorize(data["unit"])[0]
    for row, formula in zip(
        rows.to_dict("records"),
        ["growth ~ level", "growth ~ level + C(unit) + C(year)", "growth ~ level + road + C(unit) + C(year)"],
        strict=True,
    ):
        fit = smf.ols(formula, data).fit(cov_type="cluster", cov_kwds={"groups": codes})
        assert row["estimate"] == pytest.approx(fit.params["level"], rel=1e-9)
        assert row["std_error"] == pytest.approx(fit.bse["level"], rel=1e-9)
        assert (row["n"], row["n_units"], row["r2"]) == (len(data), 45, pytest.approx(fit.rsquared, rel=1e-9))


def test_effects_are_those_of_linearmodels(growing):
    rows, _ = growth_on_level(growing, "score", 1, ["road"], "linearmodels")
    data = with_growth(growing, 1).set_index(["unit", "year"])
    fit = PanelOLS.from_formula("growth ~ level + road + EntityEffects + TimeEffects", data).fit(
        cov_type="clustered", cluster_entity=True
    )
    assert rows.loc[2, "estimate"] == pytest.approx(fit.params["level"], rel=1e-9)
    assert rows.loc[2, "std_error"] == pytest.approx(fit.std_errors["level"], rel=1e-9)


@pytest.mark.parametrize("interval", [1, 2, 5])
def test_a_known_speed_is_found_whatever_the_interval(interval):
    """Gaps close by exp(-0.2) a year, but for noise of 1e-4 in logarithms."""
    random = np.random.default_rng(interval)
    gaps = random.normal(size=(50, 1)) * np.exp(-0.2 * np.arange(8)) + 1e-4 * random.normal(size=(50, 8))
    rows = [(f"u{i:02}", 2000 + t, np.exp(gaps[i, t])) for i in range(50) for t in range(8)]
    found, _ = growth_on_level(pd.DataFrame(rows, columns=["unit", "year", "score"]), "score", interval, [], "reghdfe")
    assert found.loc[0, "speed"] == pytest.approx(0.2, abs=1e-3)
    assert found.loc[0, "half_life"] == pytest.approx(np.log(2) / 0.2, abs=0.02)


def test_the_error_of_a_speed_is_that_of_the_delta_method():
    step, speed = 1e-6, speed_of(-0.15, 0.02, 4)
    slope = (speed_of(-0.15 + step, 0, 4)["speed"] - speed_of(-0.15 - step, 0, 4)["speed"]) / (2 * step)
    assert speed["speed_std_error"] == pytest.approx(abs(slope) * 0.02, rel=1e-6)


@pytest.mark.parametrize(
    ("estimate", "blank"), [(0.1, ["half_life"]), (-0.6, ["half_life", "speed", "speed_std_error"])]
)
def test_what_does_not_close_has_no_half_life_and_what_overshoots_no_speed(estimate, blank):
    assert sorted(key for key, value in speed_of(estimate, 0.1, 2).items() if np.isnan(value)) == blank


def test_warnings_name_few_clusters_short_panels_and_rows_without_controls(growing):
    few = growing[growing["unit"] < "u20"].assign(road=lambda frame: frame["road"].where(frame["year"] > 2010))
    _, said = growth_on_level(few, "score", 1, ["road"], "reghdfe")
    assert sum("20 clusters" in text for text in said) == 1
    assert any("at most 7 intervals a unit, the coefficient is too low" in text for text in said)
    assert any(text.startswith("Conditional: left out are") and "without road" in text for text in said)
    assert "over 3 years" in growth_layout("score", 3, "reghdfe", said)["notes"][0]


def test_the_spread_is_that_of_numpy(growing):
    rows = spread_by_year(growing, "score")
    for year, row in rows.set_index("year").iterrows():
        own = growing.loc[growing["year"] == year, "score"].dropna().to_numpy()
        assert row["n"] == len(own)
        assert row["sd"] == pytest.approx(own.std(ddof=1)) and row["cv"] == pytest.approx(own.std(ddof=1) / own.mean())


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda frame: frame.assign(score=frame["score"].where(frame["year"] > 2010, 0)),
         "`score` is 0 in u.. 2010, and not positive in 45 unit-years"),
        (lambda frame: frame.assign(score="much"), "variable `score` is text, as 'much'"),
    ],
)  # fmt: skip
def test_what_has_no_growth_is_refused(growing, spoil, words):
    with pytest.raises(StudyError, match=words):
        growth_on_level(spoil(growing), "score", 1, [], "reghdfe")


def test_an_interval_beyond_the_panel_is_refused(growing):
    with pytest.raises(StudyError, match="`interval: 8` is longer than the panel, of the years 2010 to 2017"):
        growth_on_level(growing, "score", 8, [], "reghdfe")


def test_the_spread_of_text_is_refused(growing):
    with pytest.raises(StudyError, match="variable `score` is text, as 'much'"):
        spread_by_year(growing.assign(score="much"), "score")


@pytest.mark.parametrize("measure", ["sigma", "beta"])
def test_tabulate_convergence(growing, tmp_path, measure):
    growing.drop(columns="score").to_csv(tmp_path / "panel.csv", index=False)
    growing[["unit", "year", "score"]].to_csv(tmp_path / "scores.csv", index=False)
    files = tmp_path / "panel.csv", [tmp_path / "scores.csv"], tmp_path / "t.csv", tmp_path / "t.json"
    tabulate_convergence(*files, of="score", measure=measure, interval=2, controls=["road"], ssc="reghdfe", moves=True)
    rows, layout = read_rows(files[2]), read_json(files[3])
    printed = grid_table(rows, layout, {})
    assert len(printed.groups[0].rows) == {"sigma": 8, "beta": 6}[measure]
    assert {cell["column"] for cell in layout["cells"]} <= set(rows[0])
    assert any("frontier of this score" in text for text in layout["warnings"]) == (measure == "beta")
