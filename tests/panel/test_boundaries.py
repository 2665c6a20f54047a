"""Administrative changes: followed, merged or dropped."""

import pytest
from raw_study import CROSSWALK, Fault, Oddity, all_of, sub, without

FAULTS = [
    Fault(25, {}, {}, ["`unit.boundaries`: no event `AC99`"], CROSSWALK | {"boundaries": {"AC99": "drop"}}),
    Fault(
        25,
        {"economy.csv": sub("芜湖市", "巢湖市", -1), "land.csv": sub("芜湖市", "巢湖市")},
        {},
        ["'巢湖市'; expected no value after 2011, when the unit was abolished (AC11)", "`drop_rows`"],
        CROSSWALK,
    ),
]


ODDITIES = [
    Oddity(
        25,
        {
            "economy.csv": all_of(sub("芜湖市", "莱芜市", -1), without("莱芜市,2019")),
            "land.csv": all_of(sub("芜湖市", "莱芜市"), sub("101,102,103,104,105", "101,102,103,104,")),
        },
        {},
        ['371200,2015,gdp,2,,"AC28: abolished, boundaries followed"'],
        ["AC28 2018: 莱芜市 -> 济南市"],
        CROSSWALK | {"boundaries": {"default": "follow"}},
    ),
    Oddity(
        25,
        {
            "economy.csv": all_of(sub("芜湖市", "莱芜市", -1), without("莱芜市,2019")),
            "land.csv": all_of(sub("芜湖市", "莱芜市"), sub("101,102,103,104,105", "101,102,103,104,")),
        },
        {},
        ["370100,2018,land,254,358,AC28: merged with 371200"],
        ["(merge)"],
        CROSSWALK | {"boundaries": {"AC28": "merge"}},
    ),
    Oddity(
        25, {}, {}, ["370100,2015,gdp,5,,AC28: dropped"], ["AC28 2018"], CROSSWALK | {"boundaries": {"AC28": "drop"}}
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)
