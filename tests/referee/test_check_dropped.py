"""Rows that leave the sample."""

import pytest
import written

from referee.check_dropped import rows_lost

TABLE = written.table(
    "Table 4",
    "Specification|Coefficient|SE|N\n"
    "Baseline|-0.968***|(0.261)|2,508\nWithout the five largest|-1.01***|(0.270)|2,448\n"
    "PSM-DID|-0.911***|(0.290)|1,884\n剔除直辖市|-0.995***|(0.268)|2,460",
)
PANEL = "The panel has 2,544 rows."


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (f"{PANEL} This costs 36 observations, so regressions with controls use 2,508.", "36", "32"),
        ("Dropping the five largest towns removes 60 observations.", "60", "66"),
        ("We drop 1,048 firm-years. This leaves 10,584 firm-years of 11,632 rows.", "1,048", "1,084"),
        ("匹配损失624个观测值。", "624", "642"),
        ("剔除四个直辖市后观测值减少48个。", "48个", "24个"),
    ],
)
def test_rows_that_are_no_difference_are_found(text, right, wrong):
    assert list(rows_lost(written.draft(TABLE, text))) == []
    assert len(list(rows_lost(written.draft(TABLE, text.replace(right, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "We drop 77 observations without a price.",
        "匹配损失了116户（348个样本）。",
        "Dropping the five largest towns leaves the coefficient at -1.01.",
        "Leaving out the 2013 wave costs 139 firms.",
    ],
)
def test_rows_of_no_known_sample_are_not(text):
    assert list(rows_lost(written.draft(TABLE, text))) == []
