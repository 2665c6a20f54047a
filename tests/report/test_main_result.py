"""The number that a study is about, and its sentence."""

import pytest

from core.errors import StudyError
from report.fitted import Fitted
from report.main_result import main_result, sentences

LABELS = {"policy": "Pilot zone", "score": "Green efficiency", "W:policy": "Zone next door"}
PLACEBO = {"name": "t.main", "p_statistic": 0.032, "draws": 500, "strata": None}
TRUTH = {"policy": {"score_did": 0.05, "further_scores": {"own": {"score_did": 0.07}}}}
SCORES = [{"unit": u, "year": y, "score": s} for u, y, s in (("a", 2001, 0.5), ("a", 2003, 0.9), ("b", 2001, None))]


@pytest.fixture
def column(study):
    def make(name, *terms, **facts):
        rows = [study.coefficient("t", name, term, -0.064, 0.025, 0.0131) for term in terms]
        return Fitted("t", study.fit(name, **facts), rows)

    return make


def found(columns, *addresses, term=None, chosen=False, placebos=(), truth=None):
    wanted = {"addresses": addresses, "term": term, "chosen": chosen, "policy": "policy"}
    return main_result(columns, wanted, placebos, truth or {}, SCORES, LABELS)


def test_it_is_the_policy_of_the_first_column_that_has_it(column):
    columns = [column("events", "policy::0"), column("main", "gdp", "policy"), column("late", "policy")]
    result = found(columns, "t.events", "t.main", "t.late")
    assert (result["address"], result["term"], result["outcome"]) == ("t.main", "policy", "score")


@pytest.mark.parametrize(
    ("said", "simulated", "known"),
    [
        ([], False, {}),
        (["The data are simulated."], True, {}),
        (["The data are simulated, with a planted effect of 0.0500."], True, TRUTH),
    ],
)
def test_it_is_said_with_number_interval_and_p(column, said, simulated, known):
    result = found([column("main", "policy")], "t.main", placebos=[PLACEBO], truth=known)
    assert sentences(result, simulated, LABELS) == [
        "The estimated effect of Pilot zone on Green efficiency is −0.0640 (95 % interval −0.1140 to −0.0140, "
        "p = 0.013, standard errors clustered by unit; 6 units, 24 observations).",
        "Permutation p = 0.032, from 500 reassignments of the policy.",
        *said,
    ]


def test_draws_within_strata_say_so(column):
    placebo = PLACEBO | {"strata": "region", "p_statistic": 0.0001}
    said = sentences(
        found([column("main", "policy")], "t.main", placebos=[placebo]), False, LABELS | {"region": "Region"}
    )
    assert said[1] == "Permutation p < 0.001, from 500 reassignments of the policy within Region."


def test_another_term_is_a_coefficient_and_has_no_draws(column):
    result = found([column("main", "policy", "W:policy")], "t.main", term="W:policy", placebos=[PLACEBO], truth=TRUTH)
    first, *further = sentences(result, False, LABELS)
    assert first.startswith("The coefficient of Zone next door in the model of Green efficiency is −0.0640")
    assert further == [] and result["planted"] is None


@pytest.mark.parametrize(
    ("facts", "terms", "planted"),
    [
        ({}, ["policy"], 0.05),
        ({"outcome": "own"}, ["policy"], 0.07),
        ({"outcome": "patents"}, ["policy"], None),
        ({"estimator": "iv"}, ["policy"], None),
        ({}, ["policy", "policy:large"], None),  # then it is the effect on the others
    ],
)
def test_what_was_planted_is_known_of_two_way_estimates_of_a_score(column, facts, terms, planted):
    assert found([column("main", *terms, **facts)], "t.main", truth=TRUTH)["planted"] == planted


def test_the_parameter_of_a_spatial_lag_is_said_in_words(column):
    first, *_ = sentences(found([column("main", "rho")], "t.main", term="rho"), False, LABELS)
    assert first.startswith("The coefficient of the spatial lag of the outcome in the model of Green efficiency is")


def test_an_exact_fit_has_no_interval(study):
    exact = Fitted("t", study.fit("main", n_clusters=None), [study.coefficient("t", "main", "policy", 2.0, None, None)])
    assert "is 2.0000 (without a standard error; 6 units" in sentences(found([exact], "t.main"), False, LABELS)[0]


def test_without_a_policy_it_is_the_mean_score(column):
    (said,) = sentences(found([column("main", "gdp", policy=None)], "t.main"), False, LABELS)
    assert said == "The mean of Green efficiency is 0.7000 (1 unit, 2 observations); 0.5000 in 2001, 0.9000 in 2003."


def test_a_chosen_coefficient_that_the_fit_lacks_is_refused_with_the_nearest(column):
    with pytest.raises(StudyError, match=r"`main`: `t\.main` has no coefficient `polcy` in its results; .*`policy`"):
        found([column("main", "policy")], "t.main", term="polcy", chosen=True)
