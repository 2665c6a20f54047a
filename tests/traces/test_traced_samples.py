"""Sizes of samples in sentences against those of a study: each of them, and those that stand together."""

import pytest
from written import draft

from traces.results import Numbers, Result
from traces.traced_samples import SIZES
from traces.tracing import trace

SAMPLES = {
    "Panel": (2574, 286, 9),
    "baseline.matched": (2448, 272, 9),
    "robustness.lagged": (2288, 286, 8),
    "robustness.east": (765, 85, 9),
}


def study() -> Numbers:
    found = [Result("Panel.first_year", 2015, "other"), Result("Panel.last_year", 2023, "other")]
    for place, sizes in SAMPLES.items():
        for name, size in zip(("n_obs", "n_units", "n_periods"), sizes, strict=True):
            found.append(Result(f"{place}.{name}", size, name, *place.split(".") if "." in place else ""))
    return Numbers(found)


def said(text: str) -> set[tuple[str, str]]:
    paper = draft(text)
    starts = {one.number.start: one.kind for one in paper.statements if one.kind in SIZES}
    return {(starts[one.number.start], one.said) for one in trace(paper, study()) if one.number.start in starts}


def test_parts_of_a_sample_are_supported_by_samples_of_the_study():
    assert ("n_obs", "supported") in said("Stacked data have 2,448 observations.")
    assert said("Efficiency is 0.52 in the east (765 observations) and 0.43 in all (2,574 observations).") == {
        ("n_obs", "supported")
    }
    assert ("n_obs", "without support") in said("We have 2,448 observations.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("With 10 years of data on 286 cities we study land use.", "years"),
        ("With 8 years of data on 286 cities we study land use.", "years"),
        ("The panel has 286 cities in 9 years and 2,547 observations.", "n_obs"),
        ("The panel has 286 cities in 9 years and 2,448 observations.", "n_obs"),
        ("The panel has 268 cities in 9 years and 2,574 observations.", "units"),
        ("We draw on a balanced panel of 272 prefecture-level cities.", "units"),
        ("本文选取2015—2023年272个地级市的面板数据。", "units"),
        ("Our sample of 286 cities runs from 2014 to 2022.", "years"),
        ("Our sample of 286 cities runs from 2015 to 2024.", "years"),
        ("本文利用286个城市10年的数据。", "years"),
        ("样本为272个城市8年的面板数据。", "years"),
        ("基于2015—2022年286个城市的面板数据。", "years"),
    ],
)
def test_a_size_that_no_sample_has_with_the_others_is_found(text, kind):
    assert (kind, "without support") in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "The panel has 286 cities in 9 years and 2,574 observations.",
        "After matching, the sample has 272 cities in 9 years and 2,448 observations.",
        "After dropping cities without data, 272 cities remain in the sample.",
        "With lags the sample has 2,288 observations of 286 cities in 8 years.",
        "Our panel covers 286 cities in 30 provinces for 9 years.",
        "Our sample of 286 cities runs from 2015 to 2023.",
        "本文利用286个城市2015—2023年的面板数据，共2,574个观测值。",
        "样本为286个城市9年的面板数据，覆盖30个省份。",
    ],
)
def test_samples_of_the_study_and_units_of_other_levels_are_not(text):
    assert {verdict for _, verdict in said(text)} <= {"supported", "no result"}
