"""The manuscripts with which the referee is measured: clean ones, and the errors that are put into them."""

import json
import tomllib
from random import Random

import pytest
from manuscripts import kinds_estimates, kinds_statistics, kinds_tables, kinds_texts  # noqa: F401, which fill KINDS
from manuscripts.clean import paper
from manuscripts.facts import Study
from manuscripts.formats import FORMATS, write
from manuscripts.kinds import KINDS
from manuscripts.kinds_estimates import p_normal
from manuscripts.measure import Sheet, points_at, remarks
from manuscripts.voice import HERE

WORDINGS = sorted(path.stem.removeprefix("wording_") for path in HERE.glob("wording_*.toml"))
LABELS = {"score": ("Efficiency", "效率"), "zone": ("Pilot zone", "试验区"), "gdp": ("Log GDP", "生产总值（对数）")}
SETTINGS = {
    "title": "Zones and efficiency",
    "years": [2010, 2014],
    "labels": {name: {"en": en, "zh": zh} for name, (en, zh) in LABELS.items()},
    "macros": {"controls": "gdp"},
    "tables": {
        "descriptives": {"title": {"en": "Descriptive statistics", "zh": "描述性统计"}},
        "baseline": {"title": {"en": "Baseline", "zh": "基准回归"}, "columns": {"policy": {}, "controls": {}}},
    },
}
ESTIMATES = """\
table,column,term,estimate,std_error,statistic,p_value,conf_low,conf_high
baseline,policy,zone,0.0512,0.0211,2.4265,0.0172,0.0093,0.0931
baseline,controls,zone,0.0437,0.0243,1.7984,0.0755,-0.0046,0.0920
baseline,controls,gdp,0.2981,0.0312,9.5545,0.0000,0.2361,0.3601
"""
DESCRIPTIVES = """\
group,by,variable,unit_of_measurement,n,mean,sd,min,p50,max
Outcome,,score,,500,0.5123,0.1402,0.1031,0.5021,0.9712
Policy,,zone,,500,0.124,0.32991,0,0,1
Controls,,gdp,,500,10.2213,0.5031,8.9231,10.1023,11.8122
"""
FIT = {
    "outcome": "score", "policy": "zone", "estimator": "ols", "fixed_effects": ["unit", "year"], "fitstat": {},
    "weights": None, "n_obs": 500, "n_units": 100, "n_periods": 5, "r2": 0.81,
    "treated_units": 20, "cohorts": {"2012": 12, "2013": 8},
}  # fmt: skip
FITS = [
    {"name": "policy", "formula": "score ~ zone | unit + year", "r2_within": 0.0152} | FIT,
    {"name": "controls", "formula": "score ~ zone + gdp | unit + year", "r2_within": 0.1103} | FIT,
]
MAIN = {"address": "baseline.policy", "estimate": 0.0512, "term": "zone", "outcome": "score", "p_value": 0.0172}


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A study of 100 cities in five years with two tables."""
    results = tmp_path_factory.mktemp("toy")
    main = MAIN | {"n_units": 100, "n_obs": 500, "of_policy": True}
    files = {
        "main.json": json.dumps({"result": main}),
        "estimates/fit_ols/baseline.csv": ESTIMATES,
        "estimates/fit_ols/baseline.json": json.dumps({"kind": "coefficients", "columns": FITS}),
        "estimates/descriptives/descriptives.csv": DESCRIPTIVES,
    }
    for name, text in files.items():
        (results / name).parent.mkdir(parents=True, exist_ok=True)
        (results / name).write_text(text, encoding="utf-8")
    return Study("toy", SETTINGS, results)


@pytest.fixture(scope="module")
def papers(toy):
    return [paper(toy, wording, language, 1, alone=True) for wording in WORDINGS for language in ("en", "zh")]


def wrong_ones(papers, name):
    found = [(one, KINDS[name].inject(one, Random(at))) for at, one in enumerate(papers)]
    return [(one, wrong) for one, wrong in found if wrong]


@pytest.fixture(scope="module")
def injected(papers):
    """By kind the papers that may have it, each with its error."""
    return {name: wrong_ones(papers, name) for name in KINDS}


@pytest.mark.parametrize("name", KINDS)
def test_an_error_is_where_it_says_and_nowhere_else(injected, name):
    for one, wrong in injected[name]:
        before, after = dict(one.pieces), dict(wrong.paper.pieces)
        differ = {place for place in before if before[place] != after[place]}
        assert differ and differ <= set(wrong.places)
        assert any(
            before[place].text + before[place].stars != after[place].text + after[place].stars for place in differ
        )


def test_most_kinds_of_error_have_a_place_in_a_paper_of_two_tables(injected):
    possible = {name for name, found in injected.items() if found}
    assert len(KINDS) >= 40 and len(possible) >= 40


def test_an_added_star_is_earned_by_no_degrees_of_freedom(injected):
    assert injected["star_added"]
    for _, one in injected["star_added"]:
        piece = one.paper.at(one.places[0])
        t = piece.value / {0.0512: 0.0211, 0.0437: 0.0243, 0.2981: 0.0312}[piece.value]
        assert p_normal(t) > {1: 0.1, 2: 0.05, 3: 0.01}[len(piece.stars)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_measures_shares_no_sentence_with_what_was_built_with(language):
    said = {name: sentences(HERE / f"wording_{name}.toml", language) for name in WORDINGS}
    unseen = said.pop("unseen")
    assert len(unseen) > 50 and not unseen & set().union(*said.values())


def sentences(path, language):
    """The texts of a wording with a place for a number."""
    slots = tomllib.loads(path.read_text(encoding="utf-8"))[language]["slot"]
    return {text for texts in slots.values() for text in texts}


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_is_the_same_bytes_each_time(toy, form, tmp_path):
    contents = []
    for folder in ("one", "two"):
        path = write(paper(toy, "second", "zh", 2, alone=False), form, tmp_path / folder)
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        contents.append([file.read_bytes() for file in files if file.suffix != ".docx"] or len(files))
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("name", "form"),
    [("text_digits", "docx"), ("sd_beyond_range", "csv"), ("legend_changed", "latex")],
)
def test_the_referee_points_at_the_error_and_not_at_the_clean_paper(toy, name, form):
    sheet = Sheet("toy", "building", "en", 0, form, "alone")
    clean = paper(toy, "building", "en", 0, alone=True)
    wrong = KINDS[name].inject(clean, Random(1))
    _, before = remarks(clean, sheet)
    manuscript, said = remarks(wrong.paper, sheet)
    new = [one for one in said if one.severity in "EW" and one not in before]
    assert not [one for one in before if one.severity == "E"]
    assert any(points_at(one, wrong, manuscript) for one in new)
