"""One column with lags between grades: which grade a unit has, what is said of it, results by label."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from estimation.ml_errors import corrected
from estimation.panel_ml import Arrays
from spatial.contiguity import queen_contiguity
from spatial.grade_columns import doubts, grade_column
from spatial.grade_lags import Grades, grade_lags

SETTINGS = {
    "name": "a", "estimator": "sar", "matrix": "queen", "formula": "y ~ x | unit + year", "sample": None,
    "split": ["big", "small"], "policy": None, "cluster": "unit", "se": "cluster", "correction": "lee_yu",
}  # fmt: skip
YEARS = range(2000, 2006)


@pytest.fixture
def weights(squares):
    return {"queen": queen_contiguity(squares(3, 4), "key", "queen", "row")}


@pytest.fixture
def panel(weights):
    """Twelve squares over six years; every third one is big; y follows x and its neighbours."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(12, 6))
    inverse = np.linalg.inv(np.eye(12) - 0.4 * weights["queen"].matrix.toarray())
    y = inverse @ (x + 0.3 * rng.normal(size=(12, 6)))
    big = np.repeat(np.arange(12) % 3 == 0, 6).astype(float)
    keys = {"unit": np.repeat(weights["queen"].units, 6), "year": [*YEARS] * 12}
    return pd.DataFrame({**keys, "x": x.ravel(), "y": y.ravel(), "big": big, "small": 1 - big})


def fit(panel, weights, without=(), **settings):
    return grade_column(panel, weights, {"queen": list(without)}, SETTINGS | settings)


def test_a_column_is_the_fit_of_its_arrays_in_order_of_the_keys(panel, weights):
    rows, fact = fit(panel, weights)
    outcome, x = (panel[name].to_numpy().reshape(12, 6) for name in ("y", "x"))
    grades = Grades(("big", "small"), np.where(np.arange(12) % 3 == 0, 0, 1))
    known = grade_lags(Arrays(outcome, x[..., None], ("x",), ("unit", "year")), weights["queen"].matrix, grades)
    estimates, sigma2, factor = corrected(known, ("unit", "year"))
    assert rows["term"].tolist() == ["x", "rho.big.big", "rho.big.small", "rho.small.big", "rho.small.small"]
    assert rows["estimate"].to_numpy() == pytest.approx(estimates, rel=1e-12)
    moved = known.scores @ np.linalg.inv(known.information)
    assert rows["std_error"].to_numpy() ** 2 == pytest.approx(factor * (moved**2).sum(axis=0)[:-1], rel=1e-9)
    assert list(fact["uncorrected"]["estimates"].values()) == pytest.approx(known.estimates)
    by_hessian = np.sqrt(6 / 5 * np.diag(np.linalg.inv(known.information))[:-1])
    assert list(fact["hessian"].values()) == pytest.approx(by_hessian, rel=1e-9)
    assert fact["sigma2"] == sigma2
    assert fact["fitstat"] == {"radius": known.lags.radius(estimates[1:])}
    assert fact["split"]["codes"].tolist() == grades.codes.tolist()
    assert (fact["n_obs"], fact["n_clusters"], fact["cluster"]) == (72, 12, "unit")
    (said,) = fact["warnings"]
    assert said.startswith("one unit carries more than a third of what is known of a lag, `rho.big.big` s03 (")


@pytest.mark.parametrize("cluster", ["part", "none"])
def test_errors_are_those_that_the_settings_ask_for(panel, weights, cluster):
    """Clusters of squares side by side, by sums of the units' scores; without clusters those of the Hessian."""
    frame = panel.assign(part=panel["unit"].str[2].astype(int))
    keys = {"se": "hessian"} if cluster == "none" else {"cluster": "part"}
    rows, fact = fit(frame, weights, correction="none", **keys)
    errors = np.array(list(fact["hessian"].values()))
    assert (rows["std_error"].to_numpy() == errors).all() == (cluster == "none")
    assert fact["n_clusters"] == (None if cluster == "none" else 4)
    assert rows["estimate"].tolist() == list(fact["uncorrected"]["estimates"].values())


def test_rows_in_another_order_give_the_same_bytes(panel, weights):
    one, other = (fit(frame, weights)[0] for frame in (panel, panel.sample(frac=1, random_state=3)))
    assert one.to_csv() == other.to_csv()


def test_a_pair_of_grades_without_a_weight_is_named(panel, weights):
    corner = panel.assign(big=1.0 * (panel["unit"] == "s00"), small=1.0 * (panel["unit"] != "s00"))
    rows, fact = fit(corner, weights)
    assert "rho.big.big" not in set(rows["term"])
    assert fact["warnings"][0] == "not estimated, because no weight is between such units: rho.big.big"


def test_a_grade_that_the_sample_lacks_is_named_and_links_are_counted(panel, weights):
    left = panel["unit"].str[1].astype(int) < 2
    frame = panel.assign(part=1.0 * left, big=1.0 * ~left, small=1.0 * left)
    rows, fact = fit(frame, weights, sample="part == 1")
    assert rows["term"].tolist() == ["x", "rho.small.small"]
    assert fact["warnings"] == [
        "weights `queen` rebuilt on 8 of their 12 units; 26 of 58 links lost",
        "no unit of this sample is `big`",
        "not estimated, because no weight is between such units: rho.big.big, rho.big.small, rho.small.big",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"big": 0.5}, "`big` is neither 0 nor 1 in 6 unit-years: s01 2000, s01 2001"),
        ({"big": np.nan}, "`big` is neither 0 nor 1 in 6 unit-years: s01 2000"),
        ({"big": 1.0}, "more than one of `big`, `small` is 1 in s01"),
        ({"small": 0.0}, "none of `big`, `small` is 1 in s01"),
    ],
)
def test_a_split_that_does_not_divide_the_units_is_refused(panel, weights, change, words):
    for name, value in change.items():
        panel.loc[panel["unit"] == "s01", name] = value
    with pytest.raises(StudyError, match=words):
        fit(panel, weights)


def test_a_grade_that_changes_is_refused(panel, weights):
    late = (panel["unit"] == "s01") & (panel["year"] == 2005)
    panel.loc[late, ["big", "small"]] = [1.0, 0.0]
    with pytest.raises(StudyError, match=r"take the grade from one year, .*: `big`, `small` change over time in s01"):
        fit(panel, weights)


def test_an_unbalanced_sample_is_refused(panel, weights):
    with pytest.raises(StudyError, match=r"not balanced, .* 1 of 72 unit-years are not there: s00 2000"):
        fit(panel.iloc[1:], weights)


@pytest.mark.parametrize(
    ("radius", "others", "said"),
    [
        (0.99, (), []),
        (1.02, (), ["the spectral radius of the lags together is 1.0200, not below 1: what they describe explodes"]),
        (0.5, (-12.0, -11.5), ["the likelihood has other maxima, the next by 1.5000 lower"]),
    ],
)
def test_doubts_are_told(radius, others, said):
    made = SimpleNamespace(log_likelihood=-10.0, others=others)
    assert [sentence[: len(words)] for sentence, words in zip(doubts(made, radius), said, strict=True)] == said
