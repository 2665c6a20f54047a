"""Which columns are recomputed, and what their regressors are made of."""

import pandas as pd
from samples import COLUMN, planted

from core.blocks import tags_of
from replicate.columns import COVERED, REASONS, Product, column_of, why_not
from study.estimators import COLUMNS


def test_every_estimator_is_recomputed_or_says_why_not():
    estimators = {name for column in COLUMNS for name in tags_of(column, "estimator")}
    reasons = {name: why_not({"estimator": name}) for name in estimators}
    assert {name for name, reason in reasons.items() if reason is None} == {*COVERED}
    assert {name for name, reason in reasons.items() if reason} == {*REASONS}
    assert why_not({"estimator": "of another package"}) not in (None, *REASONS.values())


def test_a_regressor_of_values_is_a_product_with_a_dummy():
    panel = planted(2)
    own = {"table": "t", "name": "c", "estimator": "ols", "formula": "y ~ d + x1:x2 + i(region, x1, ref=1)"}
    printed = pd.DataFrame({"estimate": 1.0}, index=["d", "x1:x2", "region::0:x1", "region::2:x1"])
    column = column_of(panel, {}, {}, COLUMN | own, (printed, {}))
    assert column.address == "t.c"
    assert column.products == [
        Product("x1:x2", ("x1", "x2")),
        Product("region::0:x1", ("x1",), "region", 0.0),
        Product("region::2:x1", ("x1",), "region", 2.0),
    ]
