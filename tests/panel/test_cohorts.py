"""Units by the first year of a policy."""

from core.files import read_rows, write_rows
from panel.cohorts import COLUMNS, cohorts
from panel.tabulate_cohorts import tabulate_cohorts

ROWS = [
    {"unit": unit, "year": year, "zone": None if (unit, year) == ("d", 2000) else int(year >= start)}
    for unit, start in (("a", 2001), ("b", 2002), ("c", 2001), ("d", 9999))
    for year in (2000, 2001, 2002)
]


def test_cohorts_and_the_never_treated_share_all_units():
    found = cohorts(ROWS, "zone")
    assert [(row["cohort"], row["units"], row["names"]) for row in found] == [
        ("2001", 2, "a, c"),
        ("2002", 1, "b"),
        ("never", 1, ""),
    ]
    assert sum(row["share"] for row in found) == 1


def test_the_verb_reads_the_panel(tmp_path):
    (tmp_path / "panel").mkdir()
    write_rows(tmp_path / "panel" / "panel.csv", ROWS, ["unit", "year", "zone"])
    tabulate_cohorts(tmp_path / "panel" / "panel.csv", tmp_path / "t.csv", tmp_path / "t.json", "zone")
    assert list(read_rows(tmp_path / "t.csv")[0]) == COLUMNS
