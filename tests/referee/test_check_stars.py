"""Stars against what stands beneath them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import USUAL, draft, raised, regressions

from referee.check_stars import (
    bracket_kind,
    legend_order,
    legend_untrue,
    stars_missing,
    stars_undefined,
    stars_unearned,
)
from referee.consistency import FAMILIES, checks_of
from report.typed import two_sided

STRICT = {"*": 0.05, "**": 0.01, "***": 0.001}


def column(*cells, **further):
    return {"terms": {f"x{k}": cell for k, cell in enumerate(cells)}, **further}


def faults(table, **known):
    return [len(raised(find, table, **known)) for find in (stars_unearned, stars_missing)]


@pytest.mark.parametrize(
    ("cell", "further", "unearned", "missing"),
    [
        ("0.0638** (0.0255)", {}, 0, 0),  # t = 2.502
        ("0.0638*** (0.0255)", {}, 1, 0),
        ("0.0638 (0.0255)", {}, 0, 1),
        ("0.0638* (0.0255)", {}, 0, 1),
        ("0.1076*** (0.0618)", {}, 1, 0),  # t = 1.741
        ("0.2 (0.1)", {}, 0, 0),  # from 1.4 to 5, rounded
        ("0.0265** (0.0100)", {}, 0, 0),  # t = 2.65: two stars with 20 degrees of freedom, three with many
        ("0.0265*** (0.0100)", {}, 0, 0),
        ("0.0265** (0.0100)", {"n_clusters": "286"}, 0, 1),
        ("0.0265*** (0.0100)", {"n_clusters": "12"}, 0, 0),  # by the normal distribution
        ("-0.0638** (0.0255)", {}, 0, 0),
        ("1.2e-05** (4.8e-06)", {}, 0, 0),
        ("1.2e-05*** (7.0e-06)", {}, 1, 0),
        ("0.0000 (0.0000)", {}, 0, 0),
    ],
)
def test_a_cell_with_its_legend(cell, further, unearned, missing):
    """The second column has stars, so that a table without any is not meant."""
    assert faults(regressions([column(cell, **further), column("", "0.5*** (0.01)")])) == [unearned, missing]


@pytest.mark.parametrize(
    ("kind", "cell", "wrong"),
    [
        ("statistic", "0.0638** (2.50)", [0, 0]),
        ("statistic", "0.0638*** (2.05)", [1, 0]),
        ("statistic", "-0.0638 (-6.05)", [0, 1]),
        ("p_value", "0.0638** (0.013)", [0, 0]),
        ("p_value", "0.0638** (0.050)", [0, 0]),  # .0495 to .0505
        ("p_value", "0.0638** (0.051)", [1, 0]),
        ("p_value", "0.0638** (<0.001)", [0, 1]),
        ("p_value", "0.0638*** (<0.001)", [0, 0]),
    ],
)
def test_what_parentheses_hold_decides(kind, cell, wrong):
    assert faults(regressions([column(cell, "0.1* (0.07)"[:4])], beneath=(kind,), brackets=kind)) == wrong


def test_two_tests_beneath_excuse_the_stars_of_either():
    """As a p-value of the wild bootstrap beneath the clustered error."""
    kinds = ("std_error", "p_value")
    assert faults(regressions([column("0.0638** (0.0255) [0.081]", "1*** (0.1) [0.001]")], kinds)) == [0, 0]
    assert faults(regressions([column("0.0638*** (0.0255) [0.081]", "1*** (0.1) [0.001]")], kinds)) == [1, 0]


@pytest.mark.parametrize(
    "words",
    [
        {"notes": ["Stars by p-values of the wild cluster bootstrap."]},
        {"notes": ["显著性水平由置换检验得出。"]},
        {"caption": "Odds ratios of adoption"},
        {"notes": ["Standardized beta coefficients."]},
    ],
)
def test_stars_of_another_test_and_transformed_estimates_are_left_alone(words):
    assert faults(regressions([column("0.0638*** (0.0255)")], **words)) == [0, 0]


def test_a_one_sided_legend_has_twice_the_level():
    assert faults(regressions([column("0.0638*** (0.0255)")], notes=["One-sided tests."])) == [0, 0]


def test_customs_are_no_faults():
    """Tables without stars and legend, rows that never have any, constants."""
    assert faults(regressions([column("0.5 (0.1)", "0.7 (0.1)")], legend={})) == [0, 0]
    assert faults(regressions([column("0.5 (0.1)", "0.7 (0.1)")])) == [0, 0]
    assert faults(regressions([column("0.5 (0.1)", "0.1 (0.1)")])) == [0, 1]
    rho = {"terms": {"x": "0.5*** (0.1)", "rho": "0.5 (0.1)"}}
    assert faults(regressions([rho, rho])) == [0, 0]
    assert faults(regressions([{"terms": {"x": "0.5*** (0.1)", "Constant": "0.5 (0.1)"}}])) == [0, 0]
    assert faults(regressions([rho])) == [0, 1]


def test_without_a_legend_the_usual_one_with_fewest_contradictions_counts():
    strict = column("0.500*** (0.100)", "0.280** (0.100)", "0.220* (0.100)", "0.180 (0.100)")
    assert faults(regressions([strict], legend={})) == [0, 0]
    loose = column("0.500*** (0.100)", "0.300*** (0.100)", "0.220** (0.100)", "0.180* (0.100)", "0.120* (0.100)")
    assert faults(regressions([loose], legend={})) == [1, 0]


def test_errors_that_are_t_values_are_one_finding():
    cells = column("0.5*** (6.10)", "0.3** (2.31)", "0.2 (0.40)")
    table = regressions([cells], notes=["Robust standard errors in parentheses."])
    ((where, said),) = raised(bracket_kind, table)
    assert where == "Table 1" and "2 coefficients" in said and "none has if they hold t values" in said
    assert faults(table) == [0, 0]
    assert not raised(bracket_kind, regressions([cells], beneath=("statistic",), brackets="statistic"))
    assert faults(regressions([cells], ("other",), brackets=None)) == [0, 0]  # nobody says what they are


def test_parentheses_that_nobody_explains_are_read_as_they_fit_best():
    cells = column("0.50*** (0.10)", "0.30** (0.12)", "0.20 (0.19)")
    assert faults(regressions([cells], ("other",), brackets=None)) == [0, 0]
    wrong = column("0.500*** (0.100)", "0.300** (0.120)", "0.200*** (0.190)", "0.700*** (0.100)")
    assert faults(regressions([wrong], ("other",), brackets=None)) == [1, 0]


def test_a_legend_that_the_program_did_not_use_is_one_finding():
    cells = column("0.500*** (0.100)", "0.300*** (0.100)", "0.220** (0.100)", "0.180* (0.100)")
    ((where, said),) = raised(legend_untrue, regressions([cells], legend=STRICT))
    assert where == "Table 1" and said.endswith("none has by * 10, ** 5, *** 1 %")
    assert not raised(legend_untrue, regressions([cells]))
    assert faults(regressions([cells], legend=STRICT)) == [0, 0]


def test_legends_in_the_wrong_order_and_stars_without_a_meaning():
    cells = column("0.5*** (0.1)")
    wrong = regressions([cells], legend={"*": 0.01, "**": 0.05, "***": 0.1})
    (one,) = legend_order(draft(wrong))
    assert [draft(wrong).manuscript.blocks[spot.block] for spot in one.spots] == [wrong.table]
    assert not raised(legend_order, regressions([cells]))
    table = regressions([cells, cells], legend={"*": 0.1, "**": 0.05})
    assert raised(stars_undefined, table) == [
        ("Table 1, x0, column (1), Table 1, x0, column (2)", "*** is not in the legend * 10, ** 5 %")
    ]
    assert not raised(stars_undefined, regressions([cells], legend={}))


def test_a_finding_names_its_numbers():
    (finding,) = stars_unearned(draft(regressions([column("0.1076*** (0.0618)")])))
    assert finding.where == "Table 1, x0, column (1)"
    assert finding.message.startswith("0.1076*** (0.0618) has p = 0.08")
    assert [(spot.row, spot.column) for spot in finding.spots] == [(2, 1), (3, 1)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-3, 3).filter(lambda x: abs(x) > 0.01), st.floats(0.01, 2)), min_size=1, max_size=6),
    st.integers(2, 4),
    st.sampled_from([20, 29, 49, 285, 5000, None]),
    st.sampled_from([USUAL, STRICT]),
    st.booleans(),
)
def test_true_tables_have_no_fault(pairs, digits, df, legend, stated):
    """Estimates and errors before rounding earn the stars; any degrees of freedom above the fewest."""
    cells = []
    for estimate, error in pairs:
        p = two_sided(estimate / error, df and min(df, 400))
        stars = min((mark for mark, level in legend.items() if p < level), key=legend.get, default="")
        cells.append(f"{estimate:.{digits}f}{stars} ({error:.{digits}f})")
    table = regressions([column(*cells)], legend=legend if stated else {})
    if stated:
        assert [one for family in FAMILIES for find in checks_of(family) for one in raised(find, table)] == []
    else:
        assert faults(table) == [0, 0]
