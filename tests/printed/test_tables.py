"""What tables say, in the shapes in which programs and people print them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_typed import BODY, ERRORS, STARS, table_of

from papers.document import Cell, Manuscript, Table
from printed.printed_tables import Other, Regressions
from printed.tables import coefficients_of, numbers_of, place, printed, tables_of

# The same two columns: 0.064 (0.026), two stars, and 0.051 (0.029), one star, N = 2,574.
SAME = {
    "esttab": ([["", "(1)", "(2)"], ["", "gtfp", "gtfp"], *BODY], 2, ERRORS),
    "nothing found to be a heading": ([["", "(1)", "(2)"], ["", "gtfp", "gtfp"], *BODY], 0, ERRORS),
    "notes as rows": (
        [["", "(1)", "(2)"], *BODY, [("Robust standard errors in parentheses", 3)], [(STARS, 3)]],
        1,
        (),
    ),
    "stargazer": (
        [["", ("Dependent variable:", 2)], ["", ("gtfp", 2)], ["", "(1)", "(2)"], *BODY, ["Note:", (STARS, 2)]],
        3,
        (),
    ),
    "etable": (
        [
            ["Dependent Variables:", "gtfp", "gtfp"],
            ["Model:", "(1)", "(2)"],
            ["Variables", "", ""],
            *BODY[:2],
            ["Fixed-effects", "", ""],
            ["City", "Yes", "Yes"],
            ["Fit statistics", "", ""],
            ["Observations", "2,574", "2,574"],
            ["Within R2", "0.41", "0.45"],
            [("Clustered (City) standard-errors in parentheses", 3)],
        ],
        1,
        (),
    ),
    "one cell": ([["", "(1)", "(2)"], ["did", "0.064** (0.026)", "0.051*\n(0.029)"], *BODY[2:]], 1, ERRORS),
    "stars at the errors": (
        [["", "(1)", "(2)"], ["did", "0.064", "0.051"], ["", "(0.026)**", "(0.029)*"], *BODY[2:]],
        1,
        ERRORS,
    ),
    "a column of errors": (
        [["", "(1)", "", "(2)", ""], ["did", "0.064**", "(0.026)", "0.051*", "(0.029)"], ["N", "2574", "", "2574", ""]],
        1,
        ERRORS,
    ),
    "a column of stars": (
        [
            ["", "(1)", "", "(2)", ""],
            ["did", "0.064", "**", "0.051", "*"],
            ["", "(0.026)", "", "(0.029)", ""],
            ["N", "2574", "", "2574", ""],
        ],
        1,
        ERRORS,
    ),
    "columns by heading": (
        [
            ["", ("(1) OLS", 2), ("(2) FE", 2)],
            ["Variable", "Coef.", "Std. Err.", "Coef.", "Std. Err."],
            ["did", "0.064**", "0.026", "0.051*", "0.029"],
            ["N", "2574", "", "2574", ""],
        ],
        2,
        (),
    ),
    "labelled rows": ([["", "(1)", "(2)"], BODY[0], ["(s.e.)", "0.026", "0.029"], *BODY[2:]], 1, ()),
    "labels in brackets": (
        [["", "(1)", "(2)"], ["did", "0.064** (se = 0.026)", "0.051* (se = 0.029)"], *BODY[2:]],
        1,
        (),
    ),
    "square brackets": (
        [["", "(1)", "(2)"], BODY[0], ["", "[0.026]", "[0.029]"], *BODY[2:]],
        1,
        ("Standard errors in brackets",),
    ),
    "N that covers both": ([["", "(1)", "(2)"], *BODY[:2], ["N", ("2574", 2)]], 1, ERRORS),
    "told by the numbers": ([["", "(1)", "(2)"], *BODY], 1, (STARS,)),
    "decimal commas": (
        [["", "(1)", "(2)"], ["did", "0,064**", "0,051*"], ["", "(0,026)", "(0,029)"], ["N", "2.574", "2.574"]],
        1,
        ERRORS,
    ),
    "Chinese": (
        [
            ["", ("被解释变量：绿色效率", 2)],
            ["变量", "（1）", "（2）"],
            ["did", "0.064**", "0.051*"],
            ["", "（0.026）", "（0.029）"],
            ["控制变量", "×", "√"],
            ["样本量", "2574", "2574"],
        ],
        2,
        ("注：括号内为稳健标准误，***、**、*分别表示在1%、5%、10%水平上显著。",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows, header, notes", SAME.values(), ids=SAME)
def test_the_same_columns_are_read_in_every_shape(rows, header, notes):
    table = printed(table_of(rows, header=header, notes=notes))
    assert isinstance(table, Regressions)
    assert [model.number for model in table.models] == ["1", "2"]
    said = [
        (
            one.term,
            one.estimate.number.value,
            one.stars,
            {key: number.number.value for key, number in one.beneath.items()},
        )
        for one in coefficients_of(table)
    ]
    assert said == [("did", 0.064, "**", {"std_error": 0.026}), ("did", 0.051, "*", {"std_error": 0.029})]
    assert [model.statistics["n_obs"].number.value for model in table.models] == [2574, 2574]


@pytest.mark.parametrize(
    "rows", [[[""]], [["a"], ["b"]], [["a", "b"], ["", ""]], [["0.1"]], [["", "(1)"], ["did", "–"]]]
)
def test_tables_of_little_or_nothing_are_read(rows):
    assert isinstance(printed(table_of(rows, header=0)), Other | Regressions)


def test_cells_that_cover_rows_name_groups():
    cells = [["Year", "", "Mean"], ["East", "2003", "0.5"], ["", "2004", "0.6"]]
    rows = [[Cell(text, row, column) for column, text in enumerate(texts)] for row, texts in enumerate(cells)]
    rows[1][0] = rows[2][0] = Cell("East", 1, 0, rows=2)
    table = printed(Table("Table 2", "", tuple(map(tuple, rows)), 1))
    assert [place(table, one) for one in numbers_of(table)] == [
        "Table 2, East, 2003, Mean",
        "Table 2, East, 2004, Mean",
    ]


def test_tables_keep_their_order():
    one, two = table_of(BODY, place="Table 1"), table_of(BODY, place="Table 2")
    assert [table.table.place for table in tables_of(Manuscript("paper.md", (one, two)))] == ["Table 1", "Table 2"]


number = st.decimals(-9, 9, places=3).map(str)
error = st.decimals("0.001", 9, places=3).map(str)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(number, error, st.sampled_from(["", "*", "**", "***"])), min_size=1, max_size=5), st.data())
def test_a_table_says_what_was_put_into_it(estimates, data):
    """Estimates with errors in one column: beneath, behind, or beside them."""
    shape = data.draw(st.sampled_from(["beneath", "behind", "beside"]))
    opening, closing = data.draw(st.sampled_from(["()", "[]"]))
    rows = [["", "(1)", ""]]
    for place_of, (value, spread, stars) in enumerate(estimates):
        held = f"{opening}{spread}{closing}"
        rows += {
            "beneath": [[f"x{place_of}", value + stars], ["", held]],
            "behind": [[f"x{place_of}", f"{value}{stars} {held}"]],
            "beside": [[f"x{place_of}", value + stars, held]],
        }[shape]
    said = {"(": "parentheses", "[": "square brackets"}[opening]
    table = printed(table_of([*rows, ["N", "90"]], notes=(f"Standard errors in {said}",)))
    assert [
        (one.term, one.estimate.number.value, one.beneath["std_error"].number.value, one.stars)
        for one in coefficients_of(table)
    ] == [
        (f"x{place_of}", float(value), float(spread), stars)
        for place_of, (value, spread, stars) in enumerate(estimates)
    ]
    assert len(numbers_of(table)) == 2 * len(estimates) + 1


@pytest.mark.parametrize(
    "others, legend", [(["* p<0.05, ** p<0.01"], {"*": 0.05, "**": 0.01}), ([], {}), ([STARS, "* p<0.2"], {})]
)
def test_stars_without_a_legend_are_those_of_the_only_legend_that_other_tables_have(others, legend):
    rows = [["", "(1)"], ["AI", "0.064*"], ["", "(0.026)"], ["N", "2574"]]
    tables = tuple(table_of(rows, header=1, notes=(note,)) for note in (*others, "Stars as before."))
    assert tables_of(Manuscript("paper.md", tables))[-1].legend == legend
