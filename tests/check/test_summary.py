"""What is said of a study before it is computed: samples of columns, what left them, faults at once."""

import numpy as np
import pandas as pd
import pytest

from check.check_study import check_study
from check.summary import cleaning, faults_of, panel_of, samples_of
from core.errors import StudyError

RING = pd.DataFrame({"unit": list("abcd"), "neighbour": list("bcda"), "raw": 1.0})


def column(name, formula, **keys):
    return {"table": "t", "name": name, "formula": formula, "sample": None, "policy": None, "estimator": "ols"} | keys


@pytest.fixture
def panel():
    """Four units, 2000-2005; `fin` is missing in two rows of unit a."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame([(unit, year) for unit in "abcd" for year in range(2000, 2006)], columns=["unit", "year"])
    frame = frame.assign(fin=rng.normal(size=24), grain=rng.normal(size=24))
    frame.loc[[0, 1], "fin"] = np.nan
    return frame


def test_a_sample_is_counted_with_what_leaves_it(panel):
    (one,) = samples_of(panel, [column("a", "score ~ fin + grain | unit + year")], {}, {}, {"score": []})
    assert (len(one.sample.year), one.sample.dropped) == (22, {"missing": {"fin": 2}})


def test_a_score_is_missing_where_what_makes_it_is(panel):
    scores = {"score": ["grain"], "other": ["grain", "fin"]}
    columns = [column("a", "score ~ grain | unit"), column("b", "other ~ grain + score | unit")]
    first, second = samples_of(panel, columns, {}, {}, scores)
    assert (first.sample.dropped, second.sample.dropped, second.lost) == ({}, {"missing": {"other": 2}}, ())


def test_faults_of_several_columns_are_said_once_and_together(panel):
    columns = [
        column("a", "score ~ fin | unit", missing="refuse"),
        column("b", "grain ~ fin | unit", missing="refuse"),
        column("c", "grain ~ fin | unit", matrix="ring"),
        column("d", "score ~ grain + W:grain | unit", matrix="ring", sample="unit != 'd'"),  # a lag needs no variable W
        column("e", "score ~ grain | unit", matrix="short"),
    ]
    weights = {"ring": RING, "short": RING[RING["unit"] != "d"]}
    outlooks = samples_of(panel, columns, weights, {"ring": [], "short": []}, {"score": []})
    faults = faults_of(outlooks)
    assert [fault.split(":")[0] for fault in faults] == ["t.a, t.b", "t.c", "t.e"]
    assert "the matrix `short` lacks 1 of 4 units: d" in faults[2]
    assert outlooks[3].sample.units.tolist() == ["a", "b", "c"]


def test_terms_that_say_nothing_new_are_known_before_they_are_fitted(panel):
    panel = panel.assign(fin=panel["grain"] * 2, zone=(panel["unit"] == "a").astype(float))
    columns = [
        column("a", "score ~ grain + fin | unit + year"),
        column("b", "score ~ zone | unit", policy="zone"),
        column("c", "grain ~ score | unit + year"),
    ]
    collinear, absorbed, other = samples_of(panel, columns, {}, {}, {"score": []})
    assert collinear.lost == ("`fin` is collinear with `grain` once the effects are absorbed",)
    assert absorbed.fault == "`zone` is absorbed by the unit effects: it does not vary within them in this sample."
    assert (other.lost, other.fault) == ((), "")


def test_the_panel_and_its_cleaning_are_counted(panel):
    assert panel_of(panel.iloc[1:]) == "4 units x 6 years (2000 to 2005), 23 unit-years (1 are not there), 2 variables"
    audit = pd.DataFrame({"unit": ["a", "b", None], "why": ["interpolated", "interpolated", "encoding"]})
    assert cleaning(audit, pd.DataFrame({"what": ["x"]})) == [
        "2 cells: interpolated",
        "1 warnings, in panel/warnings.csv",
    ]


@pytest.mark.parametrize(("formula", "fault"), [("grain ~ fin | unit", ""), ("grain ~ gold | unit", "`gold`")])
def test_the_verb_writes_the_summary_or_refuses(panel, tmp_path, formula, fault):
    paths = {name: tmp_path / f"{name}.csv" for name in ("panel", "audit", "warnings", "ring")}
    panel.to_csv(paths["panel"], index=False)
    pd.DataFrame({"unit": [], "why": []}).to_csv(paths["audit"], index=False)
    pd.DataFrame({"what": []}).to_csv(paths["warnings"], index=False)
    RING.to_csv(paths["ring"], index=False)
    arguments = {
        **{name: paths[name] for name in ("panel", "audit", "warnings")},
        "matrices": [paths["ring"]], "names": ["ring"], "leave_out": {"ring": []}, "scores": {},
        "draws": {"placebo": [["t.a", 500]], "replications": 0, "chunks": {"placebo": 2, "bootstrap": 5}},
        "summary": tmp_path / "summary.txt", "study": "fields", "columns": [column("a", formula)],
    }  # fmt: skip
    if fault:
        with pytest.raises(StudyError, match=f"t.a: .*{fault}"):
            check_study(**arguments)
        assert not (tmp_path / "summary.txt").exists()
        return
    check_study(**arguments)
    lines = (tmp_path / "summary.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("fields: 4 units x 6 years")
    assert "  no cell is changed" in lines
    assert "  ring: 4 units, 4 pairs of neighbours" in lines
    assert "  t.a: 22 rows, 4 units, 6 years; left out: 2 rows without fin" in lines
    assert "  placebo: 500 draws, less than a minute of work: 1 chunk on a cluster; `placebo.chunks` is 2" in lines
