"""What tables say, in the shapes in which people print them."""

from tables_typed import table_of

from manuscript.printed_tables import Regressions
from manuscript.tables import numbers_of, place, printed


def test_a_table_of_esttab_says_what_each_number_is():
    rows = [
        ["", "(1)", "(2)"],
        ["", "gtfp", "gtfp"],
        ["did", "0.064**", "0.051*"],
        ["", "(0.026)", "(0.029)"],
        ["N", "2574", "2574"],
        ["R2", "0.412", "0.455"],
    ]
    notes = ("Standard errors in parentheses", "* p<0.1, ** p<0.05, *** p<0.01")
    table = printed(table_of(rows, header=2, notes=notes))
    assert isinstance(table, Regressions)
    assert table.legend == {"*": 0.1, "**": 0.05, "***": 0.01} and table.brackets == "std_error"
    one = table.models[0].coefficients[0]
    assert (one.term, one.stars, one.beneath["std_error"].number.value) == ("did", "**", 0.026)
    assert place(table, one) == "Table 1, did, column (1)"
    assert [number.meaning for number in numbers_of(table)].count("estimate") == 2
