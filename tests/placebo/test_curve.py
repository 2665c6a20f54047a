"""Specification curves: each specification is the column it names, each draw a fit of the drawn policy, chunks do not
matter, what is refused is said, and the joint p is that of its definition."""

from itertools import product

import numpy as np
import pytest
from samples import COLUMN, fit_from, planted
from scipy import stats

from core.errors import StudyError
from core.files import read_json, read_rows
from core.formulas import parse_formula
from did.ols import ols_column
from did.staggered_columns import staggered_column
from estimation.cohorts import first_treated
from estimation.sample import sample_of
from placebo.curve import chunk_of_curve, reassignments_of
from placebo.draw_curve import draw_curve
from placebo.joint import band, curve, joint, layout, medians, statistics
from placebo.tabulate_specifications import tabulate_specifications
from report.grid_table import grid_table

FORMULA = "{outcome} ~ d + {controls} | {effects}"
VARY = {
    "outcome": {"level": "y", "log": "log(z)"},
    "controls": {"none": None, "both": "x1 + x2"},
    "effects": {"plain": "unit + year", "trends": "unit[year] + region^year"},
    "weights": {"equal": None, "weighted": "w"},
    "sample": {"all": None, "late": "year > 2001"},
    "cluster": {"units": "unit", "two": ["unit", "year"], "none": None},
}
KEYS = {"cluster": "unit", "ssc": "reghdfe", "sample": None, "weights": None}
SEED = 5


def panel(**keys):
    frame = planted(3, 24, 8, **keys)
    return frame.assign(z=np.exp(frame["y"] / 5).where(frame["x1"] < 5))


def chunks(frame, vary, draws=30, number=1, formula=FORMULA):
    return zip(
        *(
            chunk_of_curve(frame, formula, vary, "d", KEYS, draws, f"{k}-of-{number}", SEED)
            for k in range(1, number + 1)
        ),
        strict=True,
    )


def normal(fit):
    """Estimate and z of the policy of a fit, the z from its p-value."""
    at = fit.terms.index("d")
    statistic = fit.coefficients[at] / fit.std_errors[at]
    p_value = 2 * stats.t.sf(abs(statistic), fit.small_sample.df)
    return fit.coefficients[at], np.sign(statistic) * stats.norm.isf(p_value / 2)


@pytest.mark.parametrize("share", [1.0, 0.85])
def test_every_specification_is_its_column_and_every_draw_a_fit_of_the_drawn_policy(share):
    frame = panel(share=share)
    (said,), (effects,) = chunks(frame, VARY)
    given = reassignments_of(frame, "d", 30, SEED)
    assert effects.shape == (2, 31, 96) and not given.enumerated
    for at in range(0, 96, 5):
        row = said["rows"][at]
        chosen = {key: VARY[key][row[key]] for key in VARY}
        cluster = chosen["cluster"] or []
        keys = {"clusters": cluster if isinstance(cluster, list) else [cluster]}
        keys |= {"weights": chosen["weights"], "condition": chosen["sample"], "wanted": ("d",)}
        fit = fit_from(frame, row["formula"], **keys)
        np.testing.assert_allclose(effects[:, 0, at], normal(fit), rtol=1e-9)
        assert (row["estimate"], row["n_obs"]) == (pytest.approx(fit.coefficients[0]), len(fit.sample.outcome))
        for draw in (0, 17):
            start = given.starts[np.searchsorted(given.units, frame["unit"].to_numpy(dtype=str)), draw]
            again = fit_from(frame.assign(d=(frame["year"] >= start).astype(float)), row["formula"], **keys)
            np.testing.assert_allclose(effects[:, 1 + draw, at], normal(again), rtol=1e-7)


STAGGERED = {
    "two-way": {"estimator": "ols"},
    "callaway": {"estimator": "callaway_santanna", "control": "not_yet", "base": "varying", "method": "regression"},
    "sun": {"estimator": "sun_abraham"},
    "imputation": {"estimator": "imputation"},
    "stacked": {"estimator": "stacked", "window": [-1, 1], "control": "never", "weighted": True},
}
WHOLE = {"aggregate": "overall", "window": None}


def test_a_specification_may_have_another_estimator_and_its_draws_are_its_column():
    vary = {
        "estimator": {name: (WHOLE if name != "two-way" else {}) | own for name, own in STAGGERED.items()},
        "outcome": {"level": "y", "log": "log(z)"},
        "cluster": {"units": "unit", "regions": "region"},
    }
    frame = planted(3, 24, 8).assign(z=lambda own: np.exp(own["y"] / 5))
    (said,), (effects,) = chunks(frame, vary, draws=20, formula="{outcome} ~ d | unit + year")
    given = reassignments_of(frame, "d", 20, SEED)
    for at, row in enumerate(said["rows"]):
        estimator = STAGGERED[row["estimator"]]["estimator"]
        column = COLUMN | {"name": "a", "policy": "d", "ssc": "reghdfe", "formula": row["formula"], **WHOLE}
        column |= STAGGERED[row["estimator"]] | {"cluster": vary["cluster"][row["cluster"]]}
        fit = ols_column if estimator == "ols" else staggered_column
        table, fact = fit(frame, column)
        assert row["refused"] is None and row["n_obs"] == fact["n_obs"]
        for draw in (None, 0, 19):
            if draw is not None:
                start = given.starts[np.searchsorted(given.units, frame["unit"].to_numpy(dtype=str)), draw]
                table, _ = fit(frame.assign(d=(frame["year"] >= start).astype(float)), column)
            own = table.set_index("term").loc["d"]
            z = np.sign(own["statistic"]) * stats.norm.isf(own["p_value"] / 2)
            place = 0 if draw is None else 1 + draw
            np.testing.assert_allclose(effects[:, place, at], (own["estimate"], z), rtol=1e-7)
    parts = curve(*map(list, chunks(frame, vary, draws=20, number=4, formula="{outcome} ~ d | unit + year")))
    assert parts == curve([said], [effects])
    notes = layout(*parts, vary, "d", "reghdfe")["notes"][0]
    assert notes.startswith(
        "A row is an estimate by the estimator that it names, standard errors by its own rule, reghdfe"
    )


def test_estimators_refuse_choices_that_they_do_not_have():
    vary = {
        "estimator": {"imputation": WHOLE | STAGGERED["imputation"], "two-way": {"estimator": "ols"}},
        "weights": {"equal": None, "weighted": "w"},
        "cluster": {"units": "unit", "none": None},
    }
    said, draws = map(list, chunks(panel(), vary, formula="y ~ d | unit + year"))
    rows, facts = curve(said, draws)
    assert (facts["specifications"], facts["refused"]) == (5, 3)
    refused = {tuple(row[key] for key in vary): row["refused"] for row in rows}
    assert refused["imputation", "equal", "units"] is None
    assert refused["imputation", "weighted", "units"] == "the estimator `imputation` has no weights"
    assert "clustered by one variable" in refused["imputation", "equal", "none"]


def test_draws_keep_the_cohorts_of_the_whole_study():
    frame = panel()
    start = first_treated(sample_of(frame, parse_formula("d ~ d")), "d")
    starts = reassignments_of(frame, "d", 40, SEED).starts
    assert starts.shape == (24, 40)
    assert (np.sort(starts, axis=0) == np.sort(start)[:, None]).all()
    assert len({tuple(column) for column in starts.T}) == 40


@pytest.mark.parametrize("number", [3, 64])
def test_chunks_change_no_bit(number):
    frame, vary = panel(), {key: VARY[key] for key in ("outcome", "controls", "effects", "sample")}
    whole = curve(*map(list, chunks(frame, vary)))
    parts = curve(*map(list, chunks(frame, vary, number=number)))
    assert whole == parts
    assert [row["specification"] for row in whole[0]] == list(range(1, 17))
    assert [row["outcome"] for row in whole[0]] == ["level"] * 8 + ["log"] * 8


def test_what_cannot_be_estimated_is_said_and_counts_nowhere():
    vary = {
        "outcome": {"level": "y"},
        "policy": {"with": "d", "without": "x2"},
        "controls": {"none": None, "absorbed": "d:d", "twice": "x1 + x1"},
        "sample": {"all": None, "untreated": "d == 0"},
        "effects": {"plain": "unit + year"},
    }
    said, draws = map(list, chunks(panel(), vary, formula="{outcome} ~ {controls} + {policy} | {effects}"))
    rows, facts = curve(said, draws)
    assert (facts["specifications"], facts["refused"]) == (1, 11)
    refused = {tuple(row[key] for key in ("policy", "controls", "sample")): row["refused"] for row in rows}
    assert refused["with", "none", "all"] is None
    assert "no unit is treated" in refused["with", "none", "untreated"]
    assert "`d` is collinear with `d:d`" in refused["with", "absorbed", "all"]
    assert "x1 stands twice" in refused["with", "twice", "all"]
    assert "the policy `d` is not among its terms" in refused["without", "none", "all"]
    assert all((row["estimate"] is None) == (row["rank"] is None) == (row["refused"] is not None) for row in rows)
    shown = layout(rows, facts, vary, "d", "reghdfe")
    assert any(line.startswith("2 of 12 specifications refused, number 2, 4: policy `d`") for line in shown["warnings"])
    assert len(grid_table(rows, shown, {}).groups[0].rows) == 12


def test_a_curve_without_any_estimate_is_refused():
    vary = {"controls": {"none": None, "both": "x1 + x2"}, "sample": {"untreated": "d == 0"}}
    with pytest.raises(
        StudyError, match=r"none of 2 specifications can be estimated: 2 of 2 .* number 1, 2: .*no unit"
    ):
        curve(*map(list, chunks(panel(), vary, formula="y ~ d + {controls} | unit + year")))


def test_the_joint_p_is_the_rank_among_all_assignments():
    """Each of 15 assignments in turn is the observed one: the p of a statistic is its rank, so that no share of p at
    most a/15 is larger than a/15."""
    frame = panel().assign(z=lambda own: own["y"] ** 2)
    frame = frame[frame["unit"] < "u006"]
    vary = {key: VARY[key] for key in ("outcome", "controls")} | {"sample": {"all": None, "part": "unit != 'u005'"}}
    pairs = [pair for pair in product(sorted(frame["unit"].unique()), repeat=2) if pair[0] < pair[1]]
    found = []
    for pair in pairs:
        given = frame.assign(d=(frame["unit"].isin(pair) & (frame["year"] >= 2004)).astype(float))
        said, draws = map(list, chunks(given, vary, draws=15, formula="{outcome} ~ d + {controls} | unit + year"))
        assert said[0]["enumerated"] and draws[0].shape[1] == 16
        found.append(curve(said, draws)[1]["joint"])
    for name in ("median", "share", "mean_z"):
        values = np.abs([one[name]["statistic"] for one in found])
        ranks = [(values >= value * (1 - 1e-9)).sum() / 15 for value in values]
        assert [one[name]["p_value"] for one in found] == pytest.approx(ranks)
        assert all(np.mean(np.array(ranks) <= a / 15 + 1e-9) <= a / 15 + 1e-9 for a in range(1, 16))
    assert len({one["median"]["p_value"] for one in found}) > 10


def test_statistics_by_hand():
    estimates = np.array([[3.0, 1.0, -2.0, 4.0], [-1.0, -1.0, 5.0, np.nan], [np.nan] * 4])
    z = np.array([[2.5, 1.0, -3.0, 2.0], [-2.0, np.nan, 4.0, np.nan], [np.nan] * 4])
    found = statistics(np.stack([estimates, z]))
    np.testing.assert_allclose(found["median"], [2, -1, np.nan])
    np.testing.assert_allclose(found["share"], [2 / 4, 1 / 3, np.nan])
    np.testing.assert_allclose(found["mean_z"], [2.5 / 4, 1, np.nan])
    p_values = {name: one["p_value"] for name, one in joint(np.stack([estimates, z]), False).items()}
    assert p_values == pytest.approx({"median": 2 / 3, "share": 2 / 3, "mean_z": 1})  # a draw without any counts


@pytest.mark.parametrize("size", [1, 2, 5, 6])
def test_medians_leave_out_what_is_missing(size):
    values = np.random.default_rng(size).normal(size=(50, size))
    values[np.random.default_rng(1).random(values.shape) < 0.3] = np.nan
    values[:, 0] = 1.0
    np.testing.assert_allclose(medians(values), np.nanmedian(values, axis=1))


def test_the_band_is_of_ranks_and_of_draws_with_all_estimates():
    draws = np.random.default_rng(1).normal(size=(400, 6))
    draws[::50, 2] = np.nan
    low, high = band(draws)
    whole = np.array([sorted(row) for row in draws if not np.isnan(row).any()])
    np.testing.assert_allclose(low, [np.percentile(column, 2.5) for column in whole.T])
    assert (np.diff(low) > 0).all() and (low < high).all()
    assert np.isnan(band(draws[:15])).all()


def test_a_large_effect_is_larger_than_in_every_draw(tmp_path):
    frame = panel()
    frame["y"] += 20 * frame["d"]
    frame.to_csv(tmp_path / "panel.csv", index=False)
    vary = {"controls": {"none": None, "both": "x1 + x2"}, "sample": {"all": None, "late": "year > 2001"}}
    parts = [[tmp_path / f"{k}.{ending}" for k in (1, 2)] for ending in ("json", "npy")]
    for k, *paths in zip((1, 2), *parts, strict=True):
        formula = "y ~ d + {controls} | unit + year"
        draw_curve(tmp_path / "panel.csv", [], [], *paths, formula, vary, "d", KEYS, 60, [], f"{k}-of-2", SEED)
    tabulate_specifications(*parts, tmp_path / "t.csv", tmp_path / "t.json", vary, "d", "reghdfe")
    rows, shown = read_rows(tmp_path / "t.csv"), read_json(tmp_path / "t.json")
    assert sorted(row["rank"] for row in rows) == [1, 2, 3, 4]
    assert all(row["estimate"] > row["null_high"] for row in rows)
    found = shown["tests"]["joint"]
    assert found["median"]["p_value"] == found["mean_z"]["p_value"] == pytest.approx(1 / 61)
    assert found["share"]["statistic"] == 1
    assert (
        "by the rule reghdfe, p of its own test" in shown["notes"][0]
        and "against 60 reassignments" in shown["notes"][0]
    )
    assert [row["n_obs"] for row in rows] == [192, 144, 192, 144]
