"""The drawing of direct, indirect and total effects."""

from itertools import product

import pandas as pd
import pytest

from core.errors import StudyError
from core.tables import write_csv
from report.impacts_figure import EFFECTS, impacts_figure
from report.plot_impacts import plot_impacts


def rows(columns=("t.sar", "t.sem"), terms=("law", "rain")):
    """Effects of 1, 2, 3 with errors of .1, .2, .3; those of an error model have no indirect effect."""

    def row(column, term, effect, size):
        none = column == "t.sem" and effect == "indirect"
        numbers = {"estimate": 0.0 if none else size, "std_error": None if none else size / 10}
        return {"column": column, "term": term, "effect": effect, **numbers}

    sizes = dict(zip(EFFECTS, (1.0, 2.0, 3.0), strict=True))
    return [row(*key, *one) for key in product(columns, terms) for one in sizes.items()]


def bars(axes):
    """Ends and heights of the intervals in a panel, column by column."""
    lines = [path.get_segments() for path in axes.collections]
    return [[(a[0], b[0]) for a, b in segments] for segments in lines]


def test_each_panel_has_the_effects_of_all_terms_and_columns():
    figure = impacts_figure(rows(), {"t.sar": "Lag", "law": "Law"}, "real")
    assert [axes.get_title(loc="left") for axes in figure.axes] == list(EFFECTS.values())
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["Law", "rain"]
    (direct, _), (indirect, none) = bars(figure.axes[0]), bars(figure.axes[1])
    assert direct == [pytest.approx((1 - 0.196, 1 + 0.196), abs=1e-4)] * 2
    assert indirect == [pytest.approx((2 - 0.392, 2 + 0.392), abs=1e-4)] * 2
    assert none == [(0, 0)] * 2
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["Lag", "sem"]


def test_more_columns_than_colours_are_refused():
    with pytest.raises(StudyError, match="8 columns cannot be told apart"):
        impacts_figure(rows([f"t.c{number}" for number in range(8)]), {}, "real")


def test_the_table_is_drawn(tmp_path):
    write_csv(tmp_path / "effects.csv", pd.DataFrame(rows(["t.sem"])))
    plot_impacts(tmp_path / "effects.csv", tmp_path / "f.pdf", tmp_path / "f.png", {}, "simulated", True)
    assert (tmp_path / "f.png").read_bytes()[1:4] == b"PNG"
