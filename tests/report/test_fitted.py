"""Columns of regression tables from pairs of coefficients and facts."""

from dataclasses import replace

import pytest

from core.grids import coefficients
from core.words import FRAIL
from report.fitted import fitted_columns, in_order, with_placebos


def pairs(study, *rules):
    return [
        (study.tables[f"estimates/{rule}/baseline.csv"], study.documents[f"estimates/{rule}/baseline.json"])
        for rule in rules
    ]


def test_columns_of_several_pairs_are_gathered_with_their_addresses(study):
    columns = fitted_columns(pairs(study, "fit_event_study", "fit_ols"))
    assert [column.address for column in columns] == ["baseline.event", "baseline.main", "baseline.late"]
    assert [row["k"] for row in columns[0].event_times] == [-3, -2, -1, 0, 1]
    assert [column.name for column in in_order(columns, ["main", "event", "late"])] == ["main", "event", "late"]


def test_columns_that_differ_are_refused(study):
    ((rows, facts),) = pairs(study, "fit_ols")
    with pytest.raises(ValueError, match=r"of facts \['main'\] differ"):
        fitted_columns([(rows, coefficients(facts["columns"][:1]))])
    with pytest.raises(ValueError, match="of its fits differ"):
        in_order(fitted_columns([(rows, facts)]), ["main"])


@pytest.mark.parametrize(
    ("warning", "said"),
    [
        (f"5 clusters: {FRAIL}", f"5 clusters: {FRAIL}; p by permutation 0.020"),
        (f"5 clusters: {FRAIL}; p by CR2 0.071", f"5 clusters: {FRAIL}; p by CR2 0.071, by permutation 0.020"),
        ("`law` never varies", "`law` never varies"),
    ],
)
def test_a_warning_of_few_clusters_names_the_p_value_of_the_placebo(study, warning, said):
    columns = [
        replace(column, facts=column.facts | {"warnings": [warning]})
        for column in fitted_columns(pairs(study, "fit_ols"))
    ]
    told = with_placebos(columns, [{"name": "baseline.main", "p_statistic": 0.02}])
    assert {column.name: column.facts["warnings"] for column in told} == {"main": [said], "late": [warning]}


def test_the_policy_of_a_column_has_the_p_value_of_its_placebo(study):
    columns = with_placebos(
        fitted_columns(pairs(study, "fit_ols")), [{"name": "baseline.main", "p_statistic": 0.02, "p_coefficient": 0.01}]
    )
    found = {(column.name, row["term"]): row.get("p_placebo") for column in columns for row in column.rows}
    assert found["main", "policy"] == 0.02
    assert [value for key, value in found.items() if key != ("main", "policy")] == [None] * (len(found) - 1)
