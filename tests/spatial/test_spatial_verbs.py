"""The scripts of the stage on a small grid of squares."""

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError

SCRIPTS = Path(__file__).parents[2] / "scripts" / "spatial"
COLUMNS = [
    {"name": "both", "formula": "score ~ x | unit + year", "sample": None, "model": "sar", "weights": "queen"},
    {"name": "late", "formula": "y ~ x + z | unit", "sample": "year >= 2002", "model": "sar", "weights": "queen"},
]


def run(script, folder, inputs, outputs, **params):
    """Run the last block of a script; returns the paths of its outputs."""
    paths = {name: folder / path for name, path in outputs.items()}
    snakemake = SimpleNamespace(
        input=SimpleNamespace(**inputs),
        output=SimpleNamespace(**paths),
        log=[str(folder / "log")],
        params=SimpleNamespace(id=script, **params),
    )
    runpy.run_path(str(SCRIPTS / f"{script}.py"), init_globals={"snakemake": snakemake})
    return paths


@pytest.fixture
def study(tmp_path, squares):
    """A 3 x 4 grid over 6 years, and a unit `far` that has no shape."""
    shapes = squares(3, 4)
    shapes.to_file(tmp_path / "shapes.geojson", driver="GeoJSON")
    rng = np.random.default_rng(4)
    keys = pd.MultiIndex.from_product([[*shapes["key"], "far"], range(2000, 2006)], names=["unit", "year"])
    panel = pd.DataFrame(rng.normal(size=(len(keys), 3)), columns=["x", "y", "z"], index=keys).reset_index()
    scores = panel[["unit", "year"]].assign(score=panel["x"] + rng.normal(size=len(panel)))
    panel.to_csv(tmp_path / "panel.csv", index=False)
    scores.to_csv(tmp_path / "scores.csv", index=False)
    return tmp_path


def build(folder):
    outputs = {"weights": "queen.csv", "summary": "queen.json"}
    shapes = {"shapes": folder / "shapes.geojson"}
    return run("build_weights", folder, shapes, outputs, kind="contiguity", key="key", standardize="row")


def sources(folder):
    return {"panel": folder / "panel.csv", "scores": folder / "scores.csv", "weights": [build(folder)["weights"]]}


def fit(folder, leave_out=("far",), columns=COLUMNS):
    outputs = {"estimates": "spillovers.csv", "fits": "spillovers.json", "impacts": "impacts_spillovers.csv"}
    params = {"table": "spillovers", "columns": columns, "names": ["queen"], "leave_out": list(leave_out)}
    return run("fit_spatial_table", folder, sources(folder), outputs, **params, draws=200, seed=5)


def measure(folder, variables=("score", "y"), leave_out=("far",)):
    params = {"names": ["queen"], "variables": list(variables), "leave_out": list(leave_out)}
    outputs = {"autocorrelation": "autocorrelation.csv"}
    return run("measure_autocorrelation", folder, sources(folder), outputs, **params, permutations=49, seed=5)


def test_weights(study):
    paths = build(study)
    table, summary = pd.read_csv(paths["weights"]), json.loads(paths["summary"].read_text())
    assert list(table.columns[:3]) == ["unit", "neighbour", "weight"]
    assert table[["unit", "neighbour"]].equals(table[["unit", "neighbour"]].sort_values(["unit", "neighbour"]))
    assert table.groupby("unit")["weight"].sum().to_numpy() == pytest.approx(np.ones(12))
    assert (summary["n"], summary["links"], summary["degree"]["max"], summary["islands"]) == (12, 58, 8, [])
    assert summary["row_standardised"]
    assert summary["interval_of_rho"][1] == pytest.approx(1)


def test_island_is_refused_by_name(study, squares):
    shapes = squares(1, 5).drop(index=3)
    shapes.to_file(study / "shapes.geojson", driver="GeoJSON")
    with pytest.raises(StudyError, match="s04"):
        build(study)


def test_autocorrelation(study):
    table = pd.read_csv(measure(study)["autocorrelation"])
    assert len(table) == 2 * 6
    assert table[["year", "weights", "variable"]].drop_duplicates().shape[0] == 12
    assert (table["n_units"] == 12).all()
    assert table["p_permutation"].between(0, 1).all()


def test_fit_and_gather(study):
    paths = fit(study)
    estimates, impacts = pd.read_csv(paths["estimates"]), pd.read_csv(paths["impacts"])
    fits = {column["name"]: column for column in json.loads(paths["fits"].read_text())["columns"]}
    names = ["table", "column", "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
    assert list(estimates.columns) == names
    assert estimates["term"].tolist() == ["x", "rho", "x", "z", "rho"]
    assert estimates["column"].tolist() == ["both", "both", "late", "late", "late"]
    assert (fits["both"]["n_obs"], fits["late"]["n_obs"], fits["late"]["n_periods"]) == (72, 48, 4)
    assert fits["both"]["warnings"] == ["left out (not in the weights): far, i.e. 1 unit"]
    assert fits["both"]["effects"] == "two-way"
    assert fits["both"]["ssc"] == {"rule": "ml_hessian", "factor": 1}
    gathered = run("gather_impacts", study, {"impacts": [paths["impacts"]]}, {"impacts": "impacts.csv"})["impacts"]
    assert gathered.read_bytes() == paths["impacts"].read_bytes()
    sums = impacts.pivot(index=["column", "term"], columns="effect", values="estimate")
    assert (sums["direct"] + sums["indirect"]).to_numpy() == pytest.approx(sums["total"].to_numpy(), abs=1e-11)


def test_order_of_rows_leaves_the_bytes_unchanged(study):
    before = [path.read_bytes() for path in (*fit(study).values(), *measure(study).values())]
    for name in ("panel.csv", "scores.csv"):
        pd.read_csv(study / name).sample(frac=1, random_state=2).to_csv(study / name, index=False)
    after = [path.read_bytes() for path in (*fit(study).values(), *measure(study).values())]
    assert before == after


def test_sample_of_units_rebuilds_the_weights(study):
    column = COLUMNS[0] | {"sample": "x < 100"}
    json_path = fit(study, leave_out=["far", "s00"], columns=[column])["fits"]
    fits = json.loads(json_path.read_text())["columns"][0]
    assert fits["n_units"] == 11
    assert fits["warnings"] == [
        "left out (not in the weights): far, i.e. 1 unit",
        "left out (although in the weights): s00, i.e. 1 unit",
        "weights queen rebuilt on 11 of their 12 units; 6 of 58 links lost",
    ]


def gap(panel):
    return panel.assign(x=panel["x"].where(panel.index != 7))


@pytest.mark.parametrize(
    ("change", "leave_out", "message"),
    [
        (None, [], r"table `spillovers`, column `both`: weights `queen` lack 1 of 13 units of the panel: far"),
        (None, ["far", "moon"], "not in the panel: moon"),
        (None, ["far", "s01", "s10", "s11"], "no neighbour for 1 of 9 units: s00"),
        (gap, ["far"], "variable `x` is missing in 1 of 72"),
        (lambda panel: panel.drop(index=7), ["far"], "not balanced"),
    ],
)
def test_refusals(study, change, leave_out, message):
    if change:
        change(pd.read_csv(study / "panel.csv")).to_csv(study / "panel.csv", index=False)
    with pytest.raises(StudyError, match=message):
        fit(study, leave_out)


@pytest.mark.parametrize(("key", "value"), [("model", "sdm"), ("weights", "rook")])
def test_unknown_model_or_weights(study, key, value):
    with pytest.raises(StudyError, match=f"{key}.* `{value}`"):
        fit(study, columns=[COLUMNS[0] | {key: value}])
