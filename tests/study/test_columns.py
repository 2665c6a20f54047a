"""Columns: one model an estimator; its policy, the names that it uses, and what it refuses."""

import pytest

from study.columns import EventStudy, Ols
from study.spatial import Lagged, Sar, Sem

POLICIES = ["ai", "mic"]


def ols(formula, **more):
    return Ols(formula=formula, **more)


@pytest.mark.parametrize(
    ("formula", "policy"),
    [
        ("y ~ ai | unit", "ai"),
        ("y ~ fin + mic + ai", "mic"),
        ("y ~ fin", None),
        ("ai ~ fin + mic", "mic"),
    ],
)
def test_the_policy_of_a_column_is_the_first_among_its_terms(formula, policy):
    assert ols(formula).policy(POLICIES) == policy


def test_names_are_those_of_formula_and_sample():
    column = ols("score ~ ai + fin | unit + year", sample="reach == 'up' and year > 2010 and unit not in ['a']")
    assert column.names() == {"score", "ai", "fin", "reach"}
    assert column.matrices() == []
    lag = Sar(estimator="sar", formula="y ~ x", matrix="queen", split=["large", "small"])
    assert (lag.matrices(), lag.names()) == (["queen"], {"y", "x", "large", "small"})
    assert lag.statistics[-1] == "radius"


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ({"formula": "y ~ x + z | unit"}, {"y", "x", "z"}),
        ({"formula": "y ~ x + W:q | unit", "cluster": "town"}, {"y", "x", "q", "town"}),
        ({"formula": "y ~ x + z", "lags": "z", "se": "hessian", "cluster": "none"}, {"y", "x", "z"}),
    ],
)
def test_lags_need_the_variables_of_which_they_are(keys, named):
    assert Lagged(estimator="sdm", matrix="queen", **keys).names() == named


def test_sums_and_tests_may_name_lags_and_the_parameter():
    named = {"lincom": {"Both": "x + W:x"}, "test": {"Space": ["W:x", "rho"]}}
    assert Lagged(estimator="sdm", matrix="queen", formula="y ~ x", **named).coefficients == ["x", "W:x", "rho"]
    sums = {"lincom": {"Less": "rho.large.small - rho.small.large"}}
    grades = Sar(estimator="sar", matrix="queen", formula="y ~ x", split=["large", "small"], **sums)
    assert grades.coefficients[1:] == [f"rho.{a}.{b}" for a in ("large", "small") for b in ("large", "small")]


def test_what_columns_offer_to_figures_and_tables():
    own = {"reassignment of its policy", "draws of its policy", "fit with an earlier policy", "split of its sample"}
    assert Ols.offers == own | {"tests between spatial models"}
    assert Sem.offers == {"spatial effects", "tests between spatial models"}
    lag = Sar(estimator="sar", formula="y ~ x", matrix="queen")
    assert lag.offers == Sem.offers | {"draws of its policy"}
    assert lag.model_copy(update={"split": ["large", "small"]}).offers == Sem.offers
    events = EventStudy(estimator="event_study", formula="score ~ zone | unit + year")
    drawn = {"event times", "draws of its policy"}
    assert events.offers == drawn | {"joint covariance of leads and effects with the base -1"}
    assert events.model_copy(update={"base": -2}).offers == drawn
    assert events.model_copy(update={"base": 0}).offers == {"event times"}


COLUMN = "      homicide: l_homicide ~ post | unit + year\n"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("l_homicide ~ psot | unit + year", "`tables.baseline.columns.homicide.formula`: unknown variable `psot`"),
        ("l_homicde ~ post | unit + year", "unknown variable `l_homicde`; did you mean `l_homicide`?"),
        ("l_homicide post | unit + year", "expected `outcome ~ terms | effects`"),
        ("l_homicide ~ post | unit | year", "with one ~ and at most one |, or with a third part"),
        ("l_homicide ~ 1 | unit | post ~ poverty", "a third part is for instruments; write `estimator: iv`"),
        ("{estimator: iv, formula: l_homicide ~ post | unit}", "has no instruments; add a third part"),
        ("{estimator: iv, formula: l_homicide ~ 1 | unit | post ~ poverti}", "unknown variable `poverti`"),
        ("{estimator: first_stage, of: baseline.second}", "there is no column `baseline.second`"),
        ("{estimator: first_stage, of: scores.policy}", "`scores.policy` is `ols`, which has no first stage"),
        ("l_homicide ~ post | state", "unknown variable `state`"),
        ("l_homicide ~ 1 | unit", "no term is left whose coefficient could be estimated"),
        ("l_homicide ~ post + ..contrls", "there is no macro `..contrls`; did you mean `controls`?"),
        ("{formula: l_homicide ~ post, sample: lag(post)}", "unknown function `lag`"),
        ("{formula: l_homicide ~ post, sample: pverty > 2}", "`tables.baseline.columns.homicide.sample`: unknown var"),
        ("{formula: l_homicide ~ post, sample: \"unit in ['AK', 2]\"}", "mixes texts and numbers"),
        ("{formula: l_homicide ~ post, weight: x}", "unknown key `tables.baseline.columns.homicide.weight`; "),
        ("{formula: l_homicide ~ post, weights: queen}", "unknown variable `queen`"),
        ("{formula: l_homicide ~ post, model: sar}", "unknown key `tables.baseline.columns.homicide.model`; write"),
        ("{formula: l_homicide ~ post, name: a}", "the name of a column is its key"),
        ("{formula: l_homicide ~ post, matrix: queen}", "unknown key `tables.baseline.columns.homicide.matrix`"),
        ("{formula: l_homicide ~ post, window: [-2, 2]}", "unknown key `tables.baseline.columns.homicide.window`"),
        ("{formula: l_homicide ~ post, estimator: olss}", "baseline.columns.homicide.estimator` is 'olss'; did you me"),
        ("{formula: l_homicide ~ post, estimator: [ols]}", "estimator` is ['ols']; did you mean `ols`?"),
        ("{estimator: ols}", "key `tables.baseline.columns.homicide.formula` is missing"),
        ("7", "`tables.baseline.columns.homicide` is 7; it must be a block with `estimator`, one of ols"),
        ("{formula: l_homicide ~ post, cluster: county}", "unknown variable `county`"),
        ("{estimator: event_study, formula: l_homicide ~ poverty}", "no policy is among the terms; allowed: `post`, "),
        ("{estimator: event_study, formula: l_homicide ~ post, window: [0, 3]}", "contain the base -1, -1 and 0"),
        ("{estimator: event_study, formula: l_homicide ~ post, window: [-3, 2], base: -4}", "contain the base -4"),
        ("{estimator: event_study, formula: l_homicide ~ post, window: [-1000000000, 3]}", "further than 200 years"),
        ("{estimator: event_study, formula: l_homicide ~ post, window: 3}", "`tables.baseline.columns.homicide.window"),
        ("{estimator: sar, formula: l_homicide ~ post}", "key `tables.baseline.columns.homicide.matrix` is missing"),
        ("{estimator: sar, formula: l_homicide ~ post, matrix: queen, split: post}", "divides the units into"),
        ("{estimator: sar, formula: l_homicide ~ post, matrix: queen, split: [post, bgi]}", "unknown variable `bgi`"),
        ("{estimator: sar, formula: l_homicide ~ post, matrix: queen, split: [post, post]}", "`post` stands twice"),
        ("{estimator: spatial_event_study, matrix: queen, formula: l_homicide ~ poverty}", "no policy is among"),
        ("{estimator: spatial_event_study, matrix: queen, formula: l_homicide ~ post + W:post}", "all terms of"),
        ("{estimator: spatial_event_study, matrix: queen, formula: l_homicide ~ post, window: [0, 2]}", "the base -1"),
        ("{estimator: spatial_event_study, matrix: queen, formula: l_homicide ~ post, model: sar}", "slx"),
        ("{estimator: sar, formula: l_homicide ~ post, matrix: rook}", "there is no matrix `rook`; allowed: `queen`"),
        ("'l_homicide ~ post + W:post'", "`W:x` is the lag of x in columns with a `matrix`: of `slx`"),
        ("{estimator: sar, matrix: queen, formula: 'l_homicide ~ post + W:post'}", "no lags; write `estimator: sdm`"),
        ("{estimator: sem, matrix: queen, formula: 'l_homicide ~ post + W:post'}", "no lags; write `estimator: sdem`"),
        ("{estimator: sdm, matrix: queen, formula: 'l_homicide ~ post + W:pst'}", "unknown variable `pst`; did you"),
        ("{estimator: sdm, matrix: queen, formula: 'l_homicide ~ post + W:post', lags: post}", "leave out `lags`"),
        ("{estimator: sdm, matrix: queen, formula: l_homicide ~ post, lags: pst}", "`lags`: `pst` is no term of the"),
        ("{estimator: slx, matrix: queen, formula: l_homicide ~ post, lags: []}", "`lags` names no term, and without"),
        ("{estimator: sar, matrix: queen, formula: l_homicide ~ post, lags: post}", "unknown key `tables.baseline.co"),
        ("{estimator: sar, matrix: queen, formula: l_homicide ~ post, cluster: none}", "write `se: hessian`"),
        ("{estimator: sar, matrix: queen, formula: l_homicide ~ post, cluster: countty}", "unknown variable `countty`"),
        ("{estimator: sdm, matrix: queen, formula: l_homicide ~ post, lincom: {All: post + W:pst}}", "`W:pst` is no"),
        ("{estimator: sar, matrix: queen, formula: l_homicide ~ post, test: {All: [post, lambda]}}", "`lambda` is n"),
        ("{estimator: sar, matrix: queen, formula: l_homicide ~ post, se: robust}", "homicide.se` is 'robust'; allow"),
    ],
)  # fmt: skip
def test_each_fault_has_its_message_and_its_line(castle, said, new, words):
    text = castle(COLUMN, f"      homicide: {new}\n")
    line = next(number for number, content in enumerate(text.splitlines(), 1) if content == f"      homicide: {new}")
    lines = said(text)
    found = [one for one in lines if words in one]
    assert found, lines
    assert found[0].startswith(f"study.yaml:{line}: ")


def test_a_first_stage_has_the_formula_of_its_second_stage(castle, said):
    lines = said(castle(COLUMN, "      homicide: {estimator: first_stage, of: scores.policy, formula: a ~ b}\n"))
    assert any("the `first_stage` of `scores.policy` has that formula" in line for line in lines)


def test_names_of_columns_are_slugs(castle, said):
    lines = said(castle(COLUMN, "      a; touch P: l_homicide ~ post\n"))
    assert any("a; touch P" in line and "must match" in line for line in lines)


def test_an_event_study_of_a_study_without_policies_is_refused(smallest, said):
    text = (
        smallest().replace("  zone: {roster: raw/zones.csv, unit: field, year: since}\n", "").replace("policies:\n", "")
    )
    text = text.replace("zone: score ~ zone |", "zone: {estimator: event_study, formula: score ~ labour | unit}  #")
    text = text.replace("score ~ zone + rain", "score ~ rain")
    (line,) = said(text)
    assert "`tables.baseline.columns.zone.formula`: no policy is among the terms; the study has no policy" in line


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
        (
            "score ~ zone | unit + year",
            '"score ~ rain | unit | zone ~ land"',
            "a third part is for instruments; write `estimator: iv`",
        ),
    ],
)
def test_names_that_nothing_has_are_refused_where_they_stand(said, smallest, old, new, fault):
    (line,) = said(smallest().replace(old, new))
    assert fault in line


def test_a_spatial_column_has_effects_of_unit_and_year_only(said, castle):
    (line,) = said(castle("{estimator: sar, label: Lagged outcome}",
                          "{estimator: sar, formula: l_homicide ~ post | unit + poverty}"))  # fmt: skip
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
