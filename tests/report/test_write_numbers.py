"""The numbers of the small study of these tests, as CSV, for LaTeX and for Word."""

import csv
import re
import zipfile
from pathlib import Path

import pytest

from core.files import write_json
from report.write_numbers import write_numbers

STYLE = Path(__file__).parents[2] / "scripts/report/studynumbers.sty"
PLAIN = {"note": None, "stars": True, "columns": [], "keep": [], "indicate": {}, "under": [], "fitstat": []}
COLUMNS = [{"name": name, "label": label} for name, label in (("main", None), ("late", "After 2001"), ("event", None))]
PAIRS = {
    "baseline": ["estimates/fit_ols/baseline", "estimates/fit_event_study/baseline"],
    "autocorrelation": ["estimates/moran/autocorrelation"],
    "spillovers": ["estimates/impacts/spillovers"],
}
MAIN = {"address": "baseline.main", "term": "policy", "outcome": "score", "estimate": 0.0638, "std_error": 0.02,
        "p_value": 0.009, "conf_low": 0.02, "conf_high": 0.1, "n_obs": 24, "n_units": 6, "draws": 99,
        "p_permutation": 0.03, "planted": None}  # fmt: skip


SAID = {
    "baseline.main.policy": {"value": "0.0638", "printed": "0.0638", "decimals": "4", "meaning": "estimate",
        "stars": "***", "n": "24", "p_value": "0.009", "table": "baseline", "column": "main", "term": "policy",
        "label": "Law, Efficiency (1)", "file": "estimates/fit_ols/baseline.csv"},
    "baseline.main.policy.std_error": {"printed": "0.0200", "meaning": "std_error", "stars": ""},
    "baseline.main.policy.p_placebo": {"meaning": "p_value"},
    "baseline.late.n_obs": {"printed": "18", "meaning": "n_obs", "label": "Observations, After 2001 (2)"},
    "baseline.main.r2_within": {"printed": "0.0340", "meaning": "r2_within"},
    "baseline.main.cohorts.2003": {"printed": "1", "meaning": "count"},
    "baseline.event.policy::-3": {"label": "Law, year −3, Efficiency (3)"},
    "baseline.event.policy::-1": {"printed": "0.0000", "p_value": ""},
    "baseline.event.pretrend": {"printed": "1.2000", "meaning": "f"},
    "baseline.event.pretrend.p_value": {"printed": "0.370", "meaning": "p_value"},
    "autocorrelation.score.2000.queen.moran_i": {"printed": "0.3000", "stars": "***", "meaning": "moran_i",
        "column": "queen", "term": "score.2000"},
    "autocorrelation.score.2001.queen.p_permutation": {"printed": "0.121", "meaning": "p_value"},
    "spillovers.total.policy.spatial.sar": {"printed": "0.0600", "stars": "*", "meaning": "estimate",
        "label": "Total effect, Law, SAR"},
    "spillovers.total.policy.spatial.sar.std_error": {"printed": "0.0300"},
    "spillovers.total.policy.spatial.sar.conf_low": {"printed": "0.0000"},
    "Main": {"printed": "0.0638", "stars": "***", "label": "Law, Efficiency"},
    "Main.p_permutation": {"printed": "0.030", "meaning": "p_value"},
    "Panel.n_units": {"printed": "6", "meaning": "n_units"},
    "Panel.last_year": {"printed": "2003"},
    "Panel.gdp.mean": {"printed": "12,346", "decimals": "0", "meaning": "mean"},
    "Scores.score.n_efficient": {"printed": "4", "meaning": "count"},
    "Scores.score.2000.max": {"printed": "1.2000", "meaning": "max"},
    "Placebo.space.baseline.main.draws": {"printed": "99", "meaning": "count"},
    "Placebo.space.baseline.main.quantiles.0.5": {"printed": "0.0000"},
}  # fmt: skip


@pytest.fixture
def made(home, twice, study):
    write_json(home / "main.json", {"result": MAIN})
    summary = study.documents["placebo/space/baseline.main.json"]
    write_json(home / "placebo/space/baseline.main.json", summary | {"placebo": "space", "name": "baseline.main",
               "policy": "policy", "n_obs": 24})  # fmt: skip
    tables = {
        name: {
            "estimates": [f"{home}/{stem}.csv" for stem in stems],
            "facts": [f"{home}/{stem}.json" for stem in stems],
            "placebos": [f"{home}/placebo/space/baseline.main.json"] if name == "baseline" else [],
            "printing": PLAIN | {"title": name.capitalize(), "columns": COLUMNS if name == "baseline" else []},
        }
        for name, stems in PAIRS.items()
    }
    return twice(
        write_numbers,
        {
            "tabulated": [file for table in tables.values() for file in (*table["estimates"], *table["facts"])],
            "summaries": ["placebo/space/baseline.main.json"],
            "panel": "panel/panel.csv",
            "descriptives": "panel/descriptives.csv",
            "scores": ["efficiency/scores.csv"],
            "main": "main.json",
            "style": str(STYLE),
        },
        {"numbers": "numbers.csv", "tex": "numbers.tex", "sty": "studynumbers.sty", "docx": "numbers.docx"},
        home=str(home),
        tables=tables,
        labels={"policy": "Law", "score": "Efficiency", "spatial.sar": "SAR"},
        title="Six units",
    )


@pytest.fixture
def rows(made):
    with open(made["numbers"], encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def test_each_number_is_told_with_its_address(rows):
    assert {address: {key: rows[address][key] for key in said} for address, said in SAID.items()} == SAID
    assert "Main.planted" not in rows and "baseline.event.policy::-1.std_error" not in rows


def test_latex_and_word_have_every_number(made, rows):
    lines = made["tex"].read_text(encoding="utf-8").splitlines()[1:]
    assert [re.match(r"\\StudyNumber\{([^}]*)\}", line)[1] for line in lines] == list(rows)
    assert made["sty"].read_bytes() == STYLE.read_bytes()
    with zipfile.ZipFile(made["docx"]) as archive:
        document = archive.read("word/document.xml").decode()
    assert document.count("DOCPROPERTY") == len(rows)
    assert "Baseline (baseline)" in document and "Six units" in document
