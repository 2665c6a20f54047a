"""Matching against loops, statsmodels and numbers by hand."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import planted

from core.errors import StudyError
from did.matching import KERNELS, balance, matched, summary
from did.matching_columns import matching_column
from estimation.logit import logit


@pytest.fixture(scope="module")
def candidates():
    """80 candidates, a third of them treated the more likely the larger x0."""
    random = np.random.default_rng(3)
    columns = random.normal(size=(80, 3))
    treated = random.random(80) < 1 / (1 + np.exp(1 - columns[:, 0]))
    return treated, columns


@pytest.mark.parametrize("weighted", [False, True])
def test_logit_is_that_of_statsmodels(candidates, weighted):
    treated, columns = candidates
    design = sm.add_constant(columns)
    weights = np.random.default_rng(1).integers(1, 4, len(treated)).astype(float) if weighted else None
    own = logit(treated.astype(float), design, weights)
    model = sm.GLM(treated.astype(float), design, family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-12)
    np.testing.assert_allclose(own.coefficients, model.params, rtol=1e-8)
    np.testing.assert_allclose(own.covariance, model.cov_params(), rtol=1e-6)
    assert own.log_likelihood == pytest.approx(model.llf)
    assert own.null_log_likelihood == pytest.approx(model.llnull)


def test_a_logit_without_a_maximum_is_refused():
    x = np.column_stack([np.ones(20), np.arange(20.0)])
    with pytest.raises(StudyError, match="predict perfectly"):
        logit((x[:, 1] > 9).astype(float), x)
    with pytest.raises(StudyError, match="collinear"):
        logit((x[:, 1] % 3 == 0).astype(float), np.column_stack([x, 2 * x[:, 1]]))


def by_loops(score, treated, method, caliper, width, neighbours):
    """Weights of all candidates, one treated candidate after the other."""
    others = np.flatnonzero(~treated)
    low, high = score[others].min(), score[others].max()
    weights, outside, alone = np.zeros(len(score)), 0, 0
    for i in np.flatnonzero(treated):
        if not low <= score[i] <= high:
            outside += 1
            continue
        distance = {j: abs(score[i] - score[j]) for j in others}
        if method == "radius":
            share = {j: 1.0 for j in others if distance[j] <= caliper}
        elif method == "kernel":
            share = {j: 1 - (distance[j] / width) ** 2 for j in others if distance[j] < width}
        else:
            near = sorted(others, key=distance.get)[:neighbours]
            share = {j: 1.0 for j in near if caliper is None or distance[j] <= caliper}
        if not share:
            alone += 1
            continue
        weights[i] = 1
        for j, value in share.items():
            weights[j] += value / sum(share.values())
    return weights, outside, alone


@pytest.mark.parametrize(
    ("method", "caliper", "neighbours"),
    [("radius", 0.02, 1), ("radius", 0.2, 1), ("kernel", None, 1), ("nearest", None, 1), ("nearest", 0.03, 3)],
)
def test_weights_are_those_of_loops(candidates, method, caliper, neighbours):
    treated, columns = candidates
    own = matched(treated, columns, method, caliper, 0.06, neighbours)
    weights, outside, alone = by_loops(own.propensity, treated, method, caliper, 0.06, neighbours)
    np.testing.assert_allclose(own.weights, weights, atol=1e-12)
    assert (own.outside, own.alone) == (outside, alone)
    assert own.weights[~treated].sum() == pytest.approx((own.weights[treated] > 0).sum())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=3, max_size=8), st.integers(1, 4))
def test_ties_of_the_last_neighbour_share_its_place(distances, neighbours):
    shares = KERNELS["nearest"](np.array([distances]), None, 0.06, neighbours)[0]
    assert shares.sum() == pytest.approx(min(neighbours, len(distances)))
    order = np.argsort(distances, kind="stable")
    assert all(np.diff(shares[order]) <= 1e-12)
    for value in set(distances):
        assert np.ptp(shares[np.array(distances) == value]) < 1e-12


def test_balance_by_hand(candidates):
    treated, columns = candidates
    found = matched(treated, columns, "kernel", None, 0.06, 1)
    rows = balance(treated, columns, ["a", "b", "c"], found.weights)
    assert [(row["variable"], row["stage"]) for row in rows[:2]] == [("a", "before"), ("a", "after")]
    one, zero = columns[treated, 0], columns[~treated, 0]
    spread = np.sqrt((one.var(ddof=1) + zero.var(ddof=1)) / 2)
    assert rows[0]["bias"] == pytest.approx(100 * (one.mean() - zero.mean()) / spread)
    plain = sm.stats.ttest_ind(one, zero)
    assert (rows[0]["statistic"], rows[0]["p_value"]) == pytest.approx(plain[:2])
    weighted = sm.WLS(columns[:, 0], sm.add_constant(treated.astype(float)), weights=found.weights)
    kept = found.weights > 0
    weighted = sm.WLS(columns[kept, 0], sm.add_constant(treated[kept].astype(float)), weights=found.weights[kept]).fit()
    assert (rows[1]["statistic"], rows[1]["p_value"]) == pytest.approx((weighted.tvalues[1], weighted.pvalues[1]))
    assert abs(rows[1]["bias"]) < abs(rows[0]["bias"])
    before, after = summary(treated, columns, np.ones(80)), summary(treated, columns, found.weights)
    model = sm.Logit(treated.astype(float), sm.add_constant(columns)).fit(disp=0, tol=1e-12)
    assert before["pseudo_r2"] == pytest.approx(model.prsquared)
    assert (before["lr_chi2"], before["lr_p_value"]) == pytest.approx((model.llr, model.llr_pvalue))
    index = model.predict(which="linear")
    gap = abs(index[treated].mean() - index[~treated].mean())
    pooled = np.sqrt((index[treated].var(ddof=1) + index[~treated].var(ddof=1)) / 2)
    assert before["rubin_b"] == pytest.approx(100 * gap / pooled, rel=1e-6)
    assert after["pseudo_r2"] < before["pseudo_r2"] and after["rubin_b"] < before["rubin_b"]


def column(**more):
    own = {
        "name": "a",
        "estimator": "matching",
        "formula": "y ~ d + x1 | unit + year",
        "policy": "d",
        "on": ["x1", "x2"],
    }
    own |= {"method": "kernel", "caliper": None, "bandwidth": 0.2, "neighbours": 1, "rows": "pre", "use": "support"}
    return own | {"sample": None, "cluster": "unit", "missing": "drop", "ssc": "reghdfe"} | more


@pytest.fixture(scope="module")
def panel():
    """Half of 60 units adopt from their third year on, the earlier ones in 2003."""
    frame = planted(12, 60, 8)
    start = frame["unit"].map(
        {unit: 2003 + number % 3 for number, unit in enumerate(frame["unit"].unique()) if number % 2}
    )
    return frame.assign(d=(frame["year"] >= start.fillna(9999)).astype(float))


@pytest.mark.parametrize("use", ["support", "weights"])
def test_the_second_step_is_least_squares_of_the_matched_units(panel, use):
    table, facts = matching_column(panel, column(use=use))
    means = panel[panel["year"] < 2003].groupby("unit")[["x1", "x2"]].mean()
    treated = panel.groupby("unit")["d"].max().to_numpy() == 1
    weights = matched(treated, means.to_numpy(), "kernel", None, 0.2, 1).weights
    rows = panel.assign(w=panel["unit"].map(dict(zip(means.index, weights, strict=True))))
    rows = rows[rows["w"] > 0]
    design = np.column_stack([rows[["d", "x1"]], *(
        (rows[key] == value).astype(float) for key in ("unit", "year") for value in rows[key].unique()
    )])  # fmt: skip
    root = np.sqrt(rows["w"]).to_numpy() if use == "weights" else np.ones(len(rows))
    expected = np.linalg.lstsq(design * root[:, None], rows["y"].to_numpy() * root, rcond=None)[0][:2]
    np.testing.assert_allclose(table["estimate"], expected, rtol=1e-8)
    assert facts["n_obs"] == len(rows)
    assert facts["weights"] == ("matching" if use == "weights" else None)
    account = facts["matching"]
    assert account["units_with_gaps"] == 0 and account["rows_kept"] == len(rows)
    assert len(account["propensity"]) == 60
    assert any(f"with {account['matched']['others']} of 30 others" in warning for warning in facts["warnings"])


@pytest.mark.parametrize("rows", ["yearly", "pooled"])
def test_matched_unit_years_leave_gaps_and_say_so(panel, rows):
    _, facts = matching_column(panel, column(rows=rows, method="nearest"))
    account = facts["matching"]
    assert account["units_with_gaps"] > 0
    assert any("have gaps after matching" in warning for warning in facts["warnings"])
    assert facts["dropped"]["rows of units without a match"] == 480 - account["rows_kept"] - facts["dropped"].get(
        "singletons", 0
    )


def test_what_cannot_be_matched_is_refused(panel):
    with pytest.raises(StudyError, match="no treated unit has a match by `radius`"):
        matching_column(panel, column(method="radius", caliper=1e-12))
    early = panel[panel["year"] >= 2003]
    with pytest.raises(StudyError, match="no year lies before the first start"):
        matching_column(early, column())
    with pytest.raises(StudyError, match="matching in 2000: the variables of the logit are collinear"):
        matching_column(panel.assign(same=1.0), column(rows="yearly", on=["same"]))
