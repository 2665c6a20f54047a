"""Variables pulled in to quantiles, by hand."""

import pandas as pd

from panel.account import Account
from panel.winsorizing import winsorize


def test_winsorizing_pooled_and_by_year():
    panel = pd.DataFrame({"unit": list("abcde") * 2, "year": [2000] * 5 + [2001] * 5, "x": [*range(5), *range(10, 15)]})
    account = Account()
    rule = {"variables": ["x"], "quantiles": (0.25, 0.75), "by": "year"}
    assert winsorize(panel, rule, account)["x"].tolist() == [1, 1, 2, 3, 3, 11, 11, 12, 13, 13]
    assert len(account.audit()) == 4
    assert (
        winsorize(panel, rule | {"by": "pooled"}, Account())["x"].tolist() == [2.25] * 3 + [3, 4, 10, 11] + [11.75] * 3
    )
