"""Tests whose degrees of freedom are not printed."""

import pytest
from scipy import stats
from small_tables import draft, regressions

from referee.tails import FEWEST, f_tail, fewest_df, p_values, quantile


@pytest.mark.parametrize("df", [1, 20, 285, None])
@pytest.mark.parametrize("p", [0.1, 0.05, 0.01])
def test_quantiles_are_those_of_scipy(df, p):
    exact = stats.norm.isf(p / 2) if df is None else stats.t.isf(p / 2, df)
    assert quantile(p, df) == pytest.approx(exact, rel=1e-8)


def test_p_values_of_all_degrees_of_freedom():
    low, high = p_values((2.0, 2.1), 20)
    assert low == pytest.approx(2 * stats.norm.sf(2.1)) and high == pytest.approx(2 * stats.t.sf(2.0, 20))
    assert p_values((-1, 1), 20)[1] == pytest.approx(1)
    assert p_values((50, float("inf")), 20) == (0, pytest.approx(0))


@pytest.mark.parametrize(
    ("facts", "said", "fewest"),
    [
        ({}, (), FEWEST),
        ({"n_clusters": "286"}, (), 285),
        ({"n_clusters": "12"}, (), 11),
        ({"n_clusters": "50 and 11"}, (), 10),
        ({}, (("clusters", "31"),), 30),
        ({"n_obs": "2,574"}, (), FEWEST),
        ({"n_obs": "15"}, (), 13),
    ],
)
def test_the_fewest_degrees_of_freedom(facts, said, fewest):
    table = regressions([{"terms": {"x": "0.5 (0.1)"}, **facts}])
    assert fewest_df(table, table.models[0], draft(table, said=said)) == fewest


@pytest.mark.parametrize(
    ("f", "first", "second"), [(0.36, 2, 85), (0.47, 3, 211), (2.5, 1, 30), (0.01, 7, 9), (40, 4, 4)]
)
def test_the_tail_of_f_is_that_of_scipy(f, first, second):
    assert f_tail(f, first, second) == pytest.approx(stats.f.sf(f, first, second), rel=1e-6)
