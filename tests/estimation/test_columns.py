"""The columns of a table are fitted in their order, and a fault names its table and column."""

import pandas as pd
import pytest

from core.errors import StudyError
from estimation.columns import fit_columns


def fit(settings):
    if settings["formula"] == "bad":
        raise StudyError("nothing is left")
    return pd.DataFrame({"term": ["a", "b"], "estimate": [1.0, 2.0]}), {"name": settings["name"], "n_obs": 4}


def test_coefficients_come_with_table_and_column_in_the_order_of_the_columns():
    estimates, facts = fit_columns("t", [{"name": "z", "formula": "y"}, {"name": "a", "formula": "y"}], fit)
    assert list(estimates) == ["table", "column", "term", "estimate"]
    assert estimates["table"].tolist() == ["t"] * 4
    assert estimates["column"].tolist() == ["z", "z", "a", "a"]
    assert estimates.index.tolist() == [0, 1, 2, 3]
    assert facts == {
        "kind": "coefficients",
        "columns": [{"name": "z", "n_obs": 4}, {"name": "a", "n_obs": 4}],
    }


def test_a_fault_of_one_column_names_table_and_column():
    with pytest.raises(StudyError, match=r"^table `t`, column `c`: nothing is left$"):
        fit_columns("t", [{"name": "a", "formula": "y"}, {"name": "c", "formula": "bad"}], fit)
