from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from efficiency.data import indicators
from efficiency.diagnose import flags
from efficiency.reference import ReferenceModel
from efficiency.score import audit, audited, score


def panel(values, years=1):
    """Panel of (n, p) `values` named x.., y.., b.. by the specification; units in turn, `years` each."""
    specification, values = values
    frame = pd.DataFrame(values, columns=list(specification.columns))
    row = np.arange(len(frame))
    return frame.assign(unit=[f"u{k // years:03}" for k in row], year=2000 + row % years)


def test_two_stages_join_without_ties_or_losses(specify, cities):
    specification = specify(4, 3, 3)
    data = indicators(panel((specification, cities(120, 10)), years=3), specification)
    scores = score(data, specification)
    second = scores.stage == "super"
    assert np.array_equal(second, scores.sbm > 1 - 1e-7)
    assert np.array_equal(scores.score[second], scores.super[second])
    assert np.array_equal(scores.score[~second], scores.sbm[~second])
    assert np.isnan(scores.super[~second]).all()
    assert np.all(scores.score[second] > 1)
    assert len(np.unique(scores.score)) == 120


@pytest.mark.parametrize("frontier", ["global", "contemporaneous"])
def test_reference_sizes_and_missing_rows(specify, cities, frontier):
    specification = specify(1, 1, 1, frontier=frontier)
    table = panel((specification, cities(12, 3)), years=3)
    table.loc[[1, 4], "b0"] = np.nan  # two of the four units in 2001
    data = indicators(table, specification)
    scores = score(data, specification)
    assert scores.status[[1, 4]].tolist() == ["missing"] * 2
    assert np.isnan(scores.score[[1, 4]]).all()
    sizes = {"global": [10] * 3, "contemporaneous": [4, 2, 4]}[frontier]
    assert scores.reference_size[-3:].tolist() == sizes
    assert not any(np.isin(units, [1, 4]).any() for units, _ in scores.peers)


def test_contemporaneous_scores_are_those_of_each_year_alone(specify, cities):
    specification = specify(2, 1, 1, "vrs", frontier="contemporaneous")
    table = panel((specification, cities(60, 4)), years=2)
    scores = score(indicators(table, specification), specification)
    for year in (2000, 2001):
        alone = indicators(table[table["year"] == year], specification)
        together = scores.score[np.arange(60) % 2 == year - 2000]
        assert together == pytest.approx(score(alone, specification).score, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("factor", [1e-6, 1e-8])
def test_a_near_zero_undesirable_output_hits_the_bound_or_is_infeasible(specify, cities, factor):
    values = cities(40, 5, seed=2)
    crs, vrs = specify(2, 1, 1), specify(2, 1, 1, "vrs")
    values = values[:, :4]
    best = int(np.argmax(score(indicators(panel((crs, values)), crs), crs).score))
    values[best, -1] *= factor
    for specification in (crs, vrs):
        data = indicators(panel((specification, values)), specification)
        scores = score(data, specification)
        marks = flags(data, scores, specification)
        assert marks["near_zero_bad"][best]
        if specification is crs:
            assert scores.score[best] == pytest.approx(2, abs=1e-5)
            assert marks["bound_hit"][best] == (2 - scores.score[best] < 1e-6)
        else:
            assert scores.status[best] == "infeasible"
            assert np.isnan(scores.score[best]) and len(scores.peers[best][0]) == 0
        size, difference = audit(data, scores, specification, seed=1)
        assert size == 25 and difference < 1e-8


def test_flags_of_duplicates_and_of_a_unit_alone_in_its_year(specify):
    specification = specify(1, 1, 1, frontier="contemporaneous")
    table = pd.DataFrame(
        {
            "unit": [*list("abcd"), "a"],
            "year": [2000] * 4 + [2001],
            "x0": [1.0, 2, 1, 3, 1],
            "y0": [1.0, 2, 2, 1, 1],
            "b0": [1.0, 2, 3, 1, 1],
        }
    )
    data = indicators(table, specification)
    scores = score(data, specification)
    marks = flags(data, scores, specification)
    rows = {unit + str(year): row for row, (unit, year) in enumerate(zip(data.unit, data.year, strict=True))}
    assert {name for name, row in rows.items() if marks["duplicate"][row]} == {"a2000", "b2000"}
    assert {name for name, row in rows.items() if marks["alone_in_year"][row]} == {"a2001"}
    assert scores.score[rows["a2001"]] == pytest.approx(2)
    assert marks["bound_hit"][rows["a2001"]]


def test_targets_are_efficient(specify, cities):
    specification = specify(2, 2, 1)
    data = indicators(panel((specification, cities(30, 5))), specification)
    scores = score(data, specification)
    row = int(np.argmin(scores.score))
    model = ReferenceModel(data.values, specification, "sbm")
    assert model.solve(scores.target[row]) == pytest.approx(1, abs=1e-9)


def test_the_audit_always_has_extremes_and_every_status(specify, cities):
    specification = specify(2, 1, 2, "vrs", audit=5)
    values = cities(80, 5)
    values[7, 3:] *= 1e-8
    data = indicators(panel((specification, values)), specification)
    scores = score(data, specification)
    assert set(scores.status) == {"ok", "infeasible"}
    for seed in range(20):
        rows = audited(scores, 5, seed)
        assert len(rows) == 5
        assert {int(np.nanargmin(scores.score)), int(np.nanargmax(scores.score))} <= set(rows)
        assert set(scores.status[rows]) == {"ok", "infeasible"}
    assert len(audited(scores, 1000, 0)) == 80


@pytest.mark.parametrize("wrong", [1e-7, np.nan])
def test_the_audit_refuses_a_wrong_score(specify, cities, wrong):
    specification = specify(2, 1, 1)
    data = indicators(panel((specification, cities(30, 4))), specification)
    scores = score(data, specification)
    sbm = scores.sbm.copy()
    lowest = int(np.argmin(scores.score))
    sbm[lowest] += wrong
    with pytest.raises(RuntimeError, match=f"u{lowest:03} 2000: the sbm score"):
        audit(data, replace(scores, sbm=sbm), specification, seed=1)


def test_a_score_above_its_bound_is_a_fault(specify, cities, monkeypatch):
    specification = specify(2, 1, 1)
    data = indicators(panel((specification, cities(10, 4))), specification)
    monkeypatch.setattr(type(specification), "bound", 1.0)
    with pytest.raises(RuntimeError, match="exceeds its bound"):
        score(data, specification)


def test_data_beyond_the_precision_of_the_solver_are_refused(specify):
    specification = specify(3, 2, 3, "vrs")
    values = np.random.default_rng(3).lognormal(0, 4, (300, 8))
    with pytest.raises(StudyError, match=r"cannot be scored to 1e-08(.|\n)*powers of ten"):
        score(indicators(panel((specification, values)), specification), specification)


def test_data_over_six_powers_of_ten_are_certified(specify):
    specification = specify(3, 2, 3, "vrs")
    values = np.random.default_rng(3).lognormal(0, 2.5, (150, 8))
    data = indicators(panel((specification, values)), specification)
    scores = score(data, specification)
    assert np.nanmax(scores.residual) < 1e-8
    assert audit(data, scores, specification, seed=1)[1] < 1e-8
