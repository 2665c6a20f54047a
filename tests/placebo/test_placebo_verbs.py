"""The scripts of the placebo stage on a small panel."""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.tables import read_csv

SCRIPTS = Path(__file__).parents[2] / "scripts"
PARAMS = {
    "id": "x", "formula": "score ~ reform + fin | unit + year", "sample": "year >= 2009", "policy": "reform",
    "ssc": "reghdfe", "total": 60, "seed": 4,
}  # fmt: skip
IMPORT_BUDGET = 1.5  # seconds of CPU that the imports of a chunk may take, a fit taking 50 microseconds


@pytest.fixture
def study(tmp_path):
    """16 units, 2008-2015; five adopt in 2012, effect 2 against noise of 0.1: the largest of all placebos."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame([(f"u{i}", year) for i in range(16) for year in range(2008, 2016)], columns=["unit", "year"])
    frame["reform"] = (frame["unit"].isin([f"u{i}" for i in range(5)]) & (frame["year"] >= 2012)).astype(int)
    frame["fin"] = rng.normal(size=len(frame))
    frame["score"] = 2 * frame["reform"] + rng.normal(0, 0.1, len(frame))
    frame.drop(columns="score").to_csv(tmp_path / "panel.csv", index=False)
    frame[["unit", "year", "score"]].to_csv(tmp_path / "scores.csv", index=False)
    return tmp_path


def run(study, verb, inputs, outputs, **params):
    names = SimpleNamespace(
        input=SimpleNamespace(panel=study / "panel.csv", scores=study / "scores.csv", **inputs),
        output=SimpleNamespace(**{name: study / path for name, path in outputs.items()}),
        log=[str(study / "log")],
        params=SimpleNamespace(**{**PARAMS, **params}),
    )
    runpy.run_path(str(SCRIPTS / "placebo" / f"{verb}.py"), init_globals={"snakemake": names})


def draw(study, chunks):
    for number in range(1, chunks + 1):
        run(study, "draw_placebo", {}, {"draws": f"{number}of{chunks}.csv"}, chunk=f"{number}-of-{chunks}")
    return [study / f"{number}of{chunks}.csv" for number in range(1, chunks + 1)]


def gather(study, draws):
    names = {"distribution": "model.csv", "summary": "model.json", "density": "model_density.csv"}
    run(study, "gather_placebo", {"draws": draws}, names)
    return [(study / name).read_bytes() for name in names.values()]


def test_draw_and_gather_give_the_same_bytes_for_any_number_of_chunks(study):
    results = [gather(study, draw(study, chunks)) for chunks in (1, 2, 5)]
    assert results[0] == results[1] == results[2]
    table = read_csv(study / "model.csv")
    assert list(table) == ["draw", "estimate", "std_error", "statistic", "p_value"]
    assert list(table["draw"]) == list(range(60))
    summary = json.loads((study / "model.json").read_text())
    assert summary["p_coefficient"] == summary["p_statistic"] == pytest.approx(1 / 61)
    assert summary["observed"]["estimate"] == pytest.approx(2, abs=0.2)
    assert (summary["design"], summary["draws"], summary["seed"]) == ("cohorts", 60, 4)
    assert (summary["n_treated"], summary["cohorts"], summary["n_obs"]) == (5, {"2012": 5}, 16 * 7)
    assert list(read_csv(study / "model_density.csv")) == ["x", "density"]


@pytest.mark.parametrize("change", [lambda paths: paths[:1], lambda paths: [*paths, paths[0]]])
def test_missing_and_doubled_draws_are_refused(study, change):
    with pytest.raises(StudyError, match="0 to 59 are expected"):
        gather(study, change(draw(study, 2)))


def test_an_empty_chunk_has_a_header_only(study):
    run(study, "draw_placebo", {}, {"draws": "empty.csv"}, chunk="1-of-64")
    assert (study / "empty.csv").read_text() == "draw,estimate,std_error,statistic,p_value\n"


def test_the_imports_of_a_chunk_are_cheap():
    code = (
        "import runpy, sys, time; runpy.run_path(sys.argv[1]); "
        "print(time.process_time(), *{'scipy.stats', 'statsmodels', 'linearmodels'} & set(sys.modules))"
    )
    script = str(SCRIPTS / "placebo" / "draw_placebo.py")
    spent = [subprocess.check_output([sys.executable, "-c", code, script], text=True).split() for _ in range(3)]
    assert min(float(seconds) for seconds, *_ in spent) < IMPORT_BUDGET
    assert spent[0][1:] == []
