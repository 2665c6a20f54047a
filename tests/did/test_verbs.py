"""The scripts of the did stage on a small panel."""

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.tables import read_csv

SCRIPTS = Path(__file__).parents[2] / "scripts" / "did"
FORMULA = "score ~ reform + fin | unit + year"
TIDY = ["table", "column", "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
KEYS = {
    "name", "formula", "outcome", "sample", "n_obs", "n_units", "n_periods", "n_clusters", "fixed_effects", "r2",
    "r2_within", "ssc", "df", "tests", "warnings", "treated_units", "cohorts",
}  # fmt: skip


@pytest.fixture
def study(tmp_path):
    """24 units, 2010-2017; 8 adopt in 2013, 4 in 2015, effect 1; rows shuffled."""
    rng = np.random.default_rng(11)
    frame = pd.DataFrame([(f"u{i}", year) for i in range(24) for year in range(2010, 2018)], columns=["unit", "year"])
    number = frame["unit"].str[1:].astype(int)
    start = np.where(number < 8, 2013, np.where(number < 12, 2015, 9999))
    frame = frame.assign(reform=(frame["year"] >= start).astype(int), fin=rng.normal(size=len(frame)))
    frame["score"] = frame["reform"] + number + 0.3 * frame["fin"] + rng.normal(0, 0.5, len(frame))
    frame["other"] = rng.normal(size=len(frame))
    frame = frame.sample(frac=1, random_state=1)
    frame.drop(columns="score").to_csv(tmp_path / "panel.csv", index=False)
    frame[["unit", "year", "score"]].to_csv(tmp_path / "scores.csv", index=False)
    return tmp_path


def run(study, verb, **params):
    names = SimpleNamespace(
        input=SimpleNamespace(panel=study / "panel.csv", scores=study / "scores.csv"),
        output=SimpleNamespace(estimates=study / "estimates.csv", fits=study / "fits.json"),
        log=[str(study / "log")],
        params=SimpleNamespace(**{"id": "x", "policy": "reform", "ssc": "reghdfe"} | params),
    )
    runpy.run_path(str(SCRIPTS / f"{verb}.py"), init_globals={"snakemake": names})
    return read_csv(study / "estimates.csv"), json.loads((study / "fits.json").read_text())["columns"]


def column(name, formula=FORMULA, sample=None):
    return {"name": name, "formula": formula, "sample": sample}


def test_fit_table(study):
    columns = [
        column("(1)", "score ~ reform | unit + year"),
        column("(2)"),
        column("late", sample="year >= 2012"),
        column("pooled", "score ~ fin"),
    ]
    estimates, fits = run(study, "fit_table", table="baseline", columns=columns)
    assert list(estimates) == TIDY
    assert list(estimates["column"]) == ["(1)", "(2)", "(2)", "late", "late", "pooled"]
    assert set(estimates["table"]) == {"baseline"}
    assert [set(fit) for fit in fits] == [KEYS] * 4
    assert [fit["n_obs"] for fit in fits] == [192, 192, 144, 192]
    assert fits[1]["cohorts"] == {"2013": 8, "2015": 4}
    assert fits[1]["ssc"]["factor"] == pytest.approx(24 / 23 * 191 / (192 - 2 - 8), rel=1e-11)
    assert estimates["estimate"][1] == pytest.approx(1, abs=0.5)
    assert "24 clusters, 12 of them treated" in fits[0]["warnings"][0]


def test_a_study_without_a_policy_has_tables_too(study):
    columns = [column("(1)", "score ~ fin | unit + year")]
    with_policy, _ = run(study, "fit_table", table="controls", columns=columns)
    without, (fit,) = run(study, "fit_table", table="controls", columns=columns, policy=None)
    pd.testing.assert_frame_equal(without, with_policy)
    assert fit["treated_units"] is None and fit["cohorts"] is None and fit["warnings"] == []


def test_units_treated_from_the_first_year_are_told(study):
    _, fits = run(study, "fit_table", table="t", columns=[column("late", sample="year >= 2013")])
    assert any("8 units are treated from the first year" in warning for warning in fits[0]["warnings"])


def test_fit_event_study(study):
    columns = [column("score"), column("other", "other ~ reform | unit + year")]
    estimates, fits = run(study, "fit_event_study", columns=columns, window=None)
    assert list(estimates) == [*TIDY, "k", "units", "rows", "binned", "base"]
    score = estimates[estimates["column"] == "score"]
    assert list(score["term"]) == [*(f"reform[{k}]" for k in range(-5, 5)), "fin"]
    base = score.set_index("term").loc["reform[-1]"]
    assert base["base"] and base["estimate"] == 0 and np.isnan(base["std_error"])
    assert score.set_index("term").loc["reform[2]", "estimate"] == pytest.approx(1, abs=0.6)
    assert set(fits[0]["tests"]["pretrend"]) == {"terms", "statistic", "df1", "df2", "p_value"}
    assert fits[0]["tests"]["pretrend"]["df1"] == 4
    assert [set(fit) for fit in fits] == [KEYS] * 2


def test_a_sample_that_ends_early_keeps_the_leads_of_later_cohorts(study):
    estimates, fits = run(study, "fit_event_study", columns=[column("early", sample="year <= 2014")], window=[-3, 1])
    assert estimates.set_index("k").loc[-2, "units"] == 12
    assert fits[0]["cohorts"] == {"2013": 8, "2015": 4}


@pytest.mark.parametrize(
    ("verb", "params", "message"),
    [
        ("fit_table", {"columns": [column("a", "score ~ absent | unit + year")]}, "column `a`: variable `absent`"),
        (
            "fit_table",
            {"columns": [column("b", sample="year < 2013")]},
            "column `b`: policy `reform`: no unit is treated",
        ),
        ("fit_event_study", {"columns": [column("c", "score ~ fin | unit + year")]}, "lacks the policy `reform`"),
        ("fit_event_study", {"columns": [column("d", sample="year >= 2015")], "window": [-2, 2]}, "relative year -2"),
        ("fit_event_study", {"columns": [column("e")], "window": [-5, 6]}, "relative year 5"),
    ],
)
def test_a_fault_names_its_column(study, verb, params, message):
    params = {"table": "t", **params} if verb == "fit_table" else {"window": None, **params}
    with pytest.raises(StudyError, match=message):
        run(study, verb, **params)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda panel: panel.drop(panel.index[5]), "not balanced"),
        (lambda panel: panel.assign(fin=panel["fin"].where(panel["unit"] != "u3")), "`fin` is missing in 8"),
        (lambda panel: panel.assign(reform=panel["reform"].where(panel["year"] != 2016, 0)), "returns to 0.*u0 2016"),
    ],
)
def test_spoilt_panels_are_refused(study, spoil, message):
    spoil(read_csv(study / "panel.csv")).to_csv(study / "panel.csv", index=False)
    with pytest.raises(StudyError, match=message):
        run(study, "fit_table", table="t", columns=[column("a")])
