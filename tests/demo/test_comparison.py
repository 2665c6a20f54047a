"""Our numbers stand beside the truth and the published ones."""

import pandas as pd
import pytest
from yearbooks import HOME, shipped

from core.documents import load_yaml
from core.errors import StudyError
from demo.comparison import coefficients as compared
from demo.comparison import outside, side_by_side, together
from demo.settings import Comparison


def coefficients(table, column, **estimates):
    """A file of estimates, as a rule that fits columns writes it."""
    return pd.DataFrame({"table": table, "column": column, "term": [*estimates], "estimate": [*estimates.values()]})


def test_descriptives_and_coefficients_stand_beside_the_paper():
    published = load_yaml(HOME / "published" / "aipz.yaml")["entries"]
    settings, _ = shipped("aipz")
    wanted = Comparison(
        table="T2",
        descriptives={"ECO": "eco"},
        coefficients={"T3.AI.4.coef": settings.comparison.coefficients["T3.AI.4.coef"]},
    )
    panel = pd.DataFrame(
        {"year": [2015, 2015], "eco": [10.9347 - 0.5236 / 2**0.5, 10.9347 + 0.5236 / 2**0.5], "score": 1.0}
    )
    estimates = [coefficients("baseline", "cities", ai=0.05, eco=1.0), coefficients("baseline", "both", ai=0.07)]
    truth = {"policy": {"score_did": 0.06}, "score": {"by_year": {"2015": 1.0}}}
    table = side_by_side(wanted, published, panel, estimates, truth).set_index("id")
    assert table["inside"].dropna().all() and len(table) == 5
    assert list(table.loc["T3.AI.4.coef", ["ours_simulated", "truth", "published"]]) == [0.07, 0.06, 0.0638]


def test_numbers_outside_their_band_are_named():
    table = pd.DataFrame({"id": ["a", "b", "c"], "inside": [True, False, None]})
    assert outside(table) == ["b"]


@pytest.mark.parametrize("files", [[], [("baseline", "both", 2)]], ids=["no table", "twice"])
def test_a_coefficient_that_is_not_there_once_is_refused(files):
    settings, _ = shipped("aipz")
    estimates = [coefficients(table, column, ai=0.07) for table, column, times in files for _ in range(times)]
    with pytest.raises(StudyError, match=rf"T3.AI.4.coef`: the study has {2 * len(files)} estimates of ai in baseline"):
        compared(settings.comparison, {}, together(estimates), {"policy": {"score_did": 0.06}})
