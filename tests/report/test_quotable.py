"""Addresses, meanings and roundings of numbers that texts quote."""

import pytest

from report.quotable import Quotable, address_of, meaning_of, unique, written


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (("baseline", "both", "ai"), "baseline.both.ai"),
        (("baseline.both", "ai", "std_error"), "baseline.both.ai.std_error"),
        (("dynamics", "twfe", "ai::-4"), "dynamics.twfe.ai::-4"),
        (("t", "c", "l(size, 2)"), "t.c.l(size_2)"),
        (("bacon", "Treated against never treated", "2019 against never", None, "estimate"),
         "bacon.Treated_against_never_treated.2019_against_never"),
        (("moran", "score", 2015, "queen", "moran_i"), "moran.score.2015.queen.moran_i"),
        (("t", 0.5, "100 % {of} \\all#"), "t.0.5.100_of_all"),
        (("t", "城市"), "t.城市"),
    ],
)  # fmt: skip
def test_addresses(parts, address):
    assert address_of(*parts) == address


@pytest.mark.parametrize(
    ("name", "form", "meaning"),
    [
        ("estimate", "", "estimate"),
        ("se_cr2", "", "std_error"),
        ("p_wild", "", "p_value"),
        ("kp_f", "", "first_stage_f"),
        ("hansen.p_value", "", "hansen_p"),
        ("own.p_value", "", "p_value"),
        ("n_clusters.year", "", "n_clusters"),
        ("p50", "measure", "median"),
        ("distinct_draws", "count", "count"),
        ("bias", "measure", "other"),
        ("share_of_it", "probability", "p_value"),
    ],
)
def test_meanings(name, form, meaning):
    assert meaning_of(name, form) == meaning


@pytest.mark.parametrize(
    ("value", "meaning", "printed"),
    [
        (0.10249, "estimate", "0.1025"),
        (-0.00001, "estimate", "0.0000"),
        (0.0000123, "std_error", "1.23e-05"),
        (0.0000123, "p_value", "<0.001"),
        (2574, "n_obs", "2,574"),
        (36.831, "df", "36.8"),
    ],
)
def test_numbers_are_written_as_tables_print_them(value, meaning, printed):
    assert written(value, meaning) == printed


def test_an_address_that_stands_twice_gets_a_number():
    found = unique(
        [Quotable("a.b", 1, "1", "other"), Quotable("a.b", 2, "2", "other"), Quotable("a.b", 3, "3", "other")]
    )
    assert [(one.address, one.value) for one in found] == [("a.b", 1), ("a.b.2", 2), ("a.b.3", 3)]


@pytest.mark.parametrize(("printed", "decimals"), [("0.1025", 4), ("2,574", 0), ("<0.001", 3), ("1.23e-05", 2)])
def test_decimals_are_those_behind_the_point(printed, decimals):
    assert Quotable("a", 0.0, printed, "other").decimals == decimals
