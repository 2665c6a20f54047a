"""Counts of treated units and of cohorts in sentences against those of a study."""

import pytest
from written import draft

from traces.results import Numbers, Result
from traces.traced_rosters import KINDS
from traces.tracing import trace

COHORTS = {"whole": {2019: 7, 2020: 6, 2021: 5}, "matched": {2019: 5, 2020: 5, 2021: 4}}
SAMPLE = "The panel has 286 cities in 9 years and 2,574 observations. "
MUSTER = "样本为286个城市共9年的平衡面板，观测值为2,574个。"


def study() -> Numbers:
    found = [Result("Panel.n_units", 286, "n_units"), Result("Panel.n_obs", 2574, "n_obs")]
    found += [Result("Panel.n_periods", 9, "n_periods"), Result("Main", 0.1, "estimate", term="ai", label="Pilot zone")]
    found += [Result("Panel.first_year", 2015, "other"), Result("Panel.last_year", 2023, "other")]
    for column, of in COHORTS.items():
        place = {"table": "baseline", "column": column}
        found.append(Result(f"baseline.{column}.treated_units", sum(of.values()), "count", **place))
        found += [Result(f"baseline.{column}.cohorts.{year}", n, "count", **place) for year, n in of.items()]
    return Numbers(found, {"ai": ["Pilot zone", "试验区"]})


def said(text: str) -> list[str]:
    paper = draft(text)
    places = {(one.number.start, one.number.text) for one in paper.statements if one.kind in KINDS}
    return [one.said for one in trace(paper, study()) if (one.number.start, one.number.text) in places]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (SAMPLE + "The policy reached 81 cities in 3 cohorts.", ["without support", "supported"]),
        (SAMPLE + "The policy reached 18 cities in 5 cohorts.", ["supported", "contradicted"]),
        (SAMPLE + "The policy reached 7 cities in 3 cohorts.", ["without support", "supported"]),
        (MUSTER + "政策分5批覆盖18个城市。", ["contradicted", "supported"]),
        (MUSTER + "政策分3批覆盖81个城市。", ["supported", "without support"]),
        (SAMPLE + "81 of the 286 cities were designated as pilots between 2019 and 2021.", ["without support"]),
        (SAMPLE + "The treatment group comprises 81 cities and the control group 205.", ["without support"]),
        (SAMPLE + "The program was rolled out to 81 cities in three waves.", ["without support", "supported"]),
        (SAMPLE + "Of these, 81 were treated by the end of 2021.", ["without support"]),
        (SAMPLE + "The number of treated cities is 81.", ["without support"]),
        (SAMPLE + "There are 81 treated and 205 control cities.", ["without support"]),
        (SAMPLE + "A total of 81 cities are ever treated.", ["without support"]),
        (SAMPLE + "By 2021, 81 cities had been granted pilot status.", ["without support"]),
        (MUSTER + "试点分三批设立，共涉及81个城市。", ["without support", "supported"]),
        (MUSTER + "受政策影响的城市有81个。", ["without support"]),
        (MUSTER + "处理组包括81个城市，对照组包括205个城市。", ["without support"]),
        (MUSTER + "先后有81个城市入选试点。", ["without support"]),
        (MUSTER + "其中81个城市在2019—2021年间陆续成为试点城市。", ["without support"]),
    ],
)
def test_a_count_that_the_study_has_not_is_found(text, verdicts):
    assert said(text) == verdicts


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE + "The policy reached 18 cities in 3 cohorts.",
        SAMPLE + "After matching the policy reached 14 cities.",
        SAMPLE + "By 2020 the policy covered 13 cities.",
        MUSTER + "政策分3批覆盖18个城市。",
        SAMPLE + "The low-carbon policy of 2010, 2012 and 2017 reached 81 cities in 4 batches.",
        SAMPLE + "The policy covers 15 provinces.",
        SAMPLE + "Wang et al. (2021) study a policy that reached 35 cities in 2 batches.",
        "Another policy reached 81 cities in 4 batches.",
        SAMPLE + "18 of the 286 cities adopt the policy, and 268 cities never adopt it.",
        SAMPLE + "We exclude 35 cities that adopted the policy before 2019.",
        SAMPLE + "All 286 cities were selected as the research sample.",
        MUSTER + "先后有18个城市入选试点，其余268个城市为对照组。",
        MUSTER + "最终有286个城市纳入样本。",
    ],
)
def test_parts_of_the_policy_and_other_policies_are_not_contradicted(text):
    assert not {"contradicted", "without support"} & set(said(text))
