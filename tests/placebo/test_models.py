"""Several models share the chunks of draws: none changes another, and each has all of its draws once."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from placebo.chunks import OBSERVED, ROW
from placebo.models import chunk_of_draws, countable, setting_of_model

SEED = 4


def draws(panel, models, chunks):
    return [chunk_of_draws(panel, models, f"{n}-of-{chunks}", SEED) for n in range(1, chunks + 1)]


def test_another_model_does_not_change_the_draws_of_a_model(panel, model, together):
    pooled = model("baseline.pooled", formula="fin ~ reform | unit + year", sample=None)
    alone, own = together(draws(panel, [model()], 2), model())
    beside, others = together(draws(panel, [pooled, model()], 3), model())
    pd.testing.assert_frame_equal(own, others, check_exact=True)
    assert alone == beside


def test_models_with_different_numbers_of_draws_share_the_chunks(panel, model, together):
    few, many = model(draws=30), model("baseline.more", draws=110)
    chunks = draws(panel, [few, many], 3)
    _, shorter = together(chunks, few)
    assert len(shorter) == 30
    assert together(chunks, many)[1]["draw"].tolist() == list(range(110))
    same = model(draws=110)
    _, longer = together(draws(panel, [same], 3), same)
    pd.testing.assert_frame_equal(shorter, longer.head(30), check_exact=True)


def test_one_column_under_two_placebos_has_its_draws_under_both(panel, model, together):
    other = model(placebo="again")
    chunks = draws(panel, [model(), other], 2)
    pd.testing.assert_frame_equal(together(chunks, model())[1], together(chunks, other)[1], check_exact=True)


def test_a_chunk_without_draws_has_the_observed_effect_of_the_others(panel, model):
    (one, first), *_, (other, last) = draws(panel, [model()], 64)
    assert one == other and first[0] == last[0]
    assert first["draw"].tolist() == [OBSERVED] and last["draw"].tolist() == [OBSERVED, *range(50, 60)]
    assert first.dtype == last.dtype == chunk_of_draws(panel, [], "1-of-1", SEED)[1].dtype == ROW


def test_a_summary_says_what_was_observed_and_how_often_draws_exceed_it(panel, model, together):
    summary, effects = together(draws(panel, [model()], 1), model())
    assert summary["p_coefficient"] == summary["p_statistic"] == pytest.approx(1 / 61)
    assert summary["observed"]["estimate"] == pytest.approx(2, abs=0.2)
    assert (summary["design"], summary["draws"], summary["seed"]) == ("cohorts", 60, SEED)
    assert (summary["n_treated"], summary["cohorts"], summary["n_obs"]) == (5, {2012: 5}, 16 * 7)
    assert (summary["assignments"], summary["enumerated"], summary["distinct_draws"]) == (4368, False, 60)
    assert summary["mean"] == pytest.approx(effects["estimate"].mean())
    assert summary["quantiles"]["0.5"] == pytest.approx(np.median(effects["estimate"]))


def test_a_fault_names_study_placebo_and_column(panel, model):
    with pytest.raises(StudyError, match=r"`fields`, .*`space`, .*`baseline.late`: .*no unit is treated"):
        setting_of_model(panel, model("baseline.late", sample="year < 2012"))


def test_no_more_distinct_assignments_than_draws_are_all_enumerated(panel, model, together):
    """One of 16 units is treated: 16 assignments, of which the observed has the largest effect."""
    alone = panel.assign(reform=panel["reform"] * (panel["unit"] == "u3"))
    one = model(sample=None, formula="score ~ reform | unit + year")
    summary, effects = together(draws(alone, [one], 3), one)
    assert (summary["draws"], summary["assignments"], summary["enumerated"], summary["distinct_draws"]) == (
        16, 16, True, 16,
    )  # fmt: skip
    assert np.isclose(effects["estimate"], summary["observed"]["estimate"], rtol=1e-12).sum() == 1
    assert effects["estimate"].nunique() == 16
    larger = np.abs(effects["estimate"]) >= abs(summary["observed"]["estimate"]) * (1 - 1e-9)
    assert summary["p_coefficient"] == larger.sum() / 16


def test_few_distinct_assignments_are_told_where_draws_are_fewer(panel, model, together):
    alone = panel.assign(reform=panel["reform"] * (panel["unit"].isin(["u3", "u4"])))
    one = model(draws=100)
    summary, effects = together(draws(alone, [one], 1), one)
    assert (summary["assignments"], summary["enumerated"]) == (120, False)
    assert summary["distinct_draws"] == effects["estimate"].round(10).nunique() < 100


def test_large_numbers_of_assignments_are_written_as_far_as_they_can_be():
    assert [countable(10), countable(10**40), countable(10**400)] == [10, 1e40, None]
