"""Tables: short forms, the cascade of keys from inference over table to column, and grids."""

import pytest

from study.columns import EventStudy, Ols, Sar
from study.tables import Descriptives, Regression

MATRIX = "matrices: {borders: {kind: contiguity, shapes: raw/f.geojson, key: field}}\n"


def table(body, more=""):
    return f"  t:\n    title: T\n    {body}\n{more}"


def test_a_column_that_is_text_is_its_formula_and_ols_and_a_table_without_kind_is_a_regression(smallest, read):
    found = read(smallest()).tables["baseline"]
    assert type(found) is Regression and found.kind == "regression"
    assert [type(column) for column in found.columns.values()] == [Ols, Ols]
    assert found.columns["rain"].formula == "score ~ zone + rain | unit + year"


def test_macros_are_replaced_in_formulas_and_in_lists(smallest, read):
    text = smallest(
        table("columns: {a: score ~ zone + ..both | unit}\n    indicate: {Weather: ..both, Land: [land]}\n"
              "    keep: zone + ..one"),
        "  d: {kind: descriptives, title: D, of: {Inputs: [..both, land], Score: score}}\n"
        "macros: {one: rain, both: ..one + labour}\n",
    )  # fmt: skip
    study = read(text)
    assert study.tables["t"].columns["a"].parsed.regressors == ("zone", "rain", "labour")
    assert study.tables["t"].indicate == {"Weather": ["rain", "labour"], "Land": ["land"]}
    assert study.tables["t"].keep == ["zone", "rain"]
    assert study.tables["d"].of == {"Inputs": ["rain", "labour", "land"], "Score": ["score"]}


@pytest.mark.parametrize(
    ("of", "variables"),
    [
        ("score", ["score"]),
        ("score + grain", ["score", "grain"]),
        ("[score, grain]", ["score", "grain"]),
        ("[score, grain + rain]", ["score", "grain", "rain"]),
    ],
)
def test_lists_of_variables_have_short_forms(smallest, read, of, variables):
    study = read(
        smallest(f"  m: {{kind: moran, title: M, of: {of}, matrices: borders, years: 2010, statistics: z}}\n", MATRIX)
    )
    moran = study.tables["m"]
    assert (moran.of, moran.matrices, moran.years, moran.statistics) == (variables, ["borders"], [2010], ["z"])


def test_keys_of_a_table_go_to_the_columns_whose_estimator_has_them(smallest, read):
    body = (
        "formula: score ~ zone | unit + year\n    sample: year > 2011\n    window: [-2, 2]\n    matrix: borders\n"
        "    columns:\n      plain: {}\n      events: {estimator: event_study}\n      lag: {estimator: sar}\n"
        "      own: {estimator: event_study, window: [-1, 1], sample: year > 2012}\n      text: grain ~ zone | unit"
    )
    columns = read(smallest(table(body), MATRIX)).tables["t"].columns
    assert [type(column) for column in columns.values()] == [Ols, EventStudy, Sar, EventStudy, Ols]
    assert columns["events"].window == (-2, 2) and columns["own"].window == (-1, 1)
    assert columns["lag"].matrix == "borders"
    assert [column.sample for column in columns.values()] == ["year > 2011"] * 3 + ["year > 2012", "year > 2011"]
    assert columns["text"].formula == "grain ~ zone | unit"
    assert columns["plain"].formula == "score ~ zone | unit + year"


def test_an_estimator_of_a_table_is_that_of_its_columns(smallest, read):
    body = "estimator: event_study\n    columns: {a: score ~ zone | unit, b: {estimator: ols, formula: score ~ zone}}"
    columns = read(smallest(table(body))).tables["t"].columns
    assert [type(column) for column in columns.values()] == [EventStudy, Ols]


def test_inference_reaches_every_column(smallest, read, said):
    study = read(smallest("inference: {cluster: unit, ssc: CR1}\n"))
    assert {column.cluster for column in study.tables["baseline"].columns.values()} == {"unit"}
    assert study.inference.ssc == "CR1"
    own = "      own: {formula: score ~ zone | unit, cluster: unit}\n"
    lines = said(smallest(own, "inference: {cluster: county}\n"))
    assert [line.split("`")[1] for line in lines] == [
        "tables.baseline.columns.zone.cluster", "tables.baseline.columns.rain.cluster",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("windw: [-2, 2]\n    columns: {a: {estimator: event_study, formula: score ~ zone}}",
         "`windw` is a key of no column of this table; did you mean `window`?"),
        ("window: [-2, 2]\n    columns: {a: score ~ zone}", "`window` is a key of no column of this table"),
        ("matrix: borders\n    columns: {a: score ~ zone}", "`matrix` is a key of no column of this table"),
        ("weights: borders\n    columns: {a: score ~ zone}", "unknown variable `borders`"),
        ("test: {T: rain}\n    columns: {a: score ~ zone}", "`test.T`: `rain` is no term of the formula; allowed:"),
        ("test: {n: zone}\n    columns: {a: score ~ zone}", "`n` is the name of a statistic of `fitstat`"),
        ("lincom: {L: zone + rian}\n    columns: {a: score ~ zone + rain}", "`rian` is no term of the formula; did"),
        (
            "test: {T: ['zone::1']}\n    columns: {a: {estimator: imputation, formula: score ~ zone | unit + year}}",
            "`test.T`: `zone::1` is no effect of `aggregate: overall`, as `zone`",
        ),
        (
            "lincom: {L: zone}\n    columns:"
            " {a: {estimator: sun_abraham, aggregate: cohort, formula: score ~ zone | unit + year}}",
            "`lincom.L`: `zone` is no effect of `aggregate: cohort`, as `zone.2019`",
        ),
        ("lincom: {L: 2 zone}\n    columns: {a: score ~ zone}", "`2 zone` is not the name of a variable or term"),
        ("test: {T: []}\n    columns: {a: score ~ zone}", "`test.T` names no term"),
        ("ssc: CR9\n    columns: {a: score ~ zone}", "`tables.t.columns.a.ssc` is 'CR9'"),
        ("columns: {a: score ~ zone}\n    fitstat: [n, r2_witin]", "did you mean `r2_within`?"),
        ("columns: {a: score ~ zone}\n    under: [p_valu]", "did you mean `p_value`?"),
        ("columns: {a: score ~ zone}\n    under: [p_value, p_value]", "`p_value` stands twice"),
        ("columns: {a: score ~ zone}\n    under: [p_cr2]", "`under`: `p_cr2` is computed in no column of the table; a"),
        ("also: cr3\n    columns: {a: score ~ zone}", "`tables.t.columns.a.also.0` is 'cr3'"),
        ("also: wild\n    columns: {a: {formula: score ~ zone, cluster: none}}", "and the column has none; write"),
        ("also: wild\n    columns: {a: {formula: score ~ zone, cluster: [unit, year]}}", "is clustered by unit"),
        ("kind: split\n    of: baseline.zone\n    by: lnd", "`tables.t.by`: unknown variable `lnd`; did you mean"),
        ("kind: split\n    of: baseline.x\n    by: land", "there is no column of the table `baseline` `x`"),
        ("columns: {a: score ~ zone}\n    under: p_placebo", "no placebo with draws lists a column of `t`;"),
        ("colums: {a: score ~ zone}", "unknown key `tables.t.colums`; did you mean `columns`?"),
        ("colums: {a: score ~ zone}", "key `tables.t.columns` is missing"),
        ("columns: {}", "at least 1 item"),
        ("columns: [score ~ zone]", "`tables.t.columns` is a list; it must be names with their values"),
        ("columns: {a: score ~ zone}\n    keep: [zone, a b]", "`a b` is not the name of a variable or term"),
        ("columns: {a: score ~ zone}\n    keep: [zone, zoen]", "`tables.t.keep`: unknown variable `zoen`; did"),
        ("columns: {a: score ~ zone}\n    keep: zoen::-3", "`tables.t.keep`: unknown variable `zoen`; did you mean"),
        ("columns: {a: score ~ zone}\n    indicate: {Rain: [W:rian]}", "`tables.t.indicate`: unknown variable `rian`"),
        ("kind: impacts\n    of: baseline.zone\n    terms: lnd", "`tables.t.terms`: unknown variable `lnd`; did"),
        ("columns: {a: score ~ zone}\n    keep: [zone, zone]", "`zone` stands twice"),
        ("columns: {a: score ~ zone}\n    indicate: [rain]", "`tables.t.indicate` is a list"),
        ("columns: {a: score ~ zone}\n    indicate: {Rain: ..ran}", "there is no macro `..ran`"),
        ("kind: regresion\n    columns: {a: score ~ zone}", "`tables.t.kind` is 'regresion'; did you mean"),
        ("kind: morn", "`tables.t.kind` is 'morn'; did you mean `moran`?"),
        ("kind: descriptives\n    by: zoen", "`tables.t.by`: unknown variable `zoen`; did you mean `zone`?"),
        ("kind: descriptives\n    of: scor", "`tables.t.of`: unknown variable `scor`; did you mean `score`?"),
        ("kind: descriptives\n    statistics: [n, median]", "allowed: 'n', 'mean', 'sd', 'min', 'p50' or 'max'"),
        ("kind: moran\n    of: score\n    matrices: border", "there is no matrix `border`; there is none"),
        ("kind: moran\n    of: score\n    matrices: [a, a]", "`a` stands twice"),
        ("kind: moran\n    of: score\n    matrices: a\n    years: [2010, 2030]",
         "`tables.t.years`: 2030 is not in the `years` 2010 to 2019"),
        ("kind: impacts\n    of: baseline.zone", "is `ols`, which has no spatial effects; the study has no such colum"),
        ("kind: impacts\n    of: baseline.x", "there is no column of the table `baseline` `x`"),
        ("kind: placebo\n    of: chance", "there is no placebo `chance`; there is none"),
    ],
)  # fmt: skip
def test_each_fault_has_its_message(smallest, said, body, words):
    lines = said(smallest(table(body)))
    assert any(words in line for line in lines), lines
    assert all(line.startswith("study.yaml:") for line in lines)


def test_an_address_of_a_grid_is_none_of_a_column(smallest, said):
    grid = "  d: {kind: descriptives, title: D}\n  i: {kind: impacts, title: I, of: d.x}\n"
    assert any("there is no table of columns `d`; allowed: `baseline`" in line for line in said(smallest(grid)))


def test_descriptives_are_of_the_score_by_default():
    assert Descriptives(kind="descriptives", title="D").variables() == ["score"]


def test_rules_of_a_table_are_each_named_once(smallest, read):
    body = "formula: score ~ zone | unit\n    columns: {a: {}, e: {estimator: event_study}, b: {}}"
    assert read(smallest(table(body))).tables["t"].rules() == ["fit_ols", "fit_event_study"]


def test_terms_of_results_may_be_kept(smallest, read):
    body = (
        "columns: {a: score ~ zone | unit}\n    keep: ['zone::-3', 'W:rain', 'zone:land', rho, rho.zone.land, lambda]"
    )
    assert len(read(smallest(table(body))).tables["t"].keep) == 6
