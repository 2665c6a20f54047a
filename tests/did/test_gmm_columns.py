"""Difference and system GMM against R's plm and against two-stage least squares where the two are one."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linearmodels.iv import IV2SLS
from samples import planted

from core.errors import StudyError
from did.gmm_columns import gmm_column

HERE = Path(__file__).parent / "reference"
WHOLE = json.loads((HERE / "empluk_plm.json").read_text())["expected"]
LIMITS = json.loads((HERE / "empluk_plm_limits.json").read_text())
AB = "l_emp ~ lag(l_emp) + lag(l_emp, 2) + l_wage + lag(l_wage) + l_capital"
OUTPUT = " + l_output + lag(l_output)"
BB = "l_emp ~ lag(l_emp) + l_wage + lag(l_wage) + l_capital + lag(l_capital)"
SHORT = "l_emp ~ lag(l_emp) + l_wage + lag(l_wage) + l_capital"
EMP = {"l_emp": [2, 99]}
ALL = {name: [2, 99] for name in ("l_emp", "l_wage", "l_capital")}
FEW = {name: [2, 4] for name in ALL}
CLOSE = {"rtol": 1e-9, "atol": 1e-11}
LOOSE = {"rtol": 1e-8, "atol": 1e-10}  # two-step weights of 105 instruments and 140 firms


@pytest.fixture(scope="module")
def firms():
    frame = pd.read_csv(HERE / "EmplUK.csv")
    logs = {f"l_{name}": np.log(frame[name]) for name in ("emp", "wage", "capital", "output")}
    return frame.assign(unit=frame["firm"].map("f{:03d}".format), **logs)


def column(formula, instruments, system=False, collapse=False, steps=2, **more):
    own = {"name": "a", "estimator": "gmm", "formula": formula, "instruments": instruments, "system": system}
    own |= {"collapse": collapse, "steps": steps, "sample": None, "policy": None, "missing": "drop"}
    return own | more


@pytest.mark.parametrize(
    ("settings", "expected", "errors", "close"),
    [
        (column(f"{AB}{OUTPUT} | unit + year", EMP, steps=1), WHOLE["ab4a"], "se_robust", CLOSE),
        (column(f"{AB}{OUTPUT} | unit + year", EMP), WHOLE["ab4b"], "se_robust", CLOSE),
        (column(f"{AB} | unit", EMP), WHOLE["abi"], "se_robust", CLOSE),
        (column(f"{BB} | unit + year", ALL, system=True, steps=1), WHOLE["bb1"], "se_robust", CLOSE),
        (column(f"{BB} | unit + year", ALL, system=True), WHOLE["bb2"], "se_robust", LOOSE),
        (column(f"{SHORT} | unit + year", {"l_emp": [2, 4]}), LIMITS["expected"]["diff_lags2_4"], "se", CLOSE),
        (
            column(f"{SHORT} | unit + year", {"l_emp": [2, 4]}, collapse=True),
            LIMITS["expected"]["diff_lags2_4_collapsed"],
            "se",
            CLOSE,
        ),
    ],
    ids=["ab4a", "ab4b", "abi", "bb1", "bb2", "limits", "collapsed"],
)
def test_plm(firms, settings, expected, errors, close):
    table, facts = gmm_column(firms, settings)
    coefficients = list(expected["coef"].values())
    np.testing.assert_allclose(table["estimate"], coefficients, **close)
    np.testing.assert_allclose(table["std_error"], list(expected[errors].values()), **close)
    found = facts["fitstat"]
    if settings["steps"] == 2:
        assert found["hansen"]["statistic"] == pytest.approx(expected.get("J", expected.get("sargan")), rel=1e-7)
        assert found["hansen"]["df"] == expected.get("J_df", expected.get("sargan_df"))
    if not settings["system"]:
        serial = [np.ravel(expected[name])[0] for name in ("m1", "m2")]
        np.testing.assert_allclose([found["ar1"]["statistic"], found["ar2"]["statistic"]], serial, **close)


def test_a_system_with_a_constant_and_limited_lags(firms):
    expected = LIMITS["system_with_constant"]
    table, facts = gmm_column(firms, column(f"{BB} | unit", FEW, system=True, collapse=True))
    np.testing.assert_allclose(table["estimate"], list(expected["coef"].values())[:5], **CLOSE)
    np.testing.assert_allclose(table["std_error"], list(expected["se_windmeijer"].values())[:5], **CLOSE)
    found = facts["fitstat"]
    assert (facts["n_obs"], found["instruments"]) == (expected["nobs"], expected["instruments"])
    assert found["hansen"]["statistic"] == pytest.approx(expected["J"], rel=1e-9)
    np.testing.assert_allclose([found["ar1"]["statistic"], found["ar2"]["statistic"]], expected["ar"], **CLOSE)
    assert facts["n_units"] == facts["n_clusters"] == 140


@pytest.mark.parametrize("share", [1.0, 0.85])
def test_as_many_instruments_as_coefficients_are_two_stage_least_squares_of_differences(share):
    """One lag, collapsed: an unbalanced panel too, whose gaps break differences and lags."""
    panel = planted(6, 60, 7, share=share)
    table, facts = gmm_column(panel, column("y ~ lag(y) + x1 | unit", {"y": [2, 2]}, collapse=True))
    wide = {name: panel.pivot(index="unit", columns="year", values=name) for name in ("y", "x1")}
    parts = {
        "dy": wide["y"].diff(axis=1),
        "dlag": wide["y"].shift(1, axis=1).diff(axis=1),
        "dx": wide["x1"].diff(axis=1),
        "z": wide["y"].shift(2, axis=1),
    }
    rows = pd.concat({name: part.stack() for name, part in parts.items()}, axis=1).dropna(subset=["dy", "dlag", "dx"])
    rows["z"] = rows["z"].fillna(0)
    groups = rows.index.get_level_values(0).astype("category").codes
    other = IV2SLS(rows["dy"], rows[["dx"]], rows[["dlag"]], rows[["z"]]).fit(cov_type="clustered", clusters=groups)
    np.testing.assert_allclose(table["estimate"], other.params[["dlag", "dx"]], rtol=1e-8)
    assert facts["n_obs"] == len(rows)
    assert facts["fitstat"]["hansen"] is None
    assert any("nothing tests them" in warning for warning in facts["warnings"])
    asked = {"test": {"Both": ["lag(y)", "x1"]}, "lincom": {"Long": "lag(y) + x1"}}
    settings = column("y ~ lag(y) + x1 | unit", {"y": [2, 2]}, collapse=True, steps=1)
    one, facts = gmm_column(panel, settings | asked)
    np.testing.assert_allclose(one["std_error"], other.std_errors[["dlag", "dx"]], rtol=1e-8)
    joint = other.wald_test(formula="dlag = dx = 0")
    both, total = facts["tests"]["Both"], facts["lincom"]["Long"]
    np.testing.assert_allclose([2 * both["statistic"], both["p_value"]], [joint.stat, joint.pval], rtol=1e-7)
    assert total["estimate"] == pytest.approx(other.params.sum(), rel=1e-8)
    assert total["std_error"] == pytest.approx(np.sqrt(other.cov.to_numpy().sum()), rel=1e-8)


def test_too_many_instruments_are_said(firms):
    _, facts = gmm_column(firms[firms["firm"] <= 40], column(f"{BB} | unit", ALL, system=True))
    assert any("instruments and 40 units" in warning for warning in facts["warnings"])


@pytest.mark.parametrize(
    ("change", "more", "words"),
    [
        (lambda frame: frame[frame["year"] < 1978], {}, "at least 3"),
        (lambda frame: frame, {"instruments": {"l_output": [2, 2]}}, "instruments cannot tell"),
        (lambda frame: frame[frame["year"] % 2 == 0], {}, "no unit-year is left"),
    ],
)
def test_what_cannot_be_estimated_is_refused(firms, change, more, words):
    settings = column("l_emp ~ lag(l_emp) + l_wage | unit", {"l_emp": [2, 3], "l_wage": [2, 3]}, collapse=True)
    if more:
        settings |= {"formula": "l_emp ~ l_output + lag(l_output) | unit"} | more
    with pytest.raises(StudyError, match=words):
        gmm_column(change(firms), settings)
