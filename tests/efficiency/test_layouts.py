from efficiency.layouts import productivity_layout, sensitivity_layout
from efficiency.means import COLUMNS


def columns_of(layout):
    return [layout["rows"], *(cell["column"] for cell in layout["cells"])]


def test_the_layouts_print_every_column_of_their_files():
    assert columns_of(productivity_layout(0)) == COLUMNS
    assert set(columns_of(sensitivity_layout())) == {
        *("variable", "override", "n_efficient", "n_infeasible", "mean"),
        *("spearman_with_main", "mean_abs_difference", "n_compared"),
    }


def test_the_notes_say_how_many_pairs_have_no_index():
    assert productivity_layout(0)["notes"][1] == "Every pair has an index."
    assert productivity_layout(1)["notes"][1] == "1 pair has no index and is left out."
    assert productivity_layout(7)["notes"][1] == "7 pairs have no index and are left out."
