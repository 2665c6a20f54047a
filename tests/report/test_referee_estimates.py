"""The referee on estimates: which estimates are compared with which."""

import pytest

from report.fitted import Fitted
from report.reading import Grid, Reading
from report.referee_estimates import bacon_sum, negative_weight, one_test_only, spatial_disagrees


@pytest.fixture
def sar(study):
    """A spatial column with errors from the Hessian."""

    def make(p_value=0.016, **facts):
        spatial = {"estimator": "sar", "matrix": "queen", "n_clusters": None, "treated_units": None}
        rows = [
            study.coefficient("s", "lag", "policy", 0.0772, 0.0321, p_value),
            study.coefficient("s", "lag", "rho", 0.3, 0.1, 0.001),
        ]
        return Fitted("s", study.fit("lag", **spatial | facts), rows)

    return make


@pytest.fixture
def two_way(study):
    def make(p_value=0.182, name="ols", **facts):
        rows = [study.coefficient("s", name, "policy", 0.0778, 0.0575, p_value)]
        return Fitted("s", study.fit(name, **facts), rows)

    return make


def test_a_spatial_coefficient_with_stars_beside_a_two_way_estimate_without(sar, two_way):
    (finding,) = spatial_disagrees(Reading(columns=[two_way(), sar()]))
    assert finding.where == "s.lag"
    assert finding.message.startswith("The effect of policy is 0.0772 (p = 0.016) beside 0.0778 (p = 0.182) of s.ols.")
    (finding,) = spatial_disagrees(Reading(columns=[two_way(), sar(p_value=0.0001)]))
    assert "0.0772 (p < 0.001) beside" in finding.message


@pytest.mark.parametrize(
    ("spatial", "plain"),
    [
        ({"p_value": 0.06}, {}),
        ({"n_clusters": 6}, {}),
        ({}, {"p_value": 0.03}),
        ({}, {"n_obs": 22}),
        ({}, {"outcome": "gdp"}),
        ({}, {"policy": "other"}),
        ({}, {"fixed_effects": ["unit"]}),
        ({}, {"estimator": "event_study"}),
    ],
)
def test_spatial_and_two_way_estimates_that_agree_or_are_of_something_else(sar, two_way, spatial, plain):
    assert not list(spatial_disagrees(Reading(columns=[two_way(**plain), sar(**spatial)])))


def test_the_two_way_estimate_with_the_same_formula_is_the_one_compared(sar, two_way):
    controls = two_way(name="controls", formula="score ~ policy + fin | unit + year")
    assert not list(spatial_disagrees(Reading(columns=[controls, two_way(p_value=0.01), sar()])))
    (finding,) = spatial_disagrees(Reading(columns=[controls, sar()]))
    assert "of s.controls." in finding.message


@pytest.mark.parametrize(
    ("t", "wild", "space", "strata", "said"),
    [
        (0.02, 0.04, 0.01, None, None),
        (0.02, None, 0.01, None, None),
        (0.02, 0.2, 0.098, None, "by the t test, not by the wild bootstrap and permutation (s.ols)"),
        (0.07, None, 0.048, "region", "by permutation within region, not by the t test (s.ols)"),
    ],
)
def test_tests_of_one_effect_that_disagree(two_way, t, wild, space, strata, said):
    column = two_way(p_value=t, also={"wild": {"p_value": {"policy": wild}}} if wild else {})
    placebos = {"space/s.ols": {"p_statistic": space, "strata": strata}, "space/s.other": {"p_statistic": 0.9}}
    found = [one.message.partition(". ")[0] for one in one_test_only(Reading(columns=[column], placebos=placebos))]
    assert found == ([f"Effects are significant at 5 % by some tests only: {said}"] if said else [])


def test_a_decomposition_of_two_types_and_its_sums(study):
    """Castle's: .898809 x .078438 + .077079 x -.028577 + .024112 x .045635 = .069399 (Goodman-Bacon 2021)."""
    parts = [
        ("Treated against never treated", 0.898809, 0.078438),
        ("Earlier against later treated", 0.077079, -0.028577),
    ]
    parts += [("Later against earlier treated", 0.024112, 0.045635), ("Sum", 1.0, 0.069399)]
    rows = [dict(zip(("type", "weight", "estimate"), part, strict=True)) for part in parts]
    grid = Grid("bacon", "bacon", rows, {"tests": {"two_way": {"with controls": 0.05, "without controls": 0.069399}}})
    assert not [*bacon_sum(Reading(grids=[grid])), *negative_weight(Reading(grids=[grid]))]
    short = Grid("bacon", "bacon", rows[:1], {"tests": {}})
    assert [one.message.partition(". ")[0] for one in bacon_sum(Reading(grids=[short]))] == [
        "The weights sum to 0.899, not to 1"
    ]


def test_a_two_way_estimate_outside_the_interval_of_an_estimator_for_staggered_adoption(study, two_way):
    def staggered(estimate, **facts):
        rows = [study.coefficient("s", "cs", "policy", estimate, 0.02, 0.01)]
        return Fitted("s", study.fit("cs", estimator="callaway_santanna", **facts), rows)

    (finding,) = negative_weight(Reading(columns=[two_way(), staggered(0.2)]))
    assert finding.message.startswith("The two-way estimate 0.0778 is outside the interval 0.1600 to 0.2400 of s.cs.")
    assert not list(negative_weight(Reading(columns=[two_way(), staggered(0.1), staggered(0.2, sample="x > 1")])))
