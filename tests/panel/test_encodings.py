"""Bytes in several encodings."""

import pytest
from raw_study import Fault, Oddity

FAULTS = [
    Fault(2, {"economy.csv": lambda text: text}, {"sources.0.encoding": "gb18030"}, ["economy.csv: "]),
    Fault(
        4,
        {"economy.csv": lambda text: text.encode().replace("年".encode(), b"\xff\xff", 1)},
        {},
        ["economy.csv: cannot be read as utf-8 (line 1), gb18030 (line 1)"],
    ),
    Fault(5, {"economy.csv": lambda text: text.encode("utf-16")}, {}, ["is encoded in UTF-16", "`encoding: utf-16`"]),
]


ODDITIES = [
    Oddity(1, {"economy.csv": lambda text: text.encode("gb18030")}, {}, [",gb18030,utf-8,{}economy.csv: encoding"], []),
    Oddity(3, {"economy.csv": lambda text: text.encode("utf-8-sig")}, {}, [], []),
    Oddity(
        5, {"economy.csv": lambda text: text.encode("utf-16")}, {"sources.0.encoding": "utf-16"}, [",utf-16,utf-8,"], []
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)
