"""Columns: one model an estimator; its policy, the names that it uses, and what it refuses."""

import pytest

from study.columns import COLUMNS, EventStudy, Ols, Sar

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
    assert Sar(estimator="sar", formula="y ~ x", matrix="queen").matrices() == ["queen"]


def test_what_columns_offer_to_figures_and_tables():
    assert {member.__name__: set(member.offers) for member in COLUMNS if member in (Ols, EventStudy, Sar)} == {
        "Ols": {"reassignment of its policy"},
        "EventStudy": {"event times"},
        "Sar": {"spatial effects"},
    }


COLUMN = "      homicide: l_homicide ~ post | unit + year\n"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("l_homicide ~ psot | unit + year", "`tables.baseline.columns.homicide.formula`: unknown variable `psot`"),
        ("l_homicde ~ post | unit + year", "unknown variable `l_homicde`; did you mean `l_homicide`?"),
        ("l_homicide post | unit + year", "expected `outcome ~ regressors | effects`"),
        ("l_homicide ~ post | unit | year", "with one ~ and at most one |"),
        ("log(homicide) ~ post", "the outcome `log(homicide)` is not the name of one variable"),
        ("l_homicide ~ post | state", "effects `state` unknown; allowed: `unit`, `year`"),
        ("l_homicide ~ 1 | unit", "no term is left whose coefficient could be estimated"),
        ("l_homicide ~ post + ..contrls", "there is no macro `..contrls`; did you mean `controls`?"),
        ("{formula: l_homicide ~ post, sample: lag(post)}", "unknown function `lag`"),
        ("{formula: l_homicide ~ post, sample: pverty > 2}", "`tables.baseline.columns.homicide.sample`: unknown var"),
        ("{formula: l_homicide ~ post, sample: \"unit in ['AK', 2]\"}", "mixes texts and numbers"),
        ("{formula: l_homicide ~ post, weight: x}", "unknown key `tables.baseline.columns.homicide.weight`; "),
        ("{formula: l_homicide ~ post, weights: queen}", "a spatial column names its `matrix`"),
        ("{formula: l_homicide ~ post, model: sar}", "unknown key `tables.baseline.columns.homicide.model`; write"),
        ("{formula: l_homicide ~ post, name: a}", "the name of a column is its key"),
        ("{formula: l_homicide ~ post, matrix: queen}", "unknown key `tables.baseline.columns.homicide.matrix`"),
        ("{formula: l_homicide ~ post, window: [-2, 2]}", "unknown key `tables.baseline.columns.homicide.window`"),
        ("{formula: l_homicide ~ post, estimator: olss}", "baseline.columns.homicide.estimator` is 'olss'; did you me"),
        ("{formula: l_homicide ~ post, estimator: [ols]}", "estimator` is ['ols']; did you mean `ols`?"),
        ("{estimator: ols}", "key `tables.baseline.columns.homicide.formula` is missing"),
        ("7", "`tables.baseline.columns.homicide` is 7; it must be a block with `estimator`, one of ols"),
        ("{formula: l_homicide ~ post, cluster: county}", "cluster` is 'county'; allowed: 'unit'"),
        ("{estimator: event_study, formula: l_homicide ~ poverty}", "no policy is among the terms; allowed: `post`, "),
        ("{estimator: event_study, formula: l_homicide ~ post, window: [0, 3]}", "contain the base -1 and 0"),
        ("{estimator: event_study, formula: l_homicide ~ post, window: 3}", "`tables.baseline.columns.homicide.window"),
        ("{estimator: sar, formula: l_homicide ~ post}", "key `tables.baseline.columns.homicide.matrix` is missing"),
        ("{estimator: sar, formula: l_homicide ~ post, matrix: rook}", "there is no matrix `rook`; allowed: `queen`"),
    ],
)  # fmt: skip
def test_each_fault_has_its_message_and_its_line(castle, said, new, words):
    text = castle(COLUMN, f"      homicide: {new}\n")
    line = next(number for number, content in enumerate(text.splitlines(), 1) if content == f"      homicide: {new}")
    lines = said(text)
    found = [one for one in lines if words in one]
    assert found, lines
    assert found[0].startswith(f"study.yaml:{line}: ")


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
