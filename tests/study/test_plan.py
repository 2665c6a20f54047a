"""From a study to its targets: what each rule is given, and every file that is made."""

import pytest

from study.config import Config
from study.plan import PRINTED, plan

HOME = "results/fields"
SCORES = [f"{HOME}/efficiency/scores.csv"]
INDICES = [f"{HOME}/efficiency/productivity.csv"]
MATRIX = "matrices: {borders: {kind: contiguity, shapes: raw/f.geojson, key: field, leave_out: f17}}\n"
FILES = {"panel": [], "shapes": "raw/f.geojson", "pairs": [], "bridges": [], "points": []}
SETTINGS = {"standardize": "row", "leave_out": ["f17"], "key": "field", "islands": "refuse"}
RICH = """\
      grain: grain ~ zone + ..wet | unit + year
      lag: {estimator: sar, matrix: borders, formula: grain ~ zone | unit}
      events: {estimator: event_study, formula: grain ~ zone | unit, window: [-2, 2]}
  means: {kind: descriptives, title: D, of: land + ..wet}
  effects: {kind: impacts, title: I, of: baseline.lag}
  moran: {kind: moran, title: M, of: rain, matrices: borders}
  growth: {kind: productivity, title: P}
  groups: {kind: group_means, title: G, by: zone}
  variants: {kind: sensitivity, title: S}
  chances: {kind: placebo, title: C, of: [earlier, chance]}
  found: {kind: power, title: F, of: chance}
placebo:
  earlier: {of: baseline.zone, design: in_time, shift: [1, 2]}
  chance: {of: [baseline.zone, baseline.grain], draws: 40}
  again: {of: baseline.grain, strata: land}
figures:
  trend: {kind: trend, of: score, by: zone, caption: c}
  by_year: {kind: event_study, of: baseline.events, caption: e}
  density: {kind: placebo, of: chance, caption: p}
  map: {kind: map, of: grain, shapes: raw/f.geojson, key: field, caption: m}
macros: {wet: rain}
"""


@pytest.fixture
def rich(smallest, planned):
    text = smallest(RICH, MATRIX)
    return planned(text.replace("[grain]}", "[grain], scores: {own: {}, vrs: {returns_to_scale: vrs}}}"))


def paths(value):
    """Every path under results/ in a part of the plan."""
    if isinstance(value, dict):
        return {path for one in value.values() for path in paths(one)}
    if isinstance(value, (list, tuple)):
        return {path for one in value for path in paths(one)}
    return {value} if isinstance(value, str) and value.startswith("results/") else set()


def test_a_fit_that_draws_is_given_its_own_stream(smallest, planned):
    """Seed, table and column, so that no other column moves its draws."""
    near = "      near: {estimator: spatial_event_study, matrix: borders, formula: grain ~ zone | unit + year}\n"
    (settings,) = planned(smallest(near, MATRIX))["fits"]["fit_spatial_event_study"]["baseline"]["columns"]
    assert settings["stream"] == [7, "baseline", "near"]
    assert (settings["policy"], settings["model"], settings["base"]) == ("zone", "sdm", -1)


def test_columns_are_given_to_the_rule_that_fits_them(rich):
    fits = {rule: {table: part["columns"] for table, part in tables.items()} for rule, tables in rich["fits"].items()}
    assert {rule: list(tables) for rule, tables in fits.items()} == {
        "fit_ols": ["baseline"], "fit_spatial": ["baseline"], "fit_event_study": ["baseline"],
    }  # fmt: skip
    assert [column["name"] for column in fits["fit_ols"]["baseline"]] == ["zone", "rain", "grain"]
    assert fits["fit_ols"]["baseline"][2] == {
        "name": "grain", "policy": "zone", "estimator": "ols", "formula": "grain ~ zone + rain | unit + year",
        "sample": None, "cluster": "unit", "missing": "drop", "weights": None, "ssc": "reghdfe",
        "test": {}, "lincom": {}, "also": [],
    }  # fmt: skip
    assert fits["fit_event_study"]["baseline"][0]["window"] == [-2, 2]
    spatial = rich["fits"]["fit_spatial"]["baseline"]
    assert (spatial["names"], spatial["leave_out"]) == (["borders"], {"borders": ["f17"]})
    assert spatial["matrices"] == [f"{HOME}/spatial/matrices/borders.csv"]


@pytest.mark.parametrize(
    ("column", "scores"),
    [
        ("score ~ zone | unit", SCORES),
        ("grain ~ zone | unit", []),
        ("log(gml) ~ zone | unit", INDICES),
        ("gml ~ zone + lag(score) | unit", [*SCORES, *INDICES]),
        ("grain ~ zone + ..scored | unit", SCORES),
        ("{formula: grain ~ zone | unit, sample: score > 0.5}", SCORES),
        ("{formula: grain ~ zone | unit, sample: year > 2012}", []),
    ],
)
def test_scores_are_read_only_where_they_are_used(smallest, planned, column, scores):
    more = f"  t: {{title: t, columns: {{a: '{column}'}}}}\n".replace("'{", "{").replace("}'", "}")
    parts = planned(smallest(more, "macros: {scored: score}\n", "placebo: {p: {of: t.a}}\n"))
    assert parts["fits"]["fit_ols"]["t"]["scores"] == scores
    assert parts["placebo"]["scores"] == scores


@pytest.mark.parametrize(
    ("entry", "scores"),
    [
        ("{kind: descriptives, title: d, of: land + rain}", []),
        ("{kind: descriptives, title: d, of: land + gml}", INDICES),
        ("{kind: descriptives, title: d, of: {A: land, B: score}}", SCORES),
        ("{kind: descriptives, title: d}", SCORES),
        ("{kind: moran, title: d, of: land, matrices: borders}", []),
        ("{kind: moran, title: d, of: land + score, matrices: borders}", SCORES),
    ],
)
def test_grids_read_scores_only_where_they_are_used(smallest, planned, entry, scores):
    grids = planned(smallest(f"  d: {entry}\n", MATRIX))["grids"]
    (part,) = [tables["d"] for tables in grids.values()]
    assert part["files"]["scores"] == scores


def test_a_grid_is_given_the_script_and_the_settings_of_its_kind(rich):
    impacts = rich["grids"]["impacts"]["effects"]
    assert impacts["script"] == "spatial/tabulate_impacts.py"
    assert impacts["environment"] == "../envs/spatial.yaml"
    assert impacts["files"] == {
        "facts": [f"{HOME}/estimates/fit_spatial/baseline.json"],
        "matrices": [f"{HOME}/spatial/matrices/borders.csv"],
    }
    assert impacts["settings"] == {"of": ["baseline.lag"], "names": ["borders"], "terms": [], "draws": 1000, "seed": 7}
    moran = rich["grids"]["moran"]["moran"]["settings"]
    assert (moran["leave_out"], moran["permutations"], moran["years"]) == ({"borders": ["f17"]}, 999, None)


def test_growth_and_moves_of_a_score_know_whether_its_frontier_moves(smallest, planned):
    text = smallest(
        "  a: {kind: transitions, title: t, of: score}\n  b: {kind: transitions, title: t, of: own_year}\n"
        "  c: {kind: transitions, title: t, of: rain}\n  d: {kind: convergence, title: t, of: own_year}\n"
    )
    scores = "[grain], scores: {all: {}, own_year: {frontier: contemporaneous}}}"
    grids = planned(text.replace("[grain]}", scores))["grids"]
    moves = {name: part["settings"]["moves"] for kind in grids.values() for name, part in kind.items()}
    assert moves == {"a": False, "b": True, "c": False, "d": True}
    assert grids["convergence"]["d"]["files"]["scores"] == [f"{HOME}/efficiency/scores/own_year/scores.csv"]


def test_a_printed_table_gathers_the_pairs_of_its_rules(rich):
    rules = ("fit_ols", "fit_spatial", "fit_event_study")
    baseline = rich["tables"]["baseline"]
    assert baseline["estimates"] == [f"{HOME}/estimates/{rule}/baseline.csv" for rule in rules]
    assert baseline["facts"] == [f"{HOME}/estimates/{rule}/baseline.json" for rule in rules]
    columns = [column["name"] for column in baseline["printing"]["columns"]]
    assert columns == ["zone", "rain", "grain", "lag", "events"]
    assert rich["tables"]["means"]["facts"] == [f"{HOME}/estimates/descriptives/means.json"]


def test_a_matrix_and_a_figure_are_given_their_files(rich):
    borders = rich["matrices"]["borders"]
    assert (borders["script"], borders["files"]) == ("spatial/build_contiguity.py", FILES)
    assert borders["settings"] == SETTINGS
    figures = rich["figures"]
    assert figures["by_year"]["files"]["estimates"] == [f"{HOME}/estimates/fit_event_study/baseline.csv"]
    trend = {"of": "score", "by": "zone", "policy": True, "total": False, "statistic": "mean"}
    assert figures["trend"]["settings"] == trend
    assert figures["map"]["settings"]["years"] == [2019]
    assert figures["density"]["settings"] == {"names": ["score", "grain"]}


def test_placebo_models_are_listed_once_a_placebo_with_their_draws(rich):
    listed = [(model["placebo"], model["name"], model["draws"]) for model in rich["placebo"]["list"]]
    assert listed == [
        ("chance", "baseline.zone", 40),
        ("chance", "baseline.grain", 40),
        ("again", "baseline.grain", 500),
    ]
    again, moved = (rich["placebo"]["models"][name] for name in ("again", "earlier"))
    assert again["baseline.grain"] == rich["placebo"]["list"][2]
    assert (again["baseline.grain"]["strata"], moved["baseline.zone"]["shift"]) == ("land", [1, 2])


def test_policies_with_the_same_starts_move_together(smallest, planned):
    text = smallest("      all: score ~ later + rain + zone + other + late | unit\nplacebo: {p: {of: baseline.all}}\n")
    more = (
        "  late: {like: zone, shift: 1}\n  later: {like: late, shift: 1}\n"
        "  other: {roster: raw/zones.csv, unit: field, year: since}\n"
    )
    (model,) = planned(text.replace("since}\n", "since}\n" + more))["placebo"]["list"]
    assert (model["policy"], model["policies"]) == ("later", ["later", "zone", "late"])


def test_a_placebo_in_time_has_rows_and_no_draws(rich):
    stem = f"{HOME}/placebo/earlier/baseline.zone"
    assert [file for file in rich["files"]["all"] if stem in file] == [f"{stem}.shifts.csv", f"{stem}.shifts.json"]
    files = rich["grids"]["placebo"]["chances"]["files"]
    assert (files["shifts"], files["facts"]) == ([f"{stem}.shifts.csv"], [f"{stem}.shifts.json"])
    assert files["summaries"] == rich["grids"]["power"]["found"]["files"]["summaries"]
    assert [path.rpartition("/")[2] for path in files["summaries"]] == ["baseline.zone.json", "baseline.grain.json"]


def test_every_file_is_made_once_and_everything_that_a_part_names_is_made(rich):
    whole = rich["files"]["all"]
    assert len(whole) == len(set(whole))
    assert paths({key: part for key, part in rich.items() if key not in ("files", "home")}) <= set(whole)
    assert paths(rich["files"]) <= {*whole}


def test_files_of_every_kind_are_among_all(rich):
    whole = set(rich["files"]["all"])
    for table in ("baseline", "means", "effects", "moran", "growth", "groups", "variants", "chances"):
        assert {f"{HOME}/tables/{table}.{ending}" for ending in PRINTED} <= whole
    for figure in ("trend", "by_year", "density", "map"):
        assert {f"{HOME}/figures/{figure}.{ending}" for ending in ("pdf", "png")} <= whole
    for stem in ("chance/baseline.zone", "chance/baseline.grain", "again/baseline.grain"):
        assert {f"{HOME}/placebo/{stem}.{ending}" for ending in ("csv", "json", "density.csv")} <= whole
    for file in ("spatial/matrices/borders.csv", "spatial/matrices/borders.json", "efficiency/sensitivity.csv",
                 "efficiency/scores/vrs/run.json", "main.json",
                 "panel/audit.csv", "referee.csv", "checks.csv", "report.html", "manifest.json"):  # fmt: skip
        assert f"{HOME}/{file}" in whole
    assert not any("bootstrap" in file or "/chunks/" in file for file in whole)


def test_what_a_study_reads_is_no_result(rich):
    files = rich["files"]
    assert files["inputs"] == ["config/studies/fields.yaml", "raw/fields.csv", "raw/zones.csv", "raw/f.geojson"]
    assert not set(files["inputs"]) & set(files["all"])


def test_a_smallest_study_has_no_files_of_what_it_lacks(smallest, planned):
    parts = planned(smallest())
    nothing = {"list": [], "models": {}, "scores": [], "names": [], "matrices": []}
    assert parts["placebo"] == nothing
    assert (parts["grids"], parts["figures"], parts["matrices"]) == ({}, {}, {})
    assert not [file for file in parts["files"]["all"] if "sensitivity" in file or "spatial" in file]


def test_optional_parts_of_the_efficiency_have_their_files(smallest, planned):
    text = smallest().replace("[grain]}", "[grain], bootstrap: {replications: 40}}")
    whole = planned(text, demo=["results/fields/demo/truth.json"])["files"]["all"]
    assert {f"{HOME}/efficiency/bootstrap.csv", f"{HOME}/efficiency/bootstrap.json"} <= set(whole)
    assert planned(text)["files"]["bootstrap"] == [f"{HOME}/efficiency/bootstrap.json"]
    assert f"{HOME}/efficiency/world_scores.csv" in whole
    assert f"{HOME}/demo/truth.json" in whole


def order(parts):
    return [[heading, [name for _, name, *_ in shown]] for heading, shown in parts["sections"]]


FIGURES = "figures: {trend: {kind: trend, of: score, caption: c}}\n"

FIGURE_2 = "figures: {trend: {kind: trend, of: score, caption: Means., paper: Figure 2}}\n"


def test_the_page_follows_its_block(smallest, planned):
    page = "report: {How?: [trend], Why?: baseline}\n"
    parts = planned(smallest(FIGURES, page))
    assert order(parts) == [["How?", ["trend"]], ["Why?", ["baseline"]]]
    assert parts["sections"][0][1] == [["figure", "trend", "c", "Means by year: score."]]
    assert parts["headings"] == {"baseline": "Why?", "trend": "How?"}
    assert parts["files"]["fragments"] == [f"{HOME}/tables/baseline.html"]
    assert parts["files"]["figures"] == [f"{HOME}/figures/trend.png"]


def test_titles_and_captions_say_what_a_paper_calls_them(smallest, planned):
    more = "departures: {baseline: A., baseline.zone: B., rain: C.}\nreport: {All: [baseline, trend, plain]}\n"
    text = smallest("  plain: {kind: cohorts, title: C, of: zone}\n", FIGURE_2, more)
    parts = planned(text.replace("  baseline:\n", "  baseline:\n    paper: Table 3\n"))
    shown = [caption for _, entries in parts["sections"] for _, _, caption, _ in entries]
    assert shown == ["Irrigation zones and efficiency (the paper's Table 3)", "Means (the paper's Figure 2).", "C"]
    assert parts["tables"]["baseline"]["printing"]["title"] == shown[0]
    assert parts["departures"] == {"baseline (Table 3)": "A.", "baseline.zone (Table 3)": "B.", "rain": "C."}


@pytest.mark.parametrize(("more", "stars"), [("", True), ("stars: false\n", False)])
def test_a_study_may_have_no_stars(smallest, planned, more, stars):
    assert planned(smallest(more))["tables"]["baseline"]["printing"]["stars"] is stars


def test_printed_numbers_are_given_all_pairs_of_the_tables_that_they_match(smallest, planned):
    match = "{T3: {table: baseline, columns: {1: lag}}, T4: {table: effects}}"
    beside = f"  beside: {{kind: published, title: B, values: raw/paper.yaml, match: {match}, truth: raw/truth.json}}\n"
    parts = planned(smallest(RICH.replace("  variants: {kind: sensitivity, title: S}\n", beside), MATRIX))
    grid = parts["grids"]["published"]["beside"]
    assert "raw/paper.yaml" in parts["files"]["inputs"]
    stems = ("fit_ols/baseline", "fit_spatial/baseline", "fit_event_study/baseline", "impacts/effects")
    assert grid["files"]["results"] == [f"{HOME}/estimates/{stem}.csv" for stem in stems]
    assert (grid["files"]["published"], grid["files"]["truth"]) == ("raw/paper.yaml", ["raw/truth.json"])
    match = grid["settings"]["match"]
    assert (match["T3"]["columns"], match["T3"]["heading"]) == ({"1": "baseline.lag"}, "T3")


def test_without_a_block_the_page_follows_the_file(smallest, planned):
    assert order(planned(smallest(FIGURES))) == [["", ["baseline", "trend"]]]
    first = smallest().replace("tables:\n", FIGURES + "tables:\n")
    assert order(planned(first)) == [["", ["trend", "baseline"]]]


def test_what_is_not_on_the_page_is_made_all_the_same(smallest, planned):
    parts = planned(smallest(FIGURES, "report: {Why?: baseline}\n"))
    assert parts["files"]["figures"] == []
    assert f"{HOME}/figures/trend.png" in parts["files"]["all"]
    assert parts["headings"] == {"baseline": "Why?", "trend": "Not on the page"}


@pytest.mark.parametrize(
    ("page", "name"), [("", "trend"), ("{Why?: [wet, trend]}", "wet"), ("{Why?: baseline}", "trend")]
)
def test_the_main_figure_of_the_page_or_else_of_the_study_stands_for_it(smallest, planned, page, name):
    figures = FIGURES[:-2] + ", wet: {kind: trend, of: rain, caption: d}}\n"
    parts = planned(smallest(figures, f"report: {page}\n" if page else ""))
    assert parts["main_figure"]["name"] == name
    assert parts["files"]["main_figure"] == [f"{HOME}/figures/{name}.png"]


def test_a_study_without_figures_has_no_first_one(smallest, planned):
    parts = planned(smallest())
    assert (parts["main_figure"], parts["files"]["main_figure"]) == (None, [])


def test_headings_have_no_braces_for_snakemake(smallest, planned):
    assert planned(smallest("report: {'Why {x}?': baseline}\n"))["headings"]["baseline"] == "Why (x)?"


SPECIFICATIONS = """\
  curve:
    kind: specifications
    title: All
    formula: score ~ zone {controls} | unit + year
    vary: {controls: {none: "", rain: + rain}}
"""


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("{kind: trend, of: score, by: zone, caption: c}", "Means by year: Score of fields, by Zone."),
        ("{kind: density, of: rain, years: [2010, 2012], caption: c}", "Distributions by year: rain, in 2010, 2012."),
        (
            "{kind: coefficients, of: [baseline.zone, baseline.rain], caption: c}",
            "Coefficients of several columns: Score of fields (1), Score of fields (2).",
        ),
        ("{kind: specification_curve, of: curve, caption: c}", "One effect under all combinations of choices: All."),
        ("{kind: placebo, of: chance, caption: c}", "Distribution of placebo effects: Score of fields (2)."),
    ],
)
def test_the_alternative_text_of_a_figure_says_its_kind_and_of_what(smallest, planned, figure, said):
    labels = "labels: {score: Score of fields, zone: Zone}\n"
    placebo, page = "placebo: {chance: {of: baseline.rain}}\n", "report: {All: [one]}\n"
    blocks = [SPECIFICATIONS, f"figures:\n  one: {figure}\n", labels, placebo, page]
    ((_, shown),) = planned(smallest(*blocks))["sections"]
    assert shown[0][3] == said


BASELINE = [f"{HOME}/estimates/fit_ols/baseline.csv"]


@pytest.mark.parametrize(
    ("blocks", "addresses", "placebos"),
    [
        ([], ["baseline.zone", "baseline.rain"], []),
        (["placebo: {p: {of: [baseline.rain]}}\n"], ["baseline.rain", "baseline.zone"], ["p/baseline.rain"]),
        (["main: {of: baseline.rain, term: rain}\n"], ["baseline.rain"], []),
    ],
)
def test_the_main_result_is_the_chosen_column_or_else_what_a_placebo_draws(
    smallest, planned, blocks, addresses, placebos
):
    main = planned(smallest(*blocks))["main"]
    chosen = blocks != [] and blocks[0].startswith("main")
    wanted = {"addresses": addresses, "chosen": chosen, "term": "rain" if chosen else None, "policy": "zone"}
    assert (main["wanted"], main["estimates"]) == (wanted, BASELINE)
    assert main["placebos"] == [f"{HOME}/placebo/{name}.json" for name in placebos]


MADE = """\
  moran: {kind: moran, title: M, of: rain, matrices: [places, alike, both, nested]}
matrices:
  places: {kind: distance, points: raw/p.csv}
  alike: {kind: economic, variable: rain}
  both: {kind: share, points: raw/p.csv, variable: land}
  nested: {kind: nested, of: [alike, both]}
"""


def test_moran_knows_of_what_weights_are_made(smallest, planned):
    settings = planned(smallest(MADE))["grids"]["moran"]["moran"]["settings"]
    assert settings["made_of"] == {"places": [], "alike": ["rain"], "both": ["land"], "nested": ["land", "rain"]}


CLUSTERS = """\
figures:
  map: {kind: map, of: score, classes: lisa, matrix: borders, shapes: raw/f.geojson, key: field, caption: c}
  scatter: {kind: moran_scatter, of: score, matrix: borders, years: [2010, 2019], caption: c}
  weather: {kind: moran_scatter, of: rain, matrix: borders, caption: c}
"""


def test_clusters_are_computed_once_for_all_figures_that_show_them(smallest, planned):
    parts = planned(smallest(MATRIX, CLUSTERS))
    stem = f"{HOME}/spatial/clusters/borders"
    pair = {"clusters": f"{stem}/score.csv", "facts": f"{stem}/score.json"}
    assert parts["clusters"]["borders"]["score"]["scores"] == SCORES
    assert parts["clusters"]["borders"]["rain"]["scores"] == []
    settings = {"years": [2010, 2019], "leave_out": ["f17"], "permutations": 9999, "seed": 7}
    assert parts["clusters"]["borders"]["score"]["settings"] == settings
    assert parts["figures"]["scatter"]["files"] == pair
    files = {"panel": [], "scores": [], "shapes": "raw/f.geojson", "clusters": pair["clusters"]}
    files |= {"outline": [], "lines": []}
    assert parts["figures"]["map"]["files"] == files
    assert parts["files"]["clusters"] == [*pair.values(), f"{stem}/rain.csv", f"{stem}/rain.json"]


def test_files_are_those_that_the_rules_know(smallest, read):
    study = read(smallest(MATRIX))
    parts = plan("fields", study, ["tables"], Config(studies=["fields"], seed=1), lambda path: f"<{path}>", [])
    assert parts["files"]["sources"] == ["<raw/fields.csv>"]
    assert parts["matrices"]["borders"]["files"] == FILES | {"shapes": "<raw/f.geojson>"}


def test_a_column_without_a_label_is_called_as_its_outcome_with_its_number_where_columns_share_it(smallest, planned):
    further = "      grain: grain ~ zone | unit\n      own: {formula: score ~ zone | unit, label: Own}\n"
    labels = planned(smallest(further, "labels: {score: Efficiency, grain: Grain}\n"))["labels"]
    said = {address: words for address, words in labels.items() if "." in address}
    assert said == {
        "baseline.zone": "Efficiency (1)", "baseline.rain": "Efficiency (2)", "baseline.grain": "Grain",
        "baseline.own": "Own",
    }  # fmt: skip
    assert not any("." in name for name in planned(smallest())["labels"])


def test_a_table_reads_the_placebos_that_list_its_columns_first(smallest, planned):
    body = "  t: {title: T, columns: {a: grain ~ zone, b: rain ~ zone, c: land ~ zone}}\n"
    placebo = "placebo: {one: {of: [t.b, baseline.zone]}, two: {of: [t.a, t.b]}}\n"
    tables = planned(smallest(body, placebo))["tables"]
    assert tables["t"]["placebos"] == [f"{HOME}/placebo/one/t.b.json", f"{HOME}/placebo/two/t.a.json"]
    assert tables["baseline"]["placebos"] == [f"{HOME}/placebo/one/baseline.zone.json"]


def test_draws_of_a_column_have_a_stream_and_what_refits_it_is_not_told_what_is_only_said_of_it(smallest, planned):
    body = (
        "  t: {title: T, columns: {a: {formula: grain ~ zone | unit, also: wild, test: {Z: zone}}, b: grain ~ zone}}\n"
        "  s: {kind: split, title: S, of: t.a, by: land}\n"
    )
    parts = planned(smallest(body, "placebo: {one: {of: t.a}}\n"))
    first, second = parts["fits"]["fit_ols"]["t"]["columns"]
    assert first["stream"] == [7, "t", "a"] and "stream" not in second
    refitted = parts["grids"]["split"]["s"]["settings"]["column"]
    assert refitted.items() <= parts["placebo"]["models"]["one"]["t.a"].items()
    assert not {"also", "test", "lincom", "stream"} & set(refitted)
    assert refitted["name"] == "t.a"
