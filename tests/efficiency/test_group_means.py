import numpy as np
import pandas as pd
import pytest
from naive_scores import sbm as naive_sbm

from core.errors import StudyError
from core.seeds import stream
from efficiency.data import indicators
from efficiency.group_means import SPLITS, biases, effective, group_means, mean_of
from efficiency.score import score

RANDOM = np.random.default_rng(0)


def data_of(values, specification, years=1, **more):
    frame = pd.DataFrame(values, columns=list(specification.columns)).assign(**more)
    row = np.arange(len(frame))
    return indicators(frame.assign(unit=[f"u{k // years:03}" for k in row], year=2000 + row % years), specification)


def row_of(unit, sbm, bias, most=99):
    return mean_of(np.array(unit), np.array(sbm), np.array(bias), most, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("scale", "frontier", "reference"),
    [("crs", "contemporaneous", None), ("vrs", "global", None), ("vrs", "global", "not zone")],
)
def test_biases_are_those_of_halves_scored_one_program_at_a_time(specify, cities, scale, frontier, reference):
    """Seven units of two years; every unit-year against the half of its unit, on average over the splits."""
    specification = specify(1, 1, 1, scale, frontier=frontier, reference=reference)
    zone = np.isin(np.arange(14), [1, 5, 9]) & (reference is not None)
    data = data_of(cities(14, 3, seed=6), specification, years=2, zone=zone)
    units, total = np.unique(data.unit), np.zeros(14)
    for split in range(SPLITS):
        half = set(stream(5, "halves", split).permutation(units)[:3])
        for row in range(14):
            peers = [
                other
                for other in range(14)
                if not zone[other]
                and (data.unit[other] in half) == (data.unit[row] in half)
                and (frontier == "global" or data.year[other] == data.year[row])
            ]
            total[row] += naive_sbm(data.values[row], data.values[peers], specification)
    own = score(data, specification).sbm
    expected = (total / SPLITS - own) / (2 ** (2 / (3 + (scale == "vrs"))) - 1)
    assert biases(data, own, specification, 5) == pytest.approx(expected, abs=1e-6)


def test_a_mean_of_one_year_by_hand():
    """s^2 / n of the scores, and bias^2 / n."""
    sbm, bias = [0.4, 0.6, 1.0, 0.8], [0.1, 0.3, 0.1, 0.1]
    row = row_of(list("abcd"), sbm, bias)
    assert (row["mean"], row["bias"], row["corrected"]) == pytest.approx((0.7, 0.15, 0.55))
    assert row["std_error"] == pytest.approx(np.sqrt((np.var(sbm, ddof=1) + 0.15**2) / 4))
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(
        (0.55 - 1.959964 * row["std_error"], 0.55 + 1.959964 * row["std_error"])
    )
    assert (row["sub_mean"], row["sub_low"]) == pytest.approx((row["corrected"], row["conf_low"]))
    assert (row["n_units"], row["n_effective"], row["reason"]) == (4, 4, "")


def test_years_that_repeat_themselves_add_nothing():
    once = row_of(list("abcd"), [0.4, 0.6, 1.0, 0.8], [0.1] * 4)
    twice = row_of(list("aabbccdd"), np.repeat([0.4, 0.6, 1.0, 0.8], 2), [0.1] * 8)
    assert twice["n_unit_years"] == 8 and twice["n_units"] == 4
    assert twice["std_error"] == pytest.approx(once["std_error"])


def test_units_with_more_years_weigh_more():
    """The variance of a ratio of sums, in a loop over the units."""
    unit, sbm = np.array(list("aaabbcdd")), np.linspace(0.3, 1, 8)
    row, variance = row_of(unit, sbm, np.full(8, 0.05)), 0.0
    for name in "abcd":
        own = sbm[unit == name]
        variance += 4 / 3 * (own.sum() - len(own) * sbm.mean()) ** 2 / 64 + 0.05**2 * len(own) ** 2 / 64
    assert row["std_error"] == pytest.approx(np.sqrt(variance))


def test_where_the_rate_is_slow_few_units_count(specify):
    assert effective(286, specify(4, 3, 3)) == int(286**0.4) == 9
    assert effective(286, specify(2, 1, 1)) == 286
    names, sbm, bias = [f"{k}" for k in range(50)], RANDOM.uniform(0.3, 1, 50), np.full(50, 0.2)
    fast, slow = row_of(names, sbm, bias), row_of(names, sbm, bias, most=9)
    assert slow["std_error"] == pytest.approx(fast["std_error"] * np.sqrt(50 / 9))
    assert slow["corrected"] == fast["corrected"] and slow["n_effective"] == 9
    assert slow["sub_mean"] != slow["corrected"]
    assert slow["sub_high"] - slow["sub_low"] == pytest.approx(slow["conf_high"] - slow["conf_low"])


def test_a_single_unit_has_a_mean_and_no_interval():
    row = row_of(["a", "a"], [0.4, 0.6], [0.1, 0.1])
    assert row["corrected"] == pytest.approx(0.4) and row["reason"] == "single_unit"
    assert np.isnan(row["std_error"]) and np.isnan(row["conf_low"]) and np.isnan(row["n_effective"])


def test_groups_are_values_and_all(specify, cities):
    specification = specify(1, 1, 1)
    data = data_of(cities(24, 3), specification, years=2)
    own = score(data, specification).sbm
    group = np.where(np.arange(24) < 4, None, np.where(np.arange(24) < 12, "east", "west"))
    table = pd.DataFrame(group_means(data, own, group, "region", specification, 3)).set_index("group")
    assert table["n_unit_years"].to_dict() == {"east": 8, "west": 12, "all unit-years": 24}
    assert table.loc["east", "mean"] == pytest.approx(own[4:12].mean())
    assert table.loc["all unit-years", "bias"] == pytest.approx(biases(data, own, specification, 3).mean())
    by_year = group_means(data, own, data.year, "year", specification, 3)
    assert [row["group"] for row in by_year] == ["2000", "2001", "all unit-years"]
    with pytest.raises(StudyError, match="`by: gdp` has 101 values, such as 0, 1, 2, "):
        group_means(data_of(cities(101, 3), specification), np.ones(101), np.arange(101), "gdp", specification, 3)


def test_the_correction_removes_most_of_the_bias(specify, monkeypatch):
    """One input and one output under CRS, best productivity 1: the mean of 30 units is too high, the corrected not."""
    monkeypatch.setattr("efficiency.group_means.SPLITS", 4)
    specification, errors = specify(1, 1, 0), []
    for sample in range(40):
        productivity = np.exp(-np.abs(np.random.default_rng([sample, 3]).normal(0, 0.4, 30)))
        data = data_of(np.column_stack([np.ones(30), productivity]), specification)
        (row,) = group_means(data, productivity / productivity.max(), np.full(30, None), "none", specification, 1)
        errors.append((row["mean"] - productivity.mean(), row["corrected"] - productivity.mean()))
    before, after = np.mean(errors, axis=0)
    assert before > 0.005 and abs(after) < before / 3
