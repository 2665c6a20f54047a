"""The three steps of a mediation, and Sobel's test."""

import pytest
from drafts import fired, regressions

from referee.check_mediation import mediation_identity, sobel


def steps(rest="0.0438** (0.0210)", n="2,574", z="2.09"):
    n = {"=n_obs": n}
    return regressions(
        "Table 9",
        {
            "1": {"AI": "0.0638** (0.0255)", "outcome": "ULGUE", "=n_obs": "2,574"},
            "2": {"AI": "0.4000*** (0.1600)", "outcome": "GTI", **n},
            "3": {"AI": rest, "GTI": "0.0500*** (0.0130)", "outcome": "ULGUE", "=z": z, **n},
        },
    )


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (mediation_identity, [steps("0.0538** (0.0210)")], [steps()]),
        (mediation_identity, [steps("0.0538** (0.0210)")], [steps("0.0538** (0.0210)", n="2,500")]),
        (sobel, [steps(z="3.20")], [steps()]),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_steps(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []
