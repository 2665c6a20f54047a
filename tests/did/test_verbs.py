"""The scripts of the did stage on a small panel."""

import pytest

from core.contract import FACTS, FILES
from core.errors import StudyError
from core.files import read_json
from core.tables import read_csv, write_csv
from did.fit_event_study import fit_event_study
from did.fit_ols import fit_ols

TIDY = list(FILES["estimates"].columns)
FACT = set(FACTS["estimates/{rule}/{table}.json, each of its columns"])


@pytest.fixture
def fit(panel, tmp_path):
    """Run a verb on the files of the panel and its scores; what it wrote."""
    panel.drop(columns="score").to_csv(tmp_path / "panel.csv", index=False)
    panel[["unit", "year", "score"]].to_csv(tmp_path / "scores.csv", index=False)

    def fitted(verb, columns, table="baseline", scores=(tmp_path / "scores.csv",)):
        bootstrap = ([], []) if verb is fit_ols else ()
        verb(tmp_path / "panel.csv", scores, *bootstrap, tmp_path / "t.csv", tmp_path / "t.json", table, columns)
        facts = read_json(tmp_path / "t.json")
        assert facts["kind"] == "coefficients"
        return read_csv(tmp_path / "t.csv"), facts["columns"]

    return fitted


def test_fit_ols(fit, column):
    columns = [
        column("(1)", "score ~ reform | unit + year"),
        column("(2)"),
        column("late", sample="year >= 2012"),
        column("pooled", "score ~ fin", policy=None),
    ]
    estimates, facts = fit(fit_ols, columns)
    assert list(estimates) == TIDY
    assert list(estimates["column"]) == ["(1)", "(2)", "(2)", "late", "late", "pooled"]
    assert set(estimates["table"]) == {"baseline"}
    assert [set(fact) for fact in facts] == [FACT] * 4
    assert [fact["n_obs"] for fact in facts] == [192, 192, 144, 192]
    assert [fact["policy"] for fact in facts] == ["reform", "reform", "reform", None]
    assert facts[1]["cohorts"] == {"2013": 8, "2015": 4}


def test_scores_are_needed_only_where_they_are_used(fit, column):
    estimates, _ = fit(fit_ols, [column("a", "other ~ reform | unit + year")], scores=[])
    assert estimates["term"].tolist() == ["reform"]
    with pytest.raises(StudyError, match="table `baseline`, column `a`: variable `score` is not in the panel"):
        fit(fit_ols, [column("a")], scores=[])


def test_fit_event_study(fit, column):
    columns = [column("score", window=None), column("other", "other ~ reform | unit + year", window=[-2, 2])]
    estimates, facts = fit(fit_event_study, columns)
    assert list(estimates) == [*TIDY, "k", "units", "rows", "binned", "base", "band_low", "band_high"]
    other = estimates[estimates["column"] == "other"]
    assert other["term"].tolist() == [f"reform::{k}" for k in range(-2, 3)]
    assert estimates.loc[estimates["term"] == "reform::-1", "base"].all()
    assert [set(fact) for fact in facts] == [FACT | {"covariance", "bands"}] * 2


def test_a_collinear_control_is_found_in_the_file_of_the_panel(panel, tmp_path, column):
    """The panel is written with 12 digits, so that `mix` is no exact sum when it is read."""
    panel = panel.assign(mix=2 * panel["fin"] + panel["year"] / 2 + panel["unit"].str[1:].astype(int) / 3)
    write_csv(tmp_path / "panel.csv", panel)
    columns = [column("with", "score ~ reform + fin + mix | unit + year"), column("without")]
    fit_ols(tmp_path / "panel.csv", [], [], [], tmp_path / "t.csv", tmp_path / "t.json", "baseline", columns)
    estimates = read_csv(tmp_path / "t.csv").drop(columns="column")
    assert estimates["term"].tolist() == ["reform", "fin"] * 2
    assert estimates[:2].equals(estimates[2:].reset_index(drop=True))
    warnings = read_json(tmp_path / "t.json")["columns"][0]["warnings"]
    assert warnings[-1] == "`mix` is collinear with `fin` once the effects are absorbed; it is left out"


@pytest.mark.parametrize(
    ("verb", "formula", "more", "message"),
    [
        (fit_ols, "score ~ absent | unit + year", {"policy": None}, "variable `absent`"),
        (fit_ols, "score ~ reform | unit + year", {"sample": "year < 2013"}, "policy `reform`: no unit is treated"),
        (fit_event_study, "score ~ reform", {"sample": "year >= 2015", "window": [-2, 2]}, "no .* relative year -2"),
        (fit_event_study, "score ~ reform | unit", {"window": [-5, 6]}, "no .* relative year 5"),
    ],
)
def test_a_fault_names_its_table_and_column(fit, column, verb, formula, more, message):
    with pytest.raises(StudyError, match=f"^table `baseline`, column `a`: {message}"):
        fit(verb, [column("a", formula, **more)])
