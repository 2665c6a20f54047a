"""Technology gaps and scale efficiency: group frontiers by scipy, what theory says of the ratios, tables by hand."""

import naive_scores
import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from efficiency.data import indicators
from efficiency.ratios import ALL, ALL_YEARS, gaps, grouped, notes_of, paired, scales
from efficiency.score import audit, score
from efficiency.tables import run_facts, score_table

REGIONS = np.array(["coast", "inland", "coast", "west"])


def panel(values, columns):
    """Four units a year, of three regions, the second and third of which change places in the last year."""
    frame = pd.DataFrame(values, columns=list(columns))
    unit, year = np.arange(len(frame)) % 20, 2000 + np.arange(len(frame)) // 20
    region = REGIONS[(unit + (year == 2002)) % 4]
    return frame.assign(unit=[f"u{k:02}" for k in unit], year=year, region=region)


def scored(frame, specification):
    data = indicators(frame, specification)
    found = score(data, specification)
    return data, found, score_table(data, found, {})


@pytest.mark.parametrize("frontier", ["global", "contemporaneous", "sequential"])
def test_a_group_score_is_that_of_the_groups_own_rows(specify, cities, frontier):
    """Against scipy, over the rows of the same region in the years of the frontier; regions of a unit may change."""
    specification = specify(2, 1, 1, frontier=frontier, group="region")
    data, found, _ = scored(panel(cities(60, 4, seed=7), specification.columns), specification)
    for row in range(0, 60, 4):
        years = {"global": 9, "contemporaneous": 0, "sequential": 9}[frontier]
        later = 9 if frontier == "global" else 0
        mine = (data.group == data.group[row]) & (data.year >= data.year[row] - years)
        mine &= data.year <= data.year[row] + later
        own = data.values[row]
        assert found.score[row] == pytest.approx(
            naive_scores.two_stage(own, data.values[mine], specification), abs=1e-8
        )
        assert (data.group[found.peers.of(row)[0]] == data.group[row]).all()
        assert found.reference_size[row] == mine.sum()
    assert audit(data, found, specification, seed=1).undecided == 0
    facts = run_facts(data, found, {}, specification, audit(data, found, specification, seed=1))
    assert sum(facts["reference_sets"].values()) >= 60
    assert next(iter(facts["reference_sets"])) == ("coast, 2000" if frontier != "global" else "coast, global")


@pytest.mark.parametrize("measure", ["sbm", "sbm_ddf", "nddf"])
@pytest.mark.parametrize("key", ["group", "returns_to_scale"])
def test_no_ratio_is_above_one(specify, cities, key, measure):
    """Of both stages: super scores too are higher against fewer, and with a size that is given."""
    other = {"group": "region"} if key == "group" else {}
    first = specify(2, 2, 1, measure=measure)
    second = specify(2, 2, 1, "crs" if key == "group" else "vrs", measure=measure, **other)
    frame = panel(cities(60, 5, seed=3), first.columns)
    pairs = paired(scored(frame, first)[2], scored(frame, second)[2])
    assert not pairs["above"].any() and (pairs["ratio"] < 0.9).sum() > 5
    assert np.isnan(pairs["ratio"]).sum() < 20 and ((pairs["first"] > 1).any() or measure != "sbm")
    assert notes_of(pairs, grouped(frame, "year"), "year")[-1] == "No ratio is above one."


def test_a_stand_in_of_the_infeasible_policy_can_put_a_ratio_above_one(specify, cities):
    frame = panel(cities(60, 4, seed=1), specify(2, 1, 1).columns)
    best = scored(frame, specify(2, 1, 1))[1].score.argmax()
    frame.loc[best, "b0"] *= 1e-4
    crs = scored(frame, specify(2, 1, 1))[2]
    vrs = scored(frame, specify(2, 1, 1, "vrs", infeasible_policy="one"))[2]
    pairs = paired(crs, vrs)
    assert pairs["above"].sum() >= 1 and pairs["stood_in"][pairs["above"]].all()
    (note,) = [note for note in notes_of(pairs, grouped(frame, "year"), "year") if "above one" in note]
    number = pairs["above"].sum()
    assert note == f"Ratios above one: {number}, of which with a score by the infeasible policy {number}."


def table(score, status="ok"):
    keys = {"unit": ["a", "a", "b", "b", "c"], "year": [1, 2, 1, 2, 1]}
    return pd.DataFrame(keys | {"score": score, "status": status})


BY_HAND = paired(table([0.2, 0.4, 0.6, np.nan, 1.2]), table([0.4, 0.5, 0.6, 1.0, 1.0]))
ZONE = np.array(["10", "10", "9", "9", None])


def test_tables_by_hand():
    found = pd.DataFrame(gaps(BY_HAND, ZONE)).set_index(["group", "period"])
    assert list(found.index) == [
        *[("9", "1"), ("9", "2"), ("9", ALL_YEARS), ("10", "1"), ("10", "2"), ("10", ALL_YEARS)],
        *[(ALL, "1"), (ALL, "2"), (ALL, ALL_YEARS)],
    ]
    assert found.loc[("10", ALL_YEARS)].tolist() == pytest.approx([0.3, 0.45, 0.65, 0, 2])
    assert found.loc[(ALL, "1")].tolist() == pytest.approx([2 / 3, 2 / 3, (0.5 + 1 + 1.2) / 3, 1, 3])
    assert found.loc[("9", "2"), "n"] == 0 and np.isnan(found.loc[("9", "2"), "gap"])
    assert [row["group"] for row in scales(BY_HAND, ZONE)] == ["9", "10", ALL]
    assert [row["scale"] for row in scales(BY_HAND, ZONE)] == pytest.approx([1, 0.65, (0.5 + 0.8 + 1 + 1.2) / 4])


def test_the_notes_say_what_is_left_out():
    assert notes_of(BY_HAND, ZONE, "zone") == [
        "Groups: values of zone.",
        "Unit-years left out because one of the two scores is missing: 1.",
        "Unit-years left out because zone is missing, but for all unit-years: 1.",
        "Ratios above one: 1, of which with a score by the infeasible policy 0.",
    ]


def test_a_variable_that_makes_no_groups_is_refused():
    frame = pd.DataFrame({"unit": range(101), "year": 1, "gdp": np.arange(101.0)})
    with pytest.raises(StudyError, match=r"gdp has 101 values, such as 0.0, 1.0, 2.0.*a table has room for 100 groups"):
        grouped(frame, "gdp")


def test_a_unit_year_without_a_group_is_refused(specify, cities):
    specification = specify(1, 1, 1, group="region")
    frame = panel(cities(60, 3), specification.columns)
    frame.loc[[3, 24], "region"] = None
    frame.loc[24, "x0"] = np.nan
    with pytest.raises(StudyError, match=r"`group`, region, is missing for 1 unit-years .*: u03 2000\. Each"):
        indicators(frame, specification)
    with pytest.raises(
        StudyError, match=r"`group`, x0, has 59 values among 59 unit-years .* name a variable that makes"
    ):
        indicators(frame, specify(1, 1, 1, group="x0"))
    with pytest.raises(StudyError, match="the panel lacks 1 columns that `efficiency` names: region"):
        indicators(frame.drop(columns="region"), specification)


def test_groups_of_numbers_have_short_names(specify, cities):
    specification = specify(1, 1, 1, group="region", reference="year < 2002")
    frame = panel(cities(60, 3), specification.columns).assign(region=np.arange(60) % 2 + 1.0)
    data, found, _ = scored(frame, specification)
    assert set(data.group) == {"1", "2"} and set(found.reference_size) == {20}
    with pytest.raises(StudyError, match="leaves no unit-year to form the frontier `1, 2000`"):
        scored(frame, specify(1, 1, 1, group="region", reference="region > 1", frontier="contemporaneous"))
