"""Which coefficients are judged otherwise, by what draws, and what is said of it."""

import numpy as np
import pandas as pd
import pytest
from samples import fit_from, planted

from estimation.also import judged, with_also
from estimation.least_squares import tidy
from estimation.record import beside, few_clusters

SETTINGS = {"policy": "d", "also": ["cr2", "wild"], "stream": [7, "baseline", "plain"]}


@pytest.mark.parametrize(
    ("terms", "policy", "found"),
    [
        (("ai", "fin", "ai:level", "level:ai"), "ai", ["ai", "ai:level", "level:ai"]),
        (("ai::-3", "ai::0", "year::2015", "ain"), "ai", ["ai::-3", "ai::0"]),
        (("fin", "eco"), None, []),
    ],
)
def test_the_policy_its_products_and_its_event_times_are_judged(terms, policy, found):
    assert judged(terms, policy) == found


@pytest.fixture(scope="module")
def fit():
    return fit_from(planted(2, n_units=16), "y ~ x1 + d | unit + year", clusters=["unit"])


def test_columns_are_added_for_the_policy_alone(fit):
    rows, said, warnings = with_also(tidy(fit), fit, SETTINGS)
    pd.testing.assert_frame_equal(rows[list(tidy(fit))], tidy(fit))
    assert list(rows)[7:] == ["se_cr2", "df_cr2", "p_cr2", "p_wild"]
    assert rows.loc[0, "se_cr2":].isna().all() and rows.loc[1, "se_cr2":].notna().all()
    drawn = {"p_value": {"d": rows.loc[1, "p_wild"]}, "draws": 9_999, "weights": "rademacher"}
    assert said["wild"] == drawn | {"enumerated": False, "seed": 7}
    assert warnings == []


def test_draws_are_a_stream_of_the_column_and_the_coefficient(fit):
    def p_wild(*stream):
        return with_also(tidy(fit), fit, SETTINGS | {"stream": list(stream)})[0]["p_wild"][1]

    drawn = {p_wild(seed, table, column) for seed in (7, 8) for table in "ab" for column in "cd"}
    assert p_wild(7, "a", "c") == p_wild(7, "a", "c")
    assert len(drawn) > 4, "streams of other columns would give the same p-values"


def test_nothing_is_added_unless_asked_or_without_a_policy(fit):
    rows, said, warnings = with_also(tidy(fit), fit, {"policy": "d", "also": []})
    assert (list(rows), said, warnings) == (list(tidy(fit)), {}, [])
    rows, said, (warning,) = with_also(tidy(fit), fit, SETTINGS | {"policy": None})
    assert (list(rows), said) == (list(tidy(fit)), {}) and "no policy is among the terms" in warning


@pytest.mark.parametrize(
    ("p_values", "words"),
    [
        ({}, ""),
        ({"d": 0.2236}, "p by CR2 0.224"),
        ({"d": None}, "p by CR2"),
        ({"d::-1": 0.4, "d::1": 0.5}, "p by CR2"),
        ({"d": 0.33, "d:level": 0.13}, "p of `d` by CR2 0.330"),
    ],
)
def test_a_p_value_names_the_policy_where_its_products_have_one_too(p_values, words):
    assert beside({"policy": "d"}, {"also": {"cr2": {"p_value": p_values}} if p_values else {}}) == words


def test_the_warning_of_few_clusters_names_what_stands_beside(fit):
    start = np.where(np.arange(16) < 4, 2002.0, np.inf)
    (said,) = few_clusters(fit.sample, start, "p by CR2 0.224")
    assert said.endswith("clustered standard errors tend to be too small; p by CR2 0.224")
