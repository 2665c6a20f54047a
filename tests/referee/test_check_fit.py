"""Measures of fit."""

import pytest
import written
from small_tables import raised, regressions

from referee.check_fit import f_of_r2, r2_adjusted, r2_bounds, r2_falls, r2_order


def column(*terms, **further):
    return {"terms": dict.fromkeys(terms, "0.5 (0.1)"), "n_obs": "2,574", **further}


@pytest.mark.parametrize(
    ("statistics", "finds"),
    [
        ({"r2": "0.834"}, False),
        ({"r2": "1.000"}, False),
        ({"r2": "1.034"}, True),
        ({"r2": "83.4%"}, False),
        ({"r2": "-0.1"}, True),
        ({"r2_adjusted": "-0.1"}, False),
        ({"r2_within": "1.2"}, True),
        ({"Pseudo R²": "0.25"}, False),
        ({"Pseudo R²": "1.25"}, True),
        ({"r2": "-0.1", "first_stage_f": "20.1"}, False),
    ],
)
def test_r2_is_a_share(statistics, finds):
    assert bool(raised(r2_bounds, regressions([column("x", **statistics)]))) == finds


@pytest.mark.parametrize(
    ("statistics", "finds"),
    [
        ({"r2": "0.83", "r2_adjusted": "0.81"}, False),
        ({"r2": "0.83", "r2_adjusted": "0.834"}, False),
        ({"r2": "0.83", "r2_adjusted": "0.85"}, True),
        ({"r2": "0.83", "r2_within": "0.85"}, True),
    ],
)
def test_parts_of_r2_are_below_it(statistics, finds):
    assert bool(raised(r2_order, regressions([column("x", **statistics)]))) == finds


@pytest.mark.parametrize(
    ("overall", "within", "adjusted", "finds"),
    [
        ("0.83", "0.12", "0.85", True),
        ("0.83", "0.12", "0.81", False),
        ("0.05", "0.12", "0.85", False),
        ("0.83", "", "0.85", False),
    ],
)
def test_an_overall_r2_above_that_within_is_the_whole_one(overall, within, adjusted, finds):
    rows = f"x | 0.5 (0.1)\nN | 2,574\nWithin R² | {within}\nOverall R² | {overall}\nAdjusted R² | {adjusted}"
    found = r2_order(written.draft(written.table("Table 3", f"Variable | (1)\n{rows}")))
    assert bool(list(found)) == finds


def headed(heading, *terms, **further):
    """A column of a table without a row of outcomes."""
    return column(*terms, heading=heading, outcome="", **further)


FEW, MANY = ("x",), ("x", "z")
FE = {"marks": {"City FE": True}}


@pytest.mark.parametrize(
    ("small", "large", "finds"),
    [
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.48"), True),
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.49"), False),
        (column(*FEW, r2="0.50"), column(*FEW, r2="0.48", marks={"Controls": True}), True),
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.49", n_obs="2,500"), False),
        (column(*FEW, r2="0.50"), column("z", "w", r2="0.49"), False),
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.49", outcome="other"), False),
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.49", heading="2SLS"), False),
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.49", first_stage_f="33"), False),
        (column(*FEW, r2="0.50"), column(*MANY, r2="0.03", **FE), False),  # within, as programs print it
        (column(*FEW, r2="0.50", **FE), column(*MANY, r2="0.03", **FE), True),
        (column(*FEW, r2_within="0.5"), column(*MANY, r2_within="0.3", **FE), False),
        (column(*FEW, r2_adjusted="0.5"), column(*MANY, r2_adjusted="0.3"), False),
        (headed("Land", *FEW, r2="0.50"), headed("GDP", *MANY, r2="0.48"), False),
        (headed("Land", *FEW, r2="0.50"), headed("With controls", *MANY, r2="0.48"), True),
        (headed("基准", *FEW, r2="0.50"), headed("控制变量", *MANY, r2="0.48"), True),
    ],
)
def test_r2_does_not_fall_with_more_regressors(small, large, finds):
    found = raised(r2_falls, regressions([small, large]))
    assert bool(found) == finds
    assert all("column (2)" in where and "column (1)" in said for where, said in found)


@pytest.mark.parametrize(
    ("adjusted", "finds"),
    [("0.4545", False), ("0.4999", True), ("0.44", False)],
)
def test_adjusted_r2_counts_the_regressors(adjusted, finds):
    """1 - (1 - 0.5) 49/44 = 0.4432 with five; 0.4999 leaves room for none."""
    terms = ("a", "b", "c", "d", "e") if adjusted != "0.4545" else ("a", "b", "c", "d")
    table = regressions([column(*terms, n_obs="50", r2="0.5000", r2_adjusted=adjusted)])
    assert bool(raised(r2_adjusted, table)) == finds


@pytest.mark.parametrize(
    ("f", "notes", "finds"),
    [
        ("48.67", (), False),  # (0.5 / 3) / (0.5 / 146) = 48.67
        ("84.67", (), True),
        ("84.67", ("Robust standard errors in parentheses.",), False),
    ],
)
def test_f_follows_from_r2(f, notes, finds):
    table = regressions([column("a", "b", "c", n_obs="150", r2="0.5000", f=f, df="146")], notes=notes)
    assert bool(raised(f_of_r2, table)) == finds
