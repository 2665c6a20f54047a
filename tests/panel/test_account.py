"""The account that every step writes into."""

import pandas as pd

from core.errors import StudyError
from panel.account import Account


def test_an_error_becomes_a_problem_and_the_work_goes_on():
    account = Account()
    with account.taking("a.csv"):
        raise StudyError("is damaged")
    with account.taking():
        assert account.all_problems()[["file", "expected"]].to_numpy().tolist() == [["a.csv", "is damaged"]]
    assert len(account.all_problems()) == 1


def test_the_audit_does_not_depend_on_the_order_of_changes():
    changes = [("a", 2001, "x"), ("b", 2000, "x"), ("a", 2000, "y"), ("a", 2000, "x")]
    one, other = Account(), Account()
    for account, order in ((one, changes), (other, changes[::-1])):
        for unit, year, name in order:
            account.change([unit], [year], name, [1.0], [0.1 + 0.2], "rounded")
    pd.testing.assert_frame_equal(one.audit(), other.audit())
    assert one.audit()[["before", "after"]].drop_duplicates().to_numpy().tolist() == [["1", "0.3"]]


def test_rows_that_leave_are_audited_value_by_value():
    account = Account()
    account.drop(pd.DataFrame(columns=["unit", "year", "x", "y"]), ["x", "y"], "left")
    assert account.audit().empty
    rows = pd.DataFrame({"unit": ["a", "b"], "year": [2000, 2001], "x": ["1", ""], "y": ["2", None]})
    account.drop(rows, ["x", "y"], "left")
    assert account.audit()[["unit", "year", "variable", "before"]].to_numpy().tolist() == [
        ["a", 2000, "x", "1"],
        ["a", 2000, "y", "2"],
    ]


def test_a_warning_stands_once():
    account = Account()
    for what in ("odd", "even", "odd"):
        account.warn(what, variable="x")
    assert account.warnings()["what"].tolist() == ["odd", "even"]
