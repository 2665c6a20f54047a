"""Event studies with neighbours: explicit dummies, effects by an inverse, tests of leads, what is left of the lags."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.contract import FACTS
from core.errors import StudyError
from estimation.weights import from_pairs
from spatial.event_columns import spatial_event_column

UNITS = np.array([f"u{i:02d}" for i in range(24)])
YEARS = np.arange(2000, 2012)
SETTINGS = {
    "name": "a", "estimator": "spatial_event_study", "formula": "y ~ ai + x | unit + year", "sample": None,
    "policy": "ai", "matrix": "ring", "se": "cluster", "cluster": "unit", "correction": "lee_yu", "model": "sdm",
    "window": [-3, 2], "base": -1, "stream": [1, "t", "a"],
}  # fmt: skip
KEYS = (-3, -2, 0, 1, 2)


def ring(reach):
    """Each unit's neighbours are the `reach` next ones on either side of it on a circle."""
    at = np.arange(24)
    pairs = [(at, (at + step) % 24) for step in range(1, reach + 1)]
    unit, neighbour = (np.concatenate(part) for part in zip(*pairs, *((b, a) for a, b in pairs), strict=True))
    together = pd.DataFrame({"unit": UNITS[unit], "neighbour": UNITS[neighbour]}).drop_duplicates()
    return from_pairs(together["unit"], together["neighbour"], np.ones(len(together)), "ring", "row")


@pytest.fixture(scope="module")
def panel():
    """Half of the units begin in 2004 to 2008; the policy acts at home (1) and next door (0.5), and rho is 0.3."""
    rng = np.random.default_rng(2)
    start = np.where(np.arange(24) % 2 == 0, rng.integers(2004, 2009, 24), 9999)
    policy = (start[:, None] <= YEARS).astype(float)
    near = ring(2).matrix.toarray()
    x = rng.normal(size=policy.shape)
    mean = policy + 0.5 * near @ policy + x + rng.normal(size=(24, 1)) + rng.normal(size=12)
    y = np.linalg.solve(np.eye(24) - 0.3 * near, mean + 0.3 * rng.normal(size=policy.shape))
    keys = {"unit": np.repeat(UNITS, 12), "year": np.tile(YEARS, 24)}
    return pd.DataFrame({**keys, "y": y.ravel(), "ai": policy.ravel(), "x": x.ravel()})


def fit(panel, reach=2, **settings):
    return spatial_event_column(panel, {"ring": ring(reach)}, {"ring": []}, SETTINGS | settings)


def dummies(panel):
    """(N, T) for each key: 1 in the relative year, ends with the years beyond, by a look at each cell."""
    policy = panel["ai"].to_numpy().reshape(24, 12)
    start = np.where(policy.any(axis=1), policy.argmax(axis=1), 999)
    since = np.clip(np.arange(12) - start[:, None], -3, 2)
    return {key: ((since == key) & (start < 999)[:, None]).astype(float) for key in KEYS}


def design(panel):
    """Own event times, x, their lags, and explicit dummies of units and years."""
    near = ring(2).matrix.toarray()
    own = [*dummies(panel).values(), panel["x"].to_numpy().reshape(24, 12)]
    columns = [*own, *(near @ values for values in own)]
    return np.column_stack(
        [
            *(values.ravel() for values in columns),
            np.repeat(np.eye(24), 12, axis=0),
            np.tile(np.eye(12), (24, 1))[:, 1:],
        ]
    )


def test_without_a_lag_of_the_outcome_effects_are_coefficients_of_least_squares_with_explicit_dummies(panel):
    rows, fact = fit(panel, model="slx", correction="none")
    slopes = np.linalg.lstsq(design(panel), panel["y"].to_numpy(), rcond=None)[0]
    found = rows.set_index("term")["estimate"]
    assert found[[f"direct:ai::{key}" for key in KEYS]].to_numpy() == pytest.approx(slopes[:5], rel=1e-9)
    assert found[[f"indirect:ai::{key}" for key in KEYS]].to_numpy() == pytest.approx(slopes[6:11], rel=1e-9)
    assert found[["x", "W:x"]].to_numpy() == pytest.approx(slopes[[5, 11]], rel=1e-9)
    assert (fact["model"], fact["policy"], fact["treated_units"]) == ("slx", "ai", 12)
    assert set(FACTS["estimates/{rule}/{table}.json, each of its columns"]) <= set(fact)


def test_with_a_lag_of_the_outcome_effects_are_those_of_the_inverse(panel):
    """At the printed estimates; and these have the highest likelihood among those with explicit dummies nearby."""
    rows, fact = fit(panel, correction="none")
    near = ring(2).matrix.toarray()
    found, said = rows.set_index("term")["estimate"], fact["parameters"]
    values = dict(zip(said["terms"], said["estimates"], strict=True))
    inverse = np.linalg.inv(np.eye(24) - values["rho"] * near)
    for key in KEYS:
        matrix = inverse @ (values[f"ai::{key}"] * np.eye(24) + values[f"W:ai::{key}"] * near)
        assert found[f"direct:ai::{key}"] == pytest.approx(np.trace(matrix) / 24, rel=1e-9)
        assert found[f"total:ai::{key}"] == pytest.approx(matrix.sum() / 24, rel=1e-9)
        assert found[f"indirect:ai::{key}"] == pytest.approx(
            found[f"total:ai::{key}"] - found[f"direct:ai::{key}"], abs=1e-12
        )

    def likelihood(rho):
        y = ((np.eye(24) - rho * near) @ panel["y"].to_numpy().reshape(24, 12)).ravel()
        rest = y - design(panel) @ np.linalg.lstsq(design(panel), y, rcond=None)[0]
        return 12 * np.linalg.slogdet(np.eye(24) - rho * near)[1] - len(y) / 2 * np.log(rest @ rest / len(y))

    grid = values["rho"] + np.array([-1e-3, 0, 1e-3])
    assert np.argmax([likelihood(rho) for rho in grid]) == 1


def test_rows_are_those_of_an_event_study_by_effect(panel):
    rows, _ = fit(panel)
    events = rows[rows["effect"].notna()]
    assert events["effect"].tolist() == ["direct"] * 6 + ["indirect"] * 6 + ["total"] * 6
    assert events["k"].tolist() == [-3, -2, -1, 0, 1, 2] * 3
    base = events[events["base"]]
    assert base["estimate"].tolist() == [0, 0, 0] and base["std_error"].isna().all()
    assert events.loc[events["k"].isin([-3, 2]), "binned"].all()
    assert rows["term"].tolist()[-3:] == ["x", "W:x", "rho"]
    assert rows["term"].is_unique
    half = (events["conf_high"] - events["conf_low"]) / 2
    assert half.dropna().to_numpy() == pytest.approx(stats.norm.ppf(0.975) * events["std_error"].dropna().to_numpy())
    known = events.dropna(subset="std_error")
    assert known["simulated_se"].to_numpy() == pytest.approx(known["std_error"].to_numpy(), rel=0.15)


@pytest.mark.parametrize("model", ["slx", "sdm"])
def test_leads_are_tested_at_home_next_door_and_together(panel, model):
    _, fact = fit(panel, model=model)
    said = fact["parameters"]
    at = {term: place for place, term in enumerate(said["terms"])}
    own, near = ["ai::-3", "ai::-2"], ["W:ai::-3", "W:ai::-2"]
    for name, terms in {"Own leads": own, "Neighbours' leads": near, "pretrend": own + near}.items():
        places = [at[term] for term in terms]
        value = np.array(said["estimates"])[places]
        wald = value @ np.linalg.inv(np.array(said["covariance"])[np.ix_(places, places)]) @ value
        test = fact["tests"][name]
        assert (test["terms"], test["df1"]) == (terms, len(terms))
        assert test["statistic"] == pytest.approx(wald / len(terms), rel=1e-9)
        assert test["p_value"] == pytest.approx(stats.chi2.sf(wald, len(terms)), rel=1e-9)


def test_what_a_study_tests_and_adds_up_stands_beside_the_leads(panel):
    """Coefficients, not effects; and clusters that are fewer than the leads leave nothing to test these by."""
    more = {"test": {"Later": ["W:ai::1", "W:ai::2"]}, "lincom": {"Both": "ai::0 + W:ai::0"}}
    _, fact = fit(panel, **more)
    assert list(fact["tests"]) == ["Own leads", "Neighbours' leads", "pretrend", "Later"]
    assert fact["tests"]["Later"]["terms"] == ["W:ai::1", "W:ai::2"]
    said = dict(zip(fact["parameters"]["terms"], fact["parameters"]["estimates"], strict=True))
    assert fact["lincom"]["Both"]["estimate"] == pytest.approx(said["ai::0"] + said["W:ai::0"])
    _, few = fit(panel.assign(third=panel["unit"].str[1:].astype(int) % 3), cluster="third")
    assert few["tests"]["pretrend"]["statistic"] is None
    assert "pretrend: not tested, since the variance of its terms is singular" in few["warnings"]


def test_no_leads_are_tested_where_there_are_none(panel):
    assert fit(panel, window=[-1, 2])[1]["tests"] == {}


def test_what_is_left_of_a_lag_is_what_dummies_do_not_explain(panel):
    """R2 of each lagged event time on explicit dummies of units and years."""
    _, fact = fit(panel)
    effects = design(panel)[:, 12:]
    near = ring(2).matrix.toarray()
    for (key, own), said in zip(dummies(panel).items(), fact["lagged"], strict=True):
        rest = []
        for values in (near @ own, own):
            column = values.ravel()
            rest.append(column - effects @ np.linalg.lstsq(effects, column, rcond=None)[0])
        assert said["k"] == key
        assert said["share"] == pytest.approx(rest[0].var() / (near @ own).var(), rel=1e-9)
        assert said["ratio"] == pytest.approx(rest[0].std() / rest[1].std(), rel=1e-9)


def test_lags_that_are_nearly_year_effects_are_a_warning_and_then_refused(panel):
    """On a circle of 24 units, each of which has 22 or all 23 others as neighbours."""
    _, fact = fit(panel, reach=11)
    assert any("effects of neighbours are mostly noise" in said for said in fact["warnings"])
    with pytest.raises(StudyError, match=r"less than 1 % of the variance .*: `W:ai::-3` 0\.\d\d%"):
        fit(panel, reach=12)


def test_rows_in_another_order_give_the_same_bytes(panel):
    one, other = (fit(frame)[0] for frame in (panel, panel.sample(frac=1, random_state=3)))
    assert one.to_csv() == other.to_csv()
    assert fit(panel, stream=[2, "t", "a"])[0]["simulated_mean"].tolist() != one["simulated_mean"].tolist()


def test_a_policy_without_a_contrast_is_refused(panel):
    with pytest.raises(StudyError, match="no unit is treated"):
        fit(panel.assign(ai=0.0))


def test_tests_and_sums_of_the_study_stand_beside_those_of_the_leads(panel):
    """Sums are of coefficients, of which those of the years of the policy have lags of their own."""
    named = {"test": {"Neighbours": ["W:ai::0", "W:ai::1"]}, "lincom": {"Both": "ai::1 + W:ai::1"}}
    _, plain = fit(panel)
    _, fact = fit(panel, **named)
    assert {name: fact["tests"][name] for name in plain["tests"]} == plain["tests"]
    covariance, terms = np.array(fact["parameters"]["covariance"]), fact["parameters"]["terms"]
    own, next_door = (terms.index(term) for term in ("ai::1", "W:ai::1"))
    both = fact["lincom"]["Both"]
    assert both["estimate"] == pytest.approx(sum(fact["parameters"]["estimates"][at] for at in (own, next_door)))
    variance = covariance[own, own] + covariance[next_door, next_door] + 2 * covariance[own, next_door]
    assert both["std_error"] == pytest.approx(np.sqrt(variance))
    assert fact["tests"]["Neighbours"]["df1"] == 2
