"""Manuscripts with what is wrong in three published papers and the finding of each, and the same ones mended."""

from pathlib import Path

import pytest
import yaml

from papers.reading import read_manuscript
from printed.printed_tables import variables_of
from printed.tables import tables_of
from prose.sentences import statements
from referee.consistency import findings
from referee.findings import Draft
from typed.typed_figures import base_of, window_of
from typed.typed_in import existing_findings, reading_of
from typed.typed_names import meanings
from typed.typed_phrases import ALL_AT
from typed.typed_words import Words

PAPERS = Path(__file__).parent / "papers"
MENDED = yaml.safe_load((PAPERS / "mended.yaml").read_text(encoding="utf-8"))
# By manuscript: what is known to be wrong, the check that finds it, and where a reader finds it.
KNOWN = {
    "aipz.md": [
        ("bacon_sum", "Table 6"),
        ("base_treated", "Figure 3"),
        ("interaction_duplicates", "Table 8, column (2), Table 8, column (3)"),
        ("k_unsupported", "Figure 3"),
        ("n_identity", "Table 5, column (4), Table 5, column (5)"),
        ("names", "notes of Table 3, Table A2"),
        ("outcome_header", "Table 5, column (4)"),
        ("placebo_design", "Figure 4"),
        ("r2_mixed", "tables"),
        ("roster_units", "Table 1"),
        ("spatial_claims", "Table 11"),
        ("spatial_claims", "Table 9"),
        ("star_legend", "tables"),
        ("anticipation_leads", "Table 4, column (4)"),
        ("bad_control", "Table 3"),
        ("clusters_mixed", "Table 10, column (1), Table 10, column (2), Table 10, column (3)"),
        ("cohort_text", "section 1, paragraph 1"),
        ("critical_value", "Table 5, column (4), Table 5, column (5)"),
        ("edits_recorded", "Table 2"),
        ("few_treated", "Table 3, column (1)"),
        ("index_weights", "section 2, paragraph 1"),
        ("interaction_main", "Table 8, column (1)"),
        ("iv_strength", "Table 5, column (4), Table 5, column (5)"),
        ("mediation_claim", "section 4, paragraph 1"),
        ("moderator_fixed", "Table 8, column (3)"),
        ("n_varies", "Table 5"),
        ("not_rectangular", "Table 4, column (1)"),
        ("not_rectangular", "Table 4, column (2)"),
        ("outcome_overlap", "Table 3"),
        ("pretrend_missing", "Figure 3"),
        ("share_range", "Table 2"),
    ],
    "ncedc.tex": [
        ("n_identity", "Table 4, column (1), Table 4, column (2)"),
        ("roster_mean", "Table 3"),
        ("both_sides", "Table 1"),
        ("cohort_text", "section 1, paragraph 1, Figure 1"),
        ("equation_terms", "section 2, paragraph 1"),
        ("flow_as_stock", "Table 1"),
        ("gmm_instruments", "Table 4, column (2)"),
        ("mediation_claim", "section 3, paragraph 1"),
        ("outcome_overlap", "Table 4"),
        ("share_range", "Table 3"),
    ],
    "yreb.html": [
        ("names", "abstract, paragraph 1, section 2, paragraph 1"),
        ("roster_units", "Table A1"),
        ("classes_disjoint", "section 2, paragraph 2"),
        ("equation_terms", "section 1, paragraph 5"),
        ("growth_arithmetic", "section 2, paragraph 1"),
        ("matrix_formula", "section 1, paragraph 2, section 1, paragraph 3"),
        ("matrix_formula", "section 1, paragraph 2, section 1, paragraph 4"),
    ],
}


def draft_of(path):
    manuscript = read_manuscript(path)
    return Draft(manuscript, tables_of(manuscript), tuple(statements(manuscript, variables_of(tables_of(manuscript)))))


def written(tmp_path, text, name="draft.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return draft_of(path)


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_is_found_where_it_is(name):
    found = [(one.check, one.where) for one in existing_findings(draft_of(PAPERS / name))]
    missing = [(check, place) for check, place in KNOWN[name] if not any(_is(one, check, place) for one in found)]
    assert not missing
    assert {check for check, _ in found} == {check for check, _ in KNOWN[name]}


def _is(finding, check, place):
    return finding[0] == check and finding[1].startswith(place)


@pytest.mark.parametrize("name", KNOWN)
def test_mended_manuscripts_raise_no_error(name, tmp_path):
    text = (PAPERS / name).read_text(encoding="utf-8")
    for old, new in MENDED[name]:
        assert old in text
        text = text.replace(old, new)
    draft = written(tmp_path, text, name)
    grave = [one for one in [*existing_findings(draft), *findings(draft)] if one.severity == "E"]
    assert not [(one.check, one.where, one.message) for one in grave]


def test_text_without_any_claim_is_read(tmp_path):
    assert existing_findings(written(tmp_path, "# Nothing\n\nNo number, no table.\n")) == []


def test_messages_have_the_words_of_the_manuscript_and_no_key_of_a_study_file(tmp_path):
    draft = written(tmp_path, (PAPERS / "aipz.md").read_text(encoding="utf-8").replace("AI ", "AI pilot zone "))
    messages = " ".join(one.message for one in existing_findings(draft))
    assert "AI pilot zone" in messages and "name_" not in messages and "`" not in messages


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("全部城市的效率均值由2003年的0.27上升到2017年的0.39，年均增长3.14%。", {"growth_arithmetic"}),
        ("全部城市的效率均值由2003年的0.27上升到2017年的0.39，年均增长2.66%。", set()),
        ("城市分为三类：低效率[0, 0.3]、中效率[0.3, 0.6]和高效率[0.6, 1]。", {"classes_disjoint"}),
        ("城市分为三类：低效率[0, 0.3)、中效率[0.3, 0.6)和高效率[0.6, 1]。", set()),
        ("机制检验表明，试点政策通过资源配置、产业结构影响效率。", {"mediation_claim"}),
        ("Effects of the policy in years −5 through 4 are those to the year immediately before it.", set()),
        ("We have two cities: Hefei and Wuhu.", set()),
        ("We use nine lags: LM, LS, MS, ML, SL, SM, LL, MM and SS.", set()),
        ("The panel has 18 years (1,152 station-years).", set()),
    ],
)
def test_claims_of_sentences(text, checks, tmp_path):
    assert {one.check for one in existing_findings(written(tmp_path, text))} == checks


PLACEBO = "## Placebo test\n\nWe assign the {} 500 times at random, and the placebo estimates centre on zero. {}\n"


@pytest.mark.parametrize(
    ("answer", "fires"),
    [
        ("", True),
        ("The actual estimate is far in the tail.", True),
        ("Only 6 of the 500 estimates are larger.", False),
        ("The randomization-inference p-value from these draws equals 0.012.", False),
        ("The actual estimate exceeds 98.8% of the placebo estimates.", False),
        ("It lies beyond the 99th percentile of their distribution.", False),
        ("经验p值等于0.012。", False),
        ("500次抽样中没有一次大于真实估计值。", False),
        ("仅有1.2%的虚假系数大于真实估计值。", False),
        ("\n\nTheir share beyond the actual estimate gives p = .012.", False),
    ],
)
def test_a_placebo_test_needs_a_p_value_or_a_share_of_draws(answer, fires, tmp_path):
    found = existing_findings(written(tmp_path, PLACEBO.format("zones", answer)))
    assert [one.check for one in found] == ["placebo_design"] * fires


def test_spatial_parameters_and_constants_are_no_controls(tmp_path):
    rows = [
        "| | (1) | (2) |\n|---|---|---|",
        "| DID | 0.10*** | 0.11*** |\n| | (0.02) | (0.02) |",
        "| {} | 0.40*** | -0.40*** |\n| | (0.02) | (0.02) |\n| N | 300 | 300 |",
        "\nTable: Table 1: Effects. Standard errors in parentheses. *** p < 0.01\n",
    ]
    for name, fires in (("GDP", True), ("ρ (large, small)", False), ("Spatial rho", False), ("Constant", False)):
        found = existing_findings(written(tmp_path, "\n".join(rows).format(name)))
        assert ("bad_control" in {one.check for one in found}) == fires


@pytest.mark.parametrize(
    ("periods", "fires"),
    [("in every year", True), ("in 40 quarters", False), ("by city-month", False), ("的季度数据", False)],
)
def test_rows_of_a_panel_with_several_periods_a_year_are_not_compared_with_years(periods, fires, tmp_path):
    text = f"We follow 96 cities from 2010 to 2019 {periods}.\n\n| | (1) |\n|---|---|\n| DID | 0.10** |\n| | (0.04) |\n"
    found = existing_findings(
        written(tmp_path, f"{text}| N | 3,840 |\n\nTable: Table 1: Effects. Errors in parentheses.\n")
    )
    assert ("n_identity" in {one.check for one in found}) == fires


def test_rosters_are_read_with_their_years(tmp_path):
    table = "The sample has 3 pilot zones.\n\n"
    table += "Table 1. Pilot zones\n\n| Year | Zones |\n|--|--|\n| 2019 | Hefei, Jinan |\n| 2020 | Wuhan |\n"
    table += "\nTable 2. Effects\n\n|  | (1) |\n|--|--|\n| Pilot policy | 0.20\\*\\* |\n|  | (0.05) |\n| N | 20 |\n"
    claims = reading_of(written(tmp_path, table)).claims
    assert [(one.value, one.level) for one in claims if one.kind == "adopters"] == [("2", "2019"), ("1", "2020")]


@pytest.mark.parametrize(
    ("sentence", "window", "base"),
    [
        ("The window is from −5 to +5, and the base period is k = 0.", (-5, 5), 0),
        ("From five years before to three years after, the year before the policy is the reference.", (-5, 3), -1),
        ("以政策前一年为基期，前5年至后4年。", (-5, 4), -1),
        ("The base is unclear.", None, None),
    ],
)
def test_window_and_base_of_an_event_study(sentence, window, base):
    assert (window_of(sentence), base_of(sentence)) == (window, base)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("FE denotes fixed effects.", [("FE", "fixed effects")]),
        ("The gross domestic product (GDP) rose.", [("GDP", "gross domestic product")]),
        ("We follow Chen (QJE).", []),
        ("We use the generalised method of moments (GMM).", [("GMM", "generalised method of moments")]),
    ],
)
def test_meanings_of_abbreviations(sentence, found):
    assert list(meanings(sentence)) == found


def test_names_lead_back_to_the_words_of_the_manuscript():
    words = Words()
    term = words.term("Pilot zone × Size")
    assert words.term("AI") == "AI" and words.term("W × AI") == "W:AI"
    assert (
        words.back(f"{term} in {words.address('Table A.1', 'column (2)')}")
        == "Pilot zone:Size in Table A.1, column (2)"
    )


def test_statistically_does_not_say_all():
    assert ALL_AT.search("In Table 9 all values differ from zero at the 1% level.")
    assert not ALL_AT.search("Moran's I is statistically different from zero at the 1% level.")
