"""Numbers that stand twice, and tables and columns that are printed again with other numbers."""

import pytest
from drafts import descriptives, fired, regressions

from referee.check_copies import (
    column_copied,
    column_differs,
    columns_identical,
    interaction_duplicates,
    outcome_copied,
    table_differs,
)

BASE = {"AI": "0.0638** (0.0255)", "ECO": "0.1929*** (0.0421)", "=n_obs": "2,574", "=r2": "0.8335", "outcome": "ULGUE"}


def paper(place="Table 3", caption="Baseline", **changes):
    return regressions(place, {"1": {**BASE, **changes}}, caption=caption)


def two(**changes):
    return regressions("Table 3", {"1": BASE, "2": {**BASE, **changes}})


def again(**changes):
    return paper("Table 5", "Robustness", **changes)


def marked(*controls):
    return regressions("Table 3", {str(at): {**BASE, "marks": {"Controls": one}} for at, one in enumerate(controls)})


def stratum(said, product="AI × High infrastructure"):
    return regressions("Table 8", {"2": {product: said, "=n_obs": "2,574"}})


def several(place, *shown, **changes):
    """A table of three columns, of which a repetition may show some rows only."""
    rows = ["AI", "=n_obs", "=r2"]
    columns = [
        {"AI": "0.0638** (0.0255)", "ECO": "0.1929 (0.0421)", "=n_obs": "2,574", "=r2": "0.8335"},
        {"AI": "0.0712** (0.0266)", "ECO": "0.1818 (0.0433)", "=n_obs": "2,574", "=r2": "0.8412"},
        {"AI": "0.0524** (0.0244)", "ECO": "0.1666 (0.0456)", "=n_obs": "2,574", "=r2": "0.8523"},
    ]
    columns[1] |= changes
    rows = [*rows, *shown]
    return regressions(place, {str(at): {key: one[key] for key in rows} for at, one in enumerate(columns, 1)})


SEVERAL = several("Table 3", "ECO")


def clustered(place):
    """The same estimates with other errors."""
    return regressions(place, {"1": {**BASE, **OTHER_ERRORS}})


def means(mean):
    return descriptives("Table 9", {"AI": {"n": "2,574", "mean": mean, "sd": "0.1671"}, "ECO": {"mean": "10.9347"}})


COPIED = "0.0638** (0.0255)"
OTHER_ERRORS = {"AI": "0.0638** (0.0312)", "ECO": "0.1929*** (0.0519)"}


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (interaction_duplicates, [paper(), stratum(COPIED)], [paper(), stratum("0.0638** (0.0265)")]),
        (interaction_duplicates, [paper(), stratum(COPIED, "Interaction of AI and x")], [stratum(COPIED, "W × AI")]),
        (column_copied, [two(ECO="0.2000 (0.0500)", **{"=n_obs": "2,538"})], [two(ECO="0.2000 (0.0500)")]),
        (outcome_copied, [two(outcome="Carbon", ECO="0.2000 (0.0500)")], [two(ECO="0.2000 (0.0500)")]),
        (columns_identical, [marked(True, False)], [marked(True, True)]),
        (column_differs, [paper(), again(AI="0.0683** (0.0255)")], [paper(), again(**OTHER_ERRORS)]),
        (column_differs, [paper(), again(**{"=n_obs": "2,547"})], [paper(), again()]),
        (table_differs, [paper(), paper("Table 9", AI="0.0683** (0.0265)")], [paper(), paper("Table 9")]),
        (table_differs, [SEVERAL, several("B", AI="0.0172** (0.0266)")], [SEVERAL, several("B")]),
        (table_differs, [SEVERAL, several("B", **{"=r2": "0.4412"})], [paper(), clustered("Table 9")]),
        (table_differs, [means("0.0287"), means("0.0278")], [means("0.0287"), means("0.0287")]),
    ],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_what_stands_twice(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []


def test_few_digits_may_be_equal_by_chance():
    short = regressions(
        "Table 3", {"1": {"AI": "0.02 (0.01)", "=n_obs": "90"}, "2": {"AI": "0.02 (0.01)", "=n_obs": "80"}}
    )
    assert fired(column_copied, short) == []
