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
