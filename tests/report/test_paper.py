"""Three published papers, typed into result files: what the referee finds in them, which docs/referee.md says."""

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from core.blocks import tags_of
from core.errors import StudyError
from core.files import write_json, write_rows
from report.paper import read_paper
from report.referee import CHECKS, findings
from study.estimators import COLUMNS

REPOSITORY = Path(__file__).parents[2]
PAPERS = Path(__file__).parent / "papers"
PAGE = (REPOSITORY / "docs/referee.md").read_text(encoding="utf-8").partition("## Three papers")[2]
SAID = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
# What the papers are known to have wrong, by the check that has to find it.
KNOWN = {
    "aipz": "n_identity n_varies not_rectangular share_range cohort_text roster_units edits_recorded outcome_overlap "
    "bad_control moderator_fixed interaction_duplicates interaction_main few_treated base_treated k_unsupported "
    "pretrend_missing anticipation_leads text_number star_legend r2_mixed clusters_mixed outcome_header iv_strength "
    "bacon_sum placebo_design mediation_claim names index_weights spatial_claims critical_value",
    "ncedc": "n_identity roster_mean share_range cohort_text outcome_overlap both_sides flow_as_stock gmm_instruments "
    "mediation_claim equation_terms",
    "yreb": "classes_disjoint growth_arithmetic names equation_terms matrix_formula",
}


@pytest.mark.parametrize("paper", KNOWN)
def test_what_is_known_is_found_and_nothing_else(paper):
    found = findings(read_paper(PAPERS / paper))
    assert {one.check for one in found} == set(KNOWN[paper].split())


@pytest.mark.parametrize("paper", KNOWN)
def test_the_page_says_what_is_found(paper):
    def said(one):
        known = CHECKS[one.check]
        return one.check, paper, one.where, one.message.partition(f" {known.matters or known.remedy}")[0]

    found = findings(read_paper(PAPERS / paper))
    assert [row for row in SAID if row[1] == paper] == [said(one) for one in found]


def test_the_typed_numbers_are_the_published_ones():
    """Every number of a table of resources/published that was typed: estimates, errors, means, and stars."""
    entries = yaml.safe_load((REPOSITORY / "resources/published/aipz.yaml").read_text(encoding="utf-8"))["entries"]
    published = Counter(
        (entry["table"].lower(), entry["column"], float(entry["value"]))
        for entry in entries
        if entry["table"] != "text"
    )
    typed = Counter()
    for path in (PAPERS / "aipz/estimates/fit_ols").glob("*.csv"):
        for row in csv.DictReader(path.open(encoding="utf-8")):
            typed.update((row["table"], row["column"], float(row[name])) for name in ("estimate", "std_error"))
    assert sum(typed.values()) > 100 and not typed - published
    stars = Counter(entry["stars"] for entry in entries if "stars" in entry)
    claims = csv.DictReader((PAPERS / "aipz/claims.csv").open(encoding="utf-8"))
    assert Counter(claim["value"] for claim in claims if claim["kind"] == "stars") == stars


def test_the_command_prints_a_line_a_finding():
    command = [sys.executable, "-m", "report.paper"]
    environment = {"PYTHONPATH": str(REPOSITORY / "scripts")}
    said = subprocess.run([*command, PAPERS / "yreb"], capture_output=True, text=True, env=environment, check=True)
    assert said.stdout.startswith("E names (abstract, section on results): green efficiency of urban construction land")
    nothing = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (nothing.returncode, nothing.stderr) == (
        1,
        "say the folder, and nothing else: `python -m report.paper FOLDER`\n",
    )


@pytest.mark.parametrize("estimator", sorted({value for column in COLUMNS for value in tags_of(column, "estimator")}))
def test_a_paper_may_print_next_to_nothing(tmp_path, estimator):
    """A column of any estimator of which only the name is known, and a coefficient without its error."""
    write_rows(
        tmp_path / "estimates/fit_ols/t.csv", [{"table": "t", "column": 1, "term": "law"}], ["table", "column", "term"]
    )
    write_json(tmp_path / "estimates/fit_ols/t.json", {"columns": [{"name": "1", "estimator": estimator}]})
    write_json(tmp_path / "placebo/p/t.1.json", {"observed": {}})
    checks = {one.check for one in findings(read_paper(tmp_path))}
    assert checks <= {"placebo_design", "gmm_instruments"}


def test_a_folder_without_anything_to_read_is_refused(tmp_path):
    with pytest.raises(StudyError, match="nothing to read; expected `estimates/`"):
        read_paper(tmp_path)
