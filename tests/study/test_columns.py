"""Columns of regression tables: what they use, how clusters are said, and what an estimator does not offer."""

import pytest

from study.columns import Ols


def column(**keys):
    return Ols.model_validate({"formula": "score ~ zone | unit", **keys})


def test_every_variable_inside_a_formula_is_used():
    used = column(
        formula="log(grain) ~ zone*rain + l(labour, 2) + i(year, land) | unit[slope] + region^year",
        cluster=["unit", "basin"],
        weights="area",
        sample="year > 2010 and dry",
    )
    assert used.names() == {
        *("grain", "zone", "rain", "labour", "land", "slope", "region", "basin", "area", "dry"),
    }
    assert [use.key for use in used.uses() if use.name in ("basin", "area", "dry")] == ["sample", "cluster", "weights"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("unit", "unit"),
        ("none", "none"),
        ("region", "region"),
        (["year"], "year"),
        (["unit", "year"], ["unit", "year"]),
    ],
)
def test_clusters_are_one_variable_two_or_none(said, read):
    assert column(cluster=said).cluster == read


@pytest.mark.parametrize(
    ("cluster", "message"),
    [(["a", "b", "c"], "not of 3"), (["a", "a"], "`a` stands twice"), (["unit", "none"], "`none` stands alone")],
)
def test_other_clusters_are_refused(cluster, message):
    with pytest.raises(ValueError, match=message):
        column(cluster=cluster)


def test_the_policy_of_a_column_is_the_first_among_its_terms_not_inside_one():
    assert column(formula="score ~ l(ai) + ai:x + ai*z").policy(["x", "ai"]) == "ai"
    assert column(formula="score ~ l(ai) + ai:x").policy(["ai"]) is None


def test_what_inference_says_of_clusters_goes_to_the_columns_that_have_them(read, smallest):
    study = read(smallest("inference: {cluster: [unit, year]}\n"))
    assert study.tables["baseline"].columns["rain"].cluster == ["unit", "year"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("score ~ zone + rain | unit + year", "score ~ zone + rain | unit + regoin", "unknown variable `regoin`"),
        ("score ~ zone + rain | unit + year", "score ~ zone + log(rian) | unit", "did you mean `rain`"),
        (
            "score ~ zone | unit + year",
            "{formula: score ~ zone, cluster: plot}",
            "`tables.baseline.columns.zone.cluster`: unk",
        ),
        ("score ~ zone | unit + year", "{formula: score ~ zone, weights: lnd}", "did you mean `land`"),
        ("score ~ zone | unit + year", '"score ~ rain | unit | zone ~ land"', "`iv` is not offered"),
    ],
)
def test_names_that_nothing_has_are_refused_where_they_stand(said, smallest, old, new, fault):
    (line,) = said(smallest().replace(old, new))
    assert fault in line


def test_a_spatial_column_has_effects_of_unit_and_year_only(said, castle):
    (line,) = said(castle("{estimator: sar, matrix: queen, formula: l_homicide ~ post | unit + year}",
                          "{estimator: sar, matrix: queen, formula: l_homicide ~ post | unit + poverty}"))  # fmt: skip
    assert "the effects `poverty` are not offered in `sar`" in line


def test_the_plan_gives_a_rule_what_a_column_says(planned, smallest):
    old = "      rain: score ~ zone + rain | unit + year"
    new = "      rain: {formula: score ~ zone + log(rain) | unit + year, missing: refuse, weights: labour}"
    parts = planned(smallest("inference: {cluster: [unit, land]}\n").replace(old, new))
    first, second = parts["fits"]["fit_ols"]["baseline"]["columns"]
    assert (first["cluster"], first["missing"], first["weights"]) == (["unit", "land"], "drop", None)
    assert (second["cluster"], second["missing"], second["weights"]) == (["unit", "land"], "refuse", "labour")
    assert second["policy"] == "zone"


@pytest.mark.parametrize("cluster", ["3", "[1, 2]", "{a: b}", "[unit, year, land]", "2x"])
def test_clusters_of_another_kind_are_refused_at_their_key(said, smallest, cluster):
    line, *_ = said(smallest(f"inference: {{cluster: {cluster}}}\n"))
    assert "`inference.cluster`: clusters are" in line
