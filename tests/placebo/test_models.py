"""Several models share the chunks of draws: none changes another, and each has all of its draws once."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.tables import read_panel
from placebo.models import all_draws, chunk_of_draws, summary_of

SEED = 4


@pytest.fixture
def panel(files):
    return read_panel(files / "panel.csv", files / "scores.csv")


def draws(panel, models, chunks):
    return [chunk_of_draws(panel, models, "reghdfe", f"{n}-of-{chunks}", SEED) for n in range(1, chunks + 1)]


def test_another_model_does_not_change_the_draws_of_a_model(panel, model):
    pooled = model("baseline.pooled", formula="fin ~ reform | unit + year", sample=None)
    alone = all_draws(draws(panel, [model()], 2), model())
    together = all_draws(draws(panel, [pooled, model()], 3), model())
    pd.testing.assert_frame_equal(alone, together, check_exact=True)


def test_models_with_different_numbers_of_draws_share_the_chunks(panel, model):
    few, many = model(draws=30), model("baseline.more", draws=110)
    chunks = draws(panel, [few, many], 3)
    assert len(all_draws(chunks, few)) == 30
    assert all_draws(chunks, many)["draw"].tolist() == list(range(110))
    same = model(draws=110)
    longer = all_draws(draws(panel, [same], 3), same)
    pd.testing.assert_frame_equal(all_draws(chunks, few), longer.head(30), check_exact=True)


def test_one_column_under_two_placebos_has_its_draws_under_both(panel, model):
    other = model(placebo="again")
    chunks = draws(panel, [model(), other], 2)
    pd.testing.assert_frame_equal(all_draws(chunks, model()), all_draws(chunks, other), check_exact=True)


def test_an_empty_chunk_has_the_columns_of_the_others(panel, model):
    first, *_, last = draws(panel, [model()], 64)
    assert first.empty and not last.empty
    assert list(first) == list(last) == ["placebo", "column", "draw", "estimate", "std_error", "statistic", "p_value"]


@pytest.mark.parametrize("change", [lambda parts: parts[:1], lambda parts: [*parts, parts[0]]])
def test_missing_and_doubled_draws_are_refused(panel, model, change):
    with pytest.raises(StudyError, match="0 to 59 are expected"):
        all_draws(change(draws(panel, [model()], 2)), model())


def test_a_summary_says_what_was_observed_and_how_often_draws_exceed_it(panel, model):
    effects = all_draws(draws(panel, [model()], 1), model())
    summary = summary_of(panel, effects, model(), "reghdfe", SEED)
    assert summary["p_coefficient"] == summary["p_statistic"] == pytest.approx(1 / 61)
    assert summary["observed"]["estimate"] == pytest.approx(2, abs=0.2)
    assert (summary["design"], summary["draws"], summary["seed"]) == ("cohorts", 60, SEED)
    assert (summary["n_treated"], summary["cohorts"], summary["n_obs"]) == (5, {2012: 5}, 16 * 7)
    assert summary["mean"] == pytest.approx(effects["estimate"].mean())
    assert summary["quantiles"]["0.5"] == pytest.approx(np.median(effects["estimate"]))


def test_a_fault_names_placebo_and_column(panel, model):
    with pytest.raises(StudyError, match=r"`space`.*`baseline.late`: .*no unit is treated"):
        draws(panel, [model(), model("baseline.late", sample="year < 2012")], 1)
