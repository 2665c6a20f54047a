"""What weights are like and what they leave of a policy: those of 297 cities against published numbers."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.arrays import write_columns
from core.errors import StudyError
from core.files import read_json, write_json
from core.points import great_circle
from core.tables import read_csv, write_csv
from estimation.weights import from_array, to_table
from spatial.diagnostics import diagnostics, left_of, table_of
from spatial.tabulate_matrices import tabulate_matrices

REFERENCE = Path(__file__).parent / "reference"
EXPECTED = json.loads((REFERENCE / "moran_expected.json").read_text(encoding="utf-8"))
LAGGED = EXPECTED["policy_lag_diagnostic"]


@pytest.fixture(scope="module")
def cities():
    """Keys of the 297 cities, raw weights by kind, and the policy of the reference, units by 9 periods."""
    table = pd.read_csv(REFERENCE / "moran_inputs.csv", dtype={"adcode": str})
    units, places = table["adcode"].to_numpy(), table[["lat", "lon"]].to_numpy()
    distance = great_circle(places, places)
    with np.errstate(divide="ignore"):
        raw = {"distance_exp1": 1 / distance, "distance_exp2": distance**-2.0}
        raw["economic"] = 1 / np.abs(np.subtract.outer(*[table["pgdp"].to_numpy()] * 2))
    start = {code: cohort["first_period"] for cohort in LAGGED["treated"] for code in cohort["adcodes"]}
    first = np.array([start.get(unit, np.inf) for unit in units])
    return units, raw, (np.arange(1, 10) >= first[:, None]).astype(float)


@pytest.mark.parametrize("kind", ["distance_exp1", "distance_exp2", "economic", "distance_exp1_maxeig"])
def test_what_two_way_effects_leave_of_a_lagged_policy(cities, kind):
    """Published numbers, to rounding."""
    (units, raw, policy), expected = cities, LAGGED["expected"][kind]
    standardize = "max_eigenvalue" if kind.endswith("maxeig") else "row"
    found = left_of(policy, from_array(units, raw[kind.removesuffix("_maxeig")], kind, standardize))
    assert found == pytest.approx((expected["share_var_left"], expected["ratio_sd_left_to_policy"]), rel=1e-9)


def test_a_policy_that_does_not_vary_leaves_nothing(cities):
    units, raw, policy = cities
    weights = from_array(units, raw["distance_exp2"], "w", "row")
    assert left_of(np.zeros_like(policy), weights) is None
    assert left_of(np.repeat(policy[:, -1:], 9, axis=1), weights) is None


@pytest.mark.parametrize("symmetric", [True, False])
def test_measures_are_those_of_the_graph(symmetric):
    """Against dense arrays: two parts, one unit alone; as many components as the Laplacian has zero eigenvalues."""
    raw = np.zeros((7, 7))
    for one, other, weight in ((0, 1, 1), (1, 2, 2), (0, 2, 4), (3, 4, 1), (4, 5, 3)):
        raw[one, other], raw[other, one] = weight, weight + (0 if symmetric else one + 1)
    weights = from_array(np.array(list("abcdefg")), raw, "w", "none")
    found, values, degrees = dict(diagnostics(weights)), np.linalg.eigvals(raw), (raw > 0).sum(axis=1)
    both = (raw + raw.T > 0).astype(float)
    assert list(found.values())[:7] == [7, 10, degrees.min(), pytest.approx(degrees.mean()), degrees.max(), 1, 3]
    assert found["Components"] == 7 - np.linalg.matrix_rank(np.diag(both.sum(axis=1)) - both)
    assert found["Same in both directions, raw"] == ("yes" if symmetric else "no")
    assert [found["Row sum, least"], found["Row sum, most"]] == [raw.sum(axis=1).min(), raw.sum(axis=1).max()]
    assert found["Eigenvalue, largest"] == pytest.approx(values.real.max(), rel=1e-9)
    assert found["Eigenvalue, least real part"] == pytest.approx(values.real.min(), rel=1e-9)
    assert found["Complex eigenvalues"] == (np.abs(values.imag) > 1e-9).sum()
    real = values.real[np.abs(values.imag) < 1e-9]
    assert [found["rho from"], found["rho to"]] == pytest.approx([1 / real.min(), 1 / real.max()], rel=1e-9)


@pytest.fixture(scope="module")
def files(tmp_path_factory, cities):
    """The cities and a unit without weights; two matrices, one of which a few units own; a policy."""
    (units, raw, policy), folder = cities, tmp_path_factory.mktemp("matrices")
    index = pd.MultiIndex.from_product([[*units, "far"], range(2001, 2010)], names=["unit", "year"])
    values = np.vstack([policy, np.zeros((1, 9))]).ravel()
    write_csv(folder / "panel.csv", pd.DataFrame({"policy": values, "never": 0.0}, index=index).reset_index())
    for name, kind, standardize in (("even", "distance_exp1", "row"), ("uneven", "economic", "max_eigenvalue")):
        write_columns(folder / f"{name}.csv", to_table(from_array(units, raw[kind], name, standardize)))
        write_json(folder / f"{name}.json", {"notes": ["made so"]} if name == "even" else {})
    return folder


def tabulated(files, names=("even", "uneven"), leave_out=("far",), policies=("policy", "never")):
    paths = [[files / f"{name}.{ending}" for name in names] for ending in ("csv", "json")]
    table, layout = files / "table.csv", files / "layout.json"
    without = {name: list(leave_out) for name in names}
    tabulate_matrices(files / "panel.csv", *paths, table, layout, list(names), without, list(policies))
    return read_csv(table), read_json(layout)


def test_the_table_puts_matrices_side_by_side(files):
    table, layout = tabulated(files)
    assert table.groupby("matrix").size().to_dict() == {"even": 20, "uneven": 20}
    printed = table.set_index(["matrix", "group", "measure"])["printed"]
    assert printed["even", "Weights", "Links"] == "87,912"
    assert printed["even", "policy", "Share of Var(W x policy) left"] == "0.0571"
    assert printed["even", "never", "Share of Var(W x policy) left"] == "undefined: it does not vary"
    assert layout["notes"][1:] == ["Left out (not in the weights): far.", "even: made so."]
    assert [said.partition(":")[0] for said in layout["warnings"]] == ["even", "even", "uneven"]
    assert "sd(I) is 0.0049" in layout["warnings"][0]
    assert "leave 0.057 of that of `policy`" in layout["warnings"][1]
    assert "a few units own the matrix" in layout["warnings"][2]


def test_a_unit_that_the_weights_lack_is_refused(files):
    with pytest.raises(StudyError, match="weights `even` lack 1 of 298 units of the panel: far"):
        tabulated(files, leave_out=())


def test_without_policies_there_is_a_group_less(cities):
    units, raw, _ = cities
    weights = from_array(units, raw["distance_exp2"], "w", "row")
    panel = pd.DataFrame({"unit": units, "year": 2000})
    assert set(table_of(panel, [weights], {"w": []}, [])[0]["group"]) == {"Weights"}
