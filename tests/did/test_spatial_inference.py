"""Conley errors against brute force, another package and clusters; rings against planted spillovers; refusals."""

import numpy as np
import pandas as pd
import pytest
from diff_diff.linalg import compute_robust_vcov
from samples import COLUMN, fit_from, framed, planted

from core.errors import StudyError
from core.files import read_json, read_rows
from core.points import Points, great_circle
from core.tables import write_csv
from did.conley import conley_variance, scores_of, serial_kernel, spatial_kernel
from did.rings import nearest_treated, ringed
from did.spatial_inference import inferences, layout
from did.tabulate_spatial_inference import tabulate_spatial_inference

PLAIN = COLUMN | {"name": "a", "estimator": "ols", "formula": "y ~ d | unit + year", "policy": "d", "ssc": "reghdfe"}
NONE = {"clusters": [], "cutoffs": [], "kernel": "uniform", "lags": None, "rings": []}


def places(panel, seed=1, spread=3.0):
    """A point of each unit, within some hundred kilometres of each other."""
    units = np.unique(panel["unit"].to_numpy(dtype=str))
    rng = np.random.default_rng(seed)
    latitude, longitude = (rng.uniform(low, low + spread, len(units)) for low in (30, 110))
    return Points("points.csv", dict(zip(units, zip(latitude, longitude, strict=True), strict=True)))


def variance(fit, points, cutoff, kernel, lags, term="d"):
    own = points.of(fit.sample.units)
    near = spatial_kernel(great_circle(own, own), cutoff, kernel)
    return conley_variance(scores_of(fit, term), near, serial_kernel(lags, kernel))[0]


def row_by_row(fit, points, cutoff, kernel, lags):
    """The sandwich over all pairs of rows, with the dummies of the effects as regressors."""
    sample = fit.sample
    weights = np.ones(len(sample.year)) if sample.weights is None else sample.weights
    dummies = [
        pd.get_dummies(codes, drop_first=first).to_numpy(float)
        for codes, first in ((sample.unit, False), (sample.year, True))
    ]
    design = np.column_stack([sample.columns, *dummies])
    bread = np.linalg.inv(design.T @ (weights[:, None] * design))
    residuals = sample.outcome - design @ (bread @ design.T @ (weights * sample.outcome))
    scores = design * (weights * residuals)[:, None]
    meat = np.zeros_like(bread)
    for a in range(len(weights)):
        for b in range(len(weights)):
            unit = sample.unit[[a, b]]
            apart, km = abs(sample.year[a] - sample.year[b]), 0.0
            if unit[0] != unit[1] and apart == 0:
                pair = points.of(sample.units[unit])
                km = great_circle(pair[:1], pair[1:])[0, 0]
                weight = max(1 - km / cutoff, 0) if kernel == "bartlett" else float(km <= cutoff)
            elif unit[0] == unit[1] and apart <= lags:
                weight = 1 - apart / (lags + 1) if kernel == "bartlett" else 1.0
            else:
                continue
            meat += weight * np.outer(scores[a], scores[b])
    return (bread @ meat @ bread)[0, 0]


@pytest.mark.parametrize("kernel", ["uniform", "bartlett"])
@pytest.mark.parametrize(("share", "weights", "lags"), [(1.0, None, 0), (0.8, None, 2), (0.8, "w", 9)])
def test_conley_is_the_sum_over_all_pairs_of_rows(kernel, share, weights, lags):
    panel = planted(7, 10, 6, share)
    fit = fit_from(panel, "y ~ d + x1 | unit + year", clusters=["unit"], weights=weights)
    points = places(panel)
    brute = row_by_row(fit, points, 150, kernel, lags)
    assert variance(fit, points, 150, kernel, lags) == pytest.approx(brute, rel=1e-9)


@pytest.mark.parametrize("lags", [1, 3])
def test_conley_is_that_of_another_package(lags):
    """It knows Bartlett weights over years only, and is given the distances, since it has another radius."""
    panel = planted(3, 15, 7, 0.9)
    fit, points = fit_from(panel, "y ~ d + x1 | unit + year", clusters=["unit"]), places(panel)
    sample = fit.sample
    theirs = compute_robust_vcov(
        fit.basis.q @ np.linalg.inv(fit.basis.half),
        fit.residuals,
        vcov_type="conley",
        conley_coords=points.of(sample.units)[sample.unit],
        conley_cutoff_km=200.0,
        conley_metric=great_circle,
        conley_kernel="bartlett",
        conley_time=sample.year,
        conley_unit=sample.unit,
        conley_lag_cutoff=lags,
    )
    own = [variance(fit, points, 200, "bartlett", lags, term) for term in fit.terms]
    np.testing.assert_allclose(own, np.diag(theirs), rtol=1e-10)


def test_conley_alone_in_space_is_clusters_of_units_and_in_clumps_clusters_of_clumps_and_years():
    panel = planted(5, 12, 6)
    points = places(panel)
    fit = fit_from(panel, "y ~ d | unit + year", clusters=["unit"])
    assert variance(fit, points, 1e-6, "uniform", 5) == pytest.approx(fit.cr0[0, 0], rel=1e-12)
    clumps = Points("", {unit: (10.0 * (int(unit[1:]) % 3), at / 100) for at, unit in enumerate(points.degrees)})
    panel["cell"] = panel["region"] * 100 + panel["year"] % 100
    fit = fit_from(panel, "y ~ d | unit + year", clusters=["cell"])
    assert variance(fit, clumps, 100, "uniform", 0) == pytest.approx(fit.cr0[0, 0], rel=1e-12)


def spilled(noise=0.0):
    """30 units in a row, 20 km apart, four treated at one end in 2003, two at the other in 2005; effect 1 on them, 0.5
    on untreated units nearer than 50 km, 0.2 nearer than 130 km."""
    km = np.arange(30) * 20.0
    start = np.full(30, np.inf)
    start[:4], start[28:] = 2003, 2005
    years = np.arange(2000, 2008)
    treated = years >= start[:, None]
    apart = np.abs(km[:, None] - km)
    nearest = np.array([[min(apart[i][treated[:, t]], default=np.inf) for t in range(8)] for i in range(30)])
    spill = np.select([treated, nearest < 50, nearest < 130], [0, 0.5, 0.2], 0.0)
    rng = np.random.default_rng(1)
    outcome = np.sqrt(km)[:, None] + np.cos(years) + treated + spill + noise * rng.normal(size=treated.shape)
    panel = framed(
        {"y": outcome, "d": treated.astype(float), "region": np.repeat(np.arange(30)[:, None] // 5, 8, axis=1)}, years
    )
    degrees = {unit: (0.0, east) for unit, east in zip(np.unique(panel["unit"]), np.degrees(km / 6371), strict=True)}
    return panel, Points("points.csv", degrees), nearest


def test_rings_give_back_planted_spillovers_where_least_squares_is_off():
    """The noise is orthogonal to all terms, so that estimates are those without noise."""
    panel, points, nearest = spilled()
    terms = [panel["d"], (nearest < 50).ravel(), (nearest < 130).ravel()]
    design = np.column_stack([*terms, pd.get_dummies(panel["unit"]), pd.get_dummies(panel["year"])]).astype(float)
    noise = np.random.default_rng(2).normal(size=len(panel))
    panel["y"] += noise - design @ np.linalg.lstsq(design, noise, rcond=None)[0]
    rows, _ = inferences(panel, PLAIN, NONE | {"rings": [50, 130]}, points)
    plain, *ringed_rows = rows
    found = {row["item"]: row["estimate"] for row in ringed_rows}
    assert found == pytest.approx({"d": 1, "0 to 50 km": 0.5, "50 to 130 km": 0.2}, abs=1e-9)
    assert plain["estimate"] < 0.95


def test_rings_know_treated_units_outside_the_sample_and_only_years_in_which_they_are_treated():
    panel, points, nearest = spilled()
    sample = fit_from(panel[panel["unit"] > "u003"], "y ~ d | unit + year", clusters=["unit"]).sample
    np.testing.assert_allclose(nearest_treated(panel, sample, "d", points), nearest[4:].ravel(), atol=1e-9)
    rows = ringed(panel, sample, "d", points, [50.0, 130.0])
    untreated = sample.column("d") == 0
    for term, low, high in (("0 to 50 km", 0, 50), ("50 to 130 km", 50, 130)):
        inside = (nearest[4:].ravel() >= low) & (nearest[4:].ravel() < high)
        np.testing.assert_array_equal(rows.column(term), untreated & inside)


def test_rows_are_what_the_columns_with_other_clusters_say():
    panel, points, _ = spilled(noise=0.3)
    rules = {"clusters": ["unit", "region"], "cutoffs": [30, 110], "kernel": "bartlett", "lags": None, "rings": [50]}
    rows, fact = inferences(panel, PLAIN, rules, points)
    by_region = fit_from(panel, "y ~ d | unit + year", clusters=["region"])
    assert [row["item"] for row in rows] == ["unit", "region", "within 30 km", "within 110 km", "d", "0 to 50 km"]
    assert rows[1]["std_error"] == pytest.approx(by_region.std_errors[0], rel=1e-12)
    assert [row["clusters"] for row in rows] == [30, 6, None, None, 30, 30]
    assert [row["pairs"] for row in rows[2:4]] == [29, 29 + 28 + 27 + 26 + 25]
    conley = variance(by_region, points, 110, "bartlett", 7)
    assert rows[3]["std_error"] == pytest.approx(np.sqrt(conley), rel=1e-12)
    assert rows[3]["conf_high"] - rows[3]["estimate"] == pytest.approx(1.959963984540054 * np.sqrt(conley))
    assert any("6 clusters of `region`, 2 of them treated" in said for said in fact["warnings"])
    notes = " ".join(layout({"base.a": (rows, fact)}, rules)["notes"])
    assert "Bartlett" not in notes and "by the bartlett kernel" in notes and "all lags" in notes
    assert (
        "240 unit-years of 30 units; 30 clusters of unit; 6 clusters of region; 29 pairs of units within 30 km" in notes
    )


def test_a_negative_variance_is_said_in_words():
    """Errors of neighbours alternate, so that some cutoffs hold more pairs of opposite than of equal errors."""
    rng = np.random.default_rng(0)
    panel, points, _ = spilled()
    panel["y"] = (
        panel["y"]
        + np.where(panel["unit"].str[1:].astype(int) % 2, 1, -1)
        * np.repeat(rng.normal(size=(1, 8)), 30, axis=0).ravel()
    )
    found = [inferences(panel, PLAIN, NONE | {"cutoffs": [km], "lags": 0}, points) for km in range(20, 300, 20)]
    lost = [(rows[1], fact) for rows, fact in found if np.isnan(rows[1]["std_error"])]
    assert lost
    for row, fact in lost:
        assert np.isnan(row["p_value"]) and np.isfinite(row["estimate"])
        assert any(said.startswith(f"{row['item']} the Conley variance is negative") for said in fact["warnings"])


@pytest.mark.parametrize(
    ("rules", "change", "words"),
    [
        ({"rings": [10, 50]}, {}, r"no untreated unit-year of the sample lies 0 to 10 km from a treated unit"),
        ({"rings": [50, 600]}, {}, "no untreated unit-year of the sample lies beyond 600 km from a treated unit"),
        ({"clusters": ["region"]}, {"region": np.nan}, r"`clusters`: `region` is missing in 8 of 240 unit-years"),
        ({"cutoffs": [100]}, {"unit": "Atlantis"}, "points.csv: 1 of 30 units have no point: Atlantis"),
        ({"rings": [50]}, {"unit": "Atlantis"}, "points.csv: 1 of 30 units have no point: Atlantis"),
    ],
)
def test_what_cannot_be_compared_is_refused(rules, change, words):
    panel, points, _ = spilled(noise=0.3)
    for name, value in change.items():
        panel[name] = panel[name].mask(panel["unit"] == "u010", value)
    with pytest.raises(StudyError, match=words):
        inferences(panel, PLAIN, NONE | rules, points)


def test_the_pair_of_files(tmp_path):
    panel, points, _ = spilled(noise=0.3)
    write_csv(tmp_path / "panel.csv", panel)
    degrees = pd.DataFrame.from_dict(points.degrees, orient="index", columns=["latitude", "longitude"])
    write_csv(tmp_path / "points.csv", degrees.reset_index(names="place"))
    files = [tmp_path / "panel.csv", [], [tmp_path / "points.csv"], tmp_path / "t.csv", tmp_path / "t.json"]
    columns = {"base.a": PLAIN, "base.late": PLAIN | {"name": "late", "sample": "year > 2001"}}
    rules = NONE | {"clusters": ["region"], "cutoffs": [100.0], "lags": 2, "rings": [50.0]}
    tabulate_spatial_inference(*files, columns, "place", rules)
    rows, written = read_rows(files[3]), read_json(files[4])
    assert [row["column"] for row in rows] == ["base.a"] * 5 + ["base.late"] * 5
    assert written["tests"]["base.late"]["n_obs"] == 180
    with pytest.raises(StudyError, match=r"points\.csv: no column is called `unit`"):
        tabulate_spatial_inference(*files, columns, "unit", rules)
    tabulate_spatial_inference(*files[:2], [], *files[3:], columns, "place", NONE | {"clusters": ["region"]})
    assert len(read_rows(files[3])) == 4
