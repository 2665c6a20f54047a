"""Groups that part one sample twice."""

import pytest
import written

from referee.check_groups import groups_agree

ROWS = "|Wet|Dry|Large|Middle|Small\npilot|-2.1***|-0.8|-3.1***|-1.9**|-0.9\n|(0.6)|(0.8)|(1.0)|(0.8)|(0.8)"


@pytest.mark.parametrize(
    ("rows", "finds"),
    [
        ("Cities|131|137|35|98|135\nof which pilots|31|19|14|21|15", False),
        ("Cities|131|137|35|98|135\nof which pilots|31|19|14|12|15", True),
        ("Cities|131|137|35|98|153\nof which pilots|31|19|14|21|15\nN|1572|1644|420|1176|1620", True),
        ("Cities|131|137|35|98|153\nof which pilots|31|19|41|21|15\nN|1572|1644|420|1176|1620", False),
        ("Cities|131|137|131|137|90\nN|1572|1644|1572|1600|900", False),  # no column belongs to a whole
        ("N|1572|1644|420|1176|1260", False),
    ],
)
def test_one_row_whose_sums_differ_is_found(rows, finds):
    assert bool(list(groups_agree(written.draft(written.table("Table 6", f"{ROWS}\n{rows}"))))) == finds


@pytest.mark.parametrize(("rows", "times"), [("603", 0), ("630", 1)])
def test_groups_in_rows_have_the_rows_of_the_sample_together(rows, times):
    lines = (
        "Group | Towns | N | Hours | SE\nSmall | 79 | 926 | 2.316*** | 0.655\nLarge | 69 | 813 | 0.947 | 0.602\n"
        f"Far | 97 | 1,136 | 2.178*** | 0.577\nClose | 51 | {rows} | 0.731 | 0.688"
    )
    seasons = "\nSummer | 148 | 900 | 1.900*** | 0.600\nWinter | 148 | 839 | 1.500** | 0.610"
    for text in (lines, lines + seasons):
        assert len(list(groups_agree(written.draft(written.table("Table 5", text))))) <= times
    assert len(list(groups_agree(written.draft(written.table("Table 5", lines))))) == times
