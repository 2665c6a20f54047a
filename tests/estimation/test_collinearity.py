"""Terms that say nothing new leave by name, also when their numbers went through files with 12 digits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import fit_from, planted

from core.errors import StudyError
from core.tables import read_csv, write_csv
from estimation.collinearity import lost_terms


def written(frame, folder):
    write_csv(folder / "panel.csv", frame)
    return read_csv(folder / "panel.csv")


@pytest.mark.parametrize(
    "mix",
    [
        lambda f: 2 * f["x1"] + f["year"] / 2,
        lambda f: 2 * f["x1"] + f["unit"].str[1:].astype(int) * 1e4 / 3,
        lambda f: f["x1"] / 3e7,
        lambda f: 1e9 * f["x1"] - 7e8 * f["x2"] + np.pi,
        lambda f: f["x1"] - f["x2"] / 7 + f["d"] + f["year"] * 1e3 / 7,
    ],
)
@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("share", [1.0, 0.8])
def test_a_collinear_column_that_was_written_with_12_digits_is_found(tmp_path, mix, weights, share):
    frame = planted(5, 40, 9, share)
    frame = written(frame.assign(mix=mix(frame)), tmp_path)
    fit = fit_from(frame, "y ~ d + x1 + x2 + mix | unit + year", weights=weights)
    assert fit.terms == ("d", "x1", "x2")
    assert [lost.term for lost in fit.lost] == ["mix"]
    assert "x1" in fit.lost[0].partners
    without = fit_from(frame, "y ~ d + x1 + x2 | unit + year", weights=weights)
    np.testing.assert_allclose(fit.coefficients, without.coefficients, rtol=1e-12)


@pytest.mark.parametrize(
    ("term", "effects"),
    [
        ("area", "unit"),
        ("price", "year"),
        ("both", "unit + year"),
        ("trend", "unit[year]"),
        ("price", "unit + region^year"),
    ],
)
def test_an_absorbed_column_that_was_written_with_12_digits_is_found(tmp_path, term, effects):
    frame = planted(6, 30, 8, 0.8)
    number = frame["unit"].str[1:].astype(int)
    frame = frame.assign(area=number * 1e5 / 3, price=frame["year"] / 7)
    frame = written(frame.assign(both=frame["area"] + frame["price"], trend=number * frame["price"]), tmp_path)
    fit = fit_from(frame, f"y ~ d + {term} + x1 | {effects}")
    assert fit.terms == ("d", "x1")
    assert fit.warnings == [
        f"`{term}` is absorbed by the {effects.replace(' + ', ' and ')} effects: it does not vary within them in this "
        "sample; it is left out"
    ]


@pytest.mark.parametrize("spread", [1.0, 1e-3, 1e-6])
def test_small_variation_about_a_large_value_is_kept(tmp_path, spread):
    frame = planted(7, 40, 9)
    frame = written(frame.assign(level=1000 + spread * frame["x2"]), tmp_path)
    fit = fit_from(frame, "y ~ d + x1 + level | unit + year")
    whole = fit_from(frame, "y ~ d + x1 + x2 | unit + year")
    assert fit.coefficients[2] * spread == pytest.approx(whole.coefficients[2], rel=1e-2)


def test_the_later_of_two_collinear_terms_leaves_and_names_its_partners():
    frame = planted(8).eval("mixed = 3 * x1 - 1e4 * d + year")
    assert fit_from(frame, "y ~ d + x1 + x2 + mixed | unit + year").terms == ("d", "x1", "x2")
    fit = fit_from(frame, "y ~ mixed + x1 + d + x2 | unit + year")
    assert fit.terms == ("mixed", "x1", "x2")
    assert fit.warnings == ["`d` is collinear with `mixed`, `x1` once the effects are absorbed; it is left out"]


def test_a_policy_that_would_leave_is_refused_with_the_reason():
    frame = planted(8).eval("mixed = 3 * x1 - 1e4 * d + year")
    with pytest.raises(StudyError, match=r"^`d` is collinear with `mixed`, `x1` once the effects are absorbed"):
        fit_from(frame, "y ~ mixed + x1 + d | unit + year", wanted=("d",))
    with pytest.raises(StudyError, match=r"^`year` is absorbed by the unit and year effects"):
        fit_from(frame, "y ~ year | unit + year")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(-9, 9))
def test_scale_changes_no_verdict(seed, power):
    rng = np.random.default_rng(seed)
    net = rng.normal(size=(30, 4))
    net = np.column_stack([net, net @ [1, -2, 0, 1e3], 1e-14 * rng.normal(size=30)])
    scales = 10.0 ** (power * rng.integers(-1, 2, 6))
    sizes = np.linalg.norm(net, axis=0) + np.array([0, 1, 2, 0, 0, 5])
    lost = lost_terms(net * scales, sizes * scales, tuple("abcdef"))
    assert [one.term for one in lost] == ["e", "f"]
    assert lost[1].partners == ()


def test_no_columns_lose_nothing():
    assert lost_terms(np.empty((5, 0)), np.empty(0), ()) == []
