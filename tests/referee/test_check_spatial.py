"""Direct and indirect effects, spatial parameters and Moran's I."""

import pytest
from drafts import effects, fired, numbered, regressions, table
from hypothesis import given
from hypothesis import strategies as st

from printed.printed_tables import Other
from referee.check_spatial import (
    effects_rho,
    effects_sum,
    moran_bounds,
    moran_z,
    rho_bound,
)


def impacts(direct, indirect, total):
    return effects("Table 8", {"1": {"AI": {"direct": direct, "indirect": indirect, "total": total}}})


def durbin(rho="0.5000*** (0.0600)"):
    return regressions("Table 7", {"1": {"AI": "0.0600** (0.0250)", "W × AI": "0.0400 (0.0500)", "rho": rho}})


def moran(i, z, p):
    row = (numbered(i, 1, 1, "moran_i"), numbered(z, 1, 2, "z"), numbered(p, 1, 3, "p_value"))
    return Other(table("Table 6", rows=2), row)


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (effects_sum, [impacts("0.0651", "1.1545", "1.2916")], [impacts("0.0651", "1.1545", "1.2197")]),
        (effects_rho, [durbin(), impacts("0.1", "0.4", "0.5 (0.1)")], [durbin(), impacts("0.1", "0.12", "0.22 (0.1)")]),
        (rho_bound, [durbin("1.0200")], [durbin("0.9990")]),
        (moran_bounds, [moran("1.057", "2.76", "0.006")], [moran("0.157", "2.76", "0.006")]),
        (moran_z, [moran("0.157", "1.20", "0.006")], [moran("0.157", "1.20", "0.115")]),
        (moran_z, [moran("0.157", "2.76", "0.131")], [moran("0.157", "2.76", "0.001")]),
    ],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_identities(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []


@given(st.floats(-3, 3), st.floats(-3, 3), st.integers(2, 5))
def test_sums_that_are_rounded_raise_nothing(direct, indirect, decimals):
    printed = [f"{value:.{decimals}f}" for value in (direct, indirect, direct + indirect)]
    assert fired(effects_sum, impacts(*printed)) == []
