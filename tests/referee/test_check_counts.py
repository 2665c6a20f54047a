"""Counts of one column, and groups of columns."""

import pytest
from small_tables import descriptives, raised, regressions, table_of

from printed.tables import printed
from referee.check_counts import clusters_beyond_units, counts_fit, counts_whole, group_years, groups_sum


def column(n, *terms, **further):
    return {"terms": dict.fromkeys(terms or ("x",), "0.5 (0.1)"), "n_obs": n, **further}


def found(find, *columns, **known):
    return [where for where, _ in raised(find, regressions(columns), **known)]


@pytest.mark.parametrize(
    ("statistics", "finds"),
    [
        ({"n_obs": "2,574"}, False),
        ({"n_obs": "2574.000"}, False),
        ({"n_obs": "2574.5"}, True),
        ({"n_obs": "-2574"}, True),
        ({"n_obs": "2574", "n_clusters": "28.6"}, True),
    ],
)
def test_counts_are_whole(statistics, finds):
    assert bool(raised(counts_whole, regressions([column("", **statistics)]))) == finds


def test_summary_statistics_count_whole_rows():
    assert raised(counts_whole, descriptives(["n", "mean"], {"x": ["25.74", "1"], "z": ["2,574", "1"]}))[0][0].endswith(
        "x, n"
    )


@pytest.mark.parametrize(
    ("statistics", "said"),
    [
        ({"n_units": "286", "n_periods": "9", "n_clusters": "286", "df": "285"}, None),
        ({"n_units": "286", "n_periods": "8"}, "N 2,574 is more than 286 x 8"),
        ({"n_units": "2,860"}, "2,860 units have 2,574 observations"),
        ({"n_clusters": "2,860"}, "2,860 clusters have 2,574 observations"),
        ({"df": "2,573"}, None),
        ({"df": "2,574"}, "2,574 degrees of freedom are more than N 2,574 less 1 regressors"),
    ],
)
def test_counts_of_one_column(statistics, said):
    assert [what for _, what in raised(counts_fit, regressions([column("2,574", **statistics)]))] == [said] * bool(said)


def test_more_clusters_than_units():
    assert found(clusters_beyond_units, column("2,574", n_units="286", n_clusters="301")) == ["Table 1, column (1)"]
    assert not found(clusters_beyond_units, column("2,574", n_units="286", n_clusters="31"))


def test_columns_called_high_and_low_are_groups_and_no_ends_of_intervals():
    rows = [["", "Full sample", "High", "Low"], ["", "(1)", "(2)", "(3)"], ["AI", "0.064**", "0.100***", "0.020"]]
    rows += [["", "(0.026)", "(0.030)", "(0.030)"], ["N", "2,574", "1,287", "1,278"]]
    assert raised(groups_sum, printed(table_of(rows, 2, ["Standard errors in parentheses."])))


@pytest.mark.parametrize(
    ("headings", "counts", "finds"),
    [
        (("Full sample", "High", "Low"), ("2,574", "1,287", "1,287"), False),
        (("Full sample", "High", "Low"), ("2,574", "1,287", "1,278"), True),
        (("全样本", "东部", "中部", "西部"), ("2,574", "900", "900", "774"), False),
        (("全样本", "东部", "中部", "西部"), ("2,574", "900", "900", "747"), True),
        (("Baseline", "High", "Low"), ("2,574", "1,287", "1,000"), False),
        (("全样本", "国有企业", "非国有企业"), ("2,574", "1,287", "1,287"), False),
        (("全样本", "国有企业", "非国有企业"), ("2,574", "1,287", "1,278"), True),
        (("All", "Women", "Men"), ("2,574", "1,287", "1,278"), True),
        (("All", "Resource-based", "Non-resource-based"), ("2,574", "1,287", "1,278"), True),
        (("Full sample", "High", "High"), ("2,574", "1,287", "1,000"), False),
    ],
)
def test_groups_and_the_whole(headings, counts, finds):
    columns = [column(n, heading=heading) for heading, n in zip(headings, counts, strict=True)]
    assert bool(found(groups_sum, *columns)) == finds


@pytest.mark.parametrize(
    ("headings", "counts", "finds"),
    [
        (("< 100 km", "100-200 km", "> 200 km"), ("480", "516", "516"), False),
        (("< 100 km", "100-200 km", "> 200 km"), ("580", "516", "516"), True),
        (("(1)东部", "(2)中西部", "(3)技术创新"), ("504", "1,008", "1,512"), False),
        (("(1)东部", "(2)中西部", "(3)技术创新"), ("504", "1,080", "1,512"), True),
        (("Small", "Large", "Young", "Old"), ("700", "812", "756", "756"), False),
        (("No capitals", "No municipalities"), ("1,380", "1,464"), False),
    ],
)
def test_groups_that_the_words_do_not_name_have_no_more_rows_than_the_panel(headings, counts, finds):
    rows = [["", *headings], ["AI", *("0.064**" for _ in counts)], ["", *("(0.026)" for _ in counts)], ["N", *counts]]
    groups = printed(table_of(rows, 1, ["Standard errors in parentheses."]))
    base = printed(
        table_of([["", *map(str, range(5))], ["AI", *["0.1"] * 5], ["", *["(0.03)"] * 5], ["N", *["1,512"] * 5]])
    )
    summary = descriptives(["n", "mean"], {"x": ["1,512", "1"], "z": ["1,512", "1"]})
    assert bool(raised(groups_sum, groups, base, summary)) == finds


@pytest.mark.parametrize(
    ("counts", "units", "finds"),
    [
        (("1,400", "1,120", "840"), ("100", "80", "60"), False),
        (("1,300", "1,120", "840"), ("100", "80", "60"), True),
        (("1,400", "1,120", "840"), ("100", "70", "60"), True),
        (("1,390", "1,111", "840"), ("100", "80", "60"), False),
        (("3,360", "3,360", "3,120"), ("240", "240", "240"), False),
    ],
)
def test_groups_of_a_panel_have_its_years(counts, units, finds):
    columns = [column(n, n_units=own) for n, own in zip(counts, units, strict=True)]
    assert bool(found(group_years, *columns)) == finds
