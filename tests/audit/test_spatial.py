"""The audit of spatial columns and of Moran's I, and faults planted in them."""

import json

import numpy as np
import pandas as pd
import pytest
from spatial_panels import planted

from audit.audit_spatial import audit_spatial
from audit.spatial import SEARCHED
from core.arrays import write_columns
from core.contract import FILES
from core.errors import StudyError
from core.files import read_rows
from core.tables import read_csv, write_csv
from estimation.weights import to_table
from report.voices import agreement
from spatial.fit_spatial import fit_spatial
from spatial.tabulate_moran import tabulate_moran

COLUMN = {"policy": None, "sample": None, "cluster": "unit", "se": "cluster", "correction": "lee_yu", "table": "lags"}


def column(name, formula, matrix="rows", **more):
    return COLUMN | {"name": name, "estimator": name.split("_")[0], "formula": formula, "matrix": matrix} | more


QUANTITIES = "uncorrected", "estimate", "hessian"
COLUMNS = [
    column("sar", "y ~ a + b | unit + year"),
    column("sar_years", "y ~ a + b | year", se="hessian", correction="none"),
    column("sar_plain", "y ~ a + i(side, b, ref=0)", matrix="other"),
    column("sdm", "y ~ a + b | unit", lags=["b"]),
    column("sem", "y ~ a + b | unit + year", matrix="other"),
    column("sem_late", "score ~ a | unit + year", sample="u > 0 and year > 2000"),
    column("sdem", "y ~ a + b + W:a | year", matrix="other"),
    column("slx", "y ~ l(a) + b | unit + year", lags=None, sample="year > 2000"),
    column("slx_by", "y ~ a + i(side, b) | unit", lags=["i(side,b)"]),
    column("sar_grades", "y ~ a + b | unit + year", split=["big", "small"]),
    column("sar_grades_years", "y ~ a | year", split=["big", "small"], matrix="other"),
    column("sdm_new", "y ~ a | unit", estimator="spatial_event_study"),
]


@pytest.fixture
def audit(tmp_path):
    """Run the verb on the fits of a panel of 12 units, 6 years and two matrices, an island of one of them left out;
    `change` their files before."""
    weights, arrays = planted(4, 12, 6, "row")
    other, _ = planted(9, 12, 6, "none", scale=0.8)
    rng = np.random.default_rng(2)
    keys = pd.MultiIndex.from_product([weights.units, range(2000, 2006)], names=["unit", "year"])
    panel = pd.DataFrame({"y": arrays.outcome.ravel()}, index=keys).reset_index()
    panel = panel.assign(a=arrays.regressors[..., 0].ravel(), b=arrays.regressors[..., 1].ravel())
    panel = panel.assign(side=np.arange(72) % 2, u=np.repeat(np.arange(12), 6))
    panel = panel.assign(big=1.0 * (panel["u"] % 3 == 0), small=1.0 * (panel["u"] % 3 != 0))
    far = panel[panel["unit"] == "u03"].assign(unit="far")  # in no matrix
    panel = pd.concat([panel, far], ignore_index=True)
    write_csv(tmp_path / "panel.csv", panel.sample(frac=1, random_state=1))
    scores = panel[["unit", "year"]].assign(score=panel["y"] + rng.normal(size=len(panel)))
    write_csv(tmp_path / "scores.csv", scores)
    for name, matrix in (("rows", weights), ("other", other)):
        write_columns(tmp_path / f"{name}.csv", to_table(matrix))
    names, leave_out = ["rows", "other"], {"rows": ["far"], "other": ["far", "u11"]}
    files = [tmp_path / f"{name}.csv" for name in names]
    shared = tmp_path / "panel.csv", [tmp_path / "scores.csv"]
    fits = tmp_path / "lags.csv", tmp_path / "lags.json"
    fit_spatial(*shared, files, *fits, "lags", COLUMNS[:-1], names, leave_out)
    content = json.loads(fits[1].read_text())
    content["columns"].append({"name": "sdm_new"})
    fits[1].write_text(json.dumps(content))
    moran = tmp_path / "moran.csv", tmp_path / "moran.json"
    tabulate_moran(*shared, files[:1], *moran, ["score", "y"], ["rows"], leave_out, {}, None, ["moran_i"], 19, 5)

    def audited(change=lambda folder: None):
        change(tmp_path)
        audit = tmp_path / "spatial.csv"
        audit_spatial(*shared, [fits[0]], [fits[1]], [moran[0]], files, audit, COLUMNS, names, leave_out)
        return read_rows(audit)

    return audited


def test_every_number_is_heard_or_says_why(audit):
    rows = audit()
    assert list(rows[0]) == list(FILES["spatial_voices"].columns)
    heard = [row for row in rows if row["difference"] is not None]
    assert {row["quantity"].split()[0] for row in heard} == {"estimate", "uncorrected", "hessian", "rows", "moran_i"}
    found = {(row["column"], row["term"]) for row in heard}
    terms = {"sar": "rho", "sar_plain": "side::1:b", "sdm": "W:b", "sem": "lambda", "sdem": "W:a", "slx": "W:l(a)"}
    terms |= {"sar_grades": "rho.big.small", "sar_grades_years": "rho.small.small"}
    assert {*terms.items(), ("slx_by", "W:side::0:b"), ("rows", "score")} <= found
    silent = [row for row in rows if row["difference"] is None]
    assert [row["column"] for row in silent] == ["sdm_new"]
    assert silent[0]["why"] == "no package has the estimator spatial_event_study"
    largest = {kind: max(row["difference"] for row in heard if row["quantity"] == kind) for kind in QUANTITIES}
    searched = np.sqrt(2 * np.finfo(float).eps * 1000)  # by values, at a log-likelihood that is no larger than that
    assert largest["uncorrected"] < searched < SEARCHED
    assert max(largest["estimate"], largest["hessian"]) < 5e-5  # what second differences leave
    largest = max(row["difference"] for row in heard)
    assert agreement(rows, "results/s/audit/spatial.csv") == (
        f"second voices of spatial models: 42 coefficients of 11 columns and 12 values of Moran's I agree, largest "
        f"difference {largest:.0e}; 1 column without one, as audit/spatial.csv says"
    )


def fact(*keys):
    """A change of one number of the JSON file."""

    def change(folder):
        content = json.loads((folder / "lags.json").read_text())
        place = content["columns"]
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] *= 1 + 1e-3
        (folder / "lags.json").write_text(json.dumps(content))

    return change


def printed(name, term):
    """A change of one number of the CSV file."""

    def change(folder):
        table = read_csv(folder / "lags.csv")
        own = (table["column"] == name) & (table["term"] == term)
        write_csv(folder / "lags.csv", table.assign(estimate=table["estimate"] * (1 + 1e-3 * own)))

    return change


def moran(folder):
    table = read_csv(folder / "moran.csv")
    write_csv(folder / "moran.csv", table.assign(moran_i=table["moran_i"] + 1e-8))


def weights(folder):
    table = read_csv(folder / "rows.csv")
    write_csv(folder / "rows.csv", table.assign(weight=table["weight"] * (1 + 1e-3 * (table["unit"] == "u03"))))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (fact(0, "uncorrected", "estimates", "rho"), "table `lags`, column `sar`, uncorrected of `rho`"),
        (fact(2, "uncorrected", "estimates", "a"), "column `sar_plain`, uncorrected of `a`"),
        (fact(4, "uncorrected", "estimates", "lambda"), "column `sem`, uncorrected of `lambda`"),
        (fact(7, "uncorrected", "estimates", "W:b"), "column `slx`, uncorrected of `W:b`"),
        (fact(0, "hessian", "rho"), "column `sar`, hessian of `rho`"),
        (fact(6, "hessian", "W:a"), "column `sdem`, hessian of `W:a`"),
        (printed("sar", "rho"), "column `sar`, estimate of `rho`"),
        (printed("sem", "lambda"), "column `sem`, estimate of `lambda`"),
        (printed("sar_grades", "rho.big.small"), "column `sar_grades`, estimate of `rho.big.small`"),
        (printed("slx", "W:b"), "column `slx`, estimate of `W:b`"),
        (fact(9, "uncorrected", "estimates", "rho.small.big"), "column `sar_grades`, uncorrected of `rho.small.big`"),
        (moran, "table `moran`, column `rows`, moran_i 2000 of `score`"),
        (weights, "column `sar`, estimate of `rho`"),
    ],
)
def test_a_planted_fault_is_found(audit, change, said):
    with pytest.raises(StudyError, match=said):
        audit(change)
